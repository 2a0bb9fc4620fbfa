import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ifDefined } from 'lit/directives/if-defined.js'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { ariaBool } from './aria.ts'
import type { Locale } from './locale.ts'

/** What is wrong, by the id of the control it is wrong in, in the form's order. */
export type FieldErrors = ReadonlyMap<string, string>

export interface FieldOptions {
  /** Id of the control; hint and error are named after it. */
  id: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Whether the label says that it may be left out. */
  optional?: boolean
}

/** For `aria-describedby`: the hint and the error that belong to a control. */
export const describedBy = ({ id, hint, error }: FieldOptions): string | typeof nothing =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || nothing

const below = ({ id, hint, error }: FieldOptions) => html`
  ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
`

const caption = ({ t }: Locale, { label, optional }: FieldOptions) =>
  html`${label}${optional ? html`<span class="optional">${t.optional}</span>` : nothing}`

/** Label above, then hint and error, then the control. */
export const field = (locale: Locale, options: FieldOptions, control: unknown): TemplateResult =>
  html`<div class="field">
    <label for=${options.id}>${caption(locale, options)}</label>
    ${below(options)} ${control}
  </div>`

/** The same for several controls that are one question. */
export const fieldGroup = (locale: Locale, options: FieldOptions, controls: unknown): TemplateResult =>
  html`<fieldset class="field" id=${options.id} tabindex="-1" aria-describedby=${describedBy(options)}>
    <legend>${caption(locale, options)}</legend>
    ${below(options)} ${controls}
  </fieldset>`

export interface TextFieldOptions extends FieldOptions {
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'datetime-local' | 'date' | 'time'
  autocomplete?: 'name' | 'off'
  inputmode?: 'text' | 'decimal' | 'numeric'
  autocapitalize?: 'characters'
  maxLength?: number
}

export const textField = (locale: Locale, options: TextFieldOptions): TemplateResult =>
  field(
    locale,
    options,
    html`<input
      id=${options.id}
      type=${options.type ?? 'text'}
      autocomplete=${options.autocomplete ?? 'off'}
      inputmode=${options.inputmode ?? 'text'}
      autocapitalize=${options.autocapitalize ?? 'on'}
      maxlength=${ifDefined(options.maxLength)}
      aria-required=${ariaBool(!options.optional)}
      aria-invalid=${ariaBool(options.error !== undefined)}
      aria-describedby=${describedBy(options)}
      .value=${live(options.value)}
      @input=${(event: InputEvent) => options.onInput((event.target as HTMLInputElement).value)}
    />`,
  )

export interface TextAreaOptions extends TextFieldOptions {
  maxLength: number
}

export const textArea = (locale: Locale, options: TextAreaOptions): TemplateResult =>
  field(
    locale,
    options,
    html`<textarea
      id=${options.id}
      rows="4"
      maxlength=${options.maxLength}
      aria-required=${ariaBool(!options.optional)}
      aria-invalid=${ariaBool(options.error !== undefined)}
      aria-describedby=${describedBy(options)}
      .value=${live(options.value)}
      @input=${(event: InputEvent) => options.onInput((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  )

export interface Choice {
  value: string
  label: string
}

export interface SelectFieldOptions extends FieldOptions {
  value: string
  choices: readonly Choice[]
  /** Shown while nothing is chosen. */
  placeholder: string
  disabled?: boolean
  /** Wrong, where another place says why. */
  invalid?: boolean
  onChange: (value: string) => void
}

export const selectField = (locale: Locale, options: SelectFieldOptions): TemplateResult =>
  field(
    locale,
    options,
    html`<select
      id=${options.id}
      ?disabled=${options.disabled ?? false}
      aria-required=${ariaBool(!options.optional)}
      aria-invalid=${ariaBool(options.invalid ?? options.error !== undefined)}
      aria-describedby=${describedBy(options)}
      @change=${(event: Event) => options.onChange((event.target as HTMLSelectElement).value)}
    >
      <option value="" ?selected=${options.value === ''}>${options.placeholder}</option>
      ${repeat(
        options.choices,
        // What was chosen goes with its choice: it never passes to the one that comes in its place.
        ({ value }) => value,
        ({ value, label }) => html`<option value=${value} ?selected=${value === options.value}>${label}</option>`,
      )}
    </select>`,
  )

export interface ChoiceFieldOptions extends FieldOptions {
  choices: readonly Choice[]
  values: readonly string[]
  /** Several may be chosen. */
  several?: boolean
  onChange: (values: string[]) => void
}

/** Chips: radios or checkboxes underneath, so that keys and announcements are the browser's own. */
export const choiceField = (locale: Locale, options: ChoiceFieldOptions): TemplateResult => {
  const toggle = (value: string, on: boolean) => {
    if (!options.several) return options.onChange([value])
    options.onChange(on ? [...options.values, value] : options.values.filter((other) => other !== value))
  }
  return fieldGroup(
    locale,
    options,
    html`<div class="choices">
      ${options.choices.map(
        ({ value, label }) =>
          html`<label class="choice">
            <input
              class="over"
              type=${options.several ? 'checkbox' : 'radio'}
              name=${options.id}
              value=${value}
              aria-invalid=${ariaBool(options.error !== undefined)}
              .checked=${live(options.values.includes(value))}
              @change=${(event: Event) => toggle(value, (event.target as HTMLInputElement).checked)}
            />
            <span>${label}</span>
          </label>`,
      )}
    </div>`,
  )
}

/** What is to be mended, at the top of the form; takes the focus after a failed submit and leads to each control. */
export const errorSummary = ({ t }: Locale, errors: FieldErrors, goTo: (id: string) => void): unknown =>
  errors.size === 0
    ? nothing
    : html`<div class="summary" id="summary" role="alert" tabindex="-1">
        <strong>${t.errorSummary(errors.size)}</strong>
        <ul>
          ${[...errors].map(([id, message]) => html`<li><button type="button" @click=${() => goTo(id)}>${message}</button></li>`)}
        </ul>
      </div>`

/** Focuses a control, or the first control of a group. */
export function focusField(root: ParentNode, id: string): void {
  const target = root.querySelector<HTMLElement>(`#${CSS.escape(id)}`)
  const control = target?.matches('fieldset') ? target.querySelector<HTMLElement>('input, select, button, wg-grid-tree') : target
  ;(control ?? target)?.focus()
}
