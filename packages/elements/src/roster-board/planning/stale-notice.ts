import { html, nothing } from 'lit'
import type { BaseChange } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { notice } from '../../panels.ts'
import type { PlanNames } from './plan-names.ts'

export interface StaleNoticeOptions {
  names: PlanNames
  busy: boolean
  mend: () => void
}

/** Seats that are named one by one at most; the rest are counted. */
const NAMED = 6

/** That things are not as they were any more, and a way to mend the draft; nothing where they are. */
export function staleNotice(locale: Locale, changed: readonly BaseChange[], { names, busy, mend }: StaleNoticeOptions): unknown {
  const { t, number } = locale
  const words = t.roster.planning
  if (changed.length === 0) return nothing
  const kinds = [...new Set(changed.map(({ kind }) => kind))]
  const parts = kinds.map((kind) => words.changes[kind](number(changed.filter((one) => one.kind === kind).length)))
  return notice(
    'wait',
    words.stale,
    html`<p>${words.staleOf(parts.join(words.and))}</p>
      ${lapsedSeats(locale, changed, names)}
      <p class="small muted">${words.mendHint}</p>
      <div class="actions">
        <button type="button" class="button primary" id="plan-mend" ?disabled=${busy} @click=${mend}>${words.mend}</button>
      </div>`,
  )
}

/** Seats that are nobody's since an organisation is closed by then: who, where, and from which day on. */
function lapsedSeats(locale: Locale, changed: readonly BaseChange[], names: PlanNames): unknown {
  const { t, number } = locale
  const words = t.roster.planning
  const lapsed = changed.filter(({ kind }) => kind === 'organisation-closed')
  if (lapsed.length === 0) return nothing
  return html`<ul class="lapsed small" part="lapsed">
    ${lapsed.slice(0, NAMED).map(({ slotId = '', personId = '', closedOn }) => {
      const shift = names.slot(slotId)?.words ?? t.roster.swaps.elsewhere
      const day = closedOn === undefined ? '' : locale.day(locale.noon(closedOn))
      return html`<li>${words.lapsed({ who: names.person(personId), shift, day })}</li>`
    })}
    ${lapsed.length > NAMED ? html`<li class="muted">${words.lapsedMore(number(lapsed.length - NAMED))}</li>` : nothing}
  </ul>`
}
