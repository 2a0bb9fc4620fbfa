import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { CancelReason, PostKind } from '@wangge/core/roster/schema'
import { choiceField, textField } from '../../form-fields.ts'
import type { FieldErrors } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'

const KINDS: readonly PostKind[] = ['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint']
const REASONS: readonly CancelReason[] = ['weather', 'holiday', 'other']

export interface CallOffFields {
  /** By the district's clocks, as a field holds them. */
  from: string
  to: string
  kinds: readonly PostKind[]
  reason: CancelReason
}

export interface CallOffFormOptions {
  fields: CallOffFields
  errors: FieldErrors
  /** Head where it is one shift only, whose time is not asked for. */
  only: string | undefined
  /** How many shifts and sign-ups it would end. */
  effect: { shifts: number; people: number }
  busy: boolean
  refusal: unknown
  on: {
    change(changed: Partial<CallOffFields>): void
    send(): void
    close(): void
  }
}

/** What is to be called off, why, and how many it concerns before it is done. */
export function callOffForm(
  locale: Locale,
  { fields, errors, only, effect, busy, refusal, on }: CallOffFormOptions,
): TemplateResult {
  const { t, number } = locale
  const words = t.roster.callOff
  const { shifts, people } = effect
  return html`<form
    class="call-off"
    part="call-off"
    aria-labelledby="call-off-title"
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      on.send()
    }}
  >
    <h3 id="call-off-title" tabindex="-1">${only ?? words.title}</h3>
    ${only === undefined ? span(locale, { fields, errors, on }) : nothing}
    ${choiceField(locale, {
      id: 'call-off-reason',
      label: words.reason,
      choices: REASONS.map((value) => ({ value, label: words.reasons[value] })),
      values: [fields.reason],
      onChange: ([reason]) => on.change({ reason: reason as CancelReason }),
    })}
    <div id="call-off-effect" role="status">
      <p><b>${shifts === 0 ? words.nothing : words.effect(number(shifts), number(people))}</b></p>
      <p class="small muted">${words.final}</p>
    </div>
    ${refusal}
    <div class="actions">
      <button type="submit" id="call-off-send" class="button danger" ?disabled=${busy || shifts === 0}>
        ${only === undefined ? words.send(number(shifts)) : words.sendOne}
      </button>
      <button type="button" class="button" ?disabled=${busy} @click=${() => on.close()}>${words.back}</button>
    </div>
  </form>`
}

function span(locale: Locale, { fields, errors, on }: Pick<CallOffFormOptions, 'fields' | 'errors' | 'on'>): TemplateResult {
  const { t } = locale
  const words = t.roster.callOff
  return html`<p class="muted">${words.hint}</p>
    <div class="call-off-times">
      ${(['from', 'to'] as const).map((end) =>
        textField(locale, {
          id: `call-off-${end}`,
          label: words[end],
          error: errors.get(`call-off-${end}`),
          value: fields[end],
          type: 'datetime-local',
          onInput: (value) => on.change({ [end]: value }),
        }),
      )}
    </div>
    ${choiceField(locale, {
      id: 'call-off-kinds',
      label: words.kinds,
      hint: words.kindsHint,
      choices: KINDS.map((value) => ({ value, label: t.signup.kinds[value] })),
      values: fields.kinds,
      several: true,
      onChange: (kinds) => on.change({ kinds: KINDS.filter((kind) => kinds.includes(kind)) }),
    })}`
}
