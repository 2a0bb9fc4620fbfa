import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { publication, REPORT_PARTS } from '@wangge/core/issue'
import type { IssueRow, ReportPart, StaffIssue } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { choiceField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import type { Locale } from '../locale.ts'
import { partsThere, takesParts } from './action-draft.ts'
import type { ActionDraft, ActionSubject } from './action-draft.ts'
import type { BoardState } from './board-state.ts'
import type { Desk } from './desk.ts'

/** Shows what somebody has to look at before others see it; nothing where there is none, as in a district that publishes nothing. */
export function unpublishedToggle(
  { locale, counts }: Desk,
  { unpublished }: BoardState,
  change: (change: Partial<BoardState>) => void,
): TemplateResult | typeof nothing {
  const waiting = counts.toPublish
  if (waiting === 0 && !unpublished) return nothing
  return html`<button
    type="button"
    class="toggle"
    id="unpublished"
    aria-pressed=${ariaBool(unpublished)}
    @click=${() => change({ unpublished: !unpublished })}
  >
    ${locale.t.board.unpublished(locale.number(waiting))}
  </button>`
}

export const unpublishedChip = ({ t }: Locale, { toPublish }: Pick<IssueRow, 'toPublish'>) =>
  toPublish ? html`<span class="chip wait">${t.board.toPublish}</span>` : nothing

/** How the words and the photos stand; nothing of an issue of which nothing is ever published. */
export function publicationFact(
  { locale }: Desk,
  issue: StaffIssue,
  fact: (term: string, words: unknown) => TemplateResult,
): TemplateResult | typeof nothing {
  const { board, colon } = locale.t
  const standing = publication(issue)
  const told = REPORT_PARTS.filter((part) => standing[part] !== 'never')
  if (told.length === 0) return nothing
  return fact(board.publication, told.map((part) => `${board.parts[part]}${colon}${board.standings[standing[part]]}`).join(' · '))
}

export interface PartsFieldOptions {
  draft: ActionDraft
  subject: ActionSubject
  errors: FieldErrors
  write: (parts: readonly ReportPart[]) => void
}

/**
 * What of one report is published or withheld, where there is something to choose. Of many what is published is chosen for all,
 * their words or their photos with them; withheld is all.
 */
export function partsField(
  locale: Locale,
  { draft, subject, errors, write }: PartsFieldOptions,
): TemplateResult | typeof nothing {
  const { board } = locale.t
  const { publication: standing } = subject
  if (!takesParts(draft.action)) return nothing
  if (!standing) return draft.action === 'publish' ? partsOfMany(locale, { draft, errors, write }) : nothing
  if (partsThere(standing).length < 2) return nothing
  return choiceField(locale, {
    id: 'parts',
    label: board.whichParts,
    error: errors.get('parts'),
    several: true,
    choices: REPORT_PARTS.map((part) => ({ value: part, label: `${board.parts[part]} (${board.standings[standing[part]]})` })),
    values: draft.parts,
    onChange: (parts) => write(REPORT_PARTS.filter((part) => parts.includes(part))),
  })
}

function partsOfMany(locale: Locale, { draft, errors, write }: Omit<PartsFieldOptions, 'subject'>): TemplateResult {
  const { board } = locale.t
  return choiceField(locale, {
    id: 'parts',
    label: board.whichParts,
    hint: board.ofManyHint,
    error: errors.get('parts'),
    choices: Object.entries(board.ofMany).map(([value, label]) => ({ value, label })),
    values: draft.parts.length === 0 ? [] : [draft.parts.includes('photos') ? 'both' : 'words'],
    onChange: ([chosen]) => write(chosen === 'both' ? REPORT_PARTS : ['words']),
  })
}
