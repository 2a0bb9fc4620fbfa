import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { QuotaPlan } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { addDays } from '../week/week-view.ts'
import { percentOf } from './percent-of.ts'

type Exemption = QuotaPlan['exempt'][number]

export interface PlanListsOptions {
  plan: QuotaPlan
  today: string
  nameOf: (orgId: string) => string
  on: {
    dropStep(from: string): void
    resume(exemption: Exemption): void
    dropExemption(exemption: Exemption): void
  }
}

/** A plan as it stands: the share that is in force and those to come, and who is exempt. */
export function planLists(locale: Locale, { plan, today, nameOf, on }: PlanListsOptions): TemplateResult {
  const words = locale.t.roster.quotaPlan
  const { steps } = plan
  const holding = steps.filter(({ from }) => from <= today).at(-1)
  const shown = steps.filter(({ from }) => from >= (holding?.from ?? ''))
  const earlier = steps.length - shown.length
  const lasting = plan.exempt.filter(({ to }) => to === undefined || to > today)
  return html`<h4>${words.steps}</h4>
    <ul class="rows">
      ${shown.map(
        ({ from, ratio, ...how }) =>
          html`<li data-step=${from}>
            <div class="who">
              <b>${words.step(from, percentOf(locale, ratio))}</b>
              <span class="chip ${from <= today ? 'ok' : 'wait'}">${from <= today ? words.holds : words.later}</span>
              <span class="small muted line">${words.howOf(how)}</span>
            </div>
            ${
              from > today
                ? html`<button type="button" class="button" aria-label=${words.dropStep(from)} @click=${() => on.dropStep(from)}>
                    ${words.drop}
                  </button>`
                : nothing
            }
          </li>`,
      )}
    </ul>
    ${earlier > 0 ? html`<p class="small muted">${words.earlier(locale.number(earlier))}</p>` : nothing}
    <h4>${words.exemptions}</h4>
    ${
      lasting.length === 0
        ? html`<p class="muted">${words.noExemptions}</p>`
        : html`<ul class="rows">
            ${lasting.map((one) => exemption(locale, one, { today, nameOf, on }))}
          </ul>`
    }`
}

function exemption(
  { t }: Locale,
  one: Exemption,
  { today, nameOf, on }: Pick<PlanListsOptions, 'today' | 'nameOf' | 'on'>,
): TemplateResult {
  const words = t.roster.quotaPlan
  const { orgId, from, to } = one
  const name = nameOf(orgId)
  const hasBegun = from < today
  return html`<li data-exempt=${orgId}>
    <div class="who"><b>${name}</b> <span class="small muted line">${spanWords(words, from, to)}</span></div>
    <button
      type="button"
      class="button"
      aria-label=${hasBegun ? words.resumeLabel(name) : words.dropExemption(name)}
      @click=${() => (hasBegun ? on.resume(one) : on.dropExemption(one))}
    >
      ${hasBegun ? words.resume : words.drop}
    </button>
  </li>`
}

/** Kept with the first day after it, told with the last day of it. */
export const spanWords = (words: Locale['t']['roster']['quotaPlan'], from: string, to: string | undefined): string =>
  to === undefined ? words.open(from) : words.until(from, addDays(to, -1))
