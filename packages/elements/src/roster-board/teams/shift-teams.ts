import { html, nothing } from 'lit'
import { teamsAtShift } from '@wangge/core/roster'
import type { TeamsAtShift } from '@wangge/core/roster'
import type { RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { problem, skeleton } from '../../panels.ts'
import type { ShiftPanelOptions } from '../shift-panel.ts'
import { teamPeople } from './team-people.ts'

type Options = Pick<ShiftPanelOptions, 'slot' | 'post' | 'teams' | 'board' | 'isNameable' | 'on'>
type Team = NonNullable<RosterWeek['teams']>[number]

/** Which of those to be named are in the teams that answer for the shift's point, as far as it is known who is. */
export function teamsOn<Person extends { personId: string }>(
  { slot, teams: { told } }: Pick<Options, 'slot' | 'teams'>,
  people: readonly Person[],
): TeamsAtShift<Person> {
  const teams = (told.data?.teams ?? []).map((team) => ({ id: team.id, memberIds: team.people.map(({ personId }) => personId) }))
  return teamsAtShift(slot.people, people, teams)
}

/** 责任队伍: the teams that answer for the point of a shift, and how many of them are on it. */
export function shiftTeams(locale: Locale, options: Options): unknown {
  const { post, board, teams, on } = options
  if (post.kind !== 'evaluationPoint') return nothing
  const { teams: words } = locale.t.roster
  const { known, told } = teams
  const title = html`<h4 id="teams-title">${words.title}</h4>`
  if (post.teamIds === undefined)
    return html`${title}
      <p class="muted" id="no-point">${words.noPoint}</p>`
  if (known.length === 0)
    return html`${title}
      <p id="no-team"><span class="chip bad">${words.none}</span></p>`
  return html`${title}
    <ul class="shift-teams" part="teams" aria-labelledby="teams-title">
      ${known.map((team) => html`<li data-team=${team.id}>${oneTeam(locale, team, options)}</li>`)}
    </ul>
    ${
      !board.seesTeams || told.data
        ? nothing
        : told.error
          ? problem(locale, told.error, () => on.retryTeams())
          : skeleton(locale, 1)
    }`
}

function oneTeam(locale: Locale, team: Team, options: Options) {
  const { t, text, number } = locale
  const { teams: words, points } = t.roster
  const { id, name, kind, members } = team
  const told = options.teams.told.data?.teams.find((one) => one.id === id)
  const leader = told?.people.find(({ leads }) => leads)?.name
  const onShift = teamsOn(options, []).teams.find((one) => one.id === id)?.onShift ?? []
  return html`<div class="who">
      <b>${text(name)}</b> <span class="chip plain">${points.kinds[kind]}</span>
      ${leader === undefined ? nothing : html`<span class="small muted">${words.leader(leader)}</span>`}
      <span class="small line" data-presence
        >${presence(locale, { members, told: told?.people.length, onShift: onShift.length })}</span
      >
    </div>
    ${fromItsOrganisation(locale, team, options)}
    ${
      told && told.people.length > 0
        ? html`<details>
            <summary>${words.members(number(told.people.length))}</summary>
            ${teamPeople(locale, told, new Set(onShift))}
          </details>`
        : nothing
    }`
}

/** How many of a team are on the shift; of those whom the reader may see, where these are not all. */
function presence(
  { t, number }: Locale,
  { members, told, onShift }: { members: number; told: number | undefined; onShift: number },
): string {
  const { teams: words } = t.roster
  if (told === undefined) return words.size(number(members))
  return told < members
    ? words.ownPresence(number(onShift), number(told), number(members))
    : words.presence(number(onShift), number(members))
}

/** Its members are named from their organisation's list: the way there, where another organisation's is open. */
function fromItsOrganisation({ t }: Locale, { orgId }: Team, { slot, board, isNameable, on }: Options) {
  const { teams: words } = t.roster
  const organisation = board.organisationsOn(slot.date).find(({ id }) => id === orgId)
  if (!isNameable || !board.decides || !organisation || orgId === board.organisation) return nothing
  return html`<button type="button" class="button" data-team-org=${organisation.id} @click=${() => on.from(organisation.id)}>
    ${words.from(organisation.name)}
  </button>`
}
