import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { AttendanceView, CheckInCommand, SlotView } from '@wangge/core/roster/schema'
import { textField } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { lengthOf } from './length-of.ts'
import type { MySignUp } from './my-sign-ups.ts'

export interface CheckInViewOptions {
  /** Whether one comes or goes. */
  kind: CheckInCommand['kind']
  /** What is typed or pasted. */
  code: string
  /** Finding the position is under way, or has failed. */
  locating: 'no' | 'yes' | 'failed'
  busy: boolean
  refusal: unknown
  type: (code: string) => void
  byCode: () => void
  byPlace: () => void
  back: () => void
}

/** Three ways to show that one is there: the phone's own camera, the code by hand, the place. */
export function checkInView(locale: Locale, options: CheckInViewOptions): TemplateResult {
  const { t } = locale
  const { kind, code, locating, busy, refusal, type, byCode, byPlace, back } = options
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    byCode()
  }
  return html`<form class="panel" part="check-in" novalidate aria-labelledby="panel-title" @submit=${submit}>
    <h4 id="panel-title" tabindex="-1">${t.signup.checkIn.title[kind]}</h4>
    <p class="with-icon">${icons.camera()}<span>${t.signup.checkIn.scan}</span></p>
    ${refusal}
    <div class="line">
      ${textField(locale, {
        id: 'check-in-code',
        label: t.signup.checkIn.code,
        hint: t.signup.checkIn.codeHint,
        value: code,
        onInput: type,
      })}
      <button type="submit" class="button ${code ? 'primary' : ''}" ?disabled=${busy || code.trim() === ''}>
        ${t.signup.checkIn.useCode[kind]}
      </button>
    </div>
    <div class="line">
      <div>
        <button type="button" class="button" id="check-in-place" ?disabled=${busy || locating === 'yes'} @click=${byPlace}>
          ${icons.place()}${locating === 'yes' ? t.signup.checkIn.locating : t.signup.checkIn.byPlace[kind]}
        </button>
        <p class="hint" role="status">${locating === 'failed' ? t.signup.checkIn.locateFailed : t.signup.checkIn.byPlaceHint}</p>
      </div>
    </div>
    <div class="actions"><button type="button" class="button quiet" @click=${back}>${t.signup.checkIn.later}</button></div>
  </form>`
}

export interface ScannedOptions {
  slot: SlotView | undefined
  kind: CheckInCommand['kind']
  busy: boolean
  refusal: unknown
  take: (kind: CheckInCommand['kind']) => void
  later: () => void
}

/** What the phone's camera has opened the page with. */
export function scannedView(locale: Locale, { slot, kind, busy, refusal, take, later }: ScannedOptions): TemplateResult {
  const { t, text, day, time } = locale
  const other = kind === 'in' ? 'out' : 'in'
  return html`<section class="scanned" part="check-in" aria-labelledby="scanned-title">
    <h3 id="scanned-title" class="sub" tabindex="-1">${t.signup.checkIn.scanned}</h3>
    ${
      slot
        ? html`<p>
            ${t.signup.checkIn.scannedFor(text(slot.post.name), `${day(slot.startsAt)} ${time(slot.startsAt)}–${time(slot.endsAt)}`)}
          </p>`
        : nothing
    }
    ${refusal}
    <div class="actions">
      <button type="button" class="button primary" id="scanned-yes" ?disabled=${busy} @click=${() => take(kind)}>
        ${t.signup.checkIn.button[kind]}
      </button>
      <button type="button" class="button" ?disabled=${busy} @click=${() => take(other)}>
        ${t.signup.checkIn.button[other]}
      </button>
      <button type="button" class="button quiet" @click=${later}>${t.signup.checkIn.later}</button>
    </div>
  </section>`
}

/** When one came and when one went, each with whether it was sent only later; nothing of what is not known. */
export function presenceWords(
  { t, time, dateTime }: Locale,
  { checkedInAt, checkedInLate, checkedInArrivedAt, checkedOutAt, checkedOutLate, checkedOutArrivedAt }: PresenceFacts,
): string[] {
  const { checkIn } = t.signup
  const later = (said: string, isLate: boolean | undefined, arrivedAt: string | undefined) =>
    isLate ? checkIn.sentLater(said, arrivedAt === undefined ? '' : dateTime(arrivedAt)) : said
  return [
    ...(checkedInAt === undefined ? [] : [later(checkIn.in(time(checkedInAt)), checkedInLate, checkedInArrivedAt)]),
    ...(checkedOutAt === undefined ? [] : [later(checkIn.out(time(checkedOutAt)), checkedOutLate, checkedOutArrivedAt)]),
  ]
}

type PresenceFacts = Omit<AttendanceView, 'state' | 'minutes' | 'checkedInBy' | 'checkedOutBy'>

/** When one came and went, by the server's word or as it waits here. */
export function presenceView(locale: Locale, { view, waiting }: MySignUp): unknown {
  const { t, dateTime } = locale
  const { checkIn } = t.signup
  const presence = view?.attendance
  const { state = 'none', minutes } = presence ?? {}
  const unsent = waiting.filter(({ kind }) => kind === 'check-in').map(({ body }) => body as CheckInCommand)
  const length = minutes === undefined ? '' : checkIn.counted(lengthOf(locale, minutes))
  const said = presence?.checkedInAt && [...presenceWords(locale, presence), length]
  return html`${state === 'no-show' ? notice('bad', checkIn.noShow, html`<p>${checkIn.disputeHint}</p>`) : nothing}
  ${state === 'excused' ? notice('', checkIn.excused) : nothing}
  ${said ? html`<p class="presence">${icons.check()}<span>${said.filter(Boolean).join(' · ')}</span></p>` : nothing}
  ${
    unsent.length > 0
      ? notice(
          'wait',
          unsent.map(({ kind, at }) => checkIn.waiting[kind](dateTime(at))).join(' · '),
          html`<p>${checkIn.waitingHint}</p>`,
        )
      : nothing
  }`
}
