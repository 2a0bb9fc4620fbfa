import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PlanComparison, PlanJob } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { gapWords } from './gap-words.ts'
import { reachOf } from './publish-dialog.ts'

/** What became of it, in four figures. */
export function planSummary(locale: Locale, job: PlanJob, comparison: PlanComparison | undefined): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const { summary } = job
  if (!summary) return html``
  const { assigned, missing, gap } = summary
  return html`<dl class="plan-figures" part="plan-figures">
    <div>
      <dt>${words.filled}</dt>
      <dd>${words.filledOf(number(assigned), number(assigned + missing))}</dd>
    </div>
    <div class=${missing === 0 ? 'tone-ok' : 'tone-wait'}>
      <dt>${words.missing}</dt>
      <dd>${words.times(number(missing))}</dd>
    </div>
    ${
      comparison
        ? html`<div>
            <dt>${words.touched}</dt>
            <dd>${words.people(number(reachOf(comparison).people))}</dd>
          </div>`
        : nothing
    }
    <div class="wide">
      <dt>${words.quality}</dt>
      <dd class="words">
        ${gapWords(locale, gap)}${summary.ended === 'cancelled' ? html`<span class="small muted line">${words.keptEarly}</span>` : nothing}
      </dd>
    </div>
  </dl>`
}
