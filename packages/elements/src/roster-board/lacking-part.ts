import { html, nothing } from 'lit'
import type { OrganisationHours } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'

export interface LackingPartOptions {
  /** How many are shown. */
  shown: number
  more: () => void
}

/** 缺项: what decree 67 wants to be recorded and is not known, record by record; nothing where all is known. */
export function lackingPart(
  { t, text, day, time, number }: Locale,
  lacking: OrganisationHours['lacking'] = [],
  { shown, more }: LackingPartOptions,
): unknown {
  const words = t.roster.hours
  if (lacking.length === 0) return nothing
  return html`<section class="part" part="lacking" aria-labelledby="lacking-title">
    <h3 id="lacking-title">${words.lacking(number(lacking.length))}</h3>
    <p class="small muted">${words.lackingHint}</p>
    <ul class="rows">
      ${lacking.slice(0, shown).map(
        ({ signUpId, name, activity, startsAt, endsAt, lacks }) =>
          html`<li data-lacking=${signUpId}>
            <div class="who">
              <b>${name}</b> <span class="chip wait">${words.lacksInCharge}</span>
              ${lacks.map((what) => html`<span class="small line">${words.lacks[what]}</span>`)}
              <span class="small muted line">${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${text(activity)}</span>
            </div>
          </li>`,
      )}
    </ul>
    ${
      lacking.length > shown
        ? html`<button type="button" class="button quiet" id="more-lacking" @click=${more}>
            ${words.moreLacking(number(lacking.length - shown))}
          </button>`
        : nothing
    }
  </section>`
}
