import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import type { MySignUp } from './my-sign-ups.ts'

/** What became of a sign-up, said as far as it is known and no further. */
export function outcomeNotice(
  locale: Locale,
  own: Pick<MySignUp, 'state' | 'position' | 'problem'> | undefined,
  durable: boolean,
): TemplateResult {
  const { t, number } = locale
  if (own?.problem) {
    const words = problemWords(locale, own.problem)
    return notice('bad', words.title, html`<p>${words.hint}</p>`)
  }
  if (own?.state === 'seated') return notice('ok', t.signup.seated, html`<p>${t.signup.seatedHint}</p>`)
  if (own?.state === 'waitlisted')
    return notice('wait', t.signup.waitlisted(number(own.position ?? 1)), html`<p>${t.signup.waitlistedHint}</p>`)
  if (own?.state === 'cancelled') return notice('', t.signup.cancelled)
  return durable
    ? notice('wait', t.signup.queued, html`<p>${t.signup.queuedHint}</p>`)
    : notice('wait', t.signup.queuedMemory, html`<p>${t.memoryOnly}</p>`)
}
