import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Snapshot } from '@wangge/core/client'
import type { GridStatus, IssueCounts, StaffingRates } from '@wangge/core/grid/schema'
import type { Rate } from '@wangge/core/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

/** What is counted of issues, in the order it is shown. */
export const MEASURES = ['open', 'reportedToday', 'closedWithin7Days'] as const
/** A count, or null where it is withheld. */
export type Count = number | null

/** For reading aloud: what a dash stands for is said. */
export const countWords = ({ t, number }: Locale, count: Count): string => (count === null ? t.status.withheld : number(count))

/** For the eye: a dash where it is withheld, which `withheldNote` explains once. */
const countView = (locale: Locale, count: Count) =>
  count === null
    ? html`<span class="withheld"
        ><span aria-hidden="true">—</span><span class="hidden-visually">${locale.t.status.withheld}</span></span
      >`
    : locale.number(count)

const RATES = ['full', 'heads', 'dual', 'volunteers'] as const
const ROLES = ['heads', 'dual', 'volunteers'] as const

/** The counts, large. A changed one is a new node, so that its arrival is seen each time. */
export const figures = (locale: Locale, { issues }: GridStatus, changed: ReadonlySet<string>): TemplateResult =>
  html`<dl class="figures" part="figures">
    ${MEASURES.map(
      (measure) =>
        html`<div class="figure ${measure}">
          <dt>${locale.t.status[measure]}</dt>
          <dd class=${changed.has(measure) ? 'changed' : ''}>
            ${repeat(
              [issues[measure]],
              (value) => value,
              (value) => html`<b>${countView(locale, value)}</b>`,
            )}
          </dd>
        </div>`,
    )}
  </dl>`

/** What a dash stands for, said once: below the figures where one of them is withheld, else below the grids that have some. */
export function withheldNote({ t, number }: Locale, { issues, children, withheldBelow }: GridStatus, below: 'figures' | 'grids') {
  const isWithheld = (counts: IssueCounts) => MEASURES.some((measure) => counts[measure] === null)
  const isHere = isWithheld(issues)
    ? below === 'figures'
    : below === 'grids' && children.some((child) => isWithheld(child.issues))
  return isHere && withheldBelow !== undefined
    ? html`<p class="note small muted" part="withheld">${t.status.withheldNote(number(withheldBelow))}</p>`
    : nothing
}

/** How fully the grid is staffed; where it is one building alone, who is there and who is not. */
export const staffing = (locale: Locale, { children, staffing }: GridStatus): TemplateResult =>
  children.length === 0 && staffing.full.den === 1 ? staffingRoles(locale, staffing) : staffingRates(locale, staffing)

const staffingRoles = ({ t }: Locale, staffing: StaffingRates) =>
  html`<section class="staffing" part="staffing" aria-labelledby="staffing">
    <h3 id="staffing">${t.status.staffing}</h3>
    <ul class="roles">
      ${ROLES.map((role) => {
        const isThere = staffing[role].num > 0
        return html`<li class=${role}>
          <span>${t.status.roles[role]}</span>
          <span class="chip ${isThere ? 'ok' : 'wait'}">${isThere ? t.status.has : t.status.lacks}</span>
        </li>`
      })}
    </ul>
  </section>`

const staffingRates = (locale: Locale, staffing: StaffingRates): TemplateResult =>
  html`<section class="staffing" part="staffing" aria-labelledby="staffing">
    <h3 id="staffing">${locale.t.status.staffing}</h3>
    <p class="small muted">${locale.t.status.staffingHint}</p>
    <dl>
      ${RATES.map(
        (rate) =>
          html`<div class="rate ${rate}">
            <dt>${locale.t.status[rate]}</dt>
            <dd>${share(locale, staffing[rate])}</dd>
            ${bar(staffing[rate])}
          </div>`,
      )}
    </dl>
  </section>`

/** A rate is never shown without what it is a share of. */
const share = ({ t, number, percent }: Locale, rate: Rate) =>
  html`<b>${percent(rate)}</b> <span class="muted small">${t.status.share(number(rate.num), number(rate.den))}</span>`

const bar = ({ num, den }: Rate) =>
  html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="1" class="rest"></rect>
    <rect width=${den === 0 ? 0 : (num / den) * 100} height="1" class="done"></rect>
  </svg>`

export interface StandingOptions {
  snapshot: Snapshot<unknown>
  /** When the server counted. */
  asOf: string
  isLive: boolean
}

/** Whether the numbers are live, said only while the server tells of each change; and when they were current. */
export function standing({ t, dateTime }: Locale, { snapshot, asOf, isLive }: StandingOptions): TemplateResult {
  return html`<footer class="small" part="as-of">
    ${
      snapshot.error
        ? html`<span class="chip wait">${t.showingOlder}</span>`
        : isLive
          ? html`<span class="live"><i></i>${t.status.live}</span>`
          : html`<span class="away"><i></i>${t.status.notLive}</span>`
    }
    <span class="freshness muted">${t.asOf(dateTime(snapshot.fetchedAt ?? asOf))}</span>
  </footer>`
}

/** The map's equivalent in words: the grids below with their numbers. */
export function tableView(locale: Locale, { children }: GridStatus, open: (id: string) => void): TemplateResult {
  const { t, text } = locale
  return html`<div class="table-place" part="table">
    <table aria-labelledby="children">
      <thead>
        <tr>
          <th scope="col">${t.status.grid}</th>
          ${MEASURES.map((measure) => html`<th scope="col" class="amount">${t.status[measure]}</th>`)}
          <th scope="col" class="amount">${t.status.full}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          children,
          ({ gridId }) => gridId,
          ({ gridId, name, issues, staffing }) =>
            html`<tr>
              <th scope="row">
                <button type="button" class="go" @click=${() => open(gridId)}>${text(name)}${icons.chevron()}</button>
              </th>
              ${MEASURES.map((measure) => html`<td class="amount">${countView(locale, issues[measure])}</td>`)}
              <td class="amount">${share(locale, staffing.full)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
