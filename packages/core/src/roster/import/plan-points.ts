import type { Id, Localized, Position } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { TablePoint } from '../../table/read-point.ts'
import type { CellError } from '../../table/table.ts'
import type { ImportedPoint } from '../schema.ts'
import type { DrawnGrids } from './grid-of-point.ts'
import { identifiedRows } from './identified-rows.ts'
import type { StandingPlace } from './named-places.ts'
import { placesOfPoints } from './places-of-points.ts'
import type { StandingTeam } from './plan-teams.ts'
import { POINT_COLUMNS } from './point-columns.ts'
import type { PointColumn } from './point-columns.ts'
import { teamNotes } from './team-notes.ts'

/** An evaluation point as a district keeps it. */
export interface StandingPoint {
  id: Id
  name: Localized
  placeId: Id
  gridId: Id
  /** What it is assessed by. */
  standardIds: readonly string[]
  ownerTeamIds: readonly Id[]
}

export interface KnownPoint extends StandingPoint {
  /** Whether it was ever inspected. */
  isAssessed: boolean
}

export interface PlanPointsContext extends DrawnGrids {
  points: readonly KnownPoint[]
  places: readonly StandingPlace[]
  teams: readonly StandingTeam[]
  createId: () => Id
  /** A point in WGS-84; undefined where there is none such on earth. */
  toWgs84: (point: TablePoint) => Position | undefined
}

export interface PointsPlan {
  created: StandingPoint[]
  updated: StandingPoint[]
  removed: Id[]
  /** New, or somewhere else than they were. */
  places: StandingPlace[]
  /** Whose points are others then. */
  teams: { id: Id; pointIds: readonly Id[] }[]
  unchanged: number
  /** What there is still to do, for people. */
  notes: Localized[]
  errors: CellError[]
}

/**
 * What an import of evaluation points has to write, so that importing twice writes once. A row means the point of its id, or the
 * one of its whole Chinese name; what it leaves out stays, and no point goes but by a row that says so. One that was inspected
 * stays, for its record. A point stands at a place of its class, in the grid that its position lies in; its teams name it too.
 */
export function planPoints(rows: readonly ImportedPoint[], context: PlanPointsContext): PointsPlan {
  const errors: CellError[] = []
  const byId = new Map(context.points.map((point) => [point.id, point]))
  const what = { zh: '点位', en: 'point' }
  const named = identifiedRows(rows, { known: context.points, createId: context.createId, what, columns: POINT_COLUMNS, errors })
  const places = placesOfPoints(context, errors)
  const written: { row: ImportedPoint; point: StandingPoint }[] = []
  const standing: { row: ImportedPoint; id: Id; zh: string; placeId: Id }[] = []
  const removed = new Set<Id>()
  let absent = 0
  for (const { id, row } of named) {
    const before = byId.get(id)
    if (row.remove === true) {
      if (!before) absent += 1
      else if (before.isAssessed) fail(errors, row, 'remove', 'conflict', ASSESSED)
      else removed.add(id)
      continue
    }
    const zh = row.nameZh ?? before?.name.zh
    if (zh === undefined) {
      fail(errors, row, 'nameZh', 'required', NEW)
      continue
    }
    const placeId = places.place(row, before)
    if (placeId !== undefined) standing.push({ row, id, zh, placeId })
  }
  for (const { row, id, zh, placeId } of standing) {
    const before = byId.get(id)
    const gridId = places.grid(row, before, placeId)
    if (gridId === undefined) continue
    const point = {
      ...{ id, placeId, gridId, name: { zh, en: row.nameEn ?? before?.name.en ?? zh } },
      standardIds: inSameOrder(before?.standardIds, row.standardIds),
      ownerTeamIds: inSameOrder(before?.ownerTeamIds, row.teamIds),
    }
    written.push({ row, point })
  }
  places.expectOneName(written.map(({ row, point }) => ({ row, placeId: point.placeId })))
  const all = new Map<Id, StandingPoint>([...byId, ...written.map(({ point }) => [point.id, point] as const)])
  for (const id of removed) all.delete(id)
  expectOneName(named, [...all.values()], errors)
  errors.sort((one, other) => one.row - other.row)
  const points = written.map(({ point }) => point)
  const created = points.filter(({ id }) => !byId.has(id))
  const updated = points.filter((point) => byId.has(point.id) && !isSame(byId.get(point.id)!, point))
  const teams = answering(context.teams, points, removed)
  const newPoints = new Map(teams.map(({ id, pointIds }) => [id, pointIds]))
  const then = context.teams.map((team) => ({ ...team, pointIds: newPoints.get(team.id) ?? team.pointIds }))
  return {
    ...{ created, updated, removed: [...removed], places: places.changed(), teams, errors },
    unchanged: absent + points.length - created.length - updated.length,
    notes: teamNotes(then, [...all.values()], new Set([...named.map(({ id }) => id), ...newPoints.keys()])),
  }
}

/** A row without an id is known by its name: the next time it has to mean the same, or nothing where it took a point away. */
function expectOneName(
  named: readonly { id: Id; row: ImportedPoint }[],
  all: readonly StandingPoint[],
  errors: CellError[],
): void {
  const byName = new Map<string, Id[]>()
  for (const { id, name } of all) byName.set(fold(name.zh), [...(byName.get(fold(name.zh)) ?? []), id])
  for (const { id, row } of named) {
    if (row.id !== undefined || (byName.get(fold(row.nameZh!)) ?? []).every((one) => one === id)) continue
    fail(errors, row, 'nameZh', 'ambiguous', {
      zh: `有多个点位叫“${row.nameZh}”，请填写“${POINT_COLUMNS.id.zh}”。`,
      en: `Expected an id: several points are called "${row.nameZh}".`,
    })
  }
}

/** The teams whose points are others then: both sides name each other. */
function answering(
  teams: readonly StandingTeam[],
  written: readonly StandingPoint[],
  removed: ReadonlySet<Id>,
): PointsPlan['teams'] {
  const ownersOf = new Map(written.map(({ id, ownerTeamIds }) => [id, new Set(ownerTeamIds)]))
  return teams.flatMap(({ id, pointIds }) => {
    const kept = pointIds.filter((pointId) => !removed.has(pointId) && ownersOf.get(pointId)?.has(id) !== false)
    const come = written.filter((point) => point.ownerTeamIds.includes(id) && !kept.includes(point.id)).map((point) => point.id)
    const isOther = come.length > 0 || kept.length < pointIds.length
    return isOther ? [{ id, pointIds: [...kept, ...come] }] : []
  })
}

/** What a row tells anew in the order in which it stood, where it is the same. */
function inSameOrder(before: readonly string[] = [], told: readonly string[] = before): readonly string[] {
  return JSON.stringify([...before].sort()) === JSON.stringify([...told].sort()) ? before : told
}

const isSame = (one: StandingPoint, other: StandingPoint) => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ name: { zh, en }, placeId, gridId, standardIds, ownerTeamIds }: StandingPoint) => [
  ...[zh, en, placeId, gridId],
  ...[standardIds, ownerTeamIds],
]

const NEW = { zh: '新点位应填写“点位名称”。', en: 'Expected "点位名称" (name): it is a new point.' }
const ASSESSED = {
  zh: '该点位已经测评过，要留作记录，不能撤销。',
  en: 'Expected a point that was never inspected: this one stays for its record.',
}

function fail(errors: CellError[], { row }: ImportedPoint, column: PointColumn, code: CellError['code'], message: Localized) {
  errors.push({ row, column: POINT_COLUMNS[column].zh, code, message })
}
