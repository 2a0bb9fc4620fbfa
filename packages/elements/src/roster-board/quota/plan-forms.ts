import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StepFields, ExemptionFields } from './quota-fields.ts'
import { choiceField, describedBy, field, textField } from '../../form-fields.ts'
import type { FieldErrors } from '../../form-fields.ts'
import { ariaBool } from '../../aria.ts'
import { live } from 'lit/directives/live.js'
import type { Locale } from '../../locale.ts'

const KINDS = ['twoNew', 'courtyard', 'agency', 'other'] as const
const BASES = ['declared', 'memberships'] as const
const WITHOUT = ['none', 'holidays', 'daysOff'] as const

interface FormOptions<Fields> {
  fields: Fields
  errors: FieldErrors
  on: { change(changed: Partial<Fields>): void; submit(): void }
}

/** Another share from a day on. */
export function stepForm(locale: Locale, { fields, errors, on }: FormOptions<StepFields>): TemplateResult {
  const words = locale.t.roster.quotaPlan
  return form(
    on.submit,
    html`<h4>${words.newStep}</h4>
      <div class="quota-fields">
        ${dayField(locale, { id: 'step-from', label: words.from, value: fields.from, errors }, (from) => on.change({ from }))}
        ${textField(locale, {
          id: 'step-percent',
          label: words.percent,
          hint: words.percentHint,
          error: errors.get('step-percent'),
          value: fields.percent,
          inputmode: 'decimal',
          onInput: (percent) => on.change({ percent }),
        })}
      </div>
      ${choiceField(locale, {
        id: 'step-kinds',
        label: words.forKinds,
        error: errors.get('step-kinds'),
        choices: KINDS.map((value) => ({ value, label: words.kinds[value]! })),
        values: fields.kinds,
        several: true,
        onChange: (kinds) => on.change({ kinds: KINDS.filter((kind) => kinds.includes(kind)) }),
      })}
      ${choiceField(locale, {
        id: 'step-basis',
        label: words.basis,
        hint: words.basisHint,
        choices: BASES.map((value) => ({ value, label: words.bases[value] })),
        values: [fields.basis],
        onChange: ([chosen]) => on.change({ basis: BASES.find((basis) => basis === chosen)! }),
      })}
      ${choiceField(locale, {
        id: 'step-without',
        label: words.without,
        choices: WITHOUT.map((value) => ({ value, label: words.daysWithout[value] })),
        values: [fields.without],
        onChange: ([chosen]) => on.change({ without: WITHOUT.find((without) => without === chosen)! }),
      })}
      <div class="actions"><button type="submit" id="step-add" class="button">${words.addStep}</button></div>`,
  )
}

/** An organisation that is not called for some days. */
export function exemptionForm(
  locale: Locale,
  { fields, errors, names, on }: FormOptions<ExemptionFields> & { names: readonly string[] },
): TemplateResult {
  const words = locale.t.roster.quotaPlan
  const error = errors.get('exempt-org')
  const about = { id: 'exempt-org', label: words.organisation, hint: words.organisationHint, error }
  return form(
    on.submit,
    html`<h4>${words.newExemption}</h4>
      ${field(
        locale,
        about,
        html`<input
            id="exempt-org"
            type="text"
            list="exempt-names"
            autocomplete="off"
            aria-required="true"
            aria-invalid=${ariaBool(error !== undefined)}
            aria-describedby=${describedBy(about)}
            .value=${live(fields.organisation)}
            @input=${(event: InputEvent) => on.change({ organisation: (event.target as HTMLInputElement).value })}
          /><datalist id="exempt-names">${names.map((name) => html`<option value=${name}></option>`)}</datalist>`,
      )}
      <div class="quota-fields">
        ${dayField(locale, { id: 'exempt-from', label: words.from, value: fields.from, errors }, (from) => on.change({ from }))}
        ${dayField(
          locale,
          { id: 'exempt-last', label: words.last, hint: words.lastHint, value: fields.last, errors, optional: true },
          (last) => on.change({ last }),
        )}
      </div>
      <div class="actions"><button type="submit" id="exempt-add" class="button">${words.addExemption}</button></div>`,
  )
}

const form = (submit: () => void, fields: TemplateResult): TemplateResult =>
  html`<form
    class="quota-form"
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      submit()
    }}
  >
    ${fields}
  </form>`

const dayField = (
  locale: Locale,
  { errors, ...options }: { id: string; label: string; value: string; errors: FieldErrors; hint?: string; optional?: boolean },
  onInput: (day: string) => void,
): TemplateResult => textField(locale, { ...options, error: errors.get(options.id), type: 'date', onInput })
