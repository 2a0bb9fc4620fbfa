import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { CancelReason, PostKind } from '@wangge/core/roster/schema'
import { choiceField, textField } from '../../form-fields.ts'
import type { FieldErrors } from '../../form-fields.ts'
import { notice } from '../../panels.ts'
import type { Counted } from './before-call-off.ts'
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
  /** How many shifts and sign-ups it would end, by the server's word; undefined where there is nothing to ask. */
  counted: Counted | undefined
  /** Why there is nothing to ask. */
  uncounted: string
  countAgain(): void
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
  { fields, errors, only, counted, uncounted, countAgain, busy, refusal, on }: CallOffFormOptions,
): TemplateResult {
  const { t, number } = locale
  const words = t.roster.callOff
  const shifts = counted?.preview?.slotIds.length ?? 0
  // A time that is wrong can be sent: the fields say why.
  const isNothing = counted || only !== undefined ? shifts === 0 : false
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
      ${effect(locale, { only, counted, uncounted, countAgain })}
      <p class="small muted">${words.final}</p>
    </div>
    ${refusal}
    <div class="actions">
      <button type="submit" id="call-off-send" class="button danger" ?disabled=${busy || isNothing}>
        ${only !== undefined ? words.sendOne : counted?.preview ? words.send(number(shifts)) : words.open}
      </button>
      <button type="button" class="button" ?disabled=${busy} @click=${() => on.close()}>${words.back}</button>
    </div>
  </form>`
}

type EffectOptions = Pick<CallOffFormOptions, 'only' | 'counted' | 'uncounted' | 'countAgain'>

/** What it would end, as far as that is known; nothing of it is guessed. */
function effect(locale: Locale, { only, counted, uncounted, countAgain }: EffectOptions) {
  const { t, number, day, time } = locale
  const words = t.roster.callOff
  if (!counted) return html`<p><b>${uncounted}</b></p>`
  const { preview, refusal, isCounting, failed } = counted
  if (isCounting) return html`<p class="muted">${words.counting}</p>`
  if (refusal)
    return notice(
      'bad',
      refusal.title,
      html`<p>${refusal.hint}</p>
        ${failed ? html`<button type="button" class="button" id="call-off-count" @click=${countAgain}>${t.retry}</button>` : nothing}`,
    )
  if (!preview?.span) return html`<p><b>${words.nothing}</b></p>`
  const { slotIds, span, signUps, seated, offered, waitlisted, invited, onDuty } = preview
  const at = (instant: string) => `${day(instant)} ${time(instant)}`
  return html`<p><b>${words.effect(number(slotIds.length), number(signUps))}</b></p>
    ${signUps > 0 ? html`<p>${words.signUps(number(seated + offered), number(waitlisted), number(invited))}</p>` : nothing}
    ${onDuty > 0 ? html`<p>${words.onDuty(number(onDuty))}</p>` : nothing}
    ${only === undefined ? html`<p>${words.span(at(span.from), at(span.to))}</p>` : nothing}
    <p>${words.heard}</p>`
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
