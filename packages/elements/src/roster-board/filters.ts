import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { PostKind, RosterWeek } from '@wangge/core/roster/schema'
import { selectField } from '../form-fields.ts'
import type { Locale } from '../locale.ts'
import type { BoardFilter } from './week/week-view.ts'

const KINDS: readonly PostKind[] = ['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint']

/** Which posts of the week are looked at. */
export function filters(
  locale: Locale,
  { posts }: RosterWeek,
  filter: BoardFilter,
  change: (next: BoardFilter) => void,
): TemplateResult {
  const { t } = locale
  const kinds = KINDS.filter((kind) => posts.some((post) => post.kind === kind))
  return html`<div class="filters">
    ${selectField(locale, {
      id: 'kind',
      label: t.signup.kind,
      optional: false,
      value: filter.kind,
      placeholder: t.signup.anyKind,
      choices: kinds.map((kind) => ({ value: kind, label: t.signup.kinds[kind] })),
      onChange: (kind) => change({ ...filter, kind: kind as PostKind | '' }),
    })}
    <div class="field">
      <label for="text">${t.roster.find}</label>
      <input
        id="text"
        type="search"
        autocomplete="off"
        .value=${filter.text}
        @input=${(event: InputEvent) => change({ ...filter, text: (event.target as HTMLInputElement).value })}
      />
    </div>
    <label class="gaps-only">
      <input
        type="checkbox"
        .checked=${filter.onlyGaps}
        @change=${(event: Event) => change({ ...filter, onlyGaps: (event.target as HTMLInputElement).checked })}
      />
      ${t.roster.onlyGaps}
    </label>
  </div>`
}
