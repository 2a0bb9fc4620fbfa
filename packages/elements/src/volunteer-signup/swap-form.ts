import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Client } from '@wangge/core/client'
import { isSeatWaitedFor, signUpRefusal } from '@wangge/core/roster'
import type { Duty } from '@wangge/core/roster'
import type { SlotView } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { choiceField } from '../form-fields.ts'
import { notice } from '../panels.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { hours } from './slot-list.ts'
import type { Stage } from './stage.ts'

export interface SwapFormOptions {
  own: MySignUp
  slot: SlotView | undefined
  back: () => void
  done: () => void
  /** Asks whether the seat is to be given back. */
  giveUp: () => void
}

/** So many shifts are offered to be wanted for a seat. */
const MOST_WANTED = 12

/** Offers a seat to colleagues: as a gift, or for a seat in one of some other shifts. */
export class SwapForm {
  private readonly stage: Stage
  private readonly commands: CommandController
  /** Shifts in which colleagues have a seat. */
  private readonly colleagues: ResourceController<string[]>
  private how: 'give' | 'exchange' = 'give'
  private wants: string[] = []
  private error: string | undefined

  constructor(stage: Stage) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.colleagues = new ResourceController(
      stage.host,
      () => [stage.client, this.how === 'exchange' ? 'colleagues' : ''],
      (client: Client) => client.colleagueShifts(),
    )
  }

  reset() {
    this.how = 'give'
    this.wants = []
    this.error = undefined
    this.commands.clear()
  }

  render({ own, slot, back, done, giveUp }: SwapFormOptions): TemplateResult {
    const { stage } = this
    const { locale, now, policy } = stage
    if (slot && policy && isSeatWaitedFor(slot, { now, policy })) return this.waitedFor(giveUp, back)
    const { t } = locale
    const { swap } = t.signup
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.send(own, done)
    }
    return html`<form class="panel" novalidate aria-labelledby="panel-title" @submit=${submit}>
      <h4 id="panel-title" tabindex="-1">${swap.title}</h4>
      <p class="small muted">${swap.hint}</p>
      ${this.commands.view('offer')}
      ${choiceField(locale, {
        id: 'swap-how',
        label: swap.how,
        choices: [
          { value: 'give', label: swap.give },
          { value: 'exchange', label: swap.exchange },
        ],
        values: [this.how],
        onChange: ([how]) => this.change(() => (this.how = how === 'exchange' ? 'exchange' : 'give')),
      })}
      ${this.how === 'exchange' ? this.wanted(own, slot) : nothing}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${this.commands.busy !== ''}>${swap.send}</button>
        <button type="button" class="button quiet" @click=${back}>${t.signup.notNow}</button>
      </div>
    </form>`
  }

  /** Nobody passes those who wait: the seat is given back, or kept. */
  private waitedFor(giveUp: () => void, back: () => void): TemplateResult {
    const { t } = this.stage.locale
    const { swap } = t.signup
    return html`<div class="panel" role="group" aria-labelledby="panel-title">
      <h4 id="panel-title" tabindex="-1">${swap.title}</h4>
      ${notice('wait', swap.othersWait, html`<p>${swap.othersWaitHint}</p>`)}
      <div class="actions">
        <button type="button" class="button danger" data-give-up @click=${giveUp}>${swap.giveUp}</button>
        <button type="button" class="button quiet" @click=${back}>${t.signup.notNow}</button>
      </div>
    </div>`
  }

  private wanted(own: MySignUp, slot: SlotView | undefined) {
    const { locale } = this.stage
    const { t, text, day } = locale
    const { swap } = t.signup
    const choices = this.wantable(own, slot).map((one) => ({
      value: one.id,
      label: `${day(one.startsAt)} ${hours(locale, one)} ${text(one.post.name)}`,
    }))
    if (choices.length === 0) return html`<p>${swap.wantsNone}</p>`
    return choiceField(locale, {
      id: 'swap-wants',
      label: swap.wants,
      hint: swap.wantsHint,
      error: this.error,
      choices,
      values: this.wants,
      several: true,
      onChange: (wants) => this.change(() => (this.wants = wants)),
    })
  }

  /**
   * Others of the same kind that colleagues have a seat in, that nobody waits for and that leave the person's rest between their duties,
   * the nearest first.
   */
  private wantable(own: MySignUp, slot: SlotView | undefined): SlotView[] {
    const { slots, mine, slotOf, policy, now } = this.stage
    const colleagues = new Set(this.colleagues.data)
    const duties = mine
      .filter(({ id, state }) => id !== own.id && state !== 'cancelled' && state !== 'refused' && state !== 'invited')
      .flatMap(({ slotId }) => slotOf(slotId) ?? [])
      .map(({ id: slotId, startsAt, endsAt }): Duty => ({ slotId, startsAt, endsAt }))
    // A seat is handed on until the shift begins.
    const rules = policy && { ...policy, closesBeforeMinutes: 0 }
    const start = Date.parse(slot?.startsAt ?? '')
    return slots
      .filter((one) => one.id !== own.slotId && colleagues.has(one.id))
      .filter((one) => !policy || !isSeatWaitedFor(one, { now, policy }))
      .filter((one) => rules && !signUpRefusal({ ...one, relief: 0 }, { now, duties, policy: rules }))
      .filter(({ post }) => slot === undefined || post.kind === slot.post.kind)
      .sort((a, b) => Math.abs(Date.parse(a.startsAt) - start) - Math.abs(Date.parse(b.startsAt) - start))
      .slice(0, MOST_WANTED)
  }

  private async send({ id }: MySignUp, done: () => void) {
    const { client, locale } = this.stage
    const { how, wants } = this
    if (how === 'exchange' && wants.length === 0) {
      const missing = locale.t.signup.swap.wantsMissing
      return this.stage.show(() => (this.error = missing), '#swap-wants input')
    }
    this.error = undefined
    if (!client) return undefined
    const input = { signUpId: id, ...(how === 'exchange' ? { wants } : {}) }
    if (await this.commands.run('offer', () => client.offerSwap(input))) done()
    return undefined
  }

  private change(change: () => void) {
    change()
    this.error = undefined
    this.stage.host.requestUpdate()
  }
}
