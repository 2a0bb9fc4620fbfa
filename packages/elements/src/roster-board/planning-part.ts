import type { CSSResult } from 'lit'
import { SdkError } from '@wangge/core/errors'
import { failureReason } from '../failure.ts'
import { problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'
import type { PlanView } from './planning/plan-view.ts'

/** The view of planning, which comes when it is first wanted: a page that shows the week alone does not load it. */
export class PlanningPart {
  private readonly board: Board
  private readonly isShown: () => boolean
  private readonly dress: (styles: CSSResult) => void
  private view: PlanView | undefined
  private isComing = false
  private failure: SdkError | undefined

  /** @param dress adds the view's own styles to the element's */
  constructor(board: Board, { isShown, dress }: { isShown: () => boolean; dress: (styles: CSSResult) => void }) {
    this.board = board
    this.isShown = isShown
    this.dress = dress
  }

  render(): unknown {
    const { locale } = this.board
    if (this.view) return this.view.render()
    if (this.failure) return problem(locale, this.failure, () => void this.load())
    void this.load()
    return skeleton(locale, 4)
  }

  private async load() {
    if (this.isComing) return
    this.isComing = true
    this.failure = undefined
    try {
      const { PlanView, planning } = await import('./planning/plan-view.ts')
      this.dress(planning)
      this.view = new PlanView(this.board, this.isShown)
    } catch (error) {
      failureReason(error)
      this.failure = new SdkError('network', 'Expected the view of planning to load', { cause: error })
    }
    this.isComing = false
    this.board.host.requestUpdate()
  }
}
