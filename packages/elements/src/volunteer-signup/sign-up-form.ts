import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { errorSummary } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { refusalWords } from '../refusal.ts'

export interface SignUpFormOptions {
  errors: FieldErrors
  /** The rule's no. */
  refusal: { reason: string; detail?: Record<string, unknown> } | undefined
  busy: boolean
  /** Whether there is somebody to sign up. */
  hasPerson: boolean
  /** Whether a seat is free; else one queues up. */
  hasSeat: boolean
  /** What one signs up for. */
  summary: TemplateResult
  /** In whose name. */
  person: TemplateResult
  /** What one comes as. */
  role: unknown
  /** What one agrees to. */
  statement: TemplateResult
  submit: (event: SubmitEvent) => void
  back: () => void
  goTo: (fieldId: string) => void
}

/** Nothing to fill in: who signs up is the host's word. Without anybody there is nothing to agree to and to send either. */
export function signUpForm(locale: Locale, options: SignUpFormOptions): TemplateResult {
  const { t } = locale
  const { errors, refusal, busy, hasPerson, hasSeat, summary, person, role, statement } = options
  const words = refusal && refusalWords(locale, refusal.reason, refusal.detail)
  return html`<form part="form" novalidate aria-labelledby="form-title" @submit=${options.submit}>
    <div>
      <button type="button" class="button quiet back" @click=${options.back}>${icons.back()}${t.signup.back}</button>
      <h3 id="form-title" class="hidden-visually" tabindex="-1">${t.signup.choose}</h3>
    </div>
    ${summary}
    ${
      words
        ? html`<div id="refusal" role="alert" tabindex="-1">${notice('bad', words.title, html`<p>${words.hint}</p>`)}</div>`
        : nothing
    }
    ${errorSummary(locale, errors, options.goTo)} ${person}
    ${
      hasPerson
        ? html`${role} ${statement}
            <div class="actions">
              <button type="submit" class="button primary" ?disabled=${busy}>
                ${busy ? t.signup.sending : hasSeat ? t.signup.send : t.signup.queueUp}
              </button>
            </div>`
        : nothing
    }
  </form>`
}
