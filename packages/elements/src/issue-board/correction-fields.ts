import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { isReportable } from '@wangge/core/issue'
import type { FiledAs, Severity } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { describedBy, field } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import type { ActionDraft } from './action-draft.ts'
import type { FormOptions } from './action-form.ts'
import type { Desk } from './desk.ts'

const SEVERITIES: readonly Severity[] = ['simple', 'general', 'prominent', 'major', 'emergency']

/** The conditions above have a category and a severity, too. */
const CONTROLS = { categoryId: 'correct-category', severity: 'correct-severity' } as const

export interface CorrectionFieldsOptions {
  draft: ActionDraft
  options: FormOptions
  errors: FieldErrors
  write: (change: Partial<ActionDraft>) => void
}

/** As what the issue should have been reported: its category, how grave it is, or both. */
export function correctionFields(desk: Desk, { draft, options, errors, write }: CorrectionFieldsOptions): TemplateResult {
  const { locale } = desk
  const { board } = locale.t
  const { categories = [] } = options
  const choice = (value: string, label: string, chosen: string) =>
    html`<option value=${value} ?selected=${value === chosen}>${label}</option>`
  const select = (of: 'categoryId' | 'severity', label: string, choices: unknown) => {
    const id = CONTROLS[of]
    const error = errors.get(id)
    const told = { id, label, error, optional: true, hint: of === 'categoryId' ? board.correctHint : undefined }
    return field(
      locale,
      told,
      html`<select
        id=${id}
        aria-invalid=${ariaBool(error !== undefined)}
        aria-describedby=${describedBy(told)}
        @change=${(event: Event) => write({ [of]: (event.target as HTMLSelectElement).value })}
      >
        ${choice('', board.asItIs, draft[of])} ${choices}
      </select>`,
    )
  }
  const groups = categories.filter(({ parentId }) => parentId === undefined)
  return html`${select(
    'categoryId',
    board.category,
    groups.map(
      ({ id, name }) =>
        html`<optgroup label=${locale.text(name)}>
          ${categories
            .filter((one) => one.parentId === id && isReportable(one))
            .map((one) => choice(one.id, locale.text(one.name), draft.categoryId))}
        </optgroup>`,
    ),
  )}
  ${select(
    'severity',
    board.severity,
    SEVERITIES.map((one) => choice(one, board.severities[one], draft.severity)),
  )}`
}

/** What has been corrected, in words: what it was, and what it is. */
export function correctionWords(desk: Desk, { was, now }: { was: FiledAs; now: FiledAs }): string[] {
  const { board } = desk.locale.t
  const severity = (filed: FiledAs) => board.severities[filed.severity ?? 'general']
  return [
    ...(was.categoryId === now.categoryId ? [] : [`${desk.categoryOf(was)} → ${desk.categoryOf(now)}`]),
    ...(severity(was) === severity(now) ? [] : [`${severity(was)} → ${severity(now)}`]),
  ]
}
