import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../../locale.ts'
import { notice } from '../../panels.ts'

/** What is shown was begun before: whose it is not can put it away. */
export const restoredNotice = ({ t }: Locale, startOver: () => void): TemplateResult =>
  html`<div role="status">
    ${notice(
      '',
      t.issue.restored,
      html`<p>${t.issue.restoredHint}</p>
        <div class="actions">
          <button type="button" class="button" @click=${startOver}>${t.issue.startOver}</button>
        </div>`,
    )}
  </div>`
