import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { choiceField } from '../form-fields.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { hours } from './slot-list.ts'
import type { Stage } from './stage.ts'

export interface SwapFormOptions {
  own: MySignUp
  slot: SlotView | undefined
  back: () => void
  done: () => void
}

/** So many shifts are offered to be wanted for a seat. */
const MOST_WANTED = 12

/** Offers a seat to colleagues: as a gift, or for a seat in one of some other shifts. */
export class SwapForm {
  private readonly stage: Stage
  private readonly commands: CommandController
  private how: 'give' | 'exchange' = 'give'
  private wants: string[] = []
  private error: string | undefined

  constructor(stage: Stage) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
  }

  reset() {
    this.how = 'give'
    this.wants = []
    this.error = undefined
    this.commands.clear()
  }

  render({ own, slot, back, done }: SwapFormOptions): TemplateResult {
    const { stage } = this
    const { locale } = stage
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

  /** Others of the same kind that somebody has a seat in and that leave the person's other duties alone, the nearest in time first. */
  private wantable(own: MySignUp, slot: SlotView | undefined): SlotView[] {
    const { slots, mine, slotOf } = this.stage
    const others = mine
      .filter(({ id, state }) => id !== own.id && state !== 'cancelled' && state !== 'refused')
      .flatMap(({ slotId }) => slotOf(slotId) ?? [])
    const start = Date.parse(slot?.startsAt ?? '')
    const overlaps = (one: SlotView) =>
      others.some(
        ({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(one.endsAt) && Date.parse(one.startsAt) < Date.parse(endsAt),
      )
    return slots
      .filter((one) => one.id !== own.slotId && !one.cancelled && one.seated > 0 && !overlaps(one))
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
