import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { BOARD_COLUMNS } from '@wangge/core/issue'
import type { BoardColumn } from '@wangge/core/issue'
import { ariaBool } from '../aria.ts'
import { icons } from '../icons.ts'
import type { BoardState, BoardView } from './board-state.ts'
import type { Desk } from './desk.ts'

const VIEWS: readonly BoardView[] = ['list', 'board', 'map', 'rates']

export interface HeadOptions {
  state: BoardState
  change: (change: Partial<BoardState>) => void
  /** Whether there are lines to count and to take away. */
  isKnown: boolean
  /** Whether the person has grids to answer for: of an organisation there are no rates. */
  answersForGrids: boolean
  /** What may be taken away as a file. */
  files: unknown
  areKeysOpen: boolean
  toggleKeys: () => void
}

/** Title, how many issues are how far, and the ways of looking. */
export function head(desk: Desk, options: HeadOptions): TemplateResult {
  const { t } = desk.locale
  const { state, change, areKeysOpen } = options
  return html`<header class="head">
    <h2 id="title" class="title" tabindex="-1">${t.board.title}</h2>
    ${options.isKnown ? counts(desk, options) : nothing}
    <div class="tools">
      <div class="switch" role="group" aria-label=${t.board.view}>
        ${VIEWS.filter((view) => view !== 'rates' || options.answersForGrids).map(
          (view) =>
            html`<button
              type="button"
              data-view=${view}
              aria-pressed=${ariaBool(state.view === view)}
              @click=${() => change({ view })}
            >
              ${t.board.views[view]}
            </button>`,
        )}
      </div>
      ${options.files}
      <button
        type="button"
        class="button quiet"
        id="keys"
        aria-label=${t.board.keys}
        aria-expanded=${ariaBool(areKeysOpen)}
        @click=${options.toggleKeys}
      >
        <span aria-hidden="true">?</span>
      </button>
    </div>
  </header>`
}

/** Each is a button that shows those alone. */
function counts({ locale, counts: all }: Desk, { state, change }: HeadOptions): TemplateResult {
  const { t, number } = locale
  const late = all.overdue
  const column = (name: BoardColumn) =>
    html`<li>
      <button
        type="button"
        class="count"
        aria-pressed=${ariaBool(state.state === name)}
        @click=${() => change({ state: state.state === name ? '' : name })}
      >
        <b>${number(all[name])}</b> ${t.board.columns[name]}
      </button>
    </li>`
  return html`<ul class="counts" aria-label=${t.board.counts}>
    ${BOARD_COLUMNS.map(column)}
    ${
      late > 0
        ? html`<li>
            <button
              type="button"
              class="count late"
              aria-pressed=${ariaBool(state.overdue)}
              @click=${() => change({ overdue: !state.overdue })}
            >
              ${icons.alert()}${t.board.overdueCount(number(late))}
            </button>
          </li>`
        : nothing
    }
  </ul>`
}
