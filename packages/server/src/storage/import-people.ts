import { createUlid } from '@wangge/core'
import { consentRefusal } from '@wangge/core/privacy'
import { indexOpen, localDate, namedClosed, openRows, PEOPLE_COLUMNS, planPeople, readPeople } from '@wangge/core/roster'
import type { CellError, KeyedPerson, PeoplePlan, Table } from '@wangge/core/roster'
import { importedPersonSchema } from '@wangge/core/roster/schema'
import type { ImportedPerson, ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { localMidnight } from '../local-midnight.ts'
import { nameHash, phoneHash, staffNumberHash } from '../privacy/sealed-fields.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { mergedAmong } from './merged-people.ts'
import { outcomeOf, reportErrors, reportLeftOut, reportNotes } from './import-report.ts'
import { knownPeople } from './known-people.ts'
import { listOrganisations } from './organisations.ts'
import { PERSON_CELLS } from './person-cells.ts'
import { recordRolls } from './quota.ts'
import type { Reference } from './reference.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { savePeople } from './save-people.ts'
import type { Written } from './save-people.ts'

export interface TableImport {
  table: Table
  /** Only says what would come of it. */
  dryRun?: boolean | undefined
  /** Id of the person who brings it in, where one is known. */
  by?: string | undefined
  /** Told while it is written, how many of how many rows of the database are; once more from the start where it is tried again. */
  onProgress?: Written | undefined
}

/**
 * Brings a table of people into the district, in one transaction: all of it, or, where a cell is not as expected, nothing. A
 * row that means two people is left out alone. What is there already is not written again.
 */
export async function importPeople(
  context: Context,
  { table, dryRun = false, by, onProgress }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { db, districtId, database, clock } = context
  const reference = await context.reference.current()
  const now = clock()
  if (dryRun) return reportOf(table, await planOf(db, context, { table, reference, now }), true)
  const { report, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      await alone(tx)
      const plan = await planOf(tx, context, { table, reference, now })
      const report = reportOf(table, plan, false)
      if (report.outcome !== 'imported') return { report, cursor: undefined }
      await savePeople(tx, context, plan.people, { by, now, onProgress })
      await recordRolls(tx, districtId, { now, timeZone: reference.timeZone })
      return { report, cursor: await tell(tx, context, { actor, now, plan, reference }) }
    }),
  )
  if (cursor !== undefined) {
    await sql`analyze people`.execute(db)
    database.signal.emit({ districtId, cursor, recheck: true })
  }
  return report
}

/** Nobody else enters people meanwhile: whom a phone means must not change between the plan and the writing. */
async function alone(tx: Tx): Promise<void> {
  await sql`lock table employees, people in share row exclusive mode`.execute(tx)
}

interface Planning {
  table: Table
  reference: Reference
  now: number
}

async function planOf(db: Queries, context: Context, { table, reference, now }: Planning): Promise<PeoplePlan> {
  const { districtId, random } = context
  const { tree, consent, timeZone, appointments } = reference
  const organisations = await listOrganisations(db, districtId)
  const today = localDate(now, timeZone)
  const read = readPeople(table, { tree, organisations: indexOpen(organisations, today) })
  const column = PEOPLE_COLUMNS.organisation.zh
  const closed = namedClosed(read.rows, organisations, { column, today })
  const errors = [...read.errors, ...closed]
  // An id that is gone, in a table that was kept before a merge, means who stayed.
  const merged = await mergedAmong(db, districtId, present(read.rows.map(({ id }) => id)))
  const rows = read.rows.filter(openRows(closed)).flatMap((row) => {
    const id = row.id === undefined ? undefined : merged.get(row.id)
    return keyed(id === undefined ? row : { ...row, id }, context, reference, errors)
  })
  const known = await knownPeople(db, context, {
    ids: present(rows.map(({ id }) => id)),
    phoneHashes: present(rows.map(({ phoneKey }) => phoneKey)),
    staffHashes: present(rows.map(({ staffKey }) => staffKey)),
  })
  const statement = consent['party-status']
  const plan = planPeople(rows, {
    ...{ known, organisations, appointments, tree, now, timeZone },
    createId: () => createUlid(now, random),
    startOf: (day) => new Date(localMidnight(Date.parse(`${day}T12:00:00Z`), timeZone)).toISOString(),
    partyStatusRefusal(given, minor) {
      if (!statement) return 'separate-consent-required'
      const required = [{ purpose: 'party-status', ...statement, separate: true }]
      return consentRefusal({ given, required, minor })?.reason
    },
  })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

/** The row with what it is found by; nothing, and errors, where its words are not as a person's have to be. */
function keyed(row: ImportedPerson, { keyring }: Context, { consent }: Reference, errors: CellError[]): KeyedPerson[] {
  const parsed = importedPersonSchema.safeParse(row)
  if (!parsed.success) {
    for (const { path } of parsed.error.issues) errors.push(invalid(row.row, path[0] as keyof typeof EXPECTED))
    return []
  }
  const person = parsed.data
  const purposes = { dutyConsent: 'volunteer-duty', partyConsent: 'party-status' } as const
  let isKnown = true
  for (const [field, purpose] of Object.entries(purposes)) {
    const version = person[field as keyof typeof purposes]
    const { version: current = 0, minimumVersion = 1 } = consent[purpose] ?? {}
    if (version === undefined || (version >= minimumVersion && version <= current)) continue
    errors.push(unknownVersion(row.row, field as keyof typeof purposes, { version, minimumVersion, current }))
    isKnown = false
  }
  const { name, phone, orgId, staffNumber } = person
  const key = {
    ...person,
    nameKey: nameHash(keyring, name),
    ...(phone !== undefined && { phoneKey: phoneHash(keyring, phone) }),
    ...(staffNumber !== undefined && { staffKey: staffNumberHash(keyring, orgId!, staffNumber) }),
  }
  return isKnown ? [key] : []
}

const EXPECTED = {
  id: { zh: '人员编号', en: 'the id of a person' },
  name: { zh: '1 至 40 个字的姓名，且不含身份证号', en: 'a name of 1 to 40 characters, and no number of an identity card' },
  phone: PERSON_CELLS.phone,
  staffNumber: PERSON_CELLS.staffNumber,
  guardian: PERSON_CELLS.personName,
  dutyConsent: { zh: '同意书版本号', en: 'the version of the statement' },
  partyConsent: { zh: '同意书版本号', en: 'the version of the statement' },
} as const

function invalid(row: number, field: keyof typeof EXPECTED): CellError {
  const { zh } = PEOPLE_COLUMNS[field]
  const expected = EXPECTED[field]
  return {
    ...{ row, column: zh, code: 'invalid' },
    message: { zh: `“${zh}”应为${expected.zh}。`, en: `Expected "${zh}" to be ${expected.en}.` },
  }
}

function unknownVersion(
  row: number,
  field: 'dutyConsent' | 'partyConsent',
  { version, minimumVersion, current }: { version: number; minimumVersion: number; current: number },
): CellError {
  const { zh } = PEOPLE_COLUMNS[field]
  const range = current === 0 ? undefined : `${minimumVersion}–${current}`
  return {
    ...{ row, column: zh, code: 'unknown' },
    message: {
      zh: range ? `“${zh}”应为 ${range}，实际为 ${version}。` : `本街道没有这项同意书。`,
      en: range ? `Expected "${zh}" to be ${range}, got ${version}.` : `The district has no such statement.`,
    },
  }
}

const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined)

function reportOf({ rows }: Table, { people, unchanged, errors, refused, notes }: PeoplePlan, dryRun: boolean): ImportReport {
  const created = people.filter(({ isNew }) => isNew).length
  const sum = (count: (person: (typeof people)[number]) => number) => people.reduce((all, person) => all + count(person), 0)
  return {
    outcome: outcomeOf({ errors: errors.length, changes: people.length, dryRun }),
    ...{ rows: rows.length, created, updated: people.length - created, unchanged },
    memberships: sum(({ membership, membershipEnds }) => (membership ? 1 : 0) + membershipEnds.length),
    registrations: sum(({ registration }) => (registration ? 1 : 0)),
    appointments: sum(({ appointments }) => appointments.length),
    consents: sum(({ consents }) => consents.length),
    ...(errors.length === 0 && reportNotes(notes)),
    ...reportLeftOut(refused),
    ...reportErrors(errors),
  }
}

interface Telling {
  actor: string
  now: number
  plan: PeoplePlan
  reference: Reference
}

/** Who is appointed is remembered with the grids: a new appointment makes a new version of them. */
async function tell(tx: Tx, context: Context, { actor, now, plan, reference }: Telling): Promise<number> {
  const { districtId } = context
  const at = new Date(now).toISOString()
  await appendAudit(tx, context, { at, actor, action: 'import-people', subject: districtId })
  const isReference = plan.people.some(({ appointments }) => appointments.length > 0)
  if (!isReference) return appendChanges(tx, districtId, at, [])
  await tx
    .updateTable('districts')
    .set({ reference_version: sql`reference_version + 1`, reference_at: at })
    .where('district_id', '=', districtId)
    .execute()
  const change = { topic: 'grid' as const, id: reference.tree.root.id, gridPath: [], data: { op: 'import' } }
  return appendChanges(tx, districtId, at, [change])
}
