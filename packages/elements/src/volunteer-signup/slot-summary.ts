import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import { hours, seats } from './slot-list.ts'
import { slotNeeds } from './slot-needs.ts'
import type { Stage } from './stage.ts'

/** The shift that was chosen: where, when, how far it is filled, and whom it asks for. */
export function slotSummary({ locale, placeOf }: Stage, slot: SlotView): TemplateResult {
  const { t, text, day } = locale
  return html`<div class="chosen">
    <p class="post">${text(slot.post.name)}</p>
    <p>${icons.calendar()} <b>${day(slot.startsAt)} ${hours(locale, slot)}</b></p>
    <p class="muted">
      ${icons.place()} ${[t.signup.kinds[slot.post.kind], slot.post.schemeTag, placeOf(slot)].filter(Boolean).join(' · ')}
    </p>
    ${seats(locale, slot)} ${slotNeeds(locale, slot)}
  </div>`
}
