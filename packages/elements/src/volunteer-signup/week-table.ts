import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import { shadeOf } from '../outline-map/outline-map.ts'
import type { Locale } from '../locale.ts'
import { distanceWords } from './distance.ts'

export interface WeekTableOptions {
  slots: readonly SlotView[]
  choose: (day: string, time: string) => void
  /** How far a shift is, where that is asked for. */
  metresOf?: ((slot: SlotView) => number) | undefined
}

/** On a darker one small numbers cannot be read well. */
const DARKEST = 3

interface Cell {
  at: string
  shifts: number
  free: number
  /** Metres to the nearest that has a free seat, or where none has, to the nearest. */
  nearest?: number
}

/** Free seats of the week by day and time of day, and how far the nearest is: each number a way to its shifts. */
export function weekTable(locale: Locale, { slots, choose, metresOf }: WeekTableOptions): TemplateResult {
  const { t, dayKey, time } = locale
  const days = new Map<string, string>()
  const rows = new Map<string, Map<string, Cell>>()
  const byStart = [...slots].filter(({ cancelled }) => !cancelled).sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  for (const slot of byStart) {
    const { startsAt, capacity, seated } = slot
    const day = dayKey(startsAt)
    days.set(day, days.get(day) ?? startsAt)
    const row = rows.get(time(startsAt)) ?? new Map<string, Cell>()
    const cell = row.get(day) ?? { at: startsAt, shifts: 0, free: 0 }
    const free = Math.max(0, capacity - seated)
    const nearest = metresOf && nearerOf(cell, { free, metres: metresOf(slot) })
    row.set(day, { ...cell, shifts: cell.shifts + 1, free: cell.free + free, ...(nearest !== undefined && { nearest }) })
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
    <p class="small muted ${metresOf ? 'without-far' : ''}">${t.signup.weekHint}</p>
    ${metresOf ? html`<p class="small muted far">${t.signup.weekNearHint}</p>` : nothing}
  </div>`
}

/** A full shift is only told of where there is none with room. */
function nearerOf({ free: had, nearest = Infinity }: Cell, { free, metres }: { free: number; metres: number }): number {
  if (had === 0 && free > 0) return metres
  if (had > 0 && free === 0) return nearest
  return Math.min(nearest, metres)
}

function cellView(
  locale: Locale,
  cell: Cell | undefined,
  { start, greatest, choose }: { start: string; greatest: number; choose: () => void },
) {
  const { t, number, day } = locale
  if (!cell) return html`<span class="muted" aria-hidden="true">·</span>`
  const far = cell.nearest === undefined ? '' : distanceWords(locale, cell.nearest)
  const free = cell.free === 0 ? t.signup.noneFree : number(cell.free)
  const told = t.signup.weekCell(day(cell.at), start, number(cell.shifts), number(cell.free))
  // What is read is part of what is listened to.
  const label = cell.free === 0 ? `${free} ${told}` : told
  return html`<button
    type="button"
    class="cell shade-${Math.min(DARKEST, shadeOf(cell.free, greatest))}"
    data-time=${start}
    aria-label=${far ? nothing : label}
    @click=${choose}
  >
    ${
      far
        ? // Two numbers beside each other are no part of a name: what is listened to says what each is.
          html`<span class="hidden-visually">${t.signup.weekNearest(label, far)}</span
            ><span aria-hidden="true">${free}<span class="far">${far}</span></span>`
        : free
    }
  </button>`
}
