import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { PlanCosts } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

const PARTS = ['short', 'wished', 'quotaShort', 'quotaOver', 'fairness', 'wish', 'distance', 'move'] as const

export interface CostTableOptions {
  /** As things are; absent where they are not comparable. */
  before: PlanCosts | undefined
  after: PlanCosts
  /** Heads of the two columns. */
  heads: readonly [before: string, after: string]
}

/** What a plan is judged by, part by part, beside what it is compared with. Parts that count nothing in either are left out. */
export function costTable(locale: Locale, { before, after, heads }: CostTableOptions): TemplateResult {
  const { t, tag } = locale
  const number = compact(tag)
  const words = t.roster.planning
  const shown = PARTS.filter((part) => after[part] !== 0 || (before?.[part] ?? 0) !== 0)
  const sum = (costs: PlanCosts) => PARTS.reduce((all, part) => all + costs[part], 0)
  const line = (name: unknown, was: number | undefined, is: number) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${before ? html`<td class="figure">${number(was ?? 0)}</td>` : ''}
      <td class="figure">${number(is)}</td>
      ${before ? html`<td class="figure">${difference(locale, is - (was ?? 0))}</td>` : ''}
    </tr>`
  return html`<div class="scroll-wide">
    <table class="plain costs">
      <thead>
        <tr>
          <th scope="col">${words.part}</th>
          ${before ? html`<th scope="col" class="figure">${heads[0]}</th>` : ''}
          <th scope="col" class="figure">${heads[1]}</th>
          ${before ? html`<th scope="col" class="figure">${words.difference}</th>` : ''}
        </tr>
      </thead>
      <tbody>
        ${shown.map((part) => {
          const [name, hint] = words.costParts[part] as [string, string]
          return line(html`${name}<span class="small muted line">${hint}</span>`, before?.[part], after[part])
        })}
      </tbody>
      <tfoot>
        ${line(words.sum, before && sum(before), sum(after))}
      </tfoot>
    </table>
  </div>`
}

/** Millions of points say no more to anybody than how many millions. */
const compact = (tag: string) => {
  const format = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
  return (value: number) => format.format(value)
}

function difference({ t, tag }: Locale, by: number) {
  const number = compact(tag)
  const words = t.roster.planning
  if (by === 0) return html`<span class="muted">${words.same}</span>`
  return by < 0
    ? html`<span class="tone-ok">${words.better(number(-by))}</span>`
    : html`<span class="tone-wait">${words.worse(number(by))}</span>`
}
