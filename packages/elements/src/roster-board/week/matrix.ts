import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { PostKind, RosterWeek } from '@wangge/core/roster/schema'
import { ariaBool } from '../../aria.ts'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { isComing, lacking } from './week-view.ts'
import type { BoardRow, BoardSlot } from './week-view.ts'

export interface MatrixOptions {
  week: RosterWeek
  /** Whether somebody may be dropped on it. */
  isNameable: (slot: BoardSlot) => boolean
  rows: readonly BoardRow[]
  /** The day that is shown where there is room for one. */
  day: string
  /** Shift that can be reached by Tab. */
  current: string
  chosen: string
  /** Shifts of somebody who is to be in two places. */
  clashing: ReadonlySet<string>
  placeOf: (gridId: string) => string
  choose: (slotId: string) => void
  showDay: (date: string) => void
  /** Kinds whose posts are all shown where a day has a page to itself. */
  openKinds: ReadonlySet<PostKind>
  openKind: (kind: PostKind) => void
  onKey: (event: KeyboardEvent) => void
  /** Somebody was dropped on the shift. */
  drop: (slotId: string, personId: string) => void
}

/** What is dragged from the list of people. */
export const DRAGGED = 'application/x-wangge-person'

const KINDS: readonly PostKind[] = ['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint']

/** Posts by days; a day at a time where it is narrow. */
export function matrix(locale: Locale, options: MatrixOptions): TemplateResult {
  const { t, noon } = locale
  const { week, rows, day, showDay } = options
  return html`<div class="days" role="group" aria-label=${t.signup.day}>
      ${week.days.map(
        ({ date }) =>
          html`<button type="button" class="day" aria-pressed=${ariaBool(date === day)} @click=${() => showDay(date)}>
            <b>${locale.weekday(noon(date))}</b><span>${locale.shortDate(noon(date))}</span>
          </button>`,
      )}
    </div>
    <div class="scroll" part="matrix" tabindex="-1">
      <table role="grid" aria-label=${t.roster.matrix} data-day=${day} @keydown=${options.onKey}>
        <thead>
          <tr>
            <th scope="col" class="corner">${t.roster.post}</th>
            ${week.days.map((each) => dayHead(locale, each, day))}
          </tr>
        </thead>
        ${KINDS.map((kind) =>
          kindBody(
            locale,
            kind,
            rows.filter(({ post }) => post.kind === kind),
            options,
          ),
        )}
        ${
          rows.some(({ cells }) => cells.has(day))
            ? nothing
            : html`<tbody>
                <tr class="more">
                  <td colspan=${week.days.length + 1} class="shown muted">${t.roster.noneThatDay}</td>
                </tr>
              </tbody>`
        }
      </table>
    </div>`
}

function dayHead(locale: Locale, { date, kind, name }: RosterWeek['days'][number], day: string) {
  const { t, text, noon } = locale
  const special = name ? text(name) : kind === 'makeUpDay' ? t.roster.makeUpDay : kind === 'holiday' ? t.roster.holiday : ''
  return html`<th
    scope="col"
    class="date ${kind === 'workday' || kind === 'makeUpDay' ? '' : 'off'} ${date === day ? 'shown' : ''}"
  >
    <b>${locale.weekday(noon(date))}</b> <span>${locale.shortDate(noon(date))}</span>
    ${special ? html`<i class="chip ${kind === 'makeUpDay' ? 'plain' : 'wait'}">${special}</i>` : nothing}
  </th>`
}

/** Posts of a kind that a narrow page shows at first: each is a row of its own there, and the page scrolls as a whole. */
const AT_FIRST = 20

function kindBody(locale: Locale, kind: PostKind, rows: readonly BoardRow[], options: MatrixOptions) {
  const { t, number } = locale
  const { week, day, openKinds, openKind } = options
  if (rows.length === 0) return nothing
  const today = rows.filter(({ cells }) => cells.has(day))
  const beyond = new Set(openKinds.has(kind) ? [] : today.slice(AT_FIRST))
  return html`<tbody>
    <tr class="kind ${today.length === 0 ? 'idle' : ''}">
      <th scope="rowgroup" colspan=${week.days.length + 1}>
        ${t.signup.kinds[kind]} <span class="muted small">${t.roster.posts(number(rows.length))}</span>
      </th>
    </tr>
    ${repeat(
      rows,
      ({ post }) => post.id,
      (row) => postRow(locale, row, { ...options, isIdle: !row.cells.has(day) || beyond.has(row) }),
    )}
    ${
      beyond.size > 0
        ? html`<tr class="more">
            <td colspan=${week.days.length + 1} class="shown">
              <button type="button" class="button quiet small" @click=${() => openKind(kind)}>
                ${t.roster.morePosts(number(beyond.size))}
              </button>
            </td>
          </tr>`
        : nothing
    }
  </tbody>`
}

/** `isIdle`: not shown where there is room for one day. */
function postRow(locale: Locale, { post, cells }: BoardRow, options: MatrixOptions & { isIdle: boolean }) {
  const name = locale.text(post.name)
  return html`<tr class="row ${options.isIdle ? 'idle' : ''}">
    <th scope="row"><span class="post">${name}</span><span class="small muted">${options.placeOf(post.gridId)}</span></th>
    ${options.week.days.map(
      ({ date }) =>
        html`<td class=${date === options.day ? 'shown' : ''} data-date=${date}>
          ${(cells.get(date) ?? []).map((slot) => shift(locale, slot, name, options))}
        </td>`,
    )}
  </tr>`
}

/** Names that a cell has room for. */
const NAMES = 3

function shift(locale: Locale, slot: BoardSlot, post: string, options: MatrixOptions) {
  const { t, time, number, weekday, shortDate } = locale
  const { chosen, current, clashing, choose, drop } = options
  const coming = slot.people.filter(isComing)
  const gap = lacking(slot)
  const tone = slot.cancelled ? 'off' : gap === 0 ? 'full' : slot.seated === 0 ? 'empty' : 'part'
  const when = `${time(slot.startsAt)}–${time(slot.endsAt)}`
  return html`<button
    type="button"
    class="shift ${tone} ${clashing.has(slot.id) ? 'clash' : ''}"
    part="shift"
    data-slot=${slot.id}
    tabindex=${slot.id === current ? 0 : -1}
    aria-pressed=${ariaBool(slot.id === chosen)}
    @click=${() => choose(slot.id)}
    @dragover=${(event: DragEvent) => {
      if (!options.isNameable(slot) || !event.dataTransfer?.types.includes(DRAGGED)) return
      event.preventDefault()
      ;(event.currentTarget as Element).classList.add('over')
    }}
    @dragleave=${(event: DragEvent) => (event.currentTarget as Element).classList.remove('over')}
    @drop=${(event: DragEvent) => {
      event.preventDefault()
      ;(event.currentTarget as Element).classList.remove('over')
      const personId = event.dataTransfer?.getData(DRAGGED)
      if (personId) drop(slot.id, personId)
    }}
  >
    <span class="hidden-visually">${post} ${weekday(slot.startsAt)} ${shortDate(slot.startsAt)}</span>
    <span class="top"><b>${when}</b> ${count(locale, slot)}</span>
    ${clashing.has(slot.id) ? html`<span class="hidden-visually">${t.roster.clash}</span>` : nothing}
    ${
      coming.length > 0
        ? html`<span class="names small">
            ${coming
              .slice(0, NAMES)
              .map(({ name }) => name)
              .join(language(locale))}${coming.length > NAMES ? t.roster.andMore(number(coming.length - NAMES)) : nothing}
          </span>`
        : nothing
    }
  </button>`
}

const language = ({ language: spoken }: Locale) => (spoken === 'zh' ? '、' : ', ')

function count({ t, number }: Locale, slot: BoardSlot) {
  if (slot.cancelled) return html`<span class="count">${t.signup.cancelled}</span>`
  return html`<span class="count"
    >${lacking(slot) === 0 ? icons.check() : nothing}${number(slot.seated)}/${number(slot.capacity)}</span
  >`
}
