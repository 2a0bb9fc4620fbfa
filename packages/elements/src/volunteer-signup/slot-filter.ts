import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { PostKind, SlotView } from '@wangge/core/roster/schema'
import { ariaBool } from '../aria.ts'
import { selectField } from '../form-fields.ts'
import type { Locale } from '../locale.ts'

/** What of the week's slots is looked at. */
export interface SlotFilter {
  /** Local day, `2026-03-02`; empty for the first that has slots. */
  day: string
  kind: PostKind | ''
  /** Id of the community in which the post is; empty for all, absent for the organisation's own. */
  communityId?: string
}

export const NO_FILTER: SlotFilter = { day: '', kind: '' }

export interface Filtered {
  /** Days that have slots by the other filters, with their number. */
  days: readonly { day: string; at: string; count: number }[]
  /** The day that is shown. */
  day: string
  slots: readonly SlotView[]
}

/** The slots of one day by kind and community, by time. */
export function filterSlots(
  { dayKey }: Locale,
  slots: readonly SlotView[],
  filter: SlotFilter,
  communityOf: (slot: SlotView) => string | undefined,
): Filtered {
  const wanted = slots
    .filter(({ post }) => !filter.kind || post.kind === filter.kind)
    .filter((slot) => !filter.communityId || communityOf(slot) === filter.communityId)
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || Date.parse(a.endsAt) - Date.parse(b.endsAt))
  const days = new Map<string, { day: string; at: string; count: number }>()
  for (const { startsAt } of wanted) {
    const day = dayKey(startsAt)
    days.set(day, { day, at: days.get(day)?.at ?? startsAt, count: (days.get(day)?.count ?? 0) + 1 })
  }
  const day = days.has(filter.day) ? filter.day : ([...days.keys()][0] ?? '')
  return { days: [...days.values()], day, slots: wanted.filter(({ startsAt }) => dayKey(startsAt) === day) }
}

export interface SlotFilterOptions {
  filter: SlotFilter
  filtered: Filtered
  kinds: readonly PostKind[]
  communities: readonly GridRecord[]
  /** Whether a day is to be chosen. @defaultValue true */
  hasDays?: boolean
  /** Something else to choose by. */
  also?: TemplateResult | undefined
  change: (patch: Partial<SlotFilter>) => void
}

/** Kind and community to choose from, and a strip of days. */
export function slotFilterView(locale: Locale, options: SlotFilterOptions): TemplateResult {
  const { t, text } = locale
  const { filter, filtered, kinds, communities, hasDays = true, also, change } = options
  return html`<div class="filters">
      ${selectField(locale, {
        id: 'kind',
        label: t.signup.kind,
        optional: false,
        value: filter.kind,
        placeholder: t.signup.anyKind,
        choices: kinds.map((kind) => ({ value: kind, label: t.signup.kinds[kind] })),
        onChange: (kind) => change({ kind: kind as PostKind | '' }),
      })}
      ${selectField(locale, {
        id: 'communityId',
        label: t.signup.where,
        value: filter.communityId ?? '',
        placeholder: t.signup.anywhere,
        choices: communities.map(({ id, name }) => ({ value: id, label: text(name) })),
        onChange: (communityId) => change({ communityId }),
      })}
      ${also ?? nothing}
    </div>
    ${hasDays ? dayStrip(locale, filtered, change) : nothing}`
}

const dayStrip = (locale: Locale, filtered: Filtered, change: SlotFilterOptions['change']) =>
  html`<div class="days" role="group" aria-label=${locale.t.signup.day}>
    ${filtered.days.map(({ day, at, count }) => {
      const isShown = day === filtered.day
      return html`<button type="button" class="day" aria-pressed=${ariaBool(isShown)} @click=${() => change({ day })}>
        <b>${locale.weekday(at)}</b><span>${locale.shortDate(at)}</span
        ><span class="small">${locale.t.signup.shifts(count)}</span>
      </button>`
    })}
  </div>`
