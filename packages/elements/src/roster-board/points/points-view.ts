import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import { teamFindingWords } from '@wangge/core/roster'
import type { PointList, TeamList } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { ariaBool } from '../../aria.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { blank, freshness, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { ANY_POINT, pointsOf, STATES } from './points-shown.ts'
import type { PointFilter } from './points-shown.ts'
import { teamPeople } from '../teams/team-people.ts'

export { pointsStyles } from './points.styles.ts'

/** Points that are shown at first, and again for each time that more are asked for. */
const PAGE = 30
/** Findings that are listed. */
const LISTED = 100

type Point = PointList['points'][number]
type Team = PointList['teams'][number]

const TONES = { fail: 'bad', unassessed: 'wait', pass: 'ok' } as const

/** 测评点位: what is assessed and how it stands, with the teams that answer for it; and where points and teams do not agree. */
export class PointsView {
  private readonly board: Board
  private readonly list: ResourceController<PointList>
  private readonly members: ResourceController<TeamList>
  /** The team whose people are shown, and the point at which; none where empty. */
  private opened = { pointId: '', teamId: '' }
  private filter: PointFilter = ANY_POINT
  private shown = PAGE

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.list = new ResourceController(
      board.host,
      () => [board.client, isShown() ? `points ${board.gridId}` : ''],
      (client: Client) => client.points(board.gridId || undefined),
    )
    this.members = new ResourceController(
      board.host,
      () => [board.client, isShown() ? this.opened.pointId : ''],
      (client: Client, pointId) => client.teams({ pointId }),
    )
  }

  render(): unknown {
    const { locale } = this.board
    const words = locale.t.roster.points
    const { data, snapshot } = this.list
    return html`<section class="tab-page points" part="points" aria-labelledby="points-title">
      <h3 id="points-title">${words.title}</h3>
      <p class="small muted">${words.hint}</p>
      ${
        data
          ? this.content(data)
          : snapshot.error
            ? problem(locale, snapshot.error, () => void this.list.refresh())
            : skeleton(locale, 5)
      }
    </section>`
  }

  private content(data: PointList) {
    const { locale } = this.board
    const words = locale.t.roster.points
    const fresh = freshness(locale, this.list.snapshot, data.asOf)
    if (data.points.length === 0) return html`${blank(words.none, words.noneHint)}${fresh}`
    const teams = new Map(data.teams.map((team) => [team.id, team]))
    const found = pointsOf(data.points, this.filter, (point) => this.textsOf(point, teams))
    return html`${this.findings(data)} ${this.choice(data)}
    ${found.length === 0 ? blank(words.noneSuch, words.noneSuchHint) : this.points(found, teams)} ${fresh}`
  }

  private findings({ findings, points, teams }: PointList) {
    const { number, text, t } = this.board.locale
    const words = t.roster.points
    if (findings.length === 0) return html`<p class="sum"><span class="chip ok">${words.sound}</span></p>`
    const names = new Map<string, Localized>([...points, ...teams].map(({ id, name }) => [id, name]))
    return html`<details class="point-findings">
      <summary><span class="chip wait">${words.findings(number(findings.length))}</span></summary>
      <ul class="rows">
        ${findings
          .slice(0, LISTED)
          .map(
            (finding) => html`<li data-finding=${finding.code}>${text(teamFindingWords(finding, (id) => names.get(id)))}</li>`,
          )}
      </ul>
      ${findings.length > LISTED ? html`<p class="small muted">${words.more(number(findings.length - LISTED))}</p>` : nothing}
    </details>`
  }

  private choice({ points }: PointList) {
    const { t, number } = this.board.locale
    const words = t.roster.points
    const { state, text } = this.filter
    const toggle = (value: PointFilter['state'], label: string, count: number) =>
      html`<button
        type="button"
        class="toggle"
        data-state=${value || 'all'}
        aria-pressed=${ariaBool(value === state)}
        @click=${() => this.choose({ state: value })}
      >
        ${words.of(label, number(count))}
      </button>`
    return html`<div class="toggles" role="group" aria-label=${words.state}>
        ${toggle('', words.all, points.length)}
        ${STATES.map((one) => toggle(one, words.states[one], points.filter(({ status }) => status === one).length))}
      </div>
      <div class="field">
        <label for="point-find">${words.find}</label>
        <input
          id="point-find"
          type="search"
          autocomplete="off"
          .value=${text}
          @input=${(event: InputEvent) => this.choose({ text: (event.target as HTMLInputElement).value })}
        />
      </div>`
  }

  private points(found: readonly Point[], teams: ReadonlyMap<string, Team>) {
    const { t, number } = this.board.locale
    const words = t.roster.points
    const rest = found.length - this.shown
    const more = () => {
      this.shown += PAGE
      this.board.host.requestUpdate()
    }
    return html`<ul class="rows point-list" aria-labelledby="points-title">
        ${repeat(
          found.slice(0, this.shown),
          ({ id }) => id,
          (point) => this.point(point, teams),
        )}
      </ul>
      ${
        rest > 0
          ? html`<div>
              <button type="button" class="button" id="points-more" @click=${more}>${words.rest(number(rest))}</button>
            </div>`
          : nothing
      }`
  }

  private point({ id, name, placeClass, gridId, status, lastScore, teamIds }: Point, teams: ReadonlyMap<string, Team>) {
    const { locale, placeOf } = this.board
    const { t, text, percent } = locale
    const words = t.roster.points
    const own = teamIds.flatMap((teamId) => teams.get(teamId) ?? [])
    return html`<li data-point=${id}>
      <div class="who">
        <b>${text(name)}</b>
        ${placeClass === undefined ? nothing : html`<span class="chip plain">${words.classOf(placeClass)}</span>`}
        <span class="small muted line">${placeOf(gridId)}</span>
      </div>
      <div class="point-state">
        <span class="chip ${TONES[status]}">${words.states[status]}</span>
        ${lastScore === undefined ? nothing : html`<span class="small muted">${words.score(percent({ num: lastScore, den: 100 }))}</span>`}
      </div>
      ${
        own.length === 0
          ? html`<div><span class="chip bad">${words.noTeam}</span></div>`
          : html`<ul class="point-teams">
              ${own.map((team) => html`<li>${this.team(id, team)}</li>`)}
            </ul>`
      }
    </li>`
  }

  private team(pointId: string, { id: teamId, name, kind, members, leader }: Team) {
    const { t, text, number } = this.board.locale
    const { points: words, teams } = t.roster
    const isOpen = this.opened.pointId === pointId && this.opened.teamId === teamId
    const list = `people-${pointId}-${teamId}`
    const toggle = () => {
      this.opened = isOpen ? { pointId: '', teamId: '' } : { pointId, teamId }
      this.board.host.requestUpdate()
    }
    return html`${text(name)} <span class="chip plain">${words.kinds[kind]}</span>
      <span class="small muted line">${words.team(number(members), leader?.name)}</span>
      ${
        members > 0 && this.board.seesTeams
          ? html`<div>
                <button
                  type="button"
                  class="button quiet"
                  data-people=${teamId}
                  aria-expanded=${ariaBool(isOpen)}
                  aria-controls=${list}
                  aria-label=${isOpen ? teams.hideOf(text(name)) : teams.showOf(text(name))}
                  @click=${toggle}
                >
                  ${isOpen ? teams.hide : teams.show}
                </button>
              </div>
              <div id=${list} ?hidden=${!isOpen}>${isOpen ? this.people(teamId) : nothing}</div>`
          : nothing
      }`
  }

  /** Who is in the team that was opened. */
  private people(teamId: string) {
    const { locale } = this.board
    const { data, snapshot } = this.members
    if (!data) return snapshot.error ? problem(locale, snapshot.error, () => void this.members.refresh()) : skeleton(locale, 1)
    const team = data.teams.find(({ id }) => id === teamId)
    return team ? teamPeople(locale, team) : html`<p class="small muted">${locale.t.roster.teams.gone}</p>`
  }

  /** What a point is looked up by. */
  private textsOf({ name, gridId, teamIds }: Point, teams: ReadonlyMap<string, Team>): string {
    const own = teamIds.flatMap((id) => teams.get(id) ?? [])
    const ofTeams = own.flatMap((team) => [team.name.zh, team.name.en, team.leader?.name ?? ''])
    return [name.zh, name.en, this.board.placeOf(gridId), ...ofTeams].join(' ')
  }

  private choose(change: Partial<PointFilter>) {
    this.filter = { ...this.filter, ...change }
    this.shown = PAGE
    this.board.host.requestUpdate()
  }
}
