import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { consentField, errorSummary, textField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { refusalWords } from '../refusal.ts'

/** What the person has filled in. */
export interface SignUpDraft {
  name: string
  staffNumber: string
  consent: boolean
}

export interface SignUpFormOptions {
  draft: SignUpDraft
  errors: FieldErrors
  /** The rule's no. */
  refusal: { reason: string; detail?: Record<string, unknown> } | undefined
  busy: boolean
  /** Whether a seat is free; else one queues up. */
  hasSeat: boolean
  /** What one signs up for. */
  summary: TemplateResult
  change: (patch: Partial<SignUpDraft>) => void
  submit: (event: SubmitEvent) => void
  back: () => void
  goTo: (fieldId: string) => void
}

export function signUpForm(locale: Locale, options: SignUpFormOptions): TemplateResult {
  const { t } = locale
  const { draft, errors, refusal, busy, hasSeat, summary, change } = options
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
    ${errorSummary(locale, errors, options.goTo)}
    ${textField(locale, {
      id: 'name',
      label: t.signup.name,
      error: errors.get('name'),
      value: draft.name,
      autocomplete: 'name',
      onInput: (name) => change({ name }),
    })}
    ${textField(locale, {
      id: 'staffNumber',
      label: t.signup.staffNumber,
      hint: t.signup.staffNumberHint,
      error: errors.get('staffNumber'),
      value: draft.staffNumber,
      onInput: (staffNumber) => change({ staffNumber }),
    })}
    ${consentField({
      id: 'consent',
      label: t.signup.consentTitle,
      text: t.signup.consent,
      error: errors.get('consent'),
      checked: draft.consent,
      onChange: (consent) => change({ consent }),
    })}
    <div class="actions">
      <button type="submit" class="button primary" ?disabled=${busy}>
        ${busy ? t.signup.sending : hasSeat ? t.signup.send : t.signup.queueUp}
      </button>
    </div>
  </form>`
}
