import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { OrganisationList, OrganisationProblems } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

type Tally = OrganisationList['reconciliation']['total']

/** How many organisations there are of which kind against what was declared, with what no kind names; and what is wrong with them. */
export function rollPart(
  locale: Locale,
  { reconciliation, rolls, organisations }: OrganisationList,
  wrong: OrganisationProblems | undefined,
): TemplateResult {
  const { t, text, number } = locale
  const words = t.roster.quotaPlan.roll
  const { total, kinds, remainder, composite, allied, reconciled } = reconciliation
  const rows: [string, Tally][] = [
    [words.total, total],
    ...kinds.map((one): [string, Tally] => [t.roster.quotaPlan.kinds[one.kind] ?? one.kind, one]),
    [words.remainder, remainder],
    [words.composite, composite],
    [words.allied, allied],
  ]
  const isDeclared = rows.some(([, { declared }]) => declared !== undefined)
  return html`<section class="quota-roll" part="roll" aria-labelledby="roll-title">
    <h3 id="roll-title">${words.title}</h3>
    ${isDeclared ? html`<p><span class="chip ${reconciled ? 'ok' : 'bad'}">${reconciled ? words.reconciled : words.differs}</span></p>` : nothing}
    <div class="quota-table">
      <table class="plain" aria-labelledby="roll-title">
        <thead>
          <tr>
            <th scope="col">${words.kind}</th>
            <th scope="col" class="figure">${words.actual}</th>
            <th scope="col" class="figure">${words.declared}</th>
            <th scope="col" class="figure">${words.difference}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, { actual, declared, difference }]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="figure">${number(actual)}</td>
                <td class="figure">${declared === undefined ? '–' : number(declared)}</td>
                <td class="figure">${difference === undefined ? '–' : signed(locale, difference)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rolls && rolls.total > 0 ? rollDifferences(locale, rolls) : nothing} ${closedPart(locale, organisations)}
    ${
      wrong === undefined || wrong.total === 0
        ? nothing
        : html`<details class="roll-problems">
            <summary>${words.problems(number(wrong.total))}</summary>
            <ul class="rows">
              ${wrong.problems.map(
                ({ severity, message, hint }) =>
                  html`<li>
                    <div class="who">
                      <span class="chip ${severity === 'error' ? 'bad' : 'wait'}">${words[severity]}</span> ${text(message)}
                      <span class="small muted line">${text(hint)}</span>
                    </div>
                  </li>`,
              )}
            </ul>
          </details>`
    }
  </section>`
}

/** Who declares another number of members than are on their roll here, with both. */
function rollDifferences(locale: Locale, { total, organisations }: NonNullable<OrganisationList['rolls']>): TemplateResult {
  const { t, text, number } = locale
  const words = t.roster.quotaPlan.roll
  return html`<details class="roll-problems" id="roll-differences">
    <summary>${words.rolls(number(total))}</summary>
    <p class="small muted">${words.rollsHint}</p>
    <div class="quota-table">
      <table class="plain" aria-labelledby="roll-title">
        <thead>
          <tr>
            <th scope="col">${words.organisation}</th>
            <th scope="col" class="figure">${words.registered}</th>
            <th scope="col" class="figure">${words.members}</th>
          </tr>
        </thead>
        <tbody>
          ${organisations.map(
            ({ orgId, name, registered, members }) =>
              html`<tr data-roll=${orgId}>
                <th scope="row">${text(name)} <span class="small muted">${orgId}</span></th>
                <td class="figure">${number(registered)}</td>
                <td class="figure">${number(members)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${total > organisations.length ? html`<p class="small muted">${words.more(number(total - organisations.length))}</p>` : nothing}
  </details>`
}

/** Those with a day of closing, the last first. */
function closedPart({ t, text, number }: Locale, organisations: OrganisationList['organisations']): TemplateResult {
  const words = t.roster.quotaPlan.roll
  const closed = organisations.flatMap(({ id, name, closedOn }) => (closedOn === undefined ? [] : [{ id, name, closedOn }]))
  if (closed.length === 0) return html``
  closed.sort((one, other) => (one.closedOn > other.closedOn ? -1 : 1))
  return html`<details class="roll-problems" id="roll-closed">
    <summary>${words.closed(number(closed.length))}</summary>
    <p class="small muted">${words.closedHint}</p>
    <ul class="rows">
      ${closed.map(
        ({ id, name, closedOn }) =>
          html`<li data-closed=${id}>
            <div class="who">
              ${text(name)} <span class="small muted">${id}</span>
              <span class="small muted line">${t.roster.closedFrom(closedOn)}</span>
            </div>
          </li>`,
      )}
    </ul>
  </details>`
}

const signed = ({ tag }: Locale, by: number): string => new Intl.NumberFormat(tag, { signDisplay: 'exceptZero' }).format(by)
