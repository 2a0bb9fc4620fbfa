import { SdkError } from '@wangge/core/errors'
import { failureReason } from '../failure.ts'
import { problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'

/** A view that comes when it is first wanted: a page that shows the week alone does not load it. */
export class LatePart<View extends { render(): unknown } = { render(): unknown }> {
  private readonly board: Board
  private readonly open: () => Promise<View>
  private view: View | undefined
  private use: ((view: View) => void) | undefined
  private isComing = false
  private failure: SdkError | undefined

  /** @param open loads the view and makes it */
  constructor(board: Board, open: () => Promise<View>) {
    this.board = board
    this.open = open
  }

  /** Does something with the view, as soon as it is there; of several the last. */
  when(use: (view: View) => void) {
    if (this.view) return use(this.view)
    this.use = use
    void this.load()
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
      this.use?.(this.view)
      this.use = undefined
    } catch (error) {
      failureReason(error)
      this.failure = new SdkError('network', 'Expected the view to load', { cause: error })
    }
    this.isComing = false
    this.board.host.requestUpdate()
  }
}
