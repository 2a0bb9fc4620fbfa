import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { GivenConsent } from '@wangge/core/client'
import type { Statement, StatementList } from '@wangge/core/privacy/schema'
import { ariaBool } from './aria.ts'
import type { ResourceController } from './controllers/resource-controller.ts'
import type { Locale } from './locale.ts'
import { notice } from './panels.ts'

export interface StatementFieldOptions {
  statements: ResourceController<StatementList>
  purpose: 'volunteer-duty' | 'issue-report'
  /** Version the person has ticked; 0 for none. */
  agreed: number
  error: string | undefined
  onChange: (version: number) => void
}

export const statementOf = (list: StatementList | undefined, purpose: string): Statement | undefined =>
  list?.statements.find((statement) => statement.purpose === purpose)

/** To these words, in this version: a tick from before the words changed is none. */
export const givenConsent = (statement: Statement | undefined, agreed: number): GivenConsent =>
  statement && agreed === statement.version ? { version: statement.version } : false

/** The district's own words on what the data is for, and the tick under them; never together with another consent. */
export function statementField(locale: Locale, options: StatementFieldOptions): TemplateResult {
  const { t } = locale
  const { statements, purpose } = options
  const statement = statementOf(statements.data, purpose)
  return html`<section class="field consent" part="consent" aria-labelledby="consent-title">
    <h3 id="consent-title">${statement?.separate ? t.consent.separate : t.consent.title}</h3>
    ${statement ? agreement(locale, statement, options) : noStatement(locale, statements)}
  </section>`
}

function agreement({ t, language, number }: Locale, statement: Statement, { agreed, error, onChange }: StatementFieldOptions) {
  const { version, retentionDays, separate } = statement
  return html`<div class="statement" id="consent-statement">
      ${separate ? html`<p class="small muted">${t.consent.separateHint}</p>` : nothing}
      <p>${statement[language]}</p>
      <p class="small muted">${t.consent.kept(number(retentionDays))}</p>
    </div>
    ${error ? html`<p class="error" id="consent-error">${error}</p>` : nothing}
    <label class="agree">
      <input
        id="consent"
        type="checkbox"
        aria-required="true"
        aria-invalid=${ariaBool(error !== undefined)}
        aria-describedby=${error ? 'consent-statement consent-error' : 'consent-statement'}
        .checked=${live(agreed === version)}
        @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked ? version : 0)}
      />
      <span>${t.consent.agree}</span>
    </label>`
}

function noStatement(locale: Locale, statements: ResourceController<StatementList>) {
  const { t } = locale
  if (statements.pending)
    return html`<div class="skeleton" role="status"><span></span><b class="hidden-visually">${t.loading}</b></div>`
  const words = statements.snapshot.error ? t.problemOf(statements.snapshot.error) : t.refusalOf('consent-unknown', {})
  return notice(
    'bad',
    t.consent.missing,
    html`<p>${words.hint}</p>
      <div class="actions">
        <button type="button" class="button" @click=${() => void statements.refresh()}>${t.retry}</button>
      </div>`,
  )
}
