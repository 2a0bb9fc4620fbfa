import { SdkError } from '@wangge/core/errors'
import { failureReason } from '../failure.ts'
import { problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'

/** A view that comes when it is first wanted: a page that shows the week alone does not load it. */
export class LatePart {
  private readonly board: Board
  private readonly open: () => Promise<{ render(): unknown }>
  private view: { render(): unknown } | undefined
  private isComing = false
  private failure: SdkError | undefined

  /** @param open loads the view and makes it */
  constructor(board: Board, open: () => Promise<{ render(): unknown }>) {
    this.board = board
    this.open = open
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
      this.view = await this.open()
    } catch (error) {
      failureReason(error)
      this.failure = new SdkError('network', 'Expected the view to load', { cause: error })
    }
    this.isComing = false
    this.board.host.requestUpdate()
  }
}
