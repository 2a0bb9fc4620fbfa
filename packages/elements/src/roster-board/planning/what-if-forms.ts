import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { selectField, textField } from '../../form-fields.ts'
import type { Choice } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'

export interface IllFields {
  personId: string
  from: string
  to: string
}

export interface PostFields {
  name: string
  /** Local date; empty for every day of the week. */
  date: string
  /** `HH:MM` */
  from: string
  to: string
  need: string
}

export interface WhatIfFormOptions<Fields> {
  fields: Fields
  /** By name of the field. */
  errors: Readonly<Partial<Record<keyof Fields, string>>>
  busy: boolean
  days: readonly Choice[]
  change(fields: Fields): void
  submit(): void
}

const sending = (submit: () => void) => (event: SubmitEvent) => {
  event.preventDefault()
  submit()
}

/** Who might not come, and when. */
export function illForm(
  locale: Locale,
  { fields, errors, busy, days, people, change, submit }: WhatIfFormOptions<IllFields> & { people: readonly Choice[] },
): TemplateResult {
  const words = locale.t.roster.planning
  return html`<form class="what-if-form" novalidate aria-labelledby="ill-title" @submit=${sending(submit)}>
    <h4 id="ill-title">${words.ill}</h4>
    ${selectField(locale, {
      id: 'ill-who',
      label: words.illWho,
      value: fields.personId,
      error: errors.personId,
      placeholder: words.choosePerson,
      choices: people,
      onChange: (personId) => change({ ...fields, personId }),
    })}
    <div class="pair">
      ${selectField(locale, {
        id: 'ill-from',
        label: words.illFrom,
        value: fields.from,
        placeholder: days[0]?.label ?? '',
        choices: days.slice(1),
        onChange: (from) => change({ ...fields, from }),
      })}
      ${selectField(locale, {
        id: 'ill-to',
        label: words.illTo,
        value: fields.to,
        error: errors.to,
        placeholder: days.at(-1)?.label ?? '',
        choices: days.slice(0, -1),
        onChange: (to) => change({ ...fields, to }),
      })}
    </div>
    <div class="actions">
      <button type="submit" id="ill-add" class="button" ?disabled=${busy}>${words.illAdd}</button>
    </div>
  </form>`
}

/** A post more, and whom it needs when. */
export function postForm(
  locale: Locale,
  { fields, errors, busy, days, change, submit }: WhatIfFormOptions<PostFields>,
): TemplateResult {
  const words = locale.t.roster.planning
  const text = (id: string, name: 'name' | 'from' | 'to' | 'need', label: string, type?: 'time') =>
    textField(locale, {
      id,
      label,
      value: fields[name],
      error: errors[name],
      ...(type && { type }),
      ...(name === 'need' && { inputmode: 'numeric' as const }),
      onInput: (value) => change({ ...fields, [name]: value }),
    })
  return html`<form class="what-if-form" novalidate aria-labelledby="post-title" @submit=${sending(submit)}>
    <h4 id="post-title">${words.post}</h4>
    ${text('post-name', 'name', words.postName)}
    ${selectField(locale, {
      id: 'post-day',
      label: words.postDay,
      value: fields.date,
      placeholder: words.everyDay,
      choices: days,
      onChange: (date) => change({ ...fields, date }),
    })}
    <div class="pair">${text('post-from', 'from', words.postFrom, 'time')} ${text('post-to', 'to', words.postTo, 'time')}</div>
    ${text('post-need', 'need', words.postNeed)}
    <div class="actions">
      <button type="submit" id="post-add" class="button" ?disabled=${busy}>${words.illAdd}</button>
    </div>
  </form>`
}
