import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { unfilledSentence } from '@wangge/core/roster'
import type { DraftReason, DraftUnfilled } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import type { PlanNames } from './plan-names.ts'

export interface UnfilledListOptions {
  unfilled: readonly DraftUnfilled[]
  names: PlanNames
  /** What a need asks for; absent where the shift is not known here. */
  roleOf: (slotId: string, need: number) => string | undefined
  /** How many are shown. */
  shown: number
  more: () => void
}

/** Empty seats, each with all that keeps it empty, in words. */
export function unfilledList(locale: Locale, { unfilled, names, roleOf, shown, more }: UnfilledListOptions): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const startOf = ({ slot }: DraftUnfilled) => names.slot(slot)?.startsAt ?? ''
  const inOrder = [...unfilled].sort((one, other) => startOf(one).localeCompare(startOf(other)))
  return html`<ul class="rows" part="unfilled">
      ${inOrder.slice(0, shown).map((one) => {
        const role = roleOf(one.slot, one.need)
        return html`<li>
          <div class="who">
            <b>${names.slot(one.slot)?.words ?? t.roster.swaps.elsewhere}</b>
            <span class="chip wait">${words.lacksOf(role ?? words.anybody, number(one.missing))}</span>
            <span class="line">${sentenceOf(locale, one)}</span>
            ${whereInstead(locale, one.reasons, names)}
          </div>
        </li>`
      })}
    </ul>
    ${
      inOrder.length > shown
        ? html`<button type="button" class="button quiet small" @click=${more}>
            ${words.more(number(inOrder.length - shown))}
          </button>`
        : nothing
    }`
}

/** A draft tells how many a rule keeps away, not whom. */
const sentenceOf = ({ language }: Locale, need: DraftUnfilled): string =>
  unfilledSentence({ ...need, reasons: need.reasons.map((reason) => ({ ...reason, people: [] })) }, language)

/** Shifts that are named at most; more would be a list of their own. */
const NAMED = 2

/** Where those are needed instead who could have come. */
function whereInstead({ t }: Locale, reasons: readonly DraftReason[], names: PlanNames) {
  const slots = [...new Set(reasons.flatMap(({ slots = [] }) => slots))].flatMap((id) => names.slot(id) ?? [])
  if (slots.length === 0) return nothing
  const shown = slots.slice(0, NAMED).map(({ words }) => words)
  return html`<span class="small muted line">${t.roster.planning.neededAt(shown.join(t.roster.planning.listed))}</span>`
}
