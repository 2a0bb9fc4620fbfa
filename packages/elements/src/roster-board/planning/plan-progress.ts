import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PlanJob } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { gapWords } from './gap-words.ts'

export interface PlanProgressOptions {
  job: PlanJob
  busy: boolean
  on: {
    /** With what there is as the draft, or without one. */
    end(keep: boolean): void
  }
}

/** A plan that is being made: how good it is so far, how much better it could still get, and a way to end it. */
export function planProgress(locale: Locale, { job, busy, on }: PlanProgressOptions): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const { state, progress } = job
  return html`<section class="plan-run" aria-labelledby="run-title">
    <h3 id="run-title" tabindex="-1">${state === 'queued' ? words.queued : words.running}</h3>
    ${progress ? nearness(locale, progress.gap) : html`<p class="muted">${words.noneYet}</p>`}
    ${
      progress
        ? html`<p class="run-missing">
            <span class="chip ${progress.missing === 0 ? 'ok' : 'wait'}"
              >${progress.missing === 0 ? words.soFarFull : words.soFar(number(progress.missing))}</span
            >
            <span class="small muted"
              >${words.rounds(number(progress.iteration))} ·
              ${words.elapsed(number(Math.round(progress.elapsedMs / 1_000)))}</span
            >
          </p>`
        : nothing
    }
    <div class="actions">
      ${
        progress
          ? html`<button type="button" class="button primary" id="plan-stop" ?disabled=${busy} @click=${() => on.end(true)}>
              ${words.stop}
            </button>`
          : nothing
      }
      <button type="button" class="button" id="plan-cancel" ?disabled=${busy} @click=${() => on.end(false)}>
        ${words.cancel}
      </button>
    </div>
  </section>`
}

/** Full where nothing better can be; a gap of one half and more is an empty one. */
export const nearnessShare = (gap: number): number => Math.max(0, 1 - Math.min(1, gap * 2))

function nearness(locale: Locale, gap: number) {
  const words = locale.t.roster.planning
  const share = Math.round(nearnessShare(gap) * 100)
  return html`<div class="nearness">
    <svg
      class="quota-share ${gap <= 0 ? 'full' : ''}"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="progressbar"
      aria-label=${words.gapMeter}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${share}
      aria-valuetext=${gapWords(locale, gap)}
    >
      <rect class="ground" width="100" height="6" rx="3"></rect>
      <rect class="share" width=${share} height="6" rx="3"></rect>
    </svg>
    <p><b>${gapWords(locale, gap)}</b></p>
  </div>`
}
