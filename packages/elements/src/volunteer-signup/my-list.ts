import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { problemWords } from '../refusal.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { hours, stateChip } from './slot-list.ts'
import type { Stage } from './stage.ts'

/** Own sign-ups that are shown at first, and more at each wish. */
const PAGE = 3

/** The person's own sign-ups with what can be done about each; nothing where there are none. */
export class MyList {
  private readonly stage: Stage
  /** Told that a sign-up is cancelled here. */
  private readonly cancelled: (id: string) => void
  private shown = PAGE
  /** The sign-up whose cancelling is to be confirmed. */
  private doubted = ''

  constructor(stage: Stage, { cancelled }: { cancelled: (id: string) => void }) {
    this.stage = stage
    this.cancelled = cancelled
  }

  /** Nothing that one person was about to do is left to the next. */
  reset() {
    this.doubted = ''
  }

  /** @param listFollows The shifts come right after it. */
  render(listFollows: boolean): unknown {
    const { mine, slotOf, now, locale } = this.stage
    const { t, number } = locale
    // Whoever looks for a shift has those behind them under their own.
    const coming = mine.filter(({ slotId }) => !(Date.parse(slotOf(slotId)?.endsAt ?? '') <= now))
    if (coming.length === 0) return nothing
    return html`<section class="mine ${listFollows ? 'first' : ''}" part="mine" aria-labelledby="mine-title">
      <h3 id="mine-title" class="sub" tabindex="-1">${t.signup.mine}</h3>
      <ul>
        ${repeat(
          coming.slice(0, this.shown),
          ({ id }) => id,
          (own) => html`<li class="own">${this.ownView(own)}</li>`,
        )}
      </ul>
      ${
        coming.length > this.shown
          ? html`<button type="button" class="button more" @click=${() => this.change(() => (this.shown += PAGE))}>
              ${t.signup.moreMine(number(coming.length - this.shown))}
            </button>`
          : nothing
      }
    </section>`
  }

  private ownView(own: MySignUp) {
    const { stage } = this
    const { locale } = stage
    const { t, text, day } = locale
    const slot = stage.slotOf(own.slotId)
    const words = own.problem && problemWords(locale, own.problem)
    return html`<div class="what">
        <div class="post">${slot ? text(slot.post.name) : t.signup.someSlot}</div>
        ${slot ? html`<div class="small muted">${day(slot.startsAt)} ${hours(locale, slot)} · ${stage.placeOf(slot)}</div>` : nothing}
        ${words ? html`<div class="small"><b>${words.title}</b> ${words.hint}</div>` : nothing}
      </div>
      ${stateChip(locale, own)}
      <div class="actions ${this.doubted === own.id ? 'asking' : ''}">${this.actions(own)}</div>`
  }

  private actions(own: MySignUp) {
    const { t } = this.stage.locale
    if (own.cancelling || own.state === 'cancelled') return nothing
    if (own.state === 'refused')
      return html`<button type="button" class="button quiet" @click=${() => this.retry(own)}>${t.signup.again}</button>
        <button type="button" class="button quiet danger" @click=${() => void this.cancel(own)}>${t.signup.remove}</button>`
    if (this.doubted !== own.id)
      return html`<button type="button" class="button quiet danger" @click=${() => this.doubt(own.id)}>
        ${t.signup.cancel}
      </button>`
    return html`<span class="small">${t.signup.cancelSure}</span>
      <button type="button" class="button danger" id="sure" @click=${() => void this.cancel(own)}>${t.signup.cancelYes}</button>
      <button type="button" class="button quiet" @click=${() => this.doubt('')}>${t.signup.cancelNo}</button>`
  }

  /** Empty takes the doubt back. */
  private doubt(id: string) {
    void this.stage.show(() => (this.doubted = id), id ? '#sure' : '#mine-title')
  }

  private retry({ id }: MySignUp) {
    void this.stage.client?.outbox.retry(id).catch(() => {})
  }

  private async cancel(own: MySignUp) {
    const { stage } = this
    this.change(() => (this.doubted = ''))
    if (!(await stage.cancel(own))) return
    // To one's own sign-ups, or to the shifts once there are none of one's own.
    await stage.show(() => this.cancelled(own.id), '#mine-title, #slots-title')
  }

  private change(change: () => void) {
    change()
    this.stage.host.requestUpdate()
  }
}
