import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { SwapView } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { choiceField } from '../form-fields.ts'
import { hours } from './slot-list.ts'
import type { Stage } from './stage.ts'

/** Settled swaps that are still shown. */
const RECENT = 3

/** What colleagues want to swap, and what came of one's own. */
export class SwapsView {
  private readonly stage: Stage
  private readonly commands: CommandController
  private readonly swaps: ResourceController<SwapView[]>
  /** The swap that is being taken. */
  private taking = ''
  private given = ''
  private errors: { consent?: string | undefined; given?: string | undefined } = {}

  constructor(stage: Stage, isShown: () => boolean) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.swaps = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && stage.isKnown ? 'swaps' : ''],
      (client: Client) => client.mySwaps(),
    )
  }

  reset() {
    this.taking = ''
    this.given = ''
    this.errors = {}
    this.commands.clear()
    this.stage.forgetAgreement()
  }

  render(): unknown {
    const { t } = this.stage.locale
    const { swap } = t.signup
    const all = this.swaps.data ?? []
    const open = all.filter(({ mine, state }) => mine === 'open' && state === 'open')
    const own = all.filter(({ mine, state }) => mine !== 'open' && (state === 'open' || state === 'accepted'))
    const settled = all.filter(({ mine, state }) => mine !== 'open' && state !== 'open' && state !== 'accepted')
    const recent = [...own, ...settled.slice(0, RECENT)]
    return html`${
      open.length > 0
        ? html`<section aria-labelledby="swaps-title" part="swaps">
            <h3 id="swaps-title" class="sub" tabindex="-1">${swap.offers}</h3>
            <ul class="duty-list">
              ${open.map((one) => this.offerView(one))}
            </ul>
          </section>`
        : nothing
    }
    ${
      recent.length > 0
        ? html`<section aria-labelledby="recent-title">
            <h3 id="recent-title" class="sub" tabindex="-1">${swap.recent}</h3>
            <ul class="duty-list">
              ${recent.map((one) => this.ownView(one))}
            </ul>
          </section>`
        : nothing
    }`
  }

  private whatView({ slotId, role }: SwapView) {
    const { stage } = this
    const { locale } = stage
    const { t, day } = locale
    const slot = stage.slotOf(slotId)
    return html`<div class="what">
      ${slot ? html`<div><b>${day(slot.startsAt)} ${hours(locale, slot)}</b></div>` : nothing}
      ${slot ? html`<div class="small muted">${stage.placeOf(slot)}</div>` : nothing}
      ${role ? html`<div class="small muted">${t.signup.duty.as(t.roster.roles[role])}</div>` : nothing}
    </div>`
  }

  private offerView(one: SwapView) {
    const { stage } = this
    const { locale } = stage
    const { t, text, day } = locale
    const { swap } = t.signup
    const slot = stage.slotOf(one.slotId)
    const isWaiting = stage.entries.some(
      ({ kind, state, body }) => kind === 'accept-swap' && state !== 'refused' && (body as { swapId: string }).swapId === one.id,
    )
    const take = () => void stage.show(() => this.open(one.id), '#panel-title')
    return html`<li class="duty" data-swap=${one.id} tabindex="-1">
      <div class="post">${slot ? text(slot.post.name) : t.signup.someSlot}</div>
      ${
        isWaiting || this.taking === one.id
          ? html`<span></span>`
          : html`<button
              type="button"
              class="button primary"
              aria-label=${swap.takesLabel(slot ? text(slot.post.name) : t.signup.someSlot, slot ? `${day(slot.startsAt)} ${hours(locale, slot)}` : '')}
              @click=${take}
            >
              ${swap.takes}
            </button>`
      }
      ${this.whatView(one)}
      <div class="rest">
        ${one.wants?.length ? html`<p class="small">${swap.wanted}${t.colon}${one.wants.map((id) => this.slotWords(id)).join(' · ')}</p>` : nothing}
        ${isWaiting ? html`<p class="small waiting">${t.signup.duty.waiting['accept-swap']}</p>` : nothing}
        ${this.taking === one.id && !isWaiting ? this.takeForm(one) : nothing}
      </div>
    </li>`
  }

  private slotWords(id: string): string {
    const { locale, slotOf } = this.stage
    const slot = slotOf(id)
    return slot ? `${locale.day(slot.startsAt)} ${hours(locale, slot)} ${locale.text(slot.post.name)}` : locale.t.signup.someSlot
  }

  private takeForm(one: SwapView) {
    const { stage } = this
    const { locale } = stage
    const { t } = locale
    const { swap } = t.signup
    const givable = this.givable(one)
    const isStuck = one.wants !== undefined && givable.length === 0
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.accept(one)
    }
    return html`<form class="panel" novalidate aria-labelledby="panel-title" @submit=${submit}>
      <h4 id="panel-title" tabindex="-1">${swap.takes}</h4>
      ${this.commands.view('accept')}
      ${
        one.wants === undefined
          ? nothing
          : isStuck
            ? html`<p>${swap.noneToGive}</p>`
            : choiceField(locale, {
                id: 'swap-give',
                label: swap.giveMine,
                error: this.errors.given,
                choices: givable.map(({ id, slotId }) => ({ value: id, label: this.slotWords(slotId) })),
                values: [this.given],
                onChange: ([id]) => {
                  this.given = id ?? ''
                  stage.host.requestUpdate()
                },
              })
      }
      ${isStuck ? nothing : stage.agreement(this.errors.consent)}
      <div class="actions">
        ${isStuck ? nothing : html`<button type="submit" class="button primary" ?disabled=${this.commands.busy !== ''}>${swap.confirmTake}</button>`}
        <button type="button" class="button quiet" @click=${() => this.close(one.id)}>${t.signup.notNow}</button>
      </div>
    </form>`
  }

  /** Own seats in the shifts that are wanted. */
  private givable({ wants = [] }: SwapView) {
    return this.stage.mine.filter(({ slotId, state, view }) => {
      return state === 'seated' && view?.swapId === undefined && wants.includes(slotId)
    })
  }

  private async accept(one: SwapView) {
    const { stage } = this
    const { client, locale } = stage
    const consent = stage.given()
    const isGiven = one.wants === undefined || this.given !== ''
    this.errors = {
      ...(consent === false && { consent: locale.t.signup.errors['consent'] }),
      ...(!isGiven && { given: locale.t.signup.swap.giveMissing }),
    }
    if (consent === false || !isGiven) return stage.show(() => {}, isGiven ? '#consent' : '#swap-give input')
    if (!client) return undefined
    const input = { swapId: one.id, consent, ...(this.given === '' ? {} : { signUpId: this.given }) }
    if (await this.commands.run('accept', () => client.acceptSwap(input))) this.close(one.id)
    return undefined
  }

  private open(id: string) {
    this.reset()
    this.stage.opened(id)
    this.taking = id
  }

  private close(id: string) {
    void this.stage.show(() => this.reset(), `[data-swap="${CSS.escape(id)}"]`)
  }

  private ownView(one: SwapView) {
    const { stage } = this
    const { t, text } = stage.locale
    const { swap } = t.signup
    const slot = stage.slotOf(one.slotId)
    const { state, mine } = one
    const ended = one.because ? swap.ends[one.because] : swap[state === 'open' || state === 'accepted' ? 'lapsed' : state]
    const words = state === 'open' ? swap.open : state === 'accepted' ? swap.accepted[mine] : ended
    const tone = state === 'open' || state === 'accepted' ? 'wait' : state === 'done' ? 'ok' : 'plain'
    const isWaiting = stage.entries.some(({ kind, state: sent, body }) => {
      return kind === 'withdraw-swap' && sent !== 'refused' && (body as { swapId: string }).swapId === one.id
    })
    return html`<li class="duty" data-swap=${one.id} tabindex="-1">
      <div class="post">${slot ? text(slot.post.name) : t.signup.someSlot}</div>
      <span class="chip ${tone}">${words}</span>
      ${this.whatView(one)}
      <div class="rest">
        ${one.because === 'others-wait' && mine === 'offered' ? html`<p class="small">${t.signup.news.waitedForHint}</p>` : nothing}
        ${this.commands.view(one.id)}
        ${
          tone === 'wait' && !isWaiting
            ? html`<div class="actions">
                <button
                  type="button"
                  class="button quiet"
                  data-withdraw
                  ?disabled=${this.commands.busy !== ''}
                  @click=${() => void this.withdraw(one)}
                >
                  ${swap.withdraw}
                </button>
              </div>`
            : nothing
        }
        ${isWaiting ? html`<p class="small waiting">${t.signup.duty.waiting['withdraw-swap']}</p>` : nothing}
      </div>
    </li>`
  }

  private async withdraw({ id }: SwapView) {
    const { client } = this.stage
    if (client) await this.commands.run(id, () => client.withdrawSwap({ swapId: id }))
    await this.stage.show(() => {}, `[data-swap="${CSS.escape(id)}"]`)
  }
}
