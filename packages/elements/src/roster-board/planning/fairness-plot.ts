import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { RosterPlan } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

export interface FairnessOptions {
  fairness: RosterPlan['fairness']
  nameOf: (orgId: string) => string
  /** Figures instead of bars. */
  asTable: boolean
  toggle: () => void
  /** Organisations that are shown. */
  shown: number
  more: () => void
}

interface OrganisationLine {
  orgId: string
  name: string
  due: number
  assigned: number
}

/** How evenly the shifts fall: on people, and on organisations beside what they owe. */
export function fairnessView(
  locale: Locale,
  { fairness, nameOf, asTable, toggle, shown, more }: FairnessOptions,
): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const all = byOrganisation(fairness, nameOf)
  const organisations = all.slice(0, shown)
  return html`<div class="actions">
      <button type="button" class="button" id="fairness-as" @click=${toggle}>${asTable ? words.asPlot : words.asTable}</button>
    </div>
    <section class="part" aria-labelledby="per-person">
      <h4 id="per-person">${words.perPerson}</h4>
      <p class="small muted">${words.perPersonOf(number(fairness.least), number(fairness.most))}</p>
      ${asTable ? peopleTable(locale, fairness.shifts) : peoplePlot(locale, fairness.shifts)}
    </section>
    <section class="part" aria-labelledby="per-organisation">
      <h4 id="per-organisation">${words.perOrganisation}</h4>
      ${
        organisations.length === 0
          ? html`<p class="muted">${words.noQuota}</p>`
          : asTable
            ? organisationTable(locale, organisations)
            : organisationPlot(locale, organisations)
      }
      ${
        all.length > shown
          ? html`<button type="button" class="button quiet small" @click=${more}>
              ${words.more(number(all.length - shown))}
            </button>`
          : nothing
      }
    </section>`
}

/** Of all its days, the furthest from what it owes first. */
function byOrganisation({ organisations }: RosterPlan['fairness'], nameOf: (orgId: string) => string): OrganisationLine[] {
  const sums = new Map<string, OrganisationLine>()
  for (const { orgId, due, assigned } of organisations) {
    const line = sums.get(orgId) ?? { orgId, name: nameOf(orgId), due: 0, assigned: 0 }
    sums.set(orgId, { ...line, due: line.due + due, assigned: line.assigned + assigned })
  }
  const off = ({ due, assigned }: OrganisationLine) => Math.abs(assigned - due)
  return [...sums.values()].sort((one, other) => off(other) - off(one) || one.name.localeCompare(other.name))
}

const [BAR, GAP, HEIGHT, FOOT, HEAD] = [44, 16, 120, 22, 20]

/** People by number of shifts, as bars; each says its figures to whoever cannot see it. */
function peoplePlot(locale: Locale, shifts: readonly number[]) {
  const { t, number } = locale
  const words = t.roster.planning
  const most = Math.max(1, ...shifts)
  const width = shifts.length * (BAR + GAP) + GAP
  return html`<div class="scroll-wide">
    <svg
      class="plot"
      viewBox="0 0 ${width} ${HEAD + HEIGHT + FOOT}"
      width=${width}
      height=${HEAD + HEIGHT + FOOT}
      role="list"
      aria-label=${words.perPerson}
    >
      ${shifts.map((people, at) => {
        const tall = (people / most) * HEIGHT
        const left = GAP + at * (BAR + GAP)
        const middle = left + BAR / 2
        return svg`<g role="listitem" aria-label=${words.barLabel(number(at), number(people))}>
          <rect class="bar" x=${left} y=${HEAD + HEIGHT - tall} width=${BAR} height=${tall} rx="2"></rect>
          <text class="value" x=${middle} y=${HEAD + HEIGHT - tall - 6} text-anchor="middle">${number(people)}</text>
          <text class="tick" x=${middle} y=${HEAD + HEIGHT + 16} text-anchor="middle">${words.shifts(number(at))}</text>
        </g>`
      })}
      <line class="axis" x1="0" x2=${width} y1=${HEAD + HEIGHT} y2=${HEAD + HEIGHT}></line>
    </svg>
  </div>`
}

function peopleTable({ t, number }: Locale, shifts: readonly number[]) {
  const words = t.roster.planning
  return html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">${words.shiftsHead}</th>
        <th scope="col" class="figure">${words.peopleHead}</th>
      </tr>
    </thead>
    <tbody>
      ${shifts.map(
        (people, at) =>
          html`<tr>
            <th scope="row">${words.shifts(number(at))}</th>
            <td class="figure">${number(people)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** A bar for what is planned, a mark for what is owed. */
function organisationPlot(locale: Locale, lines: readonly OrganisationLine[]) {
  const { t, number } = locale
  const words = t.roster.planning
  const most = Math.max(1, ...lines.flatMap(({ due, assigned }) => [due, assigned]))
  return html`<ul class="balance">
    ${lines.map(
      ({ name, due, assigned }) =>
        html`<li>
          <span class="quota-name">${name}</span>
          <svg
            class="balance-bar ${assigned < due ? 'below' : 'met'}"
            viewBox="0 0 100 10"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect class="ground" y="2" width="100" height="6" rx="1"></rect>
            <rect class="share" y="2" width=${(assigned / most) * 100} height="6" rx="1"></rect>
            <rect class="mark" x=${Math.min(99, (due / most) * 100)} width="1" height="10"></rect>
          </svg>
          <span class="small">${words.assigned} ${number(assigned)} · ${words.due} ${number(due)}</span>
        </li>`,
    )}
  </ul>`
}

function organisationTable({ t, number }: Locale, lines: readonly OrganisationLine[]) {
  const words = t.roster.planning
  return html`<div class="scroll-wide">
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">${words.organisation}</th>
          <th scope="col" class="figure">${words.due}</th>
          <th scope="col" class="figure">${words.assigned}</th>
          <th scope="col" class="figure">${words.balance}</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ name, due, assigned }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="figure">${number(due)}</td>
              <td class="figure">${number(assigned)}</td>
              <td class="figure">${assigned > due ? '+' : ''}${number(assigned - due)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
