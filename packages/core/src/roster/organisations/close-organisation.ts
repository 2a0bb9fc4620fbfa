import type { Id, Instant, Localized } from '../../schema.ts'
import type { Organisation, SignUpState } from '../schema.ts'
import type { IntersectionDuty } from '../sponsor.ts'
import type { Membership } from './check-memberships.ts'
import { organisationLabel } from './organisation-label.ts'

interface Named {
  id: Id
  name: Localized
}

/** Somebody's place at a shift, for the organisation. */
export interface PlaceToCome {
  signUpId: Id
  slotId: Id
  personId: Id
  startsAt: Instant
  state: Exclude<SignUpState, 'cancelled'>
}

/** Somebody is the organisation's liaison by appointment. */
export interface LiaisonAppointment {
  id: Id
  personId: Id
  from: Instant
  to?: Instant
}

/** What closing an organisation is decided by. */
export interface ClosingFacts {
  orgId: Id
  /** All of the district. */
  organisations: readonly Organisation[]
  /** What the organisation owes today is told already. */
  isTold: boolean
  /** Of the organisation. */
  memberships: readonly Membership[]
  places: readonly PlaceToCome[]
  appointments: readonly LiaisonAppointment[]
  /** 包路口, of all branches at the intersections that this one has or had. */
  duties: readonly IntersectionDuty[]
  intersections: readonly Named[]
  /** Teams of the organisation. */
  teams: readonly Named[]
}

export interface ClosingOrder {
  /** 撤销日期: the first local date on which it is closed. */
  on: string
  /** Local date. */
  today: string
  /** The local date after it. */
  tomorrow: string
  /** Epoch milliseconds. */
  now: number
  /** Begin of a local date. */
  startOf: (date: string) => Instant
}

/** An intersection that nobody would have, and from when until when. */
export interface LostIntersection extends Named {
  from: Instant
  /** Absent where nobody takes it over. */
  to?: Instant
}

/** Why an organisation cannot be closed, and what would make it possible. */
export type ClosingRefusal = { message: Localized } & (
  | { reason: 'unknown' }
  | { reason: 'closed-already'; closedOn: string }
  | { reason: 'before-today'; earliest: string }
  | { reason: 'today-is-told'; earliest: string }
  | { reason: 'work-committee' }
  | { reason: 'subordinates-open'; organisations: Named[] }
  | { reason: 'sole-sponsor'; intersections: LostIntersection[]; teams: Named[] }
)

/** What ends at an instant, and what would only have begun then. */
export interface Ends<One> {
  end: One[]
  drop: One[]
}

export interface ClosingEffects {
  closesAt: Instant
  memberships: Ends<Membership>
  /** To be given back, slot by slot: whoever waits before whoever has a seat, so that nobody moves up who goes as well. */
  places: PlaceToCome[]
  appointments: Ends<LiaisonAppointment>
  duties: Ends<IntersectionDuty>
}

export type ClosingResult = { ok: true; effects: ClosingEffects } | { ok: false; refusals: ClosingRefusal[] }

/**
 * Closes an organisation (撤销) from a local date on: what of it ends then, or everything that stands against it, each with what would
 * make it possible. What has begun by now goes on: whoever is on duty stays. The organisation itself, and what was, stays on record.
 * @example
 * closeOrganisation(facts, { on: '2026-06-01', today: '2026-06-01', … })
 * // { ok: false, refusals: [{ reason: 'today-is-told', earliest: '2026-06-02', message }] }
 */
export function closeOrganisation(facts: ClosingFacts, order: ClosingOrder): ClosingResult {
  const { on, now } = order
  const organisation = facts.organisations.find(({ id }) => id === facts.orgId)
  if (!organisation) return { ok: false, refusals: [{ reason: 'unknown', message: unknown(facts.orgId) }] }
  const { closedOn } = organisation
  if (closedOn !== undefined) {
    return { ok: false, refusals: [{ reason: 'closed-already', closedOn, message: closedAlready(organisation, closedOn) }] }
  }
  const closesAt = order.startOf(on)
  const refusals = [...dayRefusal(organisation, facts, order), ...standingRefusals(organisation, facts, { on, closesAt })]
  if (refusals.length > 0) return { ok: false, refusals }
  const isToCome = ({ startsAt }: PlaceToCome) => Date.parse(closesAt) <= Date.parse(startsAt) && now < Date.parse(startsAt)
  const effects = {
    closesAt,
    memberships: endsAt(facts.memberships, closesAt),
    places: facts.places.filter(isToCome).sort(bySlot),
    appointments: endsAt(facts.appointments, closesAt),
    duties: endsAt(
      facts.duties.filter(({ orgId }) => orgId === facts.orgId),
      closesAt,
    ),
  }
  return { ok: true, effects }
}

const bySlot = (one: PlaceToCome, other: PlaceToCome): number => {
  if (one.slotId !== other.slotId) return one.slotId < other.slotId ? -1 : 1
  return ORDER[one.state] - ORDER[other.state]
}

const ORDER: Readonly<Record<PlaceToCome['state'], number>> = { invited: 0, waitlisted: 1, offered: 2, seated: 3 }

function dayRefusal(one: Organisation, { isTold }: ClosingFacts, { on, today, tomorrow }: ClosingOrder): ClosingRefusal[] {
  const earliest = isTold ? tomorrow : today
  if (on < today) return [{ reason: 'before-today', earliest, message: beforeToday(on, earliest) }]
  return on < earliest ? [{ reason: 'today-is-told', earliest, message: todayIsTold(one, earliest) }] : []
}

/** What stands on it, which would have nothing to stand on. */
function standingRefusals(
  one: Organisation,
  { organisations, duties, intersections, teams }: ClosingFacts,
  { on, closesAt }: { on: string; closesAt: Instant },
): ClosingRefusal[] {
  const refusals: ClosingRefusal[] = []
  if (one.kind === 'workCommittee') refusals.push({ reason: 'work-committee', message: WORK_COMMITTEE })
  const below = organisations
    .filter(({ superiorId, closedOn }) => superiorId === one.id && (closedOn === undefined || on < closedOn))
    .map(named)
  if (below.length > 0) refusals.push({ reason: 'subordinates-open', organisations: below, message: subordinatesOpen(below) })
  const lost = lostIntersections(one.id, duties, closesAt).map((span) => ({
    ...named(intersections.find(({ id }) => id === span.id) ?? { id: span.id, name: { zh: span.id, en: span.id } }),
    ...span,
  }))
  if (lost.length > 0 || teams.length > 0) {
    const message = soleSponsor(lost, teams)
    refusals.push({ reason: 'sole-sponsor', intersections: lost, teams: teams.map(named), message })
  }
  return refusals
}

const named = ({ id, name }: Named): Named => ({ id, name })

interface Span {
  from: Instant
  to?: Instant
}

function endsAt<One extends Span>(spans: readonly One[], closesAt: Instant): Ends<One> {
  const end = Date.parse(closesAt)
  const lasting = spans.filter(({ to }) => to === undefined || end < Date.parse(to))
  return {
    end: lasting.filter(({ from }) => Date.parse(from) < end),
    drop: lasting.filter(({ from }) => Date.parse(from) >= end),
  }
}

/** Times of the organisation's own duties, from an instant on, in which no other branch has the intersection. */
function lostIntersections(orgId: Id, duties: readonly IntersectionDuty[], closesAt: Instant): ({ id: Id } & Span)[] {
  const own = duties.filter((duty) => duty.orgId === orgId).sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
  return own.flatMap(({ intersectionId: id, from, to }) => {
    const others = duties
      .filter((duty) => duty.intersectionId === id && duty.orgId !== orgId)
      .sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
    const end = to === undefined ? Infinity : Date.parse(to)
    const lost: ({ id: Id } & Span)[] = []
    let covered = Math.max(Date.parse(from), Date.parse(closesAt))
    for (const other of [...others, undefined]) {
      const begins = other ? Date.parse(other.from) : Infinity
      const until = Math.min(begins, end)
      if (covered < until) lost.push({ id, from: iso(covered), ...(until < Infinity && { to: iso(until) }) })
      covered = Math.max(covered, other?.to === undefined ? Infinity : Date.parse(other.to))
      if (covered >= end) break
    }
    return lost
  })
}

const iso = (ms: number): Instant => new Date(ms).toISOString()

/** So many are named in a sentence. */
const MOST_NAMED = 8

function listed(all: readonly Named[]): Localized {
  const labels = all.slice(0, MOST_NAMED).map((one) => organisationLabel(one))
  const rest = all.length - labels.length
  return {
    zh: labels.map(({ zh }) => zh).join('、') + (rest > 0 ? ` 等 ${all.length} 个` : ''),
    en: labels.map(({ en }) => en).join(', ') + (rest > 0 ? ` and ${rest} more` : ''),
  }
}

const unknown = (orgId: Id): Localized => ({
  zh: `没有编号为 ${orgId} 的组织：请核对编号。`,
  en: `There is no organisation ${orgId}: look its id up.`,
})
function closedAlready(one: Organisation, closedOn: string): Localized {
  const { zh, en } = organisationLabel(one)
  return {
    zh: `${zh} 已登记自 ${closedOn} 起撤销，日期不能再改。`,
    en: `${en} is on record as closed from ${closedOn} on, and that day stays.`,
  }
}
const beforeToday = (on: string, earliest: string): Localized => ({
  zh: `撤销日期 ${on} 已过：最早可为 ${earliest}。`,
  en: `${on} is over: the earliest day is ${earliest}.`,
})
function todayIsTold(one: Organisation, earliest: string): Localized {
  const { zh, en } = organisationLabel(one)
  return {
    zh: `${zh} 今天应派人次已经下达：最早可自 ${earliest} 起撤销。`,
    en: `${en} has been told what it owes today: the earliest day is ${earliest}.`,
  }
}
const WORK_COMMITTEE = {
  zh: '党工委是组织树的根，不能撤销；如已更名，请用 wangge import organisations 更改名称。',
  en: 'The work committee is the root of the tree and cannot be closed; where it has another name now, import that (wangge import organisations).',
}
function subordinatesOpen(below: readonly Named[]): Localized {
  const { zh, en } = listed(below)
  return {
    zh: `下级组织届时仍未撤销：${zh}。请先改隶其他上级（wangge import organisations）或一并撤销。`,
    en: `Organisations below it are still there then: ${en}. Give them another superior (wangge import organisations), or close them first.`,
  }
}
function soleSponsor(lost: readonly LostIntersection[], teams: readonly Named[]): Localized {
  const crossings = listed([...new Map(lost.map((one) => [one.id, one])).values()])
  const [squads, isLost, hasTeams] = [listed(teams), lost.length > 0, teams.length > 0]
  return {
    zh: [
      isLost ? `路口将无人包保：${crossings.zh}，请先登记接手的党组织（wangge import intersections）。` : '',
      hasTeams ? `队伍仍属于该组织：${squads.zh}，请先改属其他党组织或撤销队伍（wangge import teams）。` : '',
    ].join(''),
    en: [
      ...(isLost ? [`Nobody would have ${crossings.en}: say first which branch takes over (wangge import intersections).`] : []),
      ...(hasTeams
        ? [`Teams are its own: ${squads.en}. Give them to another organisation, or take them away (wangge import teams).`]
        : []),
    ].join(' '),
  }
}
