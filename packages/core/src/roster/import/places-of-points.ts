import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import type { ImportedPoint } from '../schema.ts'
import { gridOfPoint } from './grid-of-point.ts'
import { namePlaces } from './named-places.ts'
import type { StandingPlace } from './named-places.ts'
import type { KnownPoint, PlanPointsContext } from './plan-points.ts'
import { POINT_COLUMNS } from './point-columns.ts'
import type { PointColumn } from './point-columns.ts'

export interface PlacesOfPoints {
  /** The place of a row, and where it is if the row says so; undefined where an error says why it has none. */
  place(row: ImportedPoint, before: KnownPoint | undefined): Id | undefined
  /** The grid of a row's point, once all rows have said where their places are; undefined where an error says why it has none. */
  grid(row: ImportedPoint, before: KnownPoint | undefined, placeId: Id): Id | undefined
  /** Places to be written: new, or somewhere else than they were. */
  changed(): StandingPlace[]
  /** Faults of rows that would mean another place the next time. */
  expectOneName(rows: readonly { row: ImportedPoint; placeId: Id }[]): void
}

/**
 * The places of evaluation points. A row names its place, or its point is a place of its own name; what there is not yet is made
 * where the row says. A point needs a place of its class: one class of place is assessed by other standards than another.
 */
export function placesOfPoints(context: PlanPointsContext, errors: CellError[]): PlacesOfPoints {
  const names = namePlaces(context.places)
  const byId = new Map(context.places.map((place) => [place.id, place]))
  const now = new Map<Id, StandingPlace>()
  const told = new Map<Id, { row: number; value: string }>()

  function found(row: ImportedPoint, before: KnownPoint | undefined): StandingPlace | 'new' | undefined {
    const { placeClass } = row
    if (row.place === undefined && before) return now.get(before.placeId) ?? byId.get(before.placeId) ?? 'new'
    const text = row.place ?? row.nameZh!
    const fitting = names.find(text, placeClass)
    if (fitting.length > 1) {
      const which = fitting.slice(0, 5).join(', ')
      return fail(errors, row, 'place', 'ambiguous', {
        zh: `同名的地点有 ${which}，请填写编号。`,
        en: `Expected an id: of that name are ${which}.`,
      })
    }
    if (fitting.length === 1) return now.get(fitting[0]!) ?? byId.get(fitting[0]!)
    const [other] = row.place === undefined ? [] : names.find(text)
    if (other === undefined) return 'new'
    return fail(errors, row, 'placeClass', 'conflict', unfit((now.get(other) ?? byId.get(other)!).class))
  }

  function place(row: ImportedPoint, before: KnownPoint | undefined): Id | undefined {
    const standing = found(row, before)
    if (standing === undefined) return undefined
    const placeClass = standing === 'new' ? row.placeClass : standing.class
    if (placeClass === undefined) return fail(errors, row, 'placeClass', 'required', NEW_CLASS)
    if (row.placeClass !== undefined && row.placeClass !== placeClass)
      return fail(errors, row, 'placeClass', 'conflict', unfit(placeClass))
    const position = row.point && context.toWgs84(row.point)
    if (row.point && !position) return fail(errors, row, 'x', 'invalid', OUTSIDE)
    const one = standing === 'new' ? made(row, before, placeClass) : standing
    if (row.point && !agrees(one.id, row)) return undefined
    now.set(one.id, { ...one, ...(position && { position }) })
    return one.id
  }

  function made(row: ImportedPoint, before: KnownPoint | undefined, placeClass: string): StandingPlace {
    const name = row.place ?? row.nameZh ?? before?.name.zh ?? row.id!
    // A point may stand at what nobody said more of than its id.
    const placeId = row.place === undefined ? before?.placeId : undefined
    const one = { id: placeId ?? context.createId(), class: placeClass, name: { zh: name, en: name } }
    names.make(one)
    return one
  }

  function grid(row: ImportedPoint, before: KnownPoint | undefined, placeId: Id): Id | undefined {
    const standing = now.get(placeId)!
    const { position, gridIds = [] } = standing
    const isMoved = JSON.stringify(position) !== JSON.stringify(byId.get(placeId)?.position)
    const isKept = before?.placeId === placeId && row.gridId === undefined && !isMoved
    let gridId = row.gridId ?? (isKept ? before?.gridId : undefined)
    if (position && !isKept) {
      const isCrossing = standing.class === 'intersection'
      const drawn = gridOfPoint(position, { named: gridId, isCrossing }, context)
      if (!drawn.ok && drawn.reason === 'outside') return fail(errors, row, row.point ? 'x' : 'grid', 'conflict', OUTSIDE)
      if (!drawn.ok) return fail(errors, row, 'grid', 'conflict', elsewhere(drawn.found))
      gridId = drawn.gridId
    }
    gridId ??= gridIds[0]
    if (gridId === undefined) return fail(errors, row, 'grid', 'required', NOWHERE)
    if (gridIds.length === 0) now.set(placeId, { ...standing, gridIds: [gridId] })
    return gridId
  }

  /** Rows at one place tell of one point. */
  function agrees(placeId: Id, row: ImportedPoint): boolean {
    const value = JSON.stringify(row.point)
    const earlier = told.get(placeId)
    if (!earlier) told.set(placeId, { row: row.row, value })
    if (!earlier || earlier.value === value) return true
    fail(errors, row, 'x', 'conflict', {
      zh: `坐标与第 ${earlier.row} 行对同一地点所填的不同。`,
      en: `Expected the point that row ${earlier.row} has of the same place.`,
    })
    return false
  }

  return {
    ...{ place, grid },
    changed: () => [...now.values()].filter((one) => !isSame(byId.get(one.id), one)),
    expectOneName(rows) {
      const then = namePlaces([...context.places.filter(({ id }) => !now.has(id)), ...now.values()])
      for (const { row, placeId } of rows) {
        if (row.place === undefined) continue
        const which = then.find(row.place, row.placeClass)
        if (which.length === 1 && which[0] === placeId) continue
        fail(errors, row, 'place', 'ambiguous', {
          zh: `有多个地点叫“${row.place}”，请填写编号或“${POINT_COLUMNS.placeClass.zh}”。`,
          en: `Expected an id or a class: several places are called "${row.place}".`,
        })
      }
    },
  }
}

const isSame = (one: StandingPlace | undefined, other: StandingPlace) =>
  one !== undefined && JSON.stringify([one.position, one.gridIds]) === JSON.stringify([other.position, other.gridIds])

const unfit = (placeClass: string): Localized => ({
  zh: `“${POINT_COLUMNS.placeClass.zh}”应与所在地点的类别一致，该地点为 ${placeClass}。`,
  en: `Expected "${POINT_COLUMNS.placeClass.zh}" to be that of the place, which is ${placeClass}.`,
})
const elsewhere = (found: Id): Localized => ({
  zh: `“${POINT_COLUMNS.grid.zh}”应包含该坐标，坐标在 ${found} 内。`,
  en: `Expected "${POINT_COLUMNS.grid.zh}" to have the point in it, which lies in ${found}.`,
})
const NEW_CLASS = {
  zh: '新地点应填写“点位类别”。',
  en: 'Expected "点位类别" (place class): the place is new.',
}
const NOWHERE = {
  zh: '应填写“所在网格”，或经度、纬度和坐标系。',
  en: 'Expected "所在网格" (grid), or a point with its CRS.',
}
const OUTSIDE = { zh: '坐标应在街道范围内。', en: 'Expected the point to lie in the district, got one outside.' }

function fail(
  errors: CellError[],
  { row }: ImportedPoint,
  column: PointColumn,
  code: CellError['code'],
  message: Localized,
): undefined {
  errors.push({ row, column: POINT_COLUMNS[column].zh, code, message })
}
