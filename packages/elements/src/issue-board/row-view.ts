import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { columnOf } from '@wangge/core/issue'
import type { IssueRow } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { deadlineChip, toneOf } from './deadline-view.ts'
import type { Desk } from './desk.ts'
import { unpublishedChip } from './publication-view.ts'

export interface RowOptions {
  isSelected: boolean
  /** It is the one that is open beside. */
  isOpen: boolean
  /** Tab goes to it. */
  isCurrent: boolean
  select: (id: string, on: boolean) => void
}

const STATE_TONE = { waiting: 'wait', working: '', checking: '', done: 'plain' }

export const stateChip = ({ t }: Locale, { state }: Pick<IssueRow, 'state'>): TemplateResult =>
  html`<span class="chip ${STATE_TONE[columnOf(state)]}">${t.board.states[state]}</span>`

/** Only what is out of the ordinary is said. */
export const severityChip = ({ t }: Locale, { severity = 'general' }: Pick<IssueRow, 'severity'>) =>
  severity === 'general' || severity === 'simple'
    ? nothing
    : html`<span class="chip ${severity === 'prominent' ? 'wait' : 'bad'}">${t.board.severities[severity]}</span>`

/** A line of the list, or a card of a column: a box to select it, and a button that opens it. */
export function rowView(desk: Desk, row: IssueRow, { isSelected, isOpen, isCurrent, select }: RowOptions): TemplateResult {
  const { locale, now } = desk
  const { t, number } = locale
  const { id, description, gridPath, placeText, photos, duplicates, holder, createdAt } = row
  const what = `${desk.categoryOf(row)} ${description.slice(0, 40)}`
  const place = [desk.placeOf(gridPath), placeText].filter(Boolean).join(' ')
  const steps = desk.stepsOf(id)
  const isRefused = steps.some(({ state }) => state === 'refused')
  return html`<div class="row ${toneOf(row, now)} ${isOpen ? 'open' : ''} ${isSelected ? 'selected' : ''}" part="row">
    <label class="pick">
      <input
        type="checkbox"
        tabindex=${isCurrent ? 0 : -1}
        aria-label=${t.board.select(what)}
        .checked=${isSelected}
        @change=${(event: Event) => select(id, (event.target as HTMLInputElement).checked)}
      />
    </label>
    <button
      type="button"
      class="what"
      data-issue=${id}
      tabindex=${isCurrent ? 0 : -1}
      aria-current=${ariaBool(isOpen)}
      @click=${() => desk.open(id)}
    >
      <span class="line">
        <b>${desk.categoryOf(row)}</b>
        <span class="tags">
          ${severityChip(locale, row)} ${stateChip(locale, row)} ${deadlineChip(locale, row, now)} ${unpublishedChip(locale, row)}
          ${
            steps.length > 0
              ? html`<span class="chip ${isRefused ? 'bad' : 'wait'}">
                  ${isRefused ? icons.alert() : icons.offline()}${isRefused ? t.board.notTaken : t.board.pending}
                </span>`
              : nothing
          }
        </span>
      </span>
      <span class="words">${description}</span>
      <span class="meta small muted">
        <span>${icons.place()}${place}</span>
        ${holder ? html`<span>${icons.person()}${desk.holderOf(holder)}</span>` : nothing}
        <span>${icons.calendar()}${locale.dateTime(createdAt)}</span>
        ${photos > 0 ? html`<span aria-label=${t.board.photos(number(photos))}>${icons.camera()}${number(photos)}</span>` : nothing}
        ${duplicates.length > 0 ? html`<span>${t.board.merged(number(duplicates.length))}</span>` : nothing}
      </span>
    </button>
  </div>`
}
