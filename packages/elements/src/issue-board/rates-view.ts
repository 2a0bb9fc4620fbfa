import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { IssueRates, IssueRatesView, MedianTime } from '@wangge/core/issue/schema'
import type { Rate } from '@wangge/core/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

/** The three rates, then how issues are closed; each stands beside the one that keeps it honest. */
const SHARES = ['response', 'resolution', 'satisfaction', 'rated', 'closing', 'closingOnTime', 'reopened'] as const
const MEDIANS = ['timeToResponse', 'timeToResolution'] as const

/** The whole, large. */
export const rateTiles = (locale: Locale, whole: IssueRates): TemplateResult =>
  html`<dl class="rate-tiles">
    <div>
      <dt>${locale.t.rates.names.reported}</dt>
      <dd><b>${locale.number(whole.reported)}</b></dd>
    </div>
    ${SHARES.map(
      (name) =>
        html`<div class=${name}>
          <dt>${locale.t.rates.names[name]}</dt>
          <dd>${share(locale, whole[name])}</dd>
        </div>`,
    )}
    ${MEDIANS.map(
      (name) =>
        html`<div>
          <dt>${locale.t.rates.names[name]}</dt>
          <dd>
            <b>${length(locale, whole[name])}</b>
            <span class="small muted">${locale.t.rates.of(locale.number(whole[name].of))}</span>
          </dd>
        </div>`,
    )}
  </dl>`

export interface RatesTableOptions {
  /** What the parts are. */
  head: string
  /** Goes into one of them; absent where there is nothing below. */
  open: ((key: string) => void) | undefined
}

/** The parts, in their own order: the table ranks nobody. */
export function ratesTable(
  locale: Locale,
  { parts, by, gridId }: IssueRatesView,
  { head, open }: RatesTableOptions,
): TemplateResult {
  const { t } = locale
  const nameOf = (part: IssueRatesView['parts'][number]) =>
    part.name
      ? locale.text(part.name)
      : part.key === undefined
        ? by === 'grid' && gridId
          ? t.rates.itself
          : t.rates.rest
        : monthOf(locale, part.key)
  return html`<div class="rates-table" role="region" tabindex="0" aria-label=${t.rates.table}>
    <table>
      <thead>
        <tr>
          <th scope="col">${head}</th>
          ${(['reported', ...SHARES, ...MEDIANS] as const).map((name) => html`<th scope="col" class="amount">${t.rates.names[name]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${parts.map(
          (part) =>
            html`<tr>
              <th scope="row">
                ${
                  open && part.key !== undefined
                    ? html`<button type="button" class="into" @click=${() => open(part.key!)}>
                        ${nameOf(part)}${icons.chevron()}
                      </button>`
                    : nameOf(part)
                }
              </th>
              <td class="amount"><b>${locale.number(part.reported)}</b></td>
              ${SHARES.map((name) => html`<td class="amount">${share(locale, part[name])}</td>`)}
              ${MEDIANS.map(
                (name) =>
                  html`<td class="amount">
                    <b>${length(locale, part[name])}</b>
                    <span class="small muted">${t.rates.of(locale.number(part[name].of))}</span>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A rate is never shown without what it is a share of. */
const share = ({ number, percent }: Locale, rate: Rate) =>
  html`<b>${percent(rate)}</b> <span class="small muted">${number(rate.num)}/${number(rate.den)}</span>`

const MINUTE_MS = 60_000

function length({ t, number }: Locale, { median }: MedianTime): string {
  if (median === undefined) return '–'
  const minutes = Math.round(median / MINUTE_MS)
  const { span } = t.board
  if (minutes < 120) return span.minutes(number(minutes))
  if (minutes < 48 * 60) return span.hours(number(Math.round(minutes / 6) / 10))
  return span.days(number(Math.round(minutes / 144) / 10))
}

function monthOf({ t }: Locale, key: string): string {
  const [year, month] = key.split('-').map(Number) as [number, number]
  return t.rates.month(String(year), month)
}
