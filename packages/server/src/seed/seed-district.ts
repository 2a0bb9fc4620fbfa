import { randomBytes } from 'node:crypto'
import type { Statement } from '@wangge/core/privacy/schema'
import { awaitsPublication } from '@wangge/core/issue'
import type { Issue, IssuePolicy } from '@wangge/core/issue/schema'
import type { QuotaPlan, SignUpPolicy } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { localDate } from '@wangge/core/roster'
import { sql } from 'kysely'
import { CHINESE_CALENDAR_SOURCE, chineseCalendar } from '../calendar/chinese-calendar.ts'
import { DEFAULT_DISTRICT } from '../context.ts'
import { expectFieldKeys } from '../privacy/field-keys.ts'
import type { Keyring } from '../privacy/keyring.ts'
import { sealPerson, sealStaffNumber } from '../privacy/sealed-fields.ts'
import type { PlainPerson, Sealer } from '../privacy/sealed-fields.ts'
import { askedAndHeld } from '../storage/asked-and-held.ts'
import { keepCategorySet, listCategories } from '../storage/categories.ts'
import { appendChanges } from '../storage/changes.ts'
import { chainLeftovers } from '../storage/issue-chain.ts'
import { storedDetails } from '../storage/issues.ts'
import { deletePhotos } from '../storage/photo-leftovers.ts'
import type { Database, Tx } from '../storage/database.ts'
import { hasRoll } from '../storage/quota.ts'
import { setCalendarYears } from '../storage/duty-calendar.ts'
import { bulkInsert } from './bulk-insert.ts'
import { keepActivities } from './keep-activities.ts'
import { readSeedFolder } from './files.ts'
import type { SeedData } from './files.ts'
import { PARTY_CONSENTS, partyConsents } from './party-consents.ts'
import type { PartyMember } from './party-consents.ts'
import { daysBetween, shiftDates } from './shift-dates.ts'
import { SEED_FILES, SEED_TABLES } from './tables.ts'
import type { SeedTable } from './tables.ts'

export interface SeedOptions {
  /** Folder of the district's files, or the records themselves by file name. */
  from: string | SeedData
  /** Seals names, phones and party status. */
  keyring: Keyring
  /** The data's reference date becomes the local date of this moment, epoch milliseconds. @defaultValue `Date.now()` */
  now?: number
  /** Key of the district's rows. @defaultValue `main` */
  districtId?: string | undefined
  /** Throw away what is there; without it a district with data is refused. @defaultValue false */
  reset?: boolean
  /** Rows written and rows in all, after each batch. */
  onProgress?: (progress: { table: string; done: number; total: number }) => void
}

/** Rules of sign-up where the district's data names none. */
export const POLICY: SignUpPolicy = { closesBeforeMinutes: 30, minRestMinutes: 30, maxWaitlist: 10 }

interface DistrictRecord {
  id: string
  name: Localized
  timeZone: string
  referenceDate: string
  targets?: Record<string, number>
  consent?: Record<string, Omit<Statement, 'purpose'>>
  /** How many there are to be, as declared. */
  organisations?: object
  signUpPolicy?: SignUpPolicy
  /** How it works on its issues, from now on. @defaultValue `ISSUE_POLICY_DEFAULTS`, from ever */
  issuePolicy?: IssuePolicy
}

/** The district has data already, and nobody said that it may go. */
export class DistrictNotEmptyError extends Error {
  override readonly name = 'DistrictNotEmptyError'
}

/**
 * Loads a district in one transaction: all of it is there, or nothing.
 * @returns rows written
 * @throws DistrictNotEmptyError; Error naming what the data lacks, e.g. the consent by which a party status is kept
 */
export async function seedDistrict({ db, signal }: Pick<Database, 'db' | 'signal'>, options: SeedOptions): Promise<number> {
  const { from, keyring, now = Date.now(), districtId = DEFAULT_DISTRICT, reset = false, onProgress = () => {} } = options
  const data = typeof from === 'string' ? await readSeedFolder(from, SEED_FILES) : from
  const [district] = (data.district ?? []) as DistrictRecord[]
  if (!district) throw new Error('Expected one record in district.json, got none')
  const days = daysBetween(district.referenceDate, localDate(now, district.timeZone))
  const tables = SEED_TABLES.map((table) => ({ table, records: rowsFor(table.file, data, { districtId, keyring }) }))
  const agreed = { statements: district.consent ?? {}, now, random }
  const consents = partyConsents((data.people ?? []) as PartyMember[], agreed)
  const total = tables.reduce((sum, { records }) => sum + records.length, consents.length)

  await expectFieldKeys(db, { districtId, keyring, clock: () => now })
  const cursor = await db.transaction().execute(async (tx) => {
    await makeRoom(tx, districtId, reset)
    await insertDistrict(tx, districtId, district, now)
    let done = 0
    const insert = (table: SeedTable, records: readonly object[]) =>
      bulkInsert(tx, districtId, table, records, (count) => {
        done += count
        onProgress({ table: table.table, done, total })
      })
    for (const { table, records } of tables) await insert(table, shiftDates(records, days))
    await insert(PARTY_CONSENTS, consents)
    await keepActivities(tx, districtId, now)
    const at = new Date(now).toISOString()
    const categories = await listCategories(tx, districtId)
    if (categories.length > 0) await keepCategorySet(tx, districtId, { version: 1, placeClasses: [], categories }, at)
    await setCalendarYears(tx, districtId, { years: chineseCalendar(), source: CHINESE_CALENDAR_SOURCE, at, keepKnown: true })
    return appendChanges(tx, districtId, at, [{ topic: 'grid', id: district.id, gridPath: [], data: { op: 'import' } }])
  })
  await chainLeftovers({ db }, districtId)
  // The embedded database never does so by itself, and plans joins of thousands of rows as if they were one.
  await sql`analyze`.execute(db)
  signal.emit({ districtId, cursor })
  return total
}

/**
 * What comes up in a district besides its import, and goes with it. Keys, tokens, issuers, the audit and the change counter
 * stay: an older cursor must never look newer than the data.
 */
const MADE_HERE = [
  'category_sets',
  'roster_plans',
  'roster_plan_seats',
  'sign_ups',
  'attendances',
  'host_notes',
  'used_shift_codes',
  'corrections',
  'certificates',
  'employees',
  'staff_numbers',
  'consents',
  'role_appointments',
  'identities',
  'calendar_addresses',
  'sessions',
  'sign_ins',
  'idempotency',
]

async function makeRoom(tx: Tx, districtId: string, reset: boolean): Promise<void> {
  await sql`insert into change_counters (district_id, seq) values (${districtId}, 0) on conflict do nothing`.execute(tx)
  // Holding the counter keeps every other writer of this district out.
  await sql`select seq from change_counters where district_id = ${districtId} for update`.execute(tx)
  const { rows } = await sql<{ count: number }>`select count(*) from districts where district_id = ${districtId}`.execute(tx)
  if (rows[0]!.count === 0) return
  if (!reset) throw new DistrictNotEmptyError('The district has data already')
  await deletePhotos(tx, districtId, sql`true`, new Date().toISOString())
  for (const table of [...MADE_HERE, ...SEED_TABLES.map(({ table }) => table)]) {
    await sql`delete from ${sql.table(table)} where district_id = ${districtId}`.execute(tx)
  }
}

async function insertDistrict(tx: Tx, districtId: string, district: DistrictRecord, now: number): Promise<void> {
  const { id, name, timeZone, targets = {}, organisations = {}, consent = {}, signUpPolicy = POLICY, issuePolicy } = district
  const at = new Date(now).toISOString()
  const row = {
    code: id,
    name: JSON.stringify(name),
    time_zone: timeZone,
    targets: JSON.stringify(targets),
    declared_organisations: JSON.stringify(organisations),
    consent: JSON.stringify(consent),
    sign_up_policy: JSON.stringify(signUpPolicy),
    issue_policy: issuePolicy ? JSON.stringify(issuePolicy) : null,
    issue_policy_at: issuePolicy ? at : null,
    reference_at: at,
  }
  await tx
    .insertInto('districts')
    .values({ district_id: districtId, ...row })
    .onConflict((conflict) =>
      conflict.column('district_id').doUpdateSet({ ...row, reference_version: sql`districts.reference_version + 1` }),
    )
    .execute()
}

const random = (): number => randomBytes(6).readUIntBE(0, 6) / 2 ** 48

/** Records of a file as its table wants them. */
function rowsFor(file: string, data: SeedData, sealer: Sealer): readonly object[] {
  const issues = () => (data.issues ?? []) as Issue[]
  if (file === 'people') return ((data.people ?? []) as PersonRecord[]).map((person) => personRow(person, sealer))
  if (file === 'employees') return ((data.employees ?? []) as EmployeeRecord[]).map((employee) => employeeRow(employee, sealer))
  if (file === 'quota-rolls') return firstRolls(data)
  if (file === 'transitions')
    return issues().flatMap(({ history }) => history.map((step) => ({ ...step, details: storedDetails(step) })))
  if (file === 'issues')
    return issues().map((issue) => ({
      ...issue,
      ...askedAndHeld(issue),
      toPublish: awaitsPublication(issue),
      ...(issue.state === 'closed' && { closedAt: issue.updatedAt }),
    }))
  if (file === 'categories') return (data.categories ?? []).map((category, ordinal) => ({ ...category, ordinal }))
  return data[file] ?? []
}

/** Of each organisation as many members as it has now, from the plan's first day on. */
function firstRolls(data: SeedData): object[] {
  const [first] = ((data['quota-plans'] ?? []) as { plan: QuotaPlan }[])
    .flatMap(({ plan }) => plan.steps.map(({ from }) => from))
    .sort()
  if (first === undefined) return []
  const organisations = (data.organisations ?? []) as { id: string; kind: string; registered: number }[]
  return organisations.filter(hasRoll).map(({ id, kind, registered }) => ({ orgId: id, from: first, kind, registered }))
}

interface PersonRecord extends Omit<PlainPerson, 'name'> {
  displayName: string
  affiliation?: string
  minor?: boolean
}

/** Whom an organisation's own backend vouches for by their number. */
interface EmployeeRecord {
  orgId: string
  personId: string
  staffNumber: string
}

const employeeRow = ({ orgId, personId, staffNumber }: EmployeeRecord, sealer: Sealer) => ({
  orgId,
  personId,
  ...sealStaffNumber(sealer, orgId, staffNumber),
})

/** Sealed before it reaches the database: not even its log sees a name. */
const personRow = ({ id, displayName, phone, partyStatus, affiliation, minor = false }: PersonRecord, sealer: Sealer) => ({
  id,
  affiliation,
  minor,
  ...sealPerson(sealer, { id, name: displayName, phone, partyStatus }),
})
