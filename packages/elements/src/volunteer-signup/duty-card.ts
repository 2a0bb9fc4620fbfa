import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { attendancePolicy, checkInSpan } from '@wangge/core/roster'
import type { SignUpView, SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { timeBeside } from '../time-beside.ts'
import { presenceView } from './check-in-view.ts'
import { checkInOpens } from './duty-need.ts'
import type { DutyNeed } from './duty-need.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { hours, stateChip } from './slot-list.ts'
import type { Stage } from './stage.ts'

/** What is opened below a duty. */
export type DutyPanel = 'accept' | 'check-in' | 'check-out' | 'swap' | 'cancel'

export interface DutyCardOptions {
  own: MySignUp
  slot: SlotView | undefined
  need: DutyNeed | undefined
  /** What is open below it, already drawn; nothing for none. */
  panel: TemplateResult | undefined
  busy: boolean
  /** Why the last answer was not taken. */
  refusal: unknown
  openPanel: (panel: DutyPanel) => void
  confirm: () => void
  cancel: () => void
  withdrawSwap: () => void
  retry: () => void
}

/** One duty: when and where, what it asks for now, and what can be done about it. */
export function dutyCard(stage: Stage, options: DutyCardOptions): TemplateResult {
  const { locale } = stage
  const { own, slot, panel } = options
  const { t, text } = locale
  return html`<li class="duty ${options.need ? 'todo' : ''}" part="duty" data-duty=${own.id} tabindex="-1">
    <div class="post">${slot ? text(slot.post.name) : t.signup.someSlot}</div>
    ${stateChip(locale, own)}
    <div class="what">${slot ? whenWhere(stage, slot) : nothing} ${own.view ? facts(locale, own.view) : nothing}</div>
    <div class="rest">
      ${calledOff(stage, options)} ${waitingView(locale, own)} ${needView(stage, options)}
      ${own.view ? presenceView(locale, own) : nothing} ${options.refusal} ${panel ?? actions(stage, options)}
    </div>
  </li>`
}

const whenWhere = (stage: Stage, slot: SlotView) =>
  html`<div><b>${stage.locale.day(slot.startsAt)} ${hours(stage.locale, slot)}</b></div>
    <div class="small muted">
      ${[stage.locale.t.signup.kinds[slot.post.kind], slot.post.schemeTag, stage.placeOf(slot)].filter(Boolean).join(' · ')}
    </div>`

function facts({ t }: Locale, { role, by, confirmedAt, state }: SignUpView) {
  const words = [
    role ? t.signup.duty.as(t.roster.roles[role]) : '',
    by === 'liaison' ? t.signup.duty.named : '',
    confirmedAt && state === 'seated' ? t.signup.duty.confirmed : '',
  ].filter(Boolean)
  return words.length > 0 ? html`<div class="small muted">${words.join(' · ')}</div>` : nothing
}

/** The shift does not take place, and whoever had come keeps what they gave of it. */
function calledOff({ locale, policy }: Stage, { own, slot }: DutyCardOptions) {
  if (!slot?.cancelled || slot.calledOffAt === undefined || own.view?.state !== 'seated') return nothing
  const { calledOff: words, reasons } = locale.t.signup.duty
  const { closes } = checkInSpan(slot, attendancePolicy(policy?.attendance))
  const isIn = own.view.attendance?.state === 'in'
  return notice(
    'wait',
    words.title(reasons[slot.cancelReason ?? 'other'], timeBeside(locale, slot.calledOffAt, slot.startsAt)),
    html`<p>${isIn ? words.until(timeBeside(locale, closes, slot.startsAt)) : words.counted}</p>`,
  )
}

/** What was done here and the server has not heard of. */
function waitingView({ t }: Locale, { waiting }: MySignUp) {
  return waiting
    .filter(({ kind }) => kind !== 'check-in')
    .map(({ kind }) => html`<p class="small waiting">${t.signup.duty.waiting[kind] ?? t.sync.states.queued}</p>`)
}

function needView(stage: Stage, options: DutyCardOptions) {
  const { t, dateTime } = stage.locale
  const { own, need, panel } = options
  const confirmBy = own.view?.confirmBy
  const isAnswered = own.waiting.some(({ kind }) => kind === 'confirm-sign-up' || kind === 'cancel-sign-up')
  if (!need || isAnswered || panel) return nothing
  const until = confirmBy ? dateTime(confirmBy) : ''
  const { duty } = t.signup
  if (need === 'take-offer')
    return ask(options, { title: duty.offered, hint: until && duty.offeredHint(until), yes: duty.take, no: duty.decline })
  if (need === 'answer-invitation')
    return ask(options, { title: duty.invited, hint: duty.invitedHint, yes: duty.accept, no: duty.decline })
  if (need === 'confirm')
    return ask(options, { title: duty.confirm, hint: until && duty.confirmHint(until), yes: duty.confirmYes, no: duty.confirmNo })
  return nothing
}

function ask(
  { need, busy, openPanel, confirm, cancel }: DutyCardOptions,
  { title, hint, yes, no }: { title: string; hint: string; yes: string; no: string },
) {
  const isInvitation = need === 'answer-invitation'
  // Whoever has a seat is asked once more before it is gone.
  const isSeat = need === 'confirm'
  return notice(
    'wait',
    title,
    html`<p>${hint}</p>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          data-yes
          ?disabled=${busy}
          @click=${isInvitation ? () => openPanel('accept') : confirm}
        >
          ${yes}
        </button>
        <button type="button" class="button" data-no ?disabled=${busy} @click=${isSeat ? () => openPanel('cancel') : cancel}>
          ${no}
        </button>
      </div>`,
  )
}

function actions(stage: Stage, { own, slot, need, openPanel, withdrawSwap, cancel, retry, busy }: DutyCardOptions) {
  const { t } = stage.locale
  const { view, state, waiting, cancelling } = own
  if (state === 'refused')
    return row(
      html`${button(t.signup.again, retry, { id: 'again' })} ${button(t.signup.remove, cancel, { id: 'remove', danger: true })}`,
    )
  if (state === 'queued') return row(button(t.signup.cancel, () => openPanel('cancel'), { id: 'cancel', danger: true }))
  if (!view || cancelling || state === 'cancelled' || need === 'take-offer' || need === 'answer-invitation') return nothing
  const isToCome = slot === undefined || stage.now < Date.parse(slot.startsAt)
  const isIn = view.attendance !== undefined && view.attendance.state !== 'none'
  const isCheckingIn = waiting.some(({ kind }) => kind === 'check-in')
  const isSwapping = view.swapId !== undefined || waiting.some(({ kind }) => kind === 'offer-swap')
  const isChecked = need === 'check-in' || need === 'check-out'
  // Who has come by what waits here can go.
  const check = need === 'check-in' && !isCheckingIn ? 'check-in' : 'check-out'
  return row(html`
    ${
      isChecked && !(isCheckingIn && need === 'check-out')
        ? html`<button type="button" class="button primary" data-check @click=${() => openPanel(check)}>
            ${t.signup.checkIn.button[check === 'check-in' ? 'in' : 'out']}
          </button>`
        : slot && state === 'seated' && isToCome && !isIn
          ? html`<span class="small muted">${opensHint(stage, slot)}</span>`
          : nothing
    }
    ${
      isSwapping && view.swapId !== undefined && !waiting.some(({ kind }) => kind === 'withdraw-swap')
        ? html`<span class="chip wait">${t.signup.swap.open}</span>
            ${button(t.signup.swap.withdraw, withdrawSwap, { id: 'withdraw-swap', disabled: busy })}`
        : nothing
    }
    ${state === 'seated' && isToCome && !isSwapping && !isIn ? button(t.signup.swap.start, () => openPanel('swap'), { id: 'swap' }) : nothing}
    ${isToCome && !isIn && need !== 'confirm' ? button(t.signup.cancel, () => openPanel('cancel'), { id: 'cancel', danger: true }) : nothing}
  `)
}

/** On the day itself it is worth knowing when one may check in. */
const opensHint = ({ locale, now, policy }: Stage, slot: SlotView) => {
  const opens = checkInOpens(slot, policy)
  return now < opens && opens - now < 24 * 3_600_000 ? locale.t.signup.checkIn.opens(locale.time(opens)) : ''
}

const row = (content: TemplateResult) => html`<div class="actions">${content}</div>`

const button = (
  label: string,
  act: () => void,
  { id, danger = false, disabled = false }: { id: string; danger?: boolean; disabled?: boolean },
) =>
  html`<button type="button" class="button quiet ${danger ? 'danger' : ''}" data-act=${id} ?disabled=${disabled} @click=${act}>
    ${label}
  </button>`
