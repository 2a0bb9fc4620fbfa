import { sql } from 'kysely'
import type { Person } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { nameHash, openSealedPerson, phoneHash, sealPerson, sealStaffNumber, staffNumberHash } from '../privacy/sealed-fields.ts'
import type { OpenedPerson, PlainPerson } from '../privacy/sealed-fields.ts'
import type { Queries, Tx } from './database.ts'

/** Id of the organisation's employee with this number. */
export async function findEmployee(
  { db, districtId, keyring }: Pick<Context, 'db' | 'districtId' | 'keyring'>,
  orgId: string,
  staffNumber: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('employees')
    .select('person_id')
    .where('district_id', '=', districtId)
    .where('org_id', '=', orgId)
    .where('number_hash', '=', staffNumberHash(keyring, orgId, staffNumber))
    .executeTakeFirst()
  return row?.person_id
}

/**
 * The organisation's employee, made where they are new. Their row stays locked until the transaction ends, so that one
 * person's commands see each other. A host's word makes somebody a minor, and never takes it back; its spelling of a name
 * stands only where the district has none of its own.
 */
export async function employeeOf(tx: Tx, context: Context, person: Person, newId: string): Promise<string> {
  const { districtId } = context
  const { orgId, staffNumber, name, minor } = person
  const { person_id: personId } = await tx
    .insertInto('employees')
    .values({
      district_id: districtId,
      org_id: orgId,
      ...sealStaffNumber(context, orgId, staffNumber),
      person_id: newId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['district_id', 'org_id', 'number_hash'])
        .doUpdateSet((is) => ({ person_id: is.ref('employees.person_id') })),
    )
    .returning('person_id')
    .executeTakeFirstOrThrow()
  const { name_sealed, name_hash } = sealPerson(context, { id: personId, name })
  await tx
    .insertInto('people')
    .values({ district_id: districtId, id: personId, name_sealed, name_hash, minor, named_by_host: true })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'id']).doUpdateSet({
        name_sealed: ownNameOr('name_sealed'),
        name_hash: ownNameOr('name_hash'),
        named_by_host: sql<boolean>`people.named_by_host or people.name_sealed is null`,
        minor: sql<boolean>`people.minor or excluded.minor`,
      }),
    )
    .execute()
  return personId
}

const ownNameOr = (column: 'name_sealed' | 'name_hash') =>
  sql<string | null>`case when people.named_by_host or people.name_sealed is null
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`people.${column}`)} end`

/** Keeps that a minor was asked for their guardian's consent, so that it can be entered before they sign up again. */
export async function awaitGuardian(tx: Queries, districtId: string, personId: string, at: string): Promise<void> {
  await tx
    .updateTable('people')
    .set({ waiting_since: at })
    .where('district_id', '=', districtId)
    .where('id', '=', personId)
    .execute()
}

/** What was kept by a separate consent that is taken back. */
export async function forgetPartyStatus(tx: Tx, districtId: string, personId: string): Promise<void> {
  await tx
    .updateTable('people')
    .set({ plain_party_status: null, party_status_sealed: null })
    .where('district_id', '=', districtId)
    .where('id', '=', personId)
    .execute()
}

export interface NewPerson extends PlainPerson {
  minor: boolean
}

/** @returns false where the id is taken */
export async function insertPerson(tx: Tx, context: Context, person: NewPerson): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('people')
    .values({ district_id: context.districtId, id: person.id, ...sealPerson(context, person), minor: person.minor })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** A person as stored, opened. */
export interface StoredPerson extends OpenedPerson {
  minor: boolean
}

const COLUMNS = ['id', 'name_sealed', 'phone_sealed', 'party_status_sealed', 'minor'] as const

/** Nobody where they were erased: the row that is left counts only. */
export async function findPerson(db: Queries, context: Context, id: string, lock = false): Promise<StoredPerson | undefined> {
  const found = await peopleRows(db, context.districtId)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return found && opened(context, found)
}

export async function findPeople(db: Queries, context: Context, ids: readonly string[]): Promise<StoredPerson[]> {
  if (ids.length === 0) return []
  const rows = await peopleRows(db, context.districtId).where('id', 'in', ids).orderBy('id').execute()
  return rows.map((row) => opened(context, row))
}

/** Whom a name or a phone in any spelling means; both where both are given. */
export async function matchPeople(
  db: Queries,
  context: Context,
  { name, phone, limit }: { name?: string | undefined; phone?: string | undefined; limit: number },
): Promise<StoredPerson[]> {
  let query = peopleRows(db, context.districtId).orderBy('id').limit(limit)
  if (name !== undefined) query = query.where('name_hash', '=', nameHash(context.keyring, name))
  if (phone !== undefined) query = query.where('phone_hash', '=', phoneHash(context.keyring, phone))
  return (await query.execute()).map((row) => opened(context, row))
}

/**
 * Who has the phone already. Holds everybody else who asks about the same phone until the transaction ends, and every import of
 * people: whose the number is does not change before it is written.
 */
export async function holderOfPhone(tx: Tx, context: Context, phone: string): Promise<string | undefined> {
  // An import locks the whole table and asks nobody: it is over, and what it wrote is seen, or it waits.
  await sql`lock table people in row exclusive mode`.execute(tx)
  await sql`select pg_advisory_xact_lock(hashtextextended(${phoneHash(context.keyring, phone)}, 0))`.execute(tx)
  const [first] = await matchPeople(tx, context, { phone, limit: 1 })
  return first?.id
}

/** Organisations that know the person: as their employee, their member or their liaison. */
export async function organisationsOf(db: Queries, districtId: string, personId: string, at: string): Promise<string[]> {
  const [employed, members, liaisons] = await Promise.all([
    db.selectFrom('employees').select('org_id').where('district_id', '=', districtId).where('person_id', '=', personId).execute(),
    db
      .selectFrom('memberships')
      .select('org_id')
      .where('district_id', '=', districtId)
      .where('person_id', '=', personId)
      .where('from_at', '<=', at)
      .where((is) => is.or([is('to_at', 'is', null), is('to_at', '>', at)]))
      .execute(),
    db
      .selectFrom('organisations')
      .select('id as org_id')
      .where('district_id', '=', districtId)
      .where('liaison_id', '=', personId)
      .execute(),
  ])
  return [...new Set([...employed, ...members, ...liaisons].map(({ org_id: orgId }) => orgId))]
}

const peopleRows = (db: Queries, districtId: string) =>
  db.selectFrom('people').select(COLUMNS).where('district_id', '=', districtId).where('erased_at', 'is', null)

const opened = (
  context: Context,
  { minor, ...row }: Parameters<typeof openSealedPerson>[1] & { minor: boolean },
): StoredPerson => ({ ...openSealedPerson(context, row), minor })
