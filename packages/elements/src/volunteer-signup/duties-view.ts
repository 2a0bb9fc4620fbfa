import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { slotOfCode } from '@wangge/core/roster'
import type { CheckInCommand, SlotView } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { blank } from '../panels.ts'
import { CalendarView } from './calendar-view.ts'
import { checkInView, scannedView } from './check-in-view.ts'
import { dutyCard } from './duty-card.ts'
import type { DutyPanel } from './duty-card.ts'
import { dutyNeed } from './duty-need.ts'
import { findPosition } from './find-position.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { ProfileView } from './profile-view.ts'
import { refusedView } from './refused-view.ts'
import { SwapForm } from './swap-form.ts'
import { SwapsView } from './swaps-view.ts'
import type { Stage } from './stage.ts'

export interface DutiesViewOptions {
  isShown: () => boolean
  /** To the shifts. */
  find: () => void
}

/** The person's own duties with what each asks for, what colleagues want to swap, what they can do, and their calendar. */
export class DutiesView {
  private readonly stage: Stage
  private readonly find: () => void
  private readonly commands: CommandController
  private readonly swaps: SwapsView
  private readonly swapForm: SwapForm
  private readonly calendar: CalendarView
  private readonly profile: ProfileView
  private open: { id: string; panel: DutyPanel } | undefined
  private code = ''
  private locating: 'no' | 'yes' | 'failed' = 'no'
  private isOverShown = false
  private consentError: string | undefined

  constructor(stage: Stage, { isShown, find }: DutiesViewOptions) {
    this.stage = stage
    this.find = find
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.swaps = new SwapsView(stage, isShown)
    this.swapForm = new SwapForm(stage)
    this.calendar = new CalendarView(stage, isShown)
    this.profile = new ProfileView(stage, isShown)
  }

  /** How many duties ask for something now. */
  get todo(): number {
    return this.stage.mine.filter((own) => this.needOf(own) !== undefined).length
  }

  /** Puts away what one person began, for the next. */
  reset() {
    this.close()
    this.isOverShown = false
    this.swaps.reset()
    this.calendar.reset()
    this.profile.reset()
  }

  render(): TemplateResult {
    const { stage, find } = this
    const { t } = stage.locale
    const { coming, over } = this.sorted()
    return html`<section class="duties" aria-labelledby="mine-title">
        <h3 id="mine-title" class="sub" tabindex="-1">${t.signup.duty.title}</h3>
        ${refusedView(stage)}
        ${
          coming.length === 0
            ? blank(
                t.signup.duty.none,
                t.signup.duty.noneHint,
                html`<button type="button" class="button" id="find" @click=${find}>${t.signup.duty.find}</button>`,
              )
            : html`<ul class="duty-list">
                ${repeat(
                  coming,
                  ({ id }) => id,
                  (own) => this.card(own),
                )}
              </ul>`
        }
      </section>
      ${this.swaps.render()} ${this.profile.render()} ${this.calendar.render()} ${this.overView(over)}`
  }

  /** The code that the phone's camera opened the page with. */
  scanned(code: string, done: () => void): TemplateResult {
    const { stage } = this
    const slotId = slotOfCode(code)
    const own = stage.mine.find((one) => one.slotId === slotId && one.state !== 'cancelled')
    const isIn = own?.view?.attendance?.state === 'in'
    return scannedView(stage.locale, {
      slot: slotId === undefined ? undefined : (own?.view?.slot ?? stage.slotOf(slotId)),
      kind: isIn ? 'out' : 'in',
      busy: this.commands.busy !== '',
      refusal: this.commands.view('scanned'),
      later: done,
      take: (kind) =>
        void this.send('scanned', kind, { by: 'code', code }).then((isSent) => {
          if (isSent) return stage.show(done, own ? `[data-duty="${own.id}"]` : '#mine-title')
          return undefined
        }),
    })
  }

  private slotOf(own: MySignUp): SlotView | undefined {
    return this.stage.slotOf(own.slotId) ?? own.view?.slot
  }

  private needOf(own: MySignUp) {
    const { now, policy } = this.stage
    return own.view && !own.cancelling ? dutyNeed(own.view, this.slotOf(own), { now, policy }) : undefined
  }

  /** What asks for something first, then by start; what is over apart, the latest first. */
  private sorted() {
    const { mine, now } = this.stage
    const start = (own: MySignUp) => Date.parse(this.slotOf(own)?.startsAt ?? '') || Infinity
    const isOver = (own: MySignUp) => {
      const slot = this.slotOf(own)
      return own.state === 'cancelled' || (slot !== undefined && Date.parse(slot.endsAt) <= now && !this.needOf(own))
    }
    const urgency = (own: MySignUp) => (this.needOf(own) ? 0 : 1)
    const coming = mine.filter((own) => !isOver(own)).sort((a, b) => urgency(a) - urgency(b) || start(a) - start(b))
    return { coming, over: mine.filter(isOver).sort((a, b) => (start(b) || 0) - (start(a) || 0)) }
  }

  private card(own: MySignUp) {
    const { stage } = this
    const { id } = own
    return dutyCard(stage, {
      own,
      slot: this.slotOf(own),
      need: this.needOf(own),
      panel: this.open?.id === id ? this.panel(own, this.open.panel) : undefined,
      busy: this.commands.busy !== '',
      refusal: this.open?.id === id ? nothing : this.commands.view(id),
      openPanel: (panel) => void stage.show(() => this.openPanel(id, panel), panel === 'cancel' ? '#sure' : '#panel-title'),
      confirm: () => void this.confirm(own),
      cancel: () => void this.cancel(own),
      withdrawSwap: () => void this.withdrawSwap(own),
      retry: () => void this.commands.run(id, async () => (await stage.client?.outbox.retry(id), { ok: true as const })),
    })
  }

  private openPanel(id: string, panel: DutyPanel) {
    this.close()
    this.stage.opened(id)
    this.open = { id, panel }
    if (panel === 'swap') this.swapForm.reset()
  }

  private close() {
    const { stage } = this
    this.open = undefined
    this.code = ''
    this.locating = 'no'
    this.consentError = undefined
    this.commands.clear()
    stage.forgetAgreement()
    stage.host.requestUpdate()
  }

  private readonly back = () => {
    const { stage } = this
    const id = this.open?.id
    void stage.show(() => this.close(), id ? `[data-duty="${CSS.escape(id)}"]` : '#mine-title')
  }

  private panel(own: MySignUp, panel: DutyPanel): TemplateResult {
    const { stage } = this
    const { t } = stage.locale
    const busy = this.commands.busy !== ''
    const refusal = this.commands.view(own.id)
    if (panel === 'cancel')
      return html`<div class="actions panel" role="group" aria-label=${t.signup.cancelSure}>
        <span class="small">${t.signup.cancelSure}</span>
        <button type="button" class="button danger" id="sure" ?disabled=${busy} @click=${() => void this.cancel(own)}>
          ${t.signup.cancelYes}
        </button>
        <button type="button" class="button quiet" @click=${this.back}>${t.signup.cancelNo}</button>
      </div>`
    if (panel === 'accept') return this.acceptPanel(own, refusal)
    if (panel === 'swap') {
      const giveUp = () => void stage.show(() => this.openPanel(own.id, 'cancel'), '#sure')
      return this.swapForm.render({ own, slot: this.slotOf(own), back: this.back, done: this.back, giveUp })
    }
    const kind = panel === 'check-in' ? 'in' : 'out'
    return checkInView(stage.locale, {
      kind,
      code: this.code,
      locating: this.locating,
      busy,
      refusal,
      type: (code) => {
        this.code = code
        stage.host.requestUpdate()
      },
      byCode: () => void this.sendAndClose(own, kind, { by: 'code', code: codeOf(this.code) }),
      byPlace: () => void this.checkInByPlace(own, kind),
      back: this.back,
    })
  }

  private acceptPanel(own: MySignUp, refusal: unknown) {
    const { stage } = this
    const { t } = stage.locale
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.acceptInvitation(own)
    }
    return html`<form class="panel" novalidate aria-labelledby="panel-title" @submit=${submit}>
      <h4 id="panel-title" tabindex="-1">${t.signup.duty.accept}</h4>
      ${refusal} ${stage.agreement(this.consentError)}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${this.commands.busy !== ''}>${t.signup.duty.accept}</button>
        <button type="button" class="button quiet" @click=${this.back}>${t.signup.notNow}</button>
      </div>
    </form>`
  }

  private async acceptInvitation({ id }: MySignUp) {
    const { stage } = this
    const { client, locale } = stage
    const consent = stage.given()
    if (consent === false) return stage.show(() => (this.consentError = locale.t.signup.errors['consent']), '#consent')
    this.consentError = undefined
    if (!client) return undefined
    const taken = await this.commands.run(id, () => client.confirmSignUp({ signUpId: id, consent }))
    if (taken) this.back()
    return undefined
  }

  private async confirm({ id }: MySignUp) {
    const { client } = this.stage
    this.stage.opened(id)
    if (client) await this.commands.run(id, () => client.confirmSignUp({ signUpId: id }))
    this.focusDuty(id)
  }

  private async cancel(own: MySignUp) {
    this.close()
    this.stage.opened(own.id)
    await this.stage.cancel(own)
    this.focusDuty(own.id)
  }

  private async withdrawSwap({ id, view }: MySignUp) {
    const { client } = this.stage
    const swapId = view?.swapId
    if (client && swapId !== undefined) await this.commands.run(id, () => client.withdrawSwap({ swapId }))
    this.focusDuty(id)
  }

  private async checkInByPlace(own: MySignUp, kind: CheckInCommand['kind']) {
    const { stage } = this
    this.locating = 'yes'
    stage.host.requestUpdate()
    const found = await findPosition()
    this.locating = found ? 'no' : 'failed'
    stage.host.requestUpdate()
    if (found) await this.sendAndClose(own, kind, { by: 'place', slotId: own.slotId, ...found })
  }

  private async sendAndClose(own: MySignUp, kind: CheckInCommand['kind'], proof: CheckInCommand['proof']) {
    if (await this.send(own.id, kind, proof)) this.back()
  }

  private async send(about: string, kind: CheckInCommand['kind'], proof: CheckInCommand['proof']): Promise<boolean> {
    const { client } = this.stage
    if (!client) return false
    const send = kind === 'in' ? client.checkIn : client.checkOut
    return (await this.commands.run(about, () => send({ proof }))) !== undefined
  }

  private focusDuty(id: string) {
    void this.stage.show(() => {}, `[data-duty="${CSS.escape(id)}"]`)
  }

  private overView(over: readonly MySignUp[]) {
    const { stage } = this
    const { t, number } = stage.locale
    if (over.length === 0) return nothing
    if (!this.isOverShown) {
      const show = () => void stage.show(() => (this.isOverShown = true), '#over-title')
      return html`<button type="button" class="button more" id="show-over" @click=${show}>
        ${t.signup.duty.showOver(number(over.length))}
      </button>`
    }
    return html`<section aria-labelledby="over-title">
      <h3 id="over-title" class="sub" tabindex="-1">${t.signup.duty.over}</h3>
      <ul class="duty-list">
        ${over.map((own) => this.overCard(own))}
      </ul>
    </section>`
  }

  private overCard(own: MySignUp) {
    const { stage } = this
    const { t } = stage.locale
    const ended = own.view?.ended
    const reason = own.view?.slot?.cancelReason
    const said = ended === 'slot-cancelled' && reason ? t.signup.duty.reasons[reason] : ended ? t.signup.duty.ended[ended] : ''
    return dutyCard(stage, {
      own,
      slot: this.slotOf(own),
      need: undefined,
      panel: html`${said ? html`<p class="small muted">${said}</p>` : nothing}`,
      busy: false,
      refusal: nothing,
      openPanel: () => {},
      confirm: () => {},
      cancel: () => {},
      withdrawSwap: () => {},
      retry: () => {},
    })
  }
}

/** What stands behind the `#`, where somebody pastes the whole address. */
const codeOf = (typed: string): string => typed.trim().replace(/^.*#/s, '')
