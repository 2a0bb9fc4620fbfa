import { columnOf } from '@wangge/core/issue'
import type { IssueRow } from '@wangge/core/issue/schema'
import type { BoardView } from './board-state.ts'
import type { Desk } from './desk.ts'
import { PAGE } from './list-view.ts'

export interface LineWalkOptions {
  view: () => BoardView
  rows: () => readonly IssueRow[]
}

export type LineStep = 'next' | 'previous' | 'first' | 'last'

/** Which line Tab goes to, how many are drawn of each list, and the way from one to the next by keys. */
export class LineWalk {
  /** Id of the line that Tab goes to; empty for none. */
  current = ''
  private readonly desk: Desk
  private readonly options: LineWalkOptions
  /** By list, which is `list` or a column. */
  private drawn: ReadonlyMap<string, number> = new Map()

  constructor(desk: Desk, options: LineWalkOptions) {
    this.desk = desk
    this.options = options
  }

  /** Another list is looked at from its top. */
  restart() {
    this.drawn = new Map()
  }

  /** Tab goes to a line that is there: rather the one of the issue that is open. For before a rendering. */
  settle(rows: readonly IssueRow[], open: string) {
    const has = (id: string) => rows.some((row) => row.id === id)
    if (!has(this.current)) this.current = has(open) ? open : (rows[0]?.id ?? '')
  }

  shownOf(list: string): number {
    return this.drawn.get(list) ?? PAGE
  }

  showMore(list: string, least = 0) {
    this.drawn = new Map(this.drawn).set(list, Math.max(least, this.shownOf(list) + PAGE))
    this.desk.host.requestUpdate()
  }

  /** Along the lines of the list, or of the column, that the focus is in. */
  async step(step: LineStep, event: KeyboardEvent): Promise<void> {
    const { host } = this.desk
    const isBoard = this.options.view() === 'board'
    const lines = (event.composedPath()[0] as Element).closest<HTMLElement>('.lines')
    const list = lines?.dataset['list'] ?? this.listOf(this.current)
    const rows = isBoard ? this.options.rows().filter(({ state }) => columnOf(state) === list) : this.options.rows()
    const at = rows.findIndex(({ id }) => id === this.current)
    const to = { next: at + 1, previous: at - 1, first: 0, last: rows.length - 1 }[step]
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!row) return
    if (to >= this.shownOf(list)) this.showMore(list, to + 1)
    this.current = row.id
    host.requestUpdate()
    await host.updateComplete
    host.renderRoot.querySelector<HTMLElement>(`.what[data-issue="${CSS.escape(row.id)}"]`)?.focus()
  }

  private listOf(id: string): string {
    const row = this.desk.rowOf(id)
    return this.options.view() === 'board' && row ? columnOf(row.state) : 'list'
  }
}
