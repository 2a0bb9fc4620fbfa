import type { Id, Localized } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { CellError } from '../../table/table.ts'
import type { ImportedTeam } from '../schema.ts'
import type { Point, Team } from '../shifts/check-teams.ts'
import { membersOf } from './members-of.ts'
import { personOfRow } from './person-of-row.ts'
import type { RowPerson } from './person-of-row.ts'
import { rowsOfOneTeam } from './rows-of-one-team.ts'
import { TEAM_COLUMNS } from './team-columns.ts'
import type { TeamColumn } from './team-columns.ts'
import { teamNotes } from './team-notes.ts'

/** A team as a district keeps it. */
export interface StandingTeam extends Team {
  name: Localized
  orgId?: Id
}

/** An evaluation point as far as teams go. */
export interface NamedPoint extends Point {
  name: Localized
}

/** A row with what its person is found by: the normalised text's keyed hash. */
export interface KeyedTeam extends ImportedTeam {
  nameKey?: string
  phoneKey?: string
  /** Of the staff number in the row's organisation. */
  staffKey?: string
}

export interface PlanTeamsContext {
  teams: readonly StandingTeam[]
  points: readonly NamedPoint[]
  /** Those whom one of the rows' keys means. */
  people: readonly RowPerson[]
  createId: () => Id
}

export interface TeamsPlan {
  created: StandingTeam[]
  updated: StandingTeam[]
  removed: Id[]
  /** Whose teams are others then. */
  points: Point[]
  unchanged: number
  /** People who join a team, and who leave one. */
  joined: number
  left: number
  /** What there is still to do, for people. */
  notes: Localized[]
  errors: CellError[]
}

/**
 * What an import of teams has to write, so that importing twice writes once. Rows mean the team of their id, or the one of their
 * whole Chinese name, and together tell of it; each names one person at most, who is known by id, phone or number in an
 * organisation, and joins it. What no row says stays: nobody leaves, and no team goes, but by a row that says so. A team and its
 * points name each other, and who leads a team is in it (`checkTeams`).
 */
export function planTeams(rows: readonly KeyedTeam[], context: PlanTeamsContext): TeamsPlan {
  const errors: CellError[] = []
  const before = new Map(context.teams.map((team) => [team.id, team]))
  const groups = grouped(rows, context, errors)
  const personOf = personOfRow(context.people, { columns: TEAM_COLUMNS, unknown: UNKNOWN })
  const written: StandingTeam[] = []
  const removed = new Set<Id>()
  let absent = 0
  for (const [id, own] of groups) {
    const facts = rowsOfOneTeam(own, errors)
    const known = before.get(id)
    if (facts.remove) {
      if (known) removed.add(id)
      else absent += 1
      continue
    }
    const kind = facts.kind ?? known?.kind
    const zh = facts.nameZh ?? known?.name.zh
    if (kind === undefined) fail(errors, own[0]!, 'kind', 'required', NEW)
    if (zh === undefined) fail(errors, own[0]!, 'nameZh', 'required', NEW)
    const { memberIds, leaderId } = membersOf(own, known, personOf, errors)
    if (kind === undefined || zh === undefined) continue
    const orgId = facts.orgId ?? known?.orgId
    written.push({
      ...{ id, kind, memberIds, name: { zh, en: facts.nameEn ?? known?.name.en ?? zh } },
      pointIds: facts.pointIds ?? known?.pointIds ?? [],
      ...(leaderId !== undefined && { leaderId }),
      ...(orgId !== undefined && { orgId }),
    })
  }
  const all = new Map<Id, StandingTeam>([...before, ...written.map((team) => [team.id, team] as const)])
  for (const id of removed) all.delete(id)
  expectOneName(groups, [...all.values()], errors)
  errors.sort((one, other) => one.row - other.row)
  const created = written.filter(({ id }) => !before.has(id))
  const updated = written.filter((team) => before.has(team.id) && !isSame(before.get(team.id)!, team))
  const points = answeredFor(context.points, written, removed)
  const wasIn = (team: StandingTeam) => new Set(before.get(team.id)?.memberIds)
  const count = (number: (team: StandingTeam) => number) => written.reduce((sum, team) => sum + number(team), 0)
  return {
    ...{ created, updated, removed: [...removed], points, errors },
    unchanged: absent + written.length - created.length - updated.length,
    joined: count((team) => team.memberIds.filter((id) => !wasIn(team).has(id)).length),
    left: count((team) => [...wasIn(team)].filter((id) => !team.memberIds.includes(id)).length),
    notes: teamNotes(
      [...all.values()],
      merged(context.points, points),
      new Set([...groups.keys(), ...points.map(({ id }) => id)]),
    ),
  }
}

/** Rows by the team that they mean, in the order in which the table names teams. */
function grouped(rows: readonly KeyedTeam[], { teams, createId }: PlanTeamsContext, errors: CellError[]): Map<Id, KeyedTeam[]> {
  const byName = new Map<string, Id[]>()
  for (const { id, name } of teams) byName.set(fold(name.zh), [...(byName.get(fold(name.zh)) ?? []), id])
  const made = new Map<string, Id>()
  const groups = new Map<Id, KeyedTeam[]>()
  for (const row of rows) {
    const name = fold(row.nameZh ?? '')
    const found = row.id === undefined ? (byName.get(name) ?? []) : [row.id]
    if (found.length > 1) {
      const which = found.slice(0, 5).join(', ')
      fail(errors, row, 'nameZh', 'ambiguous', {
        zh: `同名的队伍有 ${which}，请填写“${TEAM_COLUMNS.id.zh}”。`,
        en: `Expected an id: of that name are ${which}.`,
      })
      continue
    }
    const id = found[0] ?? made.get(name) ?? createId()
    if (found.length === 0) made.set(name, id)
    const group = groups.get(id)
    if (group) group.push(row)
    else groups.set(id, [row])
  }
  return groups
}

/** A row without an id is known by its name: the next time it has to mean the same, or nothing where its team went. */
function expectOneName(groups: ReadonlyMap<Id, KeyedTeam[]>, all: readonly StandingTeam[], errors: CellError[]): void {
  const named = new Map<string, Id[]>()
  for (const { id, name } of all) named.set(fold(name.zh), [...(named.get(fold(name.zh)) ?? []), id])
  for (const [id, rows] of groups) {
    const row = rows.find((one) => one.id === undefined)
    const found = row ? (named.get(fold(row.nameZh!)) ?? []) : []
    if (!row || found.every((one) => one === id)) continue
    fail(errors, row, 'nameZh', 'ambiguous', {
      zh: `有多个队伍叫“${row.nameZh}”，请填写“${TEAM_COLUMNS.id.zh}”。`,
      en: `Expected an id: several teams are called "${row.nameZh}".`,
    })
  }
}

/** The points whose teams are others then: both sides name each other. */
function answeredFor(points: readonly Point[], written: readonly StandingTeam[], removed: ReadonlySet<Id>): Point[] {
  const pointsOf = new Map(written.map(({ id, pointIds }) => [id, new Set(pointIds)]))
  return points.flatMap(({ id, ownerTeamIds }) => {
    const kept = ownerTeamIds.filter((teamId) => !removed.has(teamId) && pointsOf.get(teamId)?.has(id) !== false)
    const come = written.filter((team) => team.pointIds.includes(id) && !kept.includes(team.id)).map((team) => team.id)
    const isOther = come.length > 0 || kept.length < ownerTeamIds.length
    return isOther ? [{ id, ownerTeamIds: [...kept, ...come] }] : []
  })
}

const merged = (points: readonly NamedPoint[], changed: readonly Point[]): NamedPoint[] => {
  const news = new Map(changed.map((point) => [point.id, point]))
  return points.map((point) => ({ ...point, ...news.get(point.id) }))
}

const isSame = (one: StandingTeam, other: StandingTeam) => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ kind, name: { zh, en }, orgId, leaderId, memberIds, pointIds }: StandingTeam) => [
  ...[kind, zh, en, orgId, leaderId],
  ...[memberIds, [...pointIds].sort()],
]

const UNKNOWN = {
  zh: '没有这个人：请先用 wangge import people 导入人员。',
  en: 'Expected somebody who is in the district: bring people in first (wangge import people).',
}
const NEW = {
  zh: '新队伍必须填写队伍名称和队伍类别。',
  en: 'Expected "队伍名称" (team) and "队伍类别" (kind): it is a new team.',
}

function fail(errors: CellError[], { row }: KeyedTeam, column: TeamColumn, code: CellError['code'], message: Localized) {
  errors.push({ row, column: TEAM_COLUMNS[column].zh, code, message })
}
