import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ariaBool } from '../../aria.ts'
import type { Locale } from '../../locale.ts'
import { heatOf } from './need-heat.ts'
import type { HeatRow, NeedHeat } from './need-heat.ts'

export interface HeatTableOptions {
  heat: NeedHeat
  /** Local dates. */
  dates: readonly string[]
  placeOf: (gridId: string) => string
  /** `post date`; empty for none. */
  chosen: string
  choose: (cell: string) => void
  /** Posts that are shown. */
  shown: number
  more: () => void
}

/** The unmet need as a table whose cells are told by figure, word and shade; each opens its reasons. */
export function heatTable(locale: Locale, options: HeatTableOptions): TemplateResult {
  const { t, number, noon } = locale
  const words = t.roster.planning
  const { heat, dates, shown, more } = options
  return html`<div class="scroll-wide" part="heat">
      <table class="heat" aria-label=${words.heat} @keydown=${onKey}>
        <thead>
          <tr>
            <th scope="col" class="corner">${t.roster.post}</th>
            ${dates.map((date) => html`<th scope="col"><b>${locale.weekday(noon(date))}</b> <span>${locale.shortDate(noon(date))}</span></th>`)}
            <th scope="col" class="figure">${words.postTotal}</th>
          </tr>
        </thead>
        <tbody>
          ${heat.rows.slice(0, shown).map((row) => line(locale, row, options))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${words.dayTotal}</th>
            ${dates.map((date) => html`<td class="figure">${number(heat.days.get(date) ?? 0)}</td>`)}
            <td class="figure"><b>${number(heat.sum)}</b></td>
          </tr>
        </tfoot>
      </table>
    </div>
    ${
      heat.rows.length > shown
        ? html`<button type="button" class="button quiet small" @click=${more}>
            ${words.more(number(heat.rows.length - shown))}
          </button>`
        : nothing
    }`
}

function line(locale: Locale, { post, cells, sum }: HeatRow, { heat, dates, placeOf, chosen, choose }: HeatTableOptions) {
  const { t, number, day, noon } = locale
  const words = t.roster.planning
  return html`<tr>
    <th scope="row"><span class="post">${post.name}</span><span class="small muted">${placeOf(post.gridId)}</span></th>
    ${dates.map((date) => {
      const missing = cells.get(date) ?? 0
      const cell = `${post.id} ${date}`
      return html`<td>
        ${
          missing === 0
            ? html`<span class="heat-0 cell"><span class="hidden-visually">${words.heatNone}</span></span>`
            : html`<button
                type="button"
                class="cell heat-${heatOf(missing, heat.most)}"
                data-cell=${cell}
                aria-pressed=${ariaBool(cell === chosen)}
                aria-label=${words.heatLabel(post.name, day(noon(date)), number(missing))}
                @click=${() => choose(cell === chosen ? '' : cell)}
              >
                ${words.heatLacks(number(missing))}
              </button>`
        }
      </td>`
    })}
    <td class="figure">${sum === 0 ? nothing : number(sum)}</td>
  </tr>`
}

const STEPS: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Arrows go to the next cell with something to say, so that nobody tabs through all of them. */
function onKey(event: KeyboardEvent) {
  const [down, right] = STEPS[event.key] ?? [0, 0]
  const from = (event.target as Element).closest('td')
  if (!from || (down === 0 && right === 0)) return
  const rows = [...(event.currentTarget as Element).querySelectorAll<HTMLTableRowElement>('tbody tr')]
  let row = rows.indexOf(from.parentElement as HTMLTableRowElement) + down
  let column = from.cellIndex + right
  while (rows[row]?.cells[column]) {
    const button = rows[row]!.cells[column]!.querySelector<HTMLElement>('button')
    if (button) {
      event.preventDefault()
      return button.focus()
    }
    row += down
    column += right
  }
}
