import { html, nothing } from 'lit'
import type { PlanJob } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

const TONES = { queued: 'plain', running: 'plain', done: 'wait', cancelled: 'plain', failed: 'bad', published: 'ok' } as const

/** Plans that were made for the same days before, to be looked at again. */
export function planHistory(locale: Locale, jobs: readonly PlanJob[], open: (planId: string) => void): unknown {
  const { t, dateTime, number } = locale
  const words = t.roster.planning
  if (jobs.length === 0) return nothing
  return html`<details class="history">
    <summary>${words.history} <span class="chip plain">${number(jobs.length)}</span></summary>
    <ul class="rows">
      ${jobs.map(
        ({ id, createdAt, state, summary }) =>
          html`<li>
            <div class="who">
              <b>${dateTime(createdAt)}</b> <span class="chip ${TONES[state]}">${words.states[state]}</span>
              ${summary ? html`<span class="small muted line">${words.filledOf(number(summary.assigned), number(summary.assigned + summary.missing))}</span>` : nothing}
            </div>
            <button type="button" class="button" aria-label=${words.openLabel(dateTime(createdAt))} @click=${() => open(id)}>
              ${words.open}
            </button>
          </li>`,
      )}
    </ul>
  </details>`
}
