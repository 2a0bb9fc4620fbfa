import type { GridTree } from '../../grid/grid-tree.ts'
import type { Appointment, AppointmentRole } from '../../grid/schema.ts'
import type { PartyStatus } from '../../privacy/schema.ts'
import type { Id, Instant, Localized } from '../../schema.ts'
import { isMinor } from '../fitness.ts'
import { advancePartyStatus } from '../organisations/advance-party-status.ts'
import type { Membership, Registration } from '../organisations/check-memberships.ts'
import type { ImportedPerson, Organisation } from '../schema.ts'
import { PEOPLE_COLUMNS } from './people-columns.ts'
import type { PeopleColumn } from './people-columns.ts'
import { matchRows } from './match-people.ts'
import type { MatchedPerson } from './match-people.ts'
import { planMemberships } from './plan-membership.ts'
import type { MembershipEnd, MembershipPlan } from './plan-membership.ts'
import { planRegistration } from './plan-registration.ts'
import type { RegistrationPlan } from './plan-registration.ts'
import type { CellError } from '../../table/table.ts'

/** A row with what its name and numbers are found by: normalised text, or its keyed hash. */
export interface KeyedPerson extends ImportedPerson {
  nameKey: string
  phoneKey?: string
  /** Of the staff number in its organisation. */
  staffKey?: string
}

export interface GivenConsent {
  purpose: string
  version: number
  by: 'self' | 'guardian'
}

/** A person that the district has. */
export interface KnownPerson {
  id: Id
  nameKey?: string
  /** Whether the name came from a host only: the district's own takes its place. */
  isNamedByHost?: boolean
  phoneKey?: string
  staffKeys: readonly string[]
  partyStatus?: PartyStatus
  minor: boolean
  /** As they have said themselves. */
  birthYear?: number
  memberships: readonly Omit<Membership, 'personId'>[]
  registrations: readonly Omit<Registration, 'personId'>[]
  appointments: readonly Pick<Appointment, 'role' | 'gridId' | 'from' | 'to'>[]
  /** Those that were not taken back. */
  consents: readonly GivenConsent[]
}

export interface PeoplePlanContext {
  known: readonly KnownPerson[]
  organisations: readonly Pick<Organisation, 'id' | 'gridId' | 'closedOn'>[]
  /** All appointments that last or are to come: a grid has one building head and one first dual registrant at a time. */
  appointments: readonly Pick<Appointment, 'role' | 'gridId' | 'personId' | 'from' | 'to'>[]
  tree: GridTree
  /** Epoch milliseconds. */
  now: number
  createId: () => Id
  /** IANA zone by whose calendar an age is counted. */
  timeZone: string
  /** The first instant of a day in the district's time zone. */
  startOf: (day: string) => Instant
  /** Why political status may not be kept by these consents; undefined where it may. */
  partyStatusRefusal: (given: readonly GivenConsent[], minor: boolean) => string | undefined
}

/** What has to be written of one person; nothing that is there already. */
export interface PersonPlan {
  id: Id
  isNew: boolean
  /** Rows of the file. */
  rows: number[]
  name?: string
  phone?: string
  partyStatus?: PartyStatus
  minor?: boolean
  membership?: MembershipPlan
  membershipEnds: MembershipEnd[]
  staffNumbers: { orgId: Id; staffNumber: string; staffKey: string }[]
  registration?: RegistrationPlan
  appointments: { role: AppointmentRole; gridId: Id; from: Instant }[]
  consents: (GivenConsent & { guardian?: string })[]
}

export interface PeoplePlan {
  /** Those with something to write, in the order of their first rows. */
  people: PersonPlan[]
  /** People of the file of whom everything is there already. */
  unchanged: number
  errors: CellError[]
  /** Rows that mean two people at once. They alone are left out: what the district has to settle first keeps nobody else out. */
  refused: CellError[]
  /** What a row says and is not written, though nothing else of it is wrong. */
  notes: Localized[]
}

/**
 * What an import of people has to write, so that importing twice writes once. Rows that mean one person (by id, phone, or
 * number in an organisation) are one person with several roles; a name alone means nobody. What a row leaves out stays.
 * A row whose numbers belong to two people of the district is refused alone. Held to: one home at a time (INV-13), another community for dual registration (INV-13), one step along the ladder of
 * political status (INV-14) and its separate consent, one building head and first dual registrant to a grid (INV-9).
 */
export function planPeople(rows: readonly KeyedPerson[], context: PeoplePlanContext): PeoplePlan {
  const errors: CellError[] = []
  const notes: Localized[] = []
  const { matched, refused } = matchRows(rows, context)
  const seats = takenSeats(context)
  const plans = matched.map(({ known, rows: own }) => planPerson(known, own, context, { seats, errors, notes }))
  errors.sort((one, other) => one.row - other.row)
  const people = plans.filter(hasWork)
  return { people, unchanged: plans.length - people.length, errors, refused, notes }
}

interface Progress {
  /** Who holds what only one may hold, by grid and role. */
  seats: Map<string, Id>
  errors: CellError[]
  notes: Localized[]
}

function planPerson(
  known: MatchedPerson['known'],
  rows: readonly KeyedPerson[],
  context: PeoplePlanContext,
  progress: Progress,
): PersonPlan {
  const plan: PersonPlan = {
    id: known.id,
    isNew: known.isNew,
    rows: rows.map(({ row }) => row),
    membershipEnds: [],
    staffNumbers: [],
    appointments: [],
    consents: [],
  }
  const minor = planMinor(known, rows, context, progress)
  if (minor !== known.minor) plan.minor = minor
  const state = {
    nameKey: known.isNamedByHost ? undefined : known.nameKey,
    phoneKey: known.phoneKey,
    status: known.partyStatus,
    said: undefined as PartyStatus | undefined,
    minor,
  }
  const refuse = (row: KeyedPerson, column: PeopleColumn, message: Localized) =>
    void progress.errors.push(conflict(row, column, message))
  // Where the file names the community anew, it is held to the home below, whatever is on record.
  const isRegisteredAnew = rows.some(({ communityId }) => communityId !== undefined)
  const before = isRegisteredAnew ? { ...known, registrations: [] } : known
  // Where somebody is at home decides where they may be registered besides, whichever row says so first.
  const { next, ends, homeId } = planMemberships(rows, before, context, refuse)
  plan.membershipEnds = ends
  if (next) plan.membership = next
  const failIn =
    (row: KeyedPerson): Fail =>
    (column, message) =>
      refuse(row, column, message)
  // A consent holds for what another row says, whichever comes first.
  for (const row of rows) planConsents(row, known, plan, minor, failIn(row))
  for (const row of rows) {
    const fail = failIn(row)
    if (state.nameKey === undefined) {
      plan.name = row.name
      state.nameKey = row.nameKey
    } else if (state.nameKey !== row.nameKey) fail('name', otherThan('name', known, plan))
    if (row.phoneKey !== undefined && state.phoneKey === undefined) {
      plan.phone = row.phone!
      state.phoneKey = row.phoneKey
    } else if (row.phoneKey !== undefined && state.phoneKey !== row.phoneKey) fail('phone', otherThan('phone', known, plan))
    planStatus(row, known, plan, state, context, fail)
    planAppointment(row, known, plan, context, progress, fail)
    const { staffKey, staffNumber, orgId } = row
    const isHeld = staffKey === undefined || known.staffKeys.includes(staffKey)
    if (!isHeld && !plan.staffNumbers.some((one) => one.staffKey === staffKey)) {
      plan.staffNumbers.push({ orgId: orgId!, staffNumber: staffNumber!, staffKey })
    }
  }
  const registration = planRegistration(rows, known.registrations, { ...context, homeId }, refuse)
  if (registration) plan.registration = registration
  return plan
}

/**
 * Whether somebody is a minor once the file is imported. A row makes anybody one; it ends that where the year that they have
 * told themselves says so too, for a table that says 否 of everybody is no word on one of them.
 */
function planMinor(
  known: KnownPerson,
  rows: readonly KeyedPerson[],
  { now, timeZone }: PeoplePlanContext,
  { notes }: Progress,
): boolean {
  if (rows.some((row) => row.minor === true)) return true
  const grown = rows.find((row) => row.minor === false)
  if (!known.minor || !grown) return known.minor
  const { birthYear } = known
  if (birthYear !== undefined && !isMinor({ birthYear }, new Date(now).toISOString(), { timeZone })) return false
  notes.push(stillMinor(grown.row, known.id))
  return true
}

type Fail = (column: PeopleColumn, message: Localized) => void

function planConsents(row: KeyedPerson, known: KnownPerson, plan: PersonPlan, minor: boolean, fail: Fail): void {
  const { guardian } = row
  const by = guardian === undefined ? 'self' : 'guardian'
  for (const [purpose, version] of [
    ['volunteer-duty', row.dutyConsent],
    ['party-status', row.partyConsent],
  ] as const) {
    if (version === undefined) continue
    if (minor && guardian === undefined) {
      fail('guardian', GUARDIAN)
      continue
    }
    const isSame = (one: GivenConsent) => one.purpose === purpose && one.version === version && one.by === by
    if (known.consents.some(isSame) || plan.consents.some(isSame)) continue
    plan.consents.push({ purpose, version, by, ...(guardian !== undefined && { guardian }) })
  }
}

function planStatus(
  row: KeyedPerson,
  known: KnownPerson,
  plan: PersonPlan,
  state: { status: PartyStatus | undefined; said: PartyStatus | undefined; minor: boolean },
  { partyStatusRefusal }: PeoplePlanContext,
  fail: Fail,
): void {
  // Whoever the row makes a minor keeps what is on record by their guardian's consent only.
  const partyStatus = row.partyStatus ?? (row.minor === true && !known.minor ? state.status : undefined)
  if (partyStatus === undefined) return
  const { said = row.partyStatus } = state
  state.said = said
  if (row.partyStatus !== undefined && said !== row.partyStatus) {
    fail('partyStatus', { zh: '同一人的政治面貌前后不一致。', en: 'Another row of the file says otherwise of the same person.' })
    return
  }
  const isOnRecord = partyStatus === state.status
  if (isOnRecord && !state.minor) return
  const step = isOnRecord || state.status === undefined ? undefined : advancePartyStatus(state.status, partyStatus)
  if (step && !step.ok) {
    fail('partyStatus', {
      zh: '政治面貌只能逐级变更，请先录入中间阶段。',
      en: 'Political status moves one step along the ladder; enter the steps between first.',
    })
    return
  }
  const refusal = partyStatusRefusal([...known.consents, ...plan.consents], state.minor)
  if (refusal !== undefined) {
    fail('partyConsent', {
      zh: `登记政治面貌须有本人（未成年人为监护人）单独同意（${refusal}）。`,
      en: `Political status is kept by a separate consent only, a minor’s by their guardian’s (${refusal}).`,
    })
    return
  }
  if (isOnRecord) return
  plan.partyStatus = partyStatus
  state.status = partyStatus
}

/** Held by one person at a time in each grid (INV-9, 1+1+N). */
const SINGLE: readonly AppointmentRole[] = ['buildingHead', 'dualPrimary', 'gridChief']

const seatOf = (role: AppointmentRole, gridId: Id) => `${role} ${gridId}`

function takenSeats({ appointments, now }: PeoplePlanContext): Map<string, Id> {
  const lasting = appointments.filter(({ role, to }) => SINGLE.includes(role) && (to === undefined || now < Date.parse(to)))
  return new Map(lasting.map(({ role, gridId, personId }) => [seatOf(role, gridId), personId]))
}

function planAppointment(
  { role, gridId, roleFrom }: KeyedPerson,
  known: KnownPerson,
  plan: PersonPlan,
  { now, startOf }: PeoplePlanContext,
  { seats }: Progress,
  fail: Fail,
): void {
  if (role === undefined || gridId === undefined) return
  const isSame = (one: { role: AppointmentRole; gridId: Id }) => one.role === role && one.gridId === gridId
  const lasting = known.appointments.filter(({ to }) => to === undefined || now < Date.parse(to))
  if (lasting.some(isSame) || plan.appointments.some(isSame)) return
  const seat = seatOf(role, gridId)
  const holder = seats.get(seat)
  if (SINGLE.includes(role) && holder !== undefined && holder !== known.id) {
    fail('grid', {
      zh: `网格 ${gridId} 已有人担任此职务，请先办理交接。`,
      en: `Grid ${gridId} has somebody in this role; end that appointment first.`,
    })
    return
  }
  seats.set(seat, known.id)
  plan.appointments.push({ role, gridId, from: roleFrom === undefined ? new Date(now).toISOString() : startOf(roleFrom) })
}

const hasWork = (plan: PersonPlan): boolean =>
  plan.isNew ||
  [plan.name, plan.phone, plan.partyStatus, plan.minor, plan.membership, plan.registration].some((one) => one !== undefined) ||
  [plan.membershipEnds, plan.staffNumbers, plan.appointments, plan.consents].some((list) => list.length > 0)

const conflict = ({ row }: KeyedPerson, column: PeopleColumn, message: Localized): CellError => ({
  row,
  column: PEOPLE_COLUMNS[column].zh,
  code: 'conflict',
  message,
})

const stillMinor = (row: number, id: Id): Localized => ({
  zh: `第 ${row} 行：本人仍登记为未成年人，其自报的出生年份未表明已成年。如确已成年，请单独更正：wangge person change ${id} --stdin。`,
  en: `Row ${row}: the person is still kept as a minor; the year of birth that they have told does not say otherwise. Where they are of age, say so of them alone: wangge person change ${id} --stdin.`,
})

/** Two rows of the file that contradict each other are put right in the file; what is on record, of that person alone. */
function otherThan(field: 'name' | 'phone', { id }: KnownPerson, plan: PersonPlan): Localized {
  const { zh, en } = WORDS[field]
  if (plan[field] !== undefined)
    return { zh: `${zh}与本文件中同一人的另一行不一致。`, en: `Another row of the file gives the same person another ${en}.` }
  return {
    zh: `${zh}与已登记的不一致；如需更改，请逐个办理：wangge person change ${id} --stdin。`,
    en: `The ${en} is not the one on record; where it has changed, it is changed one by one: wangge person change ${id} --stdin.`,
  }
}

const WORDS = { name: { zh: '姓名', en: 'name' }, phone: { zh: '手机', en: 'phone' } } as const
const GUARDIAN = {
  zh: '未成年人的同意须由监护人作出，请填写监护人姓名。',
  en: 'A minor’s consent is their guardian’s; expected the guardian’s name.',
}
