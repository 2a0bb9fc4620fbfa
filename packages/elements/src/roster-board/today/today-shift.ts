import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { isFulfilled } from '@wangge/core/roster'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { peopleList } from '../people-list.ts'
import { calledOff, panelNews } from '../shift-panel.ts'
import type { ShiftPanelOptions } from '../shift-panel.ts'
import { isComing } from '../week/week-view.ts'
import type { BoardPost, BoardSlot } from '../week/week-view.ts'

export interface ClosedShiftOptions {
  slot: BoardSlot
  post: BoardPost
  /** Local date. */
  today: string
  open: () => void
}

/** A shift of today of which only the line is shown: pressed, it is the one that is open. */
export function closedShift(locale: Locale, { slot, post, today, open }: ClosedShiftOptions): TemplateResult {
  return html`<button type="button" class="button today-line" data-slot=${slot.id} @click=${open}>
    <b>${when(locale, slot, today)}</b>
    <span>${locale.text(post.name)}</span>
    ${presence(locale, slot)} ${icons.chevron()}
  </button>`
}

/** The shift of today that is open: its code, and who is on it with what can be said of each. */
export function openShift(locale: Locale, options: ShiftPanelOptions): TemplateResult {
  const { t, text } = locale
  const { slot, post, place, board } = options
  return html`<section class="today-open" part="today-shift" aria-labelledby="panel-title">
    <h3 id="panel-title" tabindex="-1">${when(locale, slot, board.today)} <span>${text(post.name)}</span></h3>
    <p class="muted">${icons.place()} ${[t.signup.kinds[post.kind], post.schemeTag, place].filter(Boolean).join(' · ')}</p>
    ${calledOff(locale, options)} ${options.code ?? nothing} ${panelNews(locale, options)}
    <h4>${t.roster.onIt} ${presence(locale, slot)}</h4>
    ${slot.people.length === 0 ? html`<p class="muted">${t.roster.nobody}</p>` : peopleList(locale, options)}
  </section>`
}

/** With its day where that is another than today: one that began yesterday and goes on. */
function when({ day, time }: Locale, { date, startsAt, endsAt }: BoardSlot, today: string): string {
  return `${date === today ? '' : `${day(startsAt)} `}${time(startsAt)}–${time(endsAt)}`
}

function presence({ t, number }: Locale, { cancelled, people }: BoardSlot) {
  if (cancelled) return html`<span class="chip plain">${t.signup.cancelled}</span>`
  if (people.length === 0) return nothing
  // As beside the code: whoever is not coming is not waited for.
  const expected = people.filter(isComing)
  const come = expected.filter(({ attendance }) => attendance && isFulfilled(attendance))
  return html`<span class="small muted">${t.roster.code.present(number(come.length), number(expected.length))}</span>`
}
