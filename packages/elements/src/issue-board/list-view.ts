import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { BOARD_COLUMNS, columnOf } from '@wangge/core/issue'
import type { BoardColumn } from '@wangge/core/issue'
import type { BoardCounts, IssueRow } from '@wangge/core/issue/schema'
import type { Desk } from './desk.ts'
import { rowView } from './row-view.ts'
import type { RowOptions } from './row-view.ts'

/** So many lines are drawn at first, and with each look further. */
export const PAGE = 60

export interface ListOptions {
  rows: readonly IssueRow[]
  /** How many there are in each column, here and not; else as many as there are rows. */
  counts?: BoardCounts | undefined
  /** How many of a list, or of a column, are drawn. */
  shown: (list: string) => number
  showMore: (list: string) => void
  rowOptions: (row: IssueRow) => RowOptions
}

/** All in one list, what presses most first. */
export const listView = (desk: Desk, options: ListOptions): TemplateResult =>
  html`<div class="scroll" part="list">${lines(desk, 'list', options.rows, options, desk.locale.t.board.views.list)}</div>`

/** In columns beside each other, by how far they are. */
export function columnView(desk: Desk, options: ListOptions): TemplateResult {
  const { t, number } = desk.locale
  const of = (name: BoardColumn) => options.rows.filter(({ state }) => columnOf(state) === name)
  const column = (name: BoardColumn) => {
    const rows = of(name)
    return html`<section class="column" aria-labelledby="column-${name}">
      <h3 id="column-${name}">
        ${t.board.columns[name]} <span class="chip plain">${number(options.counts?.[name] ?? rows.length)}</span>
      </h3>
      <div class="scroll">${lines(desk, name, rows, options, t.board.columns[name])}</div>
    </section>`
  }
  return html`<div class="columns" part="columns">${BOARD_COLUMNS.map(column)}</div>`
}

function lines(desk: Desk, name: string, rows: readonly IssueRow[], options: ListOptions, label: string): TemplateResult {
  const { t, number } = desk.locale
  const drawn = rows.slice(0, options.shown(name))
  const left = rows.length - drawn.length
  return html`<ol class="lines" aria-label=${label} data-list=${name}>
      ${repeat(
        drawn,
        ({ id }) => id,
        (row, index) =>
          html`<li aria-setsize=${rows.length} aria-posinset=${index + 1}>${rowView(desk, row, options.rowOptions(row))}</li>`,
      )}
    </ol>
    ${
      left > 0
        ? html`<button type="button" class="button quiet more" data-more=${name} @click=${() => options.showMore(name)}>
            ${t.board.showMore(number(Math.min(left, PAGE)))}
          </button>`
        : nothing
    }`
}
