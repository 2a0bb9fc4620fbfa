import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Instant, Localized } from '../../schema.ts'
import { communityOf, lastsAt } from '../organisations/check-memberships.ts'
import type { Membership, Registration } from '../organisations/check-memberships.ts'
import type { ImportedPerson, Organisation } from '../schema.ts'
import type { PeopleColumn } from './people-columns.ts'

/** What has to be written of somebody's next membership. */
export interface MembershipPlan {
  orgId: Id
  from: Instant
  /** Known where it is over, or will be. */
  to?: Instant
  /** Where the person is until then. */
  leaves: Id[]
}

/** A membership on record that ends. */
export interface MembershipEnd {
  orgId: Id
  to: Instant
}

export interface PlannedMemberships {
  next?: MembershipPlan
  ends: MembershipEnd[]
  /** Where the person is a member once all of it is written. */
  homeId?: Id
}

type Said = Pick<ImportedPerson, 'orgId' | 'memberFrom' | 'memberTo'>
type Kept = Omit<Membership, 'personId'>

interface Known {
  memberships: readonly Kept[]
  registrations: readonly Omit<Registration, 'personId'>[]
}

interface Place {
  /** Epoch milliseconds. */
  now: number
  startOf: (day: string) => Instant
  organisations: readonly Pick<Organisation, 'id' | 'gridId' | 'closedOn'>[]
  tree: GridTree
}

/** Told of a row that cannot be. */
type Fail<Row> = (row: Row, column: PeopleColumn, message: Localized) => void

/**
 * What rows of one person say of where they are a member, held to one home at a time and another community than that of their
 * dual registration (INV-13). The day of leaving is no part of a membership; a row without days of an organisation that another
 * row ends means the membership that is ended.
 */
export function planMemberships<Row extends Said>(
  rows: readonly Row[],
  known: Known,
  place: Place,
  fail: Fail<Row>,
): PlannedMemberships {
  const { now, startOf, organisations } = place
  const { ended, ends, left } = planEnds(rows, known.memberships, place, fail)
  const isOver = (one: Kept) => one.to !== undefined && Date.parse(one.to) <= now
  const kept = known.memberships.map((one) => {
    const end = isOver(one) ? undefined : ends.find(({ orgId }) => orgId === one.orgId)
    return end ? { ...one, to: end.to } : one
  })
  let next: MembershipPlan | undefined
  // A row with days says more of a membership than one that only names the organisation.
  for (const row of [...left].sort((one, other) => daysOf(other) - daysOf(one))) {
    const { orgId, memberFrom, memberTo } = row
    if (orgId === undefined || kept.some((one) => one.orgId === orgId && !isOver(one))) continue
    const from = memberFrom === undefined ? new Date(now).toISOString() : startOf(memberFrom)
    const until = ended.get(orgId)
    if (until !== undefined && (memberFrom === undefined || Date.parse(from) < until)) continue
    const to = earlier(memberTo, organisations.find(({ id }) => id === orgId)?.closedOn, startOf)
    const wanted = { orgId, from, ...(to !== undefined && { to }) }
    if (next) {
      const refusal = otherThan(next, wanted, memberFrom !== undefined)
      if (refusal) fail(row, refusal.column, refusal.message)
      continue
    }
    const refusal = refusalOf(wanted, kept, { ...place, ...known, ended })
    if (refusal) fail(row, refusal.column, refusal.message)
    // Somebody whose membership since then is over is not on the roll again by the same row.
    else if (!kept.some((one) => one.orgId === orgId && isSame(one.from, from))) {
      next = { ...wanted, leaves: kept.filter((one) => !isOver(one) && isBefore(one.from, from)).map((one) => one.orgId) }
    }
  }
  const home = next && !isOver(next) ? next : kept.find((one) => lastsAt(one, now))
  return { ends, ...(next && { next }), ...(home && { homeId: home.orgId }) }
}

/** What rows with a day of leaving end; the rows that are `left` say nothing of a membership on record, or begin one. */
function planEnds<Row extends Said>(
  rows: readonly Row[],
  known: readonly Kept[],
  { now, startOf, organisations }: Place,
  fail: Fail<Row>,
): { ends: MembershipEnd[]; ended: Map<Id, number>; left: Row[] } {
  const ends: MembershipEnd[] = []
  const ended = new Map<Id, number>()
  const left = rows.filter((row) => {
    const { orgId, memberFrom, memberTo } = row
    if (orgId === undefined || memberTo === undefined) return true
    const to = earlier(memberTo, organisations.find(({ id }) => id === orgId)?.closedOn, startOf)!
    const own = known.filter((one) => one.orgId === orgId)
    const lasting = own.filter((one) => one.to === undefined || now < Date.parse(one.to))
    const isKept = own.some((one) => one.to !== undefined && isSame(one.to, to))
    if (!isKept && lasting.length === 0) {
      if (memberFrom === undefined) fail(row, 'memberTo', own.length === 0 ? NO_MEMBER : LEFT)
      return memberFrom !== undefined
    }
    const other = ended.get(orgId)
    if (other !== undefined && other !== Date.parse(to)) fail(row, 'memberTo', TWO_ENDS)
    else if (!isKept && lasting.some((one) => !isBefore(one.from, to))) fail(row, 'memberTo', BEFORE_IT_BEGAN)
    else {
      if (!isKept && other === undefined) ends.push({ orgId, to })
      ended.set(orgId, Date.parse(to))
    }
    return false
  })
  return { ends, ended, left }
}

const daysOf = ({ memberFrom, memberTo }: Said) => (memberTo === undefined ? 0 : 2) + (memberFrom === undefined ? 0 : 1)

/** The day of leaving, or that on which the organisation is closed, which nobody's membership outlasts. */
function earlier(memberTo: string | undefined, closedOn: string | undefined, startOf: Place['startOf']): Instant | undefined {
  const days = [memberTo, closedOn].filter((day) => day !== undefined).sort()
  return days[0] === undefined ? undefined : startOf(days[0])
}

type Refusal = { column: PeopleColumn; message: Localized }

/** Why rows of one file do not mean one next membership. */
function otherThan(next: MembershipPlan, row: Omit<MembershipPlan, 'leaves'>, isDated: boolean): Refusal | undefined {
  if (next.orgId !== row.orgId) return { column: 'organisation', message: TWO_HOMES }
  if (isDated && !isSame(next.from, row.from)) return { column: 'memberFrom', message: TWO_BEGINS }
  const isOtherEnd = row.to !== undefined && (next.to === undefined || !isSame(next.to, row.to))
  return isOtherEnd ? { column: 'memberTo', message: TWO_ENDS } : undefined
}

function refusalOf(
  { orgId, from, to }: Omit<MembershipPlan, 'leaves'>,
  kept: readonly Kept[],
  { now, startOf, organisations, tree, registrations, ended }: Place & Known & { ended: ReadonlyMap<Id, number> },
): Refusal | undefined {
  const organisation = organisations.find(({ id }) => id === orgId)
  const { closedOn } = organisation ?? {}
  if (closedOn !== undefined && !isBefore(from, startOf(closedOn)))
    return { column: 'organisation', message: closedThen(closedOn) }
  if (to !== undefined && !isBefore(from, to)) return { column: 'memberTo', message: BEFORE_IT_BEGAN }
  const others = kept.filter((one) => one.orgId !== orgId || !isSame(one.from, from))
  const later = others.find((one) => !isBefore(one.from, from) && (to === undefined || isBefore(one.from, to)))
  if (later) return { column: 'memberFrom', message: notBefore(later.from) }
  const still = kept.find((one) => ended.has(one.orgId) && isBefore(one.from, from) && isBefore(from, one.to ?? from))
  if (still) return { column: 'memberFrom', message: notLeft(still.to!) }
  const isOver = to !== undefined && Date.parse(to) <= now
  const home = communityOf(organisation, tree)
  if (!isOver && registrations.some(({ kind, communityId }) => kind === 'dual' && communityId === home)) {
    return { column: 'organisation', message: DUAL_THERE }
  }
  return undefined
}

const isSame = (one: Instant, other: Instant) => Date.parse(one) === Date.parse(other)
const isBefore = (one: Instant, other: Instant) => Date.parse(one) < Date.parse(other)

const notBefore = (from: Instant): Localized => ({
  zh: `转入日期应晚于已登记的组织关系的起始日期 ${from.slice(0, 10)}。`,
  en: `Expected a day after ${from.slice(0, 10)}, when a membership on record began.`,
})
const notLeft = (to: Instant): Localized => ({
  zh: `转入日期应不早于原组织关系的转出日期 ${to.slice(0, 10)}。`,
  en: `Expected a day no earlier than ${to.slice(0, 10)}, when the membership before ends.`,
})
const closedThen = (closedOn: string): Localized => ({
  zh: `该党组织自 ${closedOn} 起撤销，转入日期应早于该日。`,
  en: `Expected a day before ${closedOn}, from which on the organisation is closed.`,
})
const TWO_HOMES = {
  zh: '同一人同时只能有一个组织关系，表中填写了两个党组织。',
  en: 'One person is on one roll at a time; the file names two organisations.',
}
const TWO_BEGINS = {
  zh: '同一组织关系的转入日期前后不一致。',
  en: 'Another row of the file says another day for the begin of the same membership.',
}
const TWO_ENDS = {
  zh: '同一组织关系的转出日期前后不一致。',
  en: 'Another row of the file says another day for the end of the same membership.',
}
const NO_MEMBER = {
  zh: '本人在该党组织没有组织关系；如补录已转出的组织关系，请同时填写转入日期。',
  en: 'The person is on no roll of this organisation; to enter a membership that is over, give the day that it began as well.',
}
const LEFT = {
  zh: '本人在该党组织的组织关系已经转出，转出日期与所填的不同。',
  en: 'The person has left this organisation already, on another day.',
}
const BEFORE_IT_BEGAN = {
  zh: '转出日期应晚于转入日期。',
  en: 'Expected a day after the one on which the membership began.',
}
const DUAL_THERE = {
  zh: '该党组织所在社区与本人已登记的双报到社区相同，请同时填写新的双报到社区。',
  en: 'The organisation is in the community of the person’s dual registration; name another for that in the same file.',
}
