import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import { shadeOf } from '../outline-map/outline-map.ts'
import type { Locale } from '../locale.ts'

export interface WeekTableOptions {
  slots: readonly SlotView[]
  choose: (day: string, time: string) => void
}

/** On a darker one small numbers cannot be read well. */
const DARKEST = 3

interface Cell {
  at: string
  shifts: number
  free: number
}

/** Free seats of the week by day and time of day: each number a way to its shifts. */
export function weekTable(locale: Locale, { slots, choose }: WeekTableOptions): TemplateResult {
  const { t, dayKey, time } = locale
  const days = new Map<string, string>()
  const rows = new Map<string, Map<string, Cell>>()
  const byStart = [...slots].filter(({ cancelled }) => !cancelled).sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  for (const { startsAt, capacity, seated } of byStart) {
    const day = dayKey(startsAt)
    days.set(day, days.get(day) ?? startsAt)
    const row = rows.get(time(startsAt)) ?? new Map<string, Cell>()
    const cell = row.get(day) ?? { at: startsAt, shifts: 0, free: 0 }
    row.set(day, { ...cell, shifts: cell.shifts + 1, free: cell.free + Math.max(0, capacity - seated) })
    rows.set(time(startsAt), row)
  }
  const greatest = Math.max(...[...rows.values()].flatMap((row) => [...row.values()].map(({ free }) => free)), 0)
  return html`<div class="week">
    <table aria-label=${t.signup.weekLabel}>
      <thead>
        <tr>
          <th scope="col"><span class="hidden-visually">${t.signup.weekTime}</span></th>
          ${[...days.values()].map((at) => html`<th scope="col"><b>${locale.weekday(at)}</b><span>${locale.shortDate(at)}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...rows]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(
            ([start, row]) =>
              html`<tr>
                <th scope="row">${start}</th>
                ${[...days.keys()].map((day) => html`<td>${cellView(locale, row.get(day), { start, greatest, choose: () => choose(day, start) })}</td>`)}
              </tr>`,
          )}
      </tbody>
    </table>
    <p class="small muted">${t.signup.weekHint}</p>
  </div>`
}

function cellView(
  { t, number, day }: Locale,
  cell: Cell | undefined,
  { start, greatest, choose }: { start: string; greatest: number; choose: () => void },
) {
  if (!cell) return html`<span class="muted" aria-hidden="true">·</span>`
  return html`<button
    type="button"
    class="cell shade-${Math.min(DARKEST, shadeOf(cell.free, greatest))}"
    data-time=${start}
    aria-label=${t.signup.weekCell(day(cell.at), start, number(cell.shifts), number(cell.free))}
    @click=${choose}
  >
    ${cell.free === 0 ? t.signup.noneFree : number(cell.free)}
  </button>`
}
