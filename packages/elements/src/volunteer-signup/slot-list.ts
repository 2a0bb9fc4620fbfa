import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import type { MySignUp } from './my-sign-ups.ts'

export interface SlotListOptions {
  slots: readonly SlotView[]
  /** This device's own sign-up for a slot. */
  mine: (slotId: string) => MySignUp | undefined
  /** Where the post is, root first. */
  placeOf: (slot: SlotView) => string
  /** Whether the time rules still let one sign up. */
  isOpen: (slot: SlotView) => boolean
  choose: (slotId: string) => void
}

/** `08:00–10:00` */
export const hours = ({ time }: Locale, { startsAt, endsAt }: SlotView): string => `${time(startsAt)}–${time(endsAt)}`

/** One day's slots in their order, those of the same hours together. */
export function slotList(locale: Locale, options: SlotListOptions): TemplateResult {
  const groups = new Map<string, SlotView[]>()
  for (const slot of options.slots) groups.set(hours(locale, slot), [...(groups.get(hours(locale, slot)) ?? []), slot])
  return html`<div class="timetable">
    ${repeat(
      groups,
      ([when]) => when,
      ([when, slots]) =>
        html`<section class="hour" aria-labelledby="at-${slots[0]?.id}">
          <h4 id="at-${slots[0]?.id}" class="when">${when}</h4>
          <ul>
            ${repeat(
              slots,
              ({ id }) => id,
              (slot) => html`<li class="slot" part="slot">${slotCard(locale, slot, when, options)}</li>`,
            )}
          </ul>
        </section>`,
    )}
  </div>`
}

function slotCard(locale: Locale, slot: SlotView, when: string, { mine, placeOf, isOpen, choose }: SlotListOptions) {
  const { t, text, day } = locale
  const own = mine(slot.id)
  return html`
    <div class="what">
      <div class="post">${text(slot.post.name)}</div>
      <div class="small muted">${t.signup.kinds[slot.post.kind]}${placeOf(slot) ? ` · ${placeOf(slot)}` : ''}</div>
      ${slot.cancelled ? nothing : seats(locale, slot)}
    </div>
    <div class="act">
      ${
        own
          ? stateChip(locale, own)
          : slot.cancelled
            ? html`<span class="chip bad">${t.signup.cancelled}</span>`
            : isOpen(slot)
              ? html`<button
                  type="button"
                  class="button ${slot.seated < slot.capacity ? 'primary' : ''}"
                  data-slot=${slot.id}
                  aria-label=${t.signup.chooseLabel(text(slot.post.name), `${day(slot.startsAt)} ${when}`)}
                  @click=${() => choose(slot.id)}
                >
                  ${slot.seated < slot.capacity ? t.signup.choose : t.signup.queueUp}
                </button>`
              : html`<span class="chip plain">${t.signup.closed}</span>`
      }
    </div>
  `
}

/** Taken and free seats: one mark a seat where they are few, a bar where they are many; and in words. */
export function seats({ t, number }: Locale, { seated, capacity, waitlisted }: SlotView): TemplateResult {
  const marks = Math.min(capacity, 24)
  const taken = Math.round((seated / capacity) * marks)
  return html`<div class="seats small">
    <svg viewBox="0 0 ${marks * 12 - 3} 8" class="marks" aria-hidden="true">
      ${Array.from(
        { length: marks },
        (_, seat) => svg`<rect class=${seat < taken ? 'taken' : 'free'} x=${seat * 12} width="9" height="8" rx="2"></rect>`,
      )}
    </svg>
    <span>${t.signup.seats(number(seated), number(capacity))}</span>
    ${waitlisted > 0 ? html`<span class="waiting">${t.signup.waiting(number(waitlisted))}</span>` : nothing}
  </div>`
}

const CHIP = {
  queued: 'wait',
  invited: 'wait',
  waitlisted: 'wait',
  offered: 'wait',
  seated: 'ok',
  cancelled: 'plain',
  refused: 'bad',
} as const

export const stateChip = ({ t, number }: Locale, { state, position, cancelling }: MySignUp): TemplateResult =>
  cancelling
    ? html`<span class="chip wait">${t.signup.cancelling}</span>`
    : html`<span class="chip ${CHIP[state]}"
        >${state === 'waitlisted' && position ? t.signup.waitlisted(number(position)) : t.signup.state[state]}</span
      >`
