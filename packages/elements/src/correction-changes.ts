import { html, nothing } from 'lit'
import { RECORD_FACTS } from '@wangge/core/roster'
import type { CorrectionView } from '@wangge/core/roster/schema'
import type { Locale } from './locale.ts'

/** What a correction names: what stands there, or stood until it was accepted, and what should. Nothing of what it leaves. */
export function correctionChanges(locale: Locale, { checkedInAt, checkedOutAt, facts = {}, before }: CorrectionView): unknown {
  const { t, text, time } = locale
  const words = t.correctionChanges
  const span = (from: string | undefined, to: string | undefined) =>
    from === undefined && to === undefined
      ? ''
      : `${from === undefined ? words.unknown : time(from)}–${to === undefined ? words.unknown : time(to)}`
  const changes: { what: keyof typeof words.facts; was: string; should: string }[] = []
  if (checkedInAt !== undefined && checkedOutAt !== undefined) {
    const was = span(before?.checkedInAt, before?.checkedOutAt)
    changes.push({ what: 'times', was, should: span(checkedInAt, checkedOutAt) })
  }
  for (const what of RECORD_FACTS) {
    const should = facts[what]
    const was = before?.[what]
    if (should !== undefined) changes.push({ what, was: typeof was === 'object' ? text(was) : (was ?? ''), should })
  }
  return html`<dl class="corrected">
    ${changes.map(
      ({ what, was, should }) =>
        html`<div data-change=${what}>
          <dt>${words.facts[what]}</dt>
          <dd>
            ${
              before
                ? html`<span class="muted"><span class="hidden-visually">${words.was}</span>${was || words.nothing}</span>
                    <span aria-hidden="true">→</span> `
                : nothing
            }<b><span class="hidden-visually">${words.should}</span>${should}</b>
          </dd>
        </div>`,
    )}
  </dl>`
}
