import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { isSdkError } from '@wangge/core/errors'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { refusalWords } from '../refusal.ts'

/** How far a person has got with taking their consent back. */
export type Withdrawal =
  | { step: 'none' | 'doubted' | 'busy' }
  | { step: 'done'; cancelled: number }
  /** A rule's reason, or what was thrown. */
  | { step: 'failed'; reason?: string; error?: unknown }

export interface WithdrawalViewOptions {
  withdrawal: Withdrawal
  /** Asks whether they mean it; or takes that back. */
  doubt: (isDoubted: boolean) => void
  withdraw: () => void
}

/** As easy as agreeing was: one button, asked once more with what follows from it. */
export function withdrawalView(locale: Locale, options: WithdrawalViewOptions): TemplateResult {
  const { withdrawal, doubt } = options
  const { t } = locale
  const isAsked = withdrawal.step === 'doubted' || withdrawal.step === 'busy'
  return html`<section class="withdrawal" part="withdrawal">
    <div role="status" id="withdrawal-outcome" tabindex="-1">${outcome(locale, withdrawal)}</div>
    ${
      isAsked
        ? question(locale, options)
        : html`<button type="button" class="button quiet" id="withdraw" @click=${() => doubt(true)}>
            ${t.withdrawal.button}
          </button>`
    }
  </section>`
}

function question({ t }: Locale, { withdrawal, doubt, withdraw }: WithdrawalViewOptions) {
  const isBusy = withdrawal.step === 'busy'
  return html`<div
    id="withdraw-question"
    role="group"
    aria-labelledby="withdraw-title"
    aria-describedby="withdraw-hint"
    tabindex="-1"
  >
    <p><b id="withdraw-title">${t.withdrawal.sure}</b></p>
    <p id="withdraw-hint">${t.withdrawal.follows}</p>
    <div class="actions">
      <button type="button" class="button danger" id="withdraw-yes" ?disabled=${isBusy} @click=${withdraw}>
        ${isBusy ? t.withdrawal.busy : t.withdrawal.yes}
      </button>
      <button type="button" class="button quiet" ?disabled=${isBusy} @click=${() => doubt(false)}>${t.withdrawal.no}</button>
    </div>
  </div>`
}

function outcome(locale: Locale, withdrawal: Withdrawal) {
  const { t, number } = locale
  if (withdrawal.step === 'done') {
    const { cancelled } = withdrawal
    const told = cancelled > 0 ? t.withdrawal.cancelled(number(cancelled)) : t.withdrawal.noneCancelled
    return notice('ok', t.withdrawal.done, html`<p>${told}</p>`)
  }
  if (withdrawal.step !== 'failed') return nothing
  return notice('bad', t.withdrawal.failed, html`<p>${reasonOf(locale, withdrawal)}</p>`)
}

function reasonOf(locale: Locale, { reason, error }: { reason?: string; error?: unknown }): string {
  if (reason !== undefined) return refusalWords(locale, reason).hint
  // It is never kept for later: whoever withdraws must know whether it holds.
  if (isSdkError(error) && error.code === 'network') return locale.t.withdrawal.offline
  return locale.t.problemOf(isSdkError(error) ? error : undefined).hint
}
