import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { isSdkError } from '@wangge/core/errors'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { refusalWords } from '../refusal.ts'
import { PURPOSE } from './purpose.ts'
import type { Stage } from './stage.ts'

/** How far a person has got with taking their consent back. */
type Withdrawal =
  | { step: 'none' | 'doubted' | 'busy' }
  | { step: 'done'; cancelled: number }
  /** A rule's reason, or what was thrown. */
  | { step: 'failed'; reason?: string; error?: unknown }

/** Where the person takes their consent back. As easy as agreeing was: one button, asked once more with what follows from it. */
export class WithdrawalView {
  private readonly stage: Stage
  private withdrawal: Withdrawal = { step: 'none' }

  constructor(stage: Stage) {
    this.stage = stage
  }

  reset() {
    this.withdrawal = { step: 'none' }
  }

  /** Nothing to take back where nobody is known. */
  render(): unknown {
    const { locale, isKnown } = this.stage
    if (!isKnown) return nothing
    const { step } = this.withdrawal
    return html`<section class="withdrawal" part="withdrawal">
      <div role="status" id="withdrawal-outcome" tabindex="-1">${outcome(locale, this.withdrawal)}</div>
      ${
        step === 'doubted' || step === 'busy'
          ? this.question()
          : html`<button type="button" class="button quiet" id="withdraw" @click=${() => this.doubt(true)}>
              ${locale.t.withdrawal.button}
            </button>`
      }
    </section>`
  }

  private question(): TemplateResult {
    const { t } = this.stage.locale
    const isBusy = this.withdrawal.step === 'busy'
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
        <button type="button" class="button danger" id="withdraw-yes" ?disabled=${isBusy} @click=${() => void this.withdraw()}>
          ${isBusy ? t.withdrawal.busy : t.withdrawal.yes}
        </button>
        <button type="button" class="button quiet" ?disabled=${isBusy} @click=${() => this.doubt(false)}>
          ${t.withdrawal.no}
        </button>
      </div>
    </div>`
  }

  /** Asks whether they mean it; or takes that back. */
  private doubt(isDoubted: boolean) {
    const step = isDoubted ? 'doubted' : 'none'
    void this.stage.show(() => (this.withdrawal = { step }), isDoubted ? '#withdraw-question' : '#withdraw')
  }

  private async withdraw() {
    const { client, host, show } = this.stage
    if (!client || this.withdrawal.step === 'busy') return
    const begun: Withdrawal = { step: 'busy' }
    this.withdrawal = begun
    host.requestUpdate()
    const outcome = await client.withdrawConsent({ purpose: PURPOSE }).then(
      (result): Withdrawal => {
        if (result.ok) return { step: 'done', cancelled: result.withdrawal.cancelled.length }
        return { step: 'failed', reason: result.reason }
      },
      (error: unknown): Withdrawal => ({ step: 'failed', error }),
    )
    // Another person may have come meanwhile; it is no news for them.
    if (this.withdrawal === begun) await show(() => (this.withdrawal = outcome), '#withdrawal-outcome')
  }
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
