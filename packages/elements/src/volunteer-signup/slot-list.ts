import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { slotNeeds } from './slot-needs.ts'

export interface SlotListOptions {
  slots: readonly SlotView[]
  /** This device's own sign-up for a slot. */
  mine: (slotId: string) => MySignUp | undefined
  /** Where the post is, root first. */
  placeOf: (slot: SlotView) => string
  /** Whether the time rules still let one sign up. */
  isOpen: (slot: SlotView) => boolean
  /** What a sign-up would come to. */
  prospectOf: (slot: SlotView) => 'seat' | 'wait' | 'full'
  choose: (slotId: string) => void
  /** How far the post is, in words; with it the shifts of one post stand together instead of those of the same hours. */
  distanceOf?: ((slot: SlotView) => string) | undefined
}

/** `08:00–10:00` */
export const hours = ({ time }: Locale, { startsAt, endsAt }: SlotView): string => `${time(startsAt)}–${time(endsAt)}`

/** One day's slots in their order, those of the same hours, or of the same post, together. */
export function slotList(locale: Locale, options: SlotListOptions): TemplateResult {
  const { slots, distanceOf } = options
  const groups = new Map<string, SlotView[]>()
  const keyOf = (slot: SlotView) => (distanceOf ? slot.post.id : hours(locale, slot))
  for (const slot of slots) groups.set(keyOf(slot), [...(groups.get(keyOf(slot)) ?? []), slot])
  const titleOf = (key: string, [first]: SlotView[]) =>
    distanceOf && first ? html`${distanceOf(first)}<span class="hidden-visually"> ${locale.text(first.post.name)}</span>` : key
  return html`<div class="timetable">
    ${repeat(
      groups,
      ([key]) => key,
      ([key, group]) =>
        html`<section class="hour" aria-labelledby="at-${group[0]?.id}">
          <h4 id="at-${group[0]?.id}" class="when">${titleOf(key, group)}</h4>
          <ul>
            ${repeat(
              group,
              ({ id }) => id,
              (slot) => html`<li class="slot" part="slot">${slotCard(locale, slot, options)}</li>`,
            )}
          </ul>
        </section>`,
    )}
  </div>`
}

function slotCard(locale: Locale, slot: SlotView, { mine, placeOf, isOpen, prospectOf, choose, distanceOf }: SlotListOptions) {
  const { t, text, day } = locale
  const own = mine(slot.id)
  const when = hours(locale, slot)
  const prospect = prospectOf(slot)
  const labelOf = prospect === 'seat' ? t.signup.chooseLabel : t.signup.queueLabel
  return html`
    <div class="what">
      <div class="post">${text(slot.post.name)}</div>
      <div class="small muted">
        ${[t.signup.kinds[slot.post.kind], slot.post.schemeTag, placeOf(slot)].filter(Boolean).join(' · ')}
      </div>
      ${distanceOf ? html`<div><b>${when}</b></div>` : nothing} ${slot.cancelled ? nothing : seats(locale, slot)}
      ${slot.cancelled ? nothing : slotNeeds(locale, slot)}
    </div>
    <div class="act">
      ${
        own
          ? stateChip(locale, own)
          : slot.cancelled
            ? html`<span class="chip bad">${t.signup.cancelled}</span>`
            : isOpen(slot) && prospect === 'full'
              ? html`<span class="chip plain">${t.signup.allTaken}</span>`
              : isOpen(slot)
                ? html`<button
                    type="button"
                    class="button ${prospect === 'seat' ? 'primary' : ''}"
                    data-slot=${slot.id}
                    aria-label=${labelOf(text(slot.post.name), `${day(slot.startsAt)} ${when}`)}
                    @click=${() => choose(slot.id)}
                  >
                    ${prospect === 'seat' ? t.signup.choose : t.signup.queueUp}
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
