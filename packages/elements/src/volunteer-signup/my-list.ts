import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { hours, stateChip } from './slot-list.ts'

export interface MyListOptions {
  mine: readonly MySignUp[]
  /** So many are shown at first. */
  shown: number
  slotOf: (id: string) => SlotView | undefined
  placeOf: (slot: SlotView) => string
  /** The sign-up whose cancelling is to be confirmed. */
  doubted: string
  /** Empty takes the doubt back. */
  doubt: (id: string) => void
  cancel: (own: MySignUp) => void
  retry: (own: MySignUp) => void
  more: () => void
}

/** The person's own sign-ups with what can be done about each; nothing where there are none. */
export function myList(locale: Locale, options: MyListOptions): TemplateResult | typeof nothing {
  const { t, number } = locale
  const { mine, shown, more } = options
  if (mine.length === 0) return nothing
  return html`<section class="mine" part="mine" aria-labelledby="mine-title">
    <h3 id="mine-title" class="sub" tabindex="-1">${t.signup.mine}</h3>
    <ul>
      ${repeat(
        mine.slice(0, shown),
        ({ id }) => id,
        (own) => html`<li class="own">${ownView(locale, own, options)}</li>`,
      )}
    </ul>
    ${
      mine.length > shown
        ? html`<button type="button" class="button more" @click=${more}>
            ${t.signup.moreMine(number(mine.length - shown))}
          </button>`
        : nothing
    }
  </section>`
}

function ownView(locale: Locale, own: MySignUp, options: MyListOptions) {
  const { t, text, day } = locale
  const slot = options.slotOf(own.slotId)
  const words = own.problem && problemWords(locale, own.problem)
  return html`<div class="what">
      <div class="post">${slot ? text(slot.post.name) : t.signup.someSlot}</div>
      ${slot ? html`<div class="small muted">${day(slot.startsAt)} ${hours(locale, slot)} · ${options.placeOf(slot)}</div>` : nothing}
      ${words ? html`<div class="small"><b>${words.title}</b> ${words.hint}</div>` : nothing}
    </div>
    ${stateChip(locale, own)}
    <div class="actions">${ownActions(locale, own, options)}</div>`
}

function ownActions({ t }: Locale, own: MySignUp, { doubted, doubt, cancel, retry }: MyListOptions) {
  if (own.cancelling || own.state === 'cancelled') return nothing
  if (own.state === 'refused')
    return html`<button type="button" class="button quiet" @click=${() => retry(own)}>${t.signup.again}</button>
      <button type="button" class="button quiet danger" @click=${() => cancel(own)}>${t.signup.remove}</button>`
  if (doubted !== own.id)
    return html`<button type="button" class="button quiet danger" @click=${() => doubt(own.id)}>${t.signup.cancel}</button>`
  return html`<span class="small">${t.signup.cancelSure}</span>
    <button type="button" class="button danger" id="sure" @click=${() => cancel(own)}>${t.signup.cancelYes}</button>
    <button type="button" class="button quiet" @click=${() => doubt('')}>${t.signup.cancelNo}</button>`
}

/** What became of a sign-up, said as far as it is known and no further. */
export function stateNotice(
  locale: Locale,
  own: Pick<MySignUp, 'state' | 'position' | 'problem'> | undefined,
  durable: boolean,
): TemplateResult {
  const { t, number } = locale
  if (own?.problem) {
    const words = problemWords(locale, own.problem)
    return notice('bad', words.title, html`<p>${words.hint}</p>`)
  }
  if (own?.state === 'seated') return notice('ok', t.signup.seated, html`<p>${t.signup.seatedHint}</p>`)
  if (own?.state === 'waitlisted')
    return notice('wait', t.signup.waitlisted(number(own.position ?? 1)), html`<p>${t.signup.waitlistedHint}</p>`)
  if (own?.state === 'cancelled') return notice('', t.signup.cancelled)
  return durable
    ? notice('wait', t.signup.queued, html`<p>${t.signup.queuedHint}</p>`)
    : notice('wait', t.signup.queuedMemory, html`<p>${t.memoryOnly}</p>`)
}
