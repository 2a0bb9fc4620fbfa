import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { TeamList } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

/** Who is in a team, whoever leads it first; and who of them is on the shift, where it is about one. */
export function teamPeople(
  { t, number }: Locale,
  { people, members }: TeamList['teams'][number],
  onShift: ReadonlySet<string> = new Set(),
): TemplateResult {
  const { teams: words } = t.roster
  return html`${
    people.length === 0
      ? nothing
      : html`<ul class="team-people" part="team-people">
          ${people.map(
            ({ personId, name, leads }) =>
              html`<li data-member=${personId}>
                ${name} ${leads ? html`<span class="chip plain">${words.leads}</span>` : nothing}
                ${onShift.has(personId) ? html`<span class="chip ok">${words.onShift}</span>` : nothing}
              </li>`,
          )}
        </ul>`
  }
  ${people.length < members ? html`<p class="small muted">${words.notTold(number(members - people.length))}</p>` : nothing}`
}
