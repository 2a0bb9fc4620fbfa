import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Fairness } from '@wangge/core/roster/schema'
import { ariaBool } from '../../aria.ts'
import type { Locale } from '../../locale.ts'

/** Organisations that are shown at first. */
const SHOWN = 10

/** By how far what was called is from the share, or by how many of those due were not named, or did not come. */
export type FairnessOrder = 'deviation' | 'named' | 'came'
const ORDERS: readonly FairnessOrder[] = ['deviation', 'named', 'came']

type Line = Fairness['organisations'][number]
const lacking: Record<FairnessOrder, (line: Line) => number> = {
  deviation: ({ deviation }) => Math.abs(deviation),
  named: ({ due, assigned }) => due - assigned,
  came: ({ due, fulfilled }) => due - fulfilled,
}

interface FairnessTableOptions {
  open: boolean
  toggle: () => void
  order: FairnessOrder
  sort: (order: FairnessOrder) => void
}

/**
 * A week's fairness: whose calls are farthest from their share, which is for the plan to answer for, and of each beside it how many
 * of those due it named and how many came, which is for the organisation.
 */
export function fairnessTable(
  locale: Locale,
  { den, organisations, mostAhead, mostBehind }: Fairness,
  { open, toggle, order, sort }: FairnessTableOptions,
): TemplateResult {
  const { t, tag, text, number } = locale
  const words = t.roster.quotaPlan
  // Within one person-day is fair: in whole ones nobody would see a difference.
  const exact = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
  const signed = new Intl.NumberFormat(tag, { maximumFractionDigits: 2, signDisplay: 'exceptZero' })
  const concerned = organisations
    .filter(({ entitlement, due, assigned }) => entitlement > 0 || due > 0 || assigned > 0)
    .sort((one, other) => lacking[order](other) - lacking[order](one) || (one.orgId < other.orgId ? -1 : 1))
  if (concerned.length === 0) return html`<p class="muted">${words.nothingDue}</p>`
  const by = (deviation: number) => exact.format(Math.abs(deviation) / den)
  const shown = open ? concerned : concerned.slice(0, SHOWN)
  return html`<p>
      ${mostAhead ? html`<span class="line">${words.ahead(text(mostAhead.name), by(mostAhead.deviation))}</span>` : nothing}
      ${mostBehind ? html`<span class="line">${words.behind(text(mostBehind.name), by(mostBehind.deviation))}</span>` : nothing}
      ${!mostAhead && !mostBehind ? words.even : nothing}
    </p>
    <div class="actions" role="group" aria-label=${words.orderBy}>
      ${ORDERS.map(
        (one) =>
          html`<button
            type="button"
            class="toggle"
            data-order=${one}
            aria-pressed=${ariaBool(one === order)}
            @click=${() => sort(one)}
          >
            ${words.orders[one]}
          </button>`,
      )}
    </div>
    <div class="quota-table scrolled" role="group" aria-labelledby="fairness-title" tabindex="0">
      <table class="plain" aria-labelledby="fairness-title">
        <thead>
          <tr>
            <th scope="col">${words.org}</th>
            <th scope="col" class="figure">${words.share}</th>
            <th scope="col" class="figure">${words.due}</th>
            <th scope="col" class="figure">${words.deviation}</th>
            <th scope="col" class="figure">${words.named}</th>
            <th scope="col" class="figure">${words.came}</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ name, entitlement, due, assigned, fulfilled, deviation }) =>
              html`<tr>
                <th scope="row">${text(name)}</th>
                <td class="figure">${exact.format(entitlement / den)}</td>
                <td class="figure">${number(due)}</td>
                <td class="figure">${signed.format(deviation / den)}</td>
                <td class="figure">${number(assigned)}</td>
                <td class="figure">${number(fulfilled)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      concerned.length > SHOWN
        ? html`<div>
            <button type="button" class="button quiet small" aria-expanded=${open ? 'true' : 'false'} @click=${toggle}>
              ${open ? t.roster.fewer : t.roster.allOf(number(concerned.length))}
            </button>
          </div>`
        : nothing
    }`
}
