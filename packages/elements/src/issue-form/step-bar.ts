import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../locale.ts'

/** The parts of the form, in their order; on a phone one at a time. */
export const STEPS = ['what', 'where', 'photos', 'send'] as const
export type FormStep = (typeof STEPS)[number]

/** Which control belongs to which part. */
export function stepOf(controlId: string): FormStep {
  if (controlId === 'photos') return 'photos'
  if (controlId === 'consent') return 'send'
  return ['place', 'placeText', 'address'].includes(controlId) ? 'where' : 'what'
}

/** On a phone: which part this is, of how many. */
export function stepBar({ t, number }: Locale, step: FormStep): TemplateResult {
  const at = STEPS.indexOf(step)
  return html`<div class="step-bar">
    <p id="step-title" tabindex="-1">
      <b>${t.issue.steps[step]}</b> <span class="small muted">${t.issue.stepOf(number(at + 1), number(STEPS.length))}</span>
    </p>
    <div class="step-dots" aria-hidden="true">${STEPS.map((_, one) => html`<i class=${one <= at ? 'done' : ''}></i>`)}</div>
  </div>`
}

export interface StepActionsOptions {
  step: FormStep
  busy: boolean
  go: (step: FormStep) => void
  next: () => void
}

/** Back and on, where there is such a part; sending only from the last. */
export function stepActions({ t }: Locale, { step, busy, go, next }: StepActionsOptions): TemplateResult {
  const at = STEPS.indexOf(step)
  const before = STEPS[at - 1]
  return html`<div class="actions step-actions">
    ${before ? html`<button type="button" class="button" @click=${() => go(before)}>${t.issue.back}</button>` : ''}
    ${at < STEPS.length - 1 ? html`<button type="button" class="button primary" @click=${next}>${t.issue.next}</button>` : ''}
    <button type="submit" class="button primary ${at < STEPS.length - 1 ? 'when-wide' : ''}" ?disabled=${busy}>
      ${busy ? t.issue.sending : t.issue.send}
    </button>
  </div>`
}
