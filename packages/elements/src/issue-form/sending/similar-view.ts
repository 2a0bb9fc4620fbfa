import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Similar } from '@wangge/core/client'
import { stageOf } from '@wangge/core/issue'
import type { Category } from '@wangge/core/issue/schema'
import { ariaBool } from '../../aria.ts'
import type { Locale } from '../../locale.ts'

export interface SimilarViewOptions {
  found: readonly Similar[]
  /** Id of the one that is joined. */
  joins: string
  categoryOf: (id: string) => Category | undefined
  join: (id: string) => void
}

/** What others have reported already, to be joined; what was reported on this device is only said. */
export function similarView(locale: Locale, options: SimilarViewOptions): TemplateResult {
  const { t } = locale
  const { found } = options
  return html`<div role="status">
    ${
      found.length === 0
        ? nothing
        : html`<section class="similar" part="similar" aria-labelledby="similar-title">
            <h3 id="similar-title">${t.issue.similar}</h3>
            <p class="hint">${t.issue.similarHint}</p>
            <ul>
              ${found.map((issue) => html`<li class="own">${issueView(locale, issue, options)}</li>`)}
            </ul>
          </section>`
    }
  </div>`
}

function issueView({ t, text, day, number }: Locale, issue: Similar, { joins, categoryOf, join }: SimilarViewOptions) {
  const { id, categoryId, createdAt, others, state, mine, words } = issue
  const category = categoryOf(categoryId)
  const isJoined = joins === id
  return html`<div class="what">
      <div class="post">${category ? text(category.name) : t.issue.someCategory}</div>
      <div class="small muted">
        ${day(createdAt)} · ${t.issue.stages[stageOf(state)]}${others > 0 ? html` · ${t.issue.others(number(others))}` : nothing}
      </div>
      ${words === undefined ? nothing : html`<p class="small">${words}</p>`}
    </div>
    ${
      mine
        ? html`<span class="chip plain">${t.issue.alreadyMine}</span>`
        : html`<button
            type="button"
            class="button ${isJoined ? 'primary' : ''}"
            aria-pressed=${ariaBool(isJoined)}
            @click=${() => join(isJoined ? '' : id)}
          >
            ${isJoined ? t.issue.joined : t.issue.join}
          </button>`
    }`
}
