import { html, nothing } from 'lit'
import type { OutboxEntry } from '@wangge/core/ports'
import { notice } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import type { Stage } from './stage.ts'

/** Shown with the sign-up, or in another element. */
const ELSEWHERE: readonly OutboxEntry['kind'][] = ['sign-up', 'report', 'reporter-step', 'issue-step']

/** What the server did not take of what was done here: said until the person has read it. */
export function refusedView({ locale, client, entries }: Stage): unknown {
  const { t } = locale
  const refused = entries.filter(({ kind, state }) => state === 'refused' && !ELSEWHERE.includes(kind))
  if (refused.length === 0) return nothing
  // Who reads too slowly for another tab finds it gone.
  const discard = (id: string) => void client?.outbox.discard(id).catch(() => {})
  return html`<div role="alert" class="refused">
    ${refused.map(({ id, kind, problem }) => {
      const words = problem ? problemWords(locale, problem) : t.refusalOf('', {})
      return notice(
        'bad',
        t.signup.duty.refused(t.sync.kinds[kind]),
        html`<p><b>${words.title}</b> ${words.hint}</p>
          <div class="actions">
            <button type="button" class="button" data-discard=${id} @click=${() => discard(id)}>${t.signup.duty.gotIt}</button>
          </div>`,
      )
    })}
  </div>`
}
