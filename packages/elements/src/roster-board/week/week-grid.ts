import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { blank } from '../../panels.ts'
import { filters } from '../filters.ts'
import { matrix } from './matrix.ts'
import type { MatrixOptions } from './matrix.ts'
import { clashesOf, lacking, rowsOf } from './week-view.ts'
import type { BoardFilter, BoardPost } from './week-view.ts'

export interface WeekGridOptions {
  week: RosterWeek
  filter: BoardFilter
  changeFilter: (next: BoardFilter) => void
  /** What a post is found by. */
  namesOf: (post: BoardPost) => string
  cells: Omit<MatrixOptions, 'week' | 'rows' | 'clashing'>
  /** The shift that was chosen, beside them; undefined for none. */
  panel: TemplateResult | undefined
}

/** A week's posts by days below what is looked for in them and what is wrong with them. */
export function weekGrid(locale: Locale, options: WeekGridOptions): TemplateResult {
  const { t, number } = locale
  const { week, filter, changeFilter, namesOf, cells, panel } = options
  const rows = rowsOf(week, filter, namesOf)
  const clashes = clashesOf(week)
  const gaps = week.slots.reduce((sum, slot) => sum + lacking(slot), 0)
  const clashing = new Set(clashes.flatMap(({ first, second }) => [first.slotId, second.slotId]))
  return html`${filters(locale, week, filter, changeFilter)}
    <p class="sum">
      <span class="chip ${gaps === 0 ? 'ok' : 'wait'}">${gaps === 0 ? t.roster.allFilled : t.roster.gaps(number(gaps))}</span>
      ${clashes.length > 0 ? html`<span class="chip bad">${t.roster.clashes(number(clashes.length))}</span>` : nothing}
    </p>
    <div class="layout ${panel ? 'with-panel' : ''}">
      <div class="pane">
        ${
          rows.length === 0 ? blank(t.roster.noneSuch, t.roster.noneSuchHint) : matrix(locale, { week, rows, clashing, ...cells })
        }
      </div>
      ${panel ?? nothing}
    </div>`
}
