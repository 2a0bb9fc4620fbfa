import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import type { ImportedIntersection } from '../schema.ts'
import { INTERSECTION_COLUMNS } from './intersection-columns.ts'
import type { IntersectionColumn } from './intersection-columns.ts'
import { namePlaces } from './named-places.ts'
import type { StandingPlace } from './named-places.ts'
import type { PlanIntersectionsContext } from './plan-intersections.ts'

export interface Crossings {
  placed: { row: ImportedIntersection; intersectionId: Id }[]
  /** Those to be written: new, or told otherwise than they were. */
  places: StandingPlace[]
  /** As they are then. */
  crossings: StandingPlace[]
}

/**
 * The crossing of each row: one that there is, or a new one, which lies where its row says. A crossing lies between grids: its
 * point has to be in the district only, and adds its grid where none is named. Rows of one crossing tell the same of it, or
 * nothing.
 */
export function crossingsOf(
  rows: readonly ImportedIntersection[],
  context: Pick<PlanIntersectionsContext, 'places' | 'createId' | 'toWgs84' | 'locate'>,
  errors: CellError[],
): Crossings {
  const names = namePlaces(context.places)
  const byId = new Map(context.places.map((place) => [place.id, place]))
  const now = new Map<Id, StandingPlace>()
  const told = new Map<Id, Map<string, { row: number; value: string }>>()
  const placed = rows.flatMap((row) => {
    const found = names.find(row.place, 'intersection')
    if (found.length > 1) {
      const which = found.slice(0, 5).join(', ')
      fail(errors, row, 'place', 'ambiguous', {
        zh: `同名的路口有 ${which}，请填写编号。`,
        en: `Expected an id: of that name are ${which}.`,
      })
      return []
    }
    const name = { zh: row.place, en: row.place }
    const id = found[0] ?? names.make({ id: context.createId(), class: 'intersection', name })
    const known = now.get(id) ?? byId.get(id)
    // Nobody is asked where what goes lay, nor told.
    if (row.remove === true) {
      if (known) now.set(id, known)
      return [{ row, intersectionId: id }]
    }
    const said = told.get(id) ?? new Map<string, { row: number; value: string }>()
    told.set(id, said)
    if (!agrees(row, said, errors)) return []
    now.set(id, moved(known ?? { id, class: 'intersection', name }, row, context, errors))
    return [{ row, intersectionId: id }]
  })
  for (const { row, intersectionId } of placed) {
    const place = now.get(intersectionId)
    const isNowhere = place && !byId.has(intersectionId) && !place.gridIds?.length && !row.point
    // Once for a crossing.
    if (isNowhere && now.delete(intersectionId)) fail(errors, row, 'grids', 'required', NOWHERE)
  }
  const crossings = [...now.values()]
  const then = namePlaces([...context.places.filter(({ id }) => !now.has(id)), ...crossings])
  for (const { row, intersectionId } of placed) {
    const found = then.find(row.place, 'intersection')
    const isSo = now.has(intersectionId) ? found.length === 1 && found[0] === intersectionId : found.length === 0
    if (!isSo) fail(errors, row, 'nameEn', 'ambiguous', RENAMED)
  }
  return { placed, crossings, places: crossings.filter((place) => !isSame(byId.get(place.id), place)) }
}

/** Whether a row tells of the crossing what earlier rows have told. */
function agrees(row: ImportedIntersection, said: Map<string, { row: number; value: string }>, errors: CellError[]): boolean {
  for (const [column, told] of [
    ['nameEn', row.nameEn],
    ['grids', row.gridIds && [...row.gridIds].sort()],
    ['x', row.point],
  ] as const) {
    if (told === undefined) continue
    const value = JSON.stringify(told)
    const earlier = said.get(column)
    if (!earlier) said.set(column, { row: row.row, value })
    else if (earlier.value !== value) {
      const { zh } = INTERSECTION_COLUMNS[column]
      fail(errors, row, column, 'conflict', {
        zh: `“${zh}”与第 ${earlier.row} 行对同一路口所填的不同。`,
        en: `Expected "${zh}" as row ${earlier.row} has it of the same crossing.`,
      })
      return false
    }
  }
  return true
}

function moved(
  before: StandingPlace,
  row: ImportedIntersection,
  { toWgs84, locate }: Pick<PlanIntersectionsContext, 'toWgs84' | 'locate'>,
  errors: CellError[],
): StandingPlace {
  const position = row.point && toWgs84(row.point)
  const located = position && locate(position)
  if (row.point && located === undefined) fail(errors, row, 'x', 'conflict', OUTSIDE)
  const { gridIds = [] } = before
  const around = located === undefined || gridIds.includes(located) ? gridIds : [located]
  return {
    ...before,
    name: { zh: before.name.zh, en: row.nameEn ?? before.name.en },
    ...(position && { position }),
    gridIds: row.gridIds ?? around,
  }
}

const isSame = (one: StandingPlace | undefined, other: StandingPlace) =>
  one !== undefined && JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))

const inOrder = ({ name: { zh, en }, position, gridIds = [] }: StandingPlace) => [zh, en, position, gridIds]

function fail(
  errors: CellError[],
  { row }: ImportedIntersection,
  column: IntersectionColumn,
  code: CellError['code'],
  message: Localized,
) {
  errors.push({ row, column: INTERSECTION_COLUMNS[column].zh, code, message })
}

/** The next time a row has to mean the same. */
const RENAMED = {
  zh: '改了英文名称后，本行所填的“路口”会指别的路口：请填写中文名称或编号。',
  en: 'Expected "路口" (intersection) by its id or Chinese name: once the English name is another, this row would mean another.',
}
const NOWHERE = {
  zh: '新路口应填写“所在网格”，或经度、纬度和坐标系。',
  en: 'Expected "所在网格" (grids), or a point with its CRS: it is a new crossing.',
}
const OUTSIDE = { zh: '坐标应在街道范围内。', en: 'Expected the point to lie in the district, got one outside.' }
