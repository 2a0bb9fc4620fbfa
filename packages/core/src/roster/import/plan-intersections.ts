import { zonedTime } from '../../calendar/zoned-time.ts'
import type { Id, Localized, Position } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import type { TablePoint } from '../../table/read-point.ts'
import type { ImportedIntersection } from '../schema.ts'
import type { SponsorGap } from '../shifts/sponsor-gaps.ts'
import { sponsorGaps } from '../shifts/sponsor-gaps.ts'
import type { IntersectionDuty } from '../sponsor.ts'
import { crossingsOf } from './crossings-of.ts'
import { intersectionNotes } from './intersection-notes.ts'
import type { IntersectionNotesContext } from './intersection-notes.ts'
import { INTERSECTION_COLUMNS } from './intersection-columns.ts'
import type { IntersectionColumn } from './intersection-columns.ts'
import type { StandingPlace } from './named-places.ts'
import { overlappingDuties } from './overlapping-duties.ts'

export interface KnownDuty extends IntersectionDuty {
  /** Seats that people of the branch had, or have, there in its time. */
  seats: number
}

export interface PlanIntersectionsContext extends IntersectionNotesContext {
  duties: readonly KnownDuty[]
  createId: () => Id
  /** A point in WGS-84; undefined where there is none such on earth. */
  toWgs84: (point: TablePoint) => Position | undefined
  /** The smallest grid that is drawn around a point, WGS-84. */
  locate: (position: Position) => Id | undefined
  /** Epoch milliseconds. */
  now: number
}

export interface IntersectionsPlan {
  created: IntersectionDuty[]
  updated: IntersectionDuty[]
  removed: Pick<IntersectionDuty, 'intersectionId' | 'from'>[]
  /** Crossings that are new, or that the table tells otherwise. */
  places: StandingPlace[]
  unchanged: number
  /** When crossings of the table have no branch then: from their first duty on, or from now where none has begun. */
  gaps: SponsorGap[]
  /** What there is still to do, for people. */
  notes: Localized[]
  errors: CellError[]
}

/** A row with the duty that it means. */
export interface RowDuty {
  row: ImportedIntersection
  duty: IntersectionDuty
}

/**
 * What an import of 包路口 has to write, so that importing twice writes once. A row means the duty at its crossing that begins
 * then; without a beginning, the only one of its branch there. What it leaves out stays. No crossing may have two branches at an
 * instant (INV-18); hours without one are told, for a district may not have found it yet. A duty in whose time people of its
 * branch had seats is on record: it can be ended, but neither go nor become another branch's.
 */
export function planIntersections(rows: readonly ImportedIntersection[], context: PlanIntersectionsContext): IntersectionsPlan {
  const errors: CellError[] = []
  const before = new Map(context.duties.map((duty) => [keyOf(duty), duty]))
  const { placed, places, crossings } = crossingsOf(rows, context, errors)
  const named = identified(placed, context, errors)
  const written: RowDuty[] = []
  const removed: IntersectionDuty[] = []
  let absent = 0
  for (const { row, intersectionId, from } of named) {
    const known = from === undefined ? undefined : before.get(keyOf({ intersectionId, from }))
    if (row.remove !== true) {
      const duty = merged(row, { intersectionId, from }, known, errors)
      if (duty) written.push({ row, duty })
    } else if (!known) absent += 1
    else if (known.seats === 0) removed.push(known)
    else fail(errors, row, 'remove', onRecord(known.seats))
  }
  const all = new Map<string, IntersectionDuty>(before)
  for (const duty of removed) all.delete(keyOf(duty))
  for (const { duty } of written) all.set(keyOf(duty), duty)
  const then = [...all.values()]
  expectOneOfBranch(named, then, errors)
  const known = context.places.filter(({ id }) => !crossings.some((crossing) => crossing.id === id))
  const as = { ...context, places: [...known, ...crossings] }
  errors.push(...overlappingDuties(written, then, as))
  errors.push(...outlasting(written, context))
  errors.sort((one, other) => one.row - other.row)
  const created = written.map(({ duty }) => duty).filter((duty) => !before.has(keyOf(duty)))
  const updated = written
    .map(({ duty }) => duty)
    .filter((duty) => before.has(keyOf(duty)) && !isSame(before.get(keyOf(duty))!, duty))
  const gaps = gapsOf(crossings, then, context.now)
  return {
    ...{ created, updated, places, gaps, errors },
    notes: intersectionNotes({ gaps, duties: then }, as),
    removed: removed.map(({ intersectionId, from }) => ({ intersectionId, from })),
    unchanged: absent + written.length - created.length - updated.length,
  }
}

interface Placed {
  row: ImportedIntersection
  intersectionId: Id
}

interface Identified extends Placed {
  /** Undefined where the row is to take away what is not there. */
  from?: string
}

/** Which duty each row means; no two the same. */
function identified(placed: readonly Placed[], { duties }: PlanIntersectionsContext, errors: CellError[]): Identified[] {
  const ofBranch = new Map<string, IntersectionDuty[]>()
  for (const duty of duties) ofBranch.set(branchKey(duty), [...(ofBranch.get(branchKey(duty)) ?? []), duty])
  const rowOf = new Map<string, number>()
  return placed.flatMap(({ row, intersectionId }): Identified[] => {
    const found =
      row.from === undefined ? (ofBranch.get(branchKey({ intersectionId, orgId: row.orgId! })) ?? []) : [row as { from: string }]
    if (found.length > 1) {
      fail(errors, row, 'from', SEVERAL, 'ambiguous')
      return []
    }
    const from = found[0]?.from
    if (from === undefined) {
      if (row.remove === true) return [{ row, intersectionId }]
      fail(errors, row, 'from', NEW, 'required')
      return []
    }
    const key = keyOf({ intersectionId, from })
    const earlier = rowOf.get(key)
    if (earlier !== undefined) {
      fail(errors, row, 'from', {
        zh: `与第 ${earlier} 行是同一路口同一时间起的包路口。`,
        en: `Expected another beginning at this crossing than that of row ${earlier}.`,
      })
      return []
    }
    rowOf.set(key, row.row)
    return [{ row, intersectionId, from }]
  })
}

function merged(
  row: ImportedIntersection,
  { intersectionId, from }: { intersectionId: Id; from: string | undefined },
  known: KnownDuty | undefined,
  errors: CellError[],
): IntersectionDuty | undefined {
  const orgId = row.orgId ?? known?.orgId
  if (orgId === undefined) {
    fail(errors, row, 'organisation', NEW_BRANCH, 'required')
    return undefined
  }
  if (known && known.orgId !== orgId && known.seats > 0) fail(errors, row, 'organisation', onRecord(known.seats))
  const to = row.until ?? known?.to
  if (to !== undefined && Date.parse(to) <= Date.parse(from!)) {
    fail(errors, row, 'until', {
      zh: `“${INTERSECTION_COLUMNS.until.zh}”应晚于“${INTERSECTION_COLUMNS.from.zh}”。`,
      en: `Expected "${INTERSECTION_COLUMNS.until.zh}" to be later than "${INTERSECTION_COLUMNS.from.zh}".`,
    })
    return undefined
  }
  return { intersectionId, orgId, from: from!, ...(to !== undefined && { to }) }
}

/** A row without a beginning has to mean the same the next time, or nothing where it took a duty away. */
function expectOneOfBranch(named: readonly Identified[], all: readonly IntersectionDuty[], errors: CellError[]): void {
  const counts = new Map<string, number>()
  for (const duty of all) counts.set(branchKey(duty), (counts.get(branchKey(duty)) ?? 0) + 1)
  for (const { row, intersectionId } of named) {
    if (row.from !== undefined) continue
    const most = row.remove === true ? 0 : 1
    if ((counts.get(branchKey({ intersectionId, orgId: row.orgId! })) ?? 0) > most)
      fail(errors, row, 'from', SEVERAL, 'ambiguous')
  }
}

/** A branch that is closed has no crossing from then on. */
function outlasting(
  written: readonly RowDuty[],
  { organisations, timeZone }: Pick<PlanIntersectionsContext, 'organisations' | 'timeZone'>,
): CellError[] {
  const closing = new Map(organisations.flatMap(({ id, closedOn }) => (closedOn === undefined ? [] : [[id, closedOn] as const])))
  return written.flatMap(({ row: { row }, duty: { orgId, to } }) => {
    const closedOn = closing.get(orgId)
    if (closedOn === undefined || (to !== undefined && Date.parse(to) <= zonedTime(closedOn, 0, timeZone))) return []
    const column = INTERSECTION_COLUMNS.until.zh
    const message = {
      zh: `该党组织自 ${closedOn} 起撤销，“${column}”应不晚于该日零时。`,
      en: `Expected "${column}" to be no later than the begin of ${closedOn}, from which on the organisation is closed.`,
    }
    return [{ row, column, code: 'conflict' as const, message }]
  })
}

function gapsOf(crossings: readonly StandingPlace[], duties: readonly IntersectionDuty[], now: number): SponsorGap[] {
  const own = new Map(crossings.map(({ id }) => [id, [] as IntersectionDuty[]]))
  for (const duty of duties) own.get(duty.intersectionId)?.push(duty)
  return [...own].flatMap(([id, some]) => {
    const first = Math.min(now, ...some.map(({ from }) => Date.parse(from)))
    return sponsorGaps([id], some, new Date(first).toISOString())
  })
}

const keyOf = ({ intersectionId, from }: Pick<IntersectionDuty, 'intersectionId' | 'from'>) =>
  `${intersectionId} ${Date.parse(from)}`

const branchKey = ({ intersectionId, orgId }: Pick<IntersectionDuty, 'intersectionId' | 'orgId'>) => `${intersectionId} ${orgId}`

const isSame = (one: IntersectionDuty, other: IntersectionDuty) =>
  one.orgId === other.orgId &&
  (one.to === undefined ? undefined : Date.parse(one.to)) === (other.to === undefined ? undefined : Date.parse(other.to))

const onRecord = (seats: number): Localized => ({
  zh: `该党组织的人在此期间有 ${seats} 个值守名额，要留作记录：请填写“${INTERSECTION_COLUMNS.until.zh}”，不能撤销或改给别的党组织。`,
  en: `Expected a duty without seats, got ${seats} of the branch’s people, which are on record: tell "${INTERSECTION_COLUMNS.until.zh}" instead.`,
})

const NEW = { zh: '新的包路口应填写“起始时间”。', en: 'Expected "起始时间" (from): the branch has no duty here yet.' }
const NEW_BRANCH = { zh: '新的包路口应填写“党组织”。', en: 'Expected "党组织" (organisation): it is a new duty.' }
const SEVERAL = {
  zh: '该党组织在此路口不止一段，请填写“起始时间”。',
  en: 'Expected "起始时间" (from): the branch has this crossing more than once.',
}

function fail(
  errors: CellError[],
  { row }: ImportedIntersection,
  column: IntersectionColumn,
  message: Localized,
  code: CellError['code'] = 'conflict',
) {
  errors.push({ row, column: INTERSECTION_COLUMNS[column].zh, code, message })
}
