import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import type { IntersectionDuty } from '../sponsor.ts'
import { INTERSECTION_COLUMNS } from './intersection-columns.ts'
import { localTime } from './intersection-notes.ts'
import type { StandingPlace } from './named-places.ts'
import type { RowDuty } from './plan-intersections.ts'

export interface OverlapContext {
  places: readonly StandingPlace[]
  organisations: readonly { id: Id; name: Localized }[]
  /** IANA zone whose clocks the messages show. */
  timeZone: string
}

/**
 * Where two duties hold one crossing at the same time, at the row that says so (INV-18): at the beginning of the later one, or at
 * the end of the earlier one where only that is of the table. What stood so before, and no row touches, keeps nobody's import out.
 */
export function overlappingDuties(
  written: readonly RowDuty[],
  all: readonly IntersectionDuty[],
  { places, organisations, timeZone }: OverlapContext,
): CellError[] {
  const rowOf = new Map(written.map(({ row, duty }) => [duty, row.row]))
  const placeNames = new Map(places.map(({ id, name }) => [id, name]))
  const branchNames = new Map(organisations.map(({ id, name }) => [id, name]))
  const dutiesAt = new Map<Id, IntersectionDuty[]>()
  const touched = new Set(written.map(({ duty }) => duty.intersectionId))
  for (const id of touched) dutiesAt.set(id, [])
  for (const duty of all) dutiesAt.get(duty.intersectionId)?.push(duty)
  const errors: CellError[] = []
  const told = (duty: IntersectionDuty): Localized => {
    const name = branchNames.get(duty.orgId) ?? { zh: duty.orgId, en: duty.orgId }
    const row = rowOf.get(duty)
    const from = localTime(duty.from, timeZone)
    const to = duty.to === undefined ? undefined : localTime(duty.to, timeZone)
    const zh = [to === undefined ? `${from} 起` : `${from} 至 ${to}`, ...(row === undefined ? [] : [`第 ${row} 行`])]
    const en = [`from ${from} ${to === undefined ? 'on' : `until ${to}`}`, ...(row === undefined ? [] : [`row ${row}`])]
    return { zh: `${clipped(name.zh)}（${zh.join('，')}）`, en: `${clipped(name.en)} (${en.join(', ')})` }
  }
  for (const intersectionId of touched) {
    const duties = dutiesAt.get(intersectionId)!.sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
    let longest = duties[0]!
    for (const duty of duties.slice(1)) {
      const row = rowOf.get(duty) ?? rowOf.get(longest)
      if (row !== undefined && endOf(longest) > Date.parse(duty.from)) {
        const { zh, en } = placeNames.get(intersectionId)!
        const [one, other] = [told(longest), told(duty)]
        errors.push({
          ...{ row, column: INTERSECTION_COLUMNS[rowOf.has(duty) ? 'from' : 'until'].zh, code: 'conflict' },
          message: {
            zh: `${clipped(zh)}同一时间只能由一个党组织包：${one.zh}与${other.zh}重叠。`,
            en: `Expected one branch at a time at ${clipped(en)}: ${one.en} and ${other.en} overlap.`,
          },
        })
      }
      if (endOf(duty) > endOf(longest)) longest = duty
    }
  }
  return errors
}

const endOf = ({ to }: IntersectionDuty): number => (to === undefined ? Infinity : Date.parse(to))

/** A message names two branches and a crossing, and stays one to read. */
const clipped = (name: string): string => (name.length > 30 ? `${name.slice(0, 29)}…` : name)
