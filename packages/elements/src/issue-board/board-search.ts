import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client, IssueBoardInput, Snapshot } from '@wangge/core/client'
import type { IssueBoard } from '@wangge/core/issue/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { conditionsOf, filterOf } from './board-state.ts'
import type { BoardState } from './board-state.ts'

export interface BoardSearchOptions {
  client: () => Client | undefined
  state: () => BoardState
  /** Whether the board has not all that there is: else what it has is looked through here. */
  isPart: () => boolean
  /** For how many days what has ended is on the board. */
  ended: number
}

/** Whoever types is asked for once they pause. */
const PAUSE_MS = 300

/** What the server finds by the filter among all that there is, where the board has only the first of it. */
export class BoardSearch implements ReactiveController {
  private pages = 1
  private readonly host: ReactiveControllerHost
  private readonly options: BoardSearchOptions
  private readonly answer: ResourceController<IssueBoard>
  /** The words that are asked for; what is being typed is not yet. */
  private words: string | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private typed = ''

  constructor(host: ReactiveControllerHost, options: BoardSearchOptions) {
    this.host = host
    this.options = options
    host.addController(this)
    this.answer = new ResourceController(
      host,
      () => [options.client(), this.isNeeded && this.isPaused ? JSON.stringify(this.asked) : ''],
      (client: Client, key) => client.issueBoard(JSON.parse(key) as IssueBoardInput),
    )
  }

  /** Whether more is wanted than the first of all. */
  get isNeeded(): boolean {
    return this.options.isPart() && (this.pages > 1 || conditionsOf(this.options.state()) > 0)
  }

  get snapshot(): Snapshot<IssueBoard> {
    return this.answer.snapshot
  }

  /** How many times as much is asked for as the server tells at once. */
  get pagesAsked(): number {
    return this.pages
  }

  further() {
    this.pages += 1
    this.host.requestUpdate()
  }

  /** Others are looked at: again the first of them. */
  restart() {
    this.pages = 1
  }

  refresh(): Promise<void> {
    return this.answer.refresh()
  }

  hostUpdate() {
    const { text } = this.options.state()
    if (text === this.typed && this.words !== undefined) return
    clearTimeout(this.timer)
    this.typed = text
    // An address that somebody opens, or no words at all, is nobody's typing.
    if (this.words === undefined || text === '') this.words = text
    else this.timer = setTimeout(() => this.pause(), PAUSE_MS)
  }

  hostDisconnected() {
    clearTimeout(this.timer)
    this.words = undefined
  }

  private pause() {
    this.words = this.typed
    this.host.requestUpdate()
  }

  private get isPaused(): boolean {
    return this.words === this.options.state().text
  }

  private get asked(): IssueBoardInput {
    const { ended, state } = this.options
    return { ...filterOf(state()), ended, ...(this.pages > 1 && { pages: this.pages }) }
  }
}
