import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { isFulfilled } from '@wangge/core/roster'
import type { AttendanceState, CheckInCommand, RosterPerson } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { problemOfOther } from '../refusal.ts'
import type { HostWord } from './host-words.ts'

/** Whether it is time for a host to say that somebody has come, or has gone. */
export interface Presence {
  mayCome: boolean
  mayGo: boolean
}

export interface AttendanceOptions {
  presence: Presence
  /** The host's own seat, of which others say what is not known yet. */
  isOwn: boolean
  /** What the host has said that waits to be sent. */
  words: readonly HostWord[]
  /** Whether the words outlive the page. */
  durable: boolean
  started: boolean
  busy: boolean
  attend(person: RosterPerson, kind: CheckInCommand['kind']): void
  absent(person: RosterPerson, excused: boolean): void
  /** Opens the form for times; undefined where both are known, or another has the say. */
  record: (() => void) | undefined
  /** That form, while it is open. */
  form: TemplateResult | undefined
}

/** How it stands with somebody: by the server's word, and by what waits here to be sent to it. */
export function knownOf({ attendance }: RosterPerson, words: readonly HostWord[]): AttendanceState {
  const { state = 'none' } = attendance ?? {}
  const waits = (kind: HostWord['kind']) => words.some((word) => word.kind === kind)
  if (state === 'out' || waits('out')) return 'out'
  return state === 'in' || waits('in') ? 'in' : state
}

/** Whether they have come, once that is known; else how their place stands. */
export function stateChip({ t }: Locale, { state, attendance }: RosterPerson) {
  const known = attendance?.state ?? 'none'
  if (known === 'none') return html`<span class="chip ${state === 'seated' ? 'ok' : 'wait'}">${t.signup.state[state]}</span>`
  const tone = known === 'no-show' ? 'bad' : known === 'excused' ? 'plain' : 'ok'
  return html`<span class="chip ${tone}">${t.roster.attendance.states[known]}</span>`
}

/** When they came and went and what shows it, and what of it the server does not have yet. */
export function attendanceFacts(
  locale: Locale,
  { attendance, hostNotes = [] }: RosterPerson,
  { words, durable, isOwn }: AttendanceOptions,
) {
  const { t, time, dateTime } = locale
  const { in: came, out: gone, by, sentLater, waiting, saved, own, noted } = t.roster.attendance
  const { checkedInAt, checkedInBy, checkedInLate, checkedInArrivedAt } = attendance ?? {}
  const { checkedOutAt, checkedOutBy, checkedOutLate, checkedOutArrivedAt } = attendance ?? {}
  const shownBy = (way: keyof typeof by | undefined, isLate: boolean | undefined, arrivedAt: string | undefined) => {
    if (!way || !isLate) return way && by[way]
    return sentLater(by[way], arrivedAt === undefined ? '' : dateTime(arrivedAt))
  }
  const said = [
    checkedInAt === undefined ? '' : came(time(checkedInAt), shownBy(checkedInBy, checkedInLate, checkedInArrivedAt)),
    checkedOutAt === undefined ? '' : gone(time(checkedOutAt), shownBy(checkedOutBy, checkedOutLate, checkedOutArrivedAt)),
  ].filter(Boolean)
  return html`${said.length > 0 ? html`<span class="small presence">${icons.check()} ${said.join(' · ')}</span>` : nothing}
  ${hostNotes.map((note) => html`<span class="small muted line host-note">${noted(note)}</span>`)}
  ${isOwn ? html`<span class="small muted line own-seat">${own}</span>` : nothing}
  ${words.map(({ kind, at }) => notice('wait', waiting[kind](dateTime(at)), html`<p>${durable ? saved : t.memoryOnly}</p>`))}`
}

export interface RefusedWordsOptions {
  words: readonly HostWord[]
  /** Of whom a word is; undefined where they are not in what is shown. */
  nameOf: (word: HostWord) => string | undefined
  discard: (id: string) => void
}

/** What a host said that the server did not take, whatever shift is open: until somebody has read it. */
export function refusedWords(locale: Locale, { words, nameOf, discard }: RefusedWordsOptions) {
  if (words.length === 0) return nothing
  const { t, dateTime } = locale
  return html`<div role="alert" class="refused">
    ${words.map((word) => {
      const { id, kind, at, problem } = word
      const why = problem ? problemOfOther(locale, problem) : t.refusalOf('', {})
      const name = nameOf(word)
      return notice(
        'bad',
        `${name ? `${name}${t.colon}` : ''}${t.roster.attendance.refused[kind](dateTime(at))}`,
        html`<p><b>${why.title}</b> ${why.hint}</p>
          <button type="button" class="button" data-discard=${id} @click=${() => discard(id)}>${t.signup.duty.gotIt}</button>`,
      )
    })}
  </div>`
}

/** What a host says of somebody with a seat: that they have come, have gone, or have not come. */
export function attendanceActions(locale: Locale, person: RosterPerson, options: AttendanceOptions) {
  const { t } = locale
  const { presence, words, started, busy, attend, absent } = options
  if (person.state !== 'seated') return nothing
  const known = knownOf(person, words)
  const isThere = isFulfilled({ state: known })
  const said = (kind: CheckInCommand['kind']) =>
    html`<button
      type="button"
      class="button"
      data-attend=${kind}
      aria-label=${t.roster.attendance.sayLabel[kind](person.name)}
      ?disabled=${busy}
      @click=${() => attend(person, kind)}
    >
      ${t.roster.attendance.say[kind]}
    </button>`
  const missing = (isExcused: boolean) => {
    const label = isExcused ? t.roster.excuse : t.roster.noShow
    return html`<button
      type="button"
      class="button quiet"
      data-absent=${isExcused ? 'excused' : 'no-show'}
      aria-label=${`${label}${t.colon}${person.name}`}
      ?disabled=${busy}
      @click=${() => absent(person, isExcused)}
    >
      ${label}
    </button>`
  }
  return html`${presence.mayCome && !isThere ? said('in') : nothing} ${presence.mayGo && known === 'in' ? said('out') : nothing}
  ${recordButton(locale, person, options)} ${started && !isThere && known !== 'no-show' ? missing(false) : nothing}
  ${started && !isThere && known !== 'excused' ? missing(true) : nothing}`
}

/** Opens the form for when they came and went. */
export function recordButton({ t }: Locale, person: RosterPerson, { record, form, busy }: AttendanceOptions) {
  if (!record || form) return nothing
  return html`<button
    type="button"
    class="button"
    data-times=${person.signUpId}
    aria-label=${t.roster.attendance.times.label(person.name)}
    ?disabled=${busy}
    @click=${record}
  >
    ${t.roster.attendance.times.button}
  </button>`
}
