import { changePerson } from '@wangge/core/roster'
import type { ChangedField, ChangePersonRefusal, GonePerson, PersonRecord, PersonToChange } from '@wangge/core/roster'
import type { ChangePerson } from '@wangge/core/privacy/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { lockPerson } from '../privacy/person-traces.ts'
import { phoneHash, sealPerson } from '../privacy/sealed-fields.ts'
import { ProblemError } from '../problem.ts'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { mergedInto } from './merged-people.ts'
import { findPerson, holderOfPhone } from './people.ts'
import { personRecord } from './person-record.ts'
import type { Reference } from './reference.ts'

export interface Changing {
  change: ChangePerson
  /** Epoch milliseconds. */
  now: number
  /** Read before the transaction: the embedded database has one connection. */
  reference: Pick<Reference, 'timeZone'>
}

export type StoredPersonChange =
  { ok: true; changed: ChangedField[]; notes: Localized[]; changes: NewChange[] } | { ok: false; refusals: ChangePersonRefusal[] }

/**
 * Writes a correction of one person, by core's rule. What was certified under another name stays as it was certified.
 * @throws ProblemError 404 `unknown-person`
 */
export async function changeStoredPerson(
  tx: Tx,
  context: Context,
  { change, now, reference: { timeZone } }: Changing,
): Promise<StoredPersonChange> {
  const { districtId, keyring } = context
  const { id, name, phone, minor } = change
  // Before the person's own lock, as an import does: `holderOfPhone` asks for it again.
  await sql`lock table people in row exclusive mode`.execute(tx)
  await lockPerson(tx, districtId, id)
  const person = await foundPerson(tx, context, id)
  const phoneHolder = typeof phone === 'string' ? await holderOf(tx, context, phone) : undefined
  const result = changePerson(
    person,
    {
      ...(name !== undefined && { name }),
      ...(phone !== undefined && { phoneKey: phone === null ? null : phoneHash(keyring, phone) }),
      ...(minor !== undefined && { minor }),
    },
    { now, timeZone, ...(phoneHolder && { phoneHolder }) },
  )
  if (!result.ok) return result
  const { changed, notes } = result
  await save(tx, context, change, changed)
  return { ok: true, changed, notes, changes: changed.length > 0 && 'appointments' in person ? staffingOf(person) : [] }
}

type FoundPerson = (PersonToChange & Pick<PersonRecord, 'appointments'>) | GonePerson

async function foundPerson(tx: Tx, context: Context, id: string): Promise<FoundPerson> {
  const { districtId } = context
  const record = await personRecord(tx, context, id)
  if (record) {
    const { name } = (await findPerson(tx, context, id))!
    return { ...record, ...(name !== undefined && { name }) }
  }
  const into = await mergedInto(tx, districtId, id)
  if (into !== undefined) return { id, mergedInto: into }
  const left = await tx
    .selectFrom('people')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (left) return { id, isErased: true }
  throw new ProblemError(404, 'unknown-person', 'There is no such person', { detail: WHO_HAS_NO_ID })
}

const WHO_HAS_NO_ID = 'Expected the id of somebody who is in the district; whoever was erased has none any more'

async function holderOf(tx: Tx, context: Context, phone: string): Promise<{ id: string; isNamedByHost: boolean } | undefined> {
  const id = await holderOfPhone(tx, context, phone)
  if (id === undefined) return undefined
  const { named_by_host: isNamedByHost } = await tx
    .selectFrom('people')
    .select('named_by_host')
    .where('district_id', '=', context.districtId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { id, isNamedByHost }
}

async function save(tx: Tx, context: Context, change: ChangePerson, changed: readonly ChangedField[]): Promise<void> {
  if (changed.length === 0) return
  const { name_sealed, name_hash, phone_sealed, phone_hash } = sealPerson(context, change)
  await tx
    .updateTable('people')
    .set({
      // The next start would seal a name over this one that an import of the tables left in plain.
      ...(changed.includes('name') && { name_sealed, name_hash, plain_name: null, named_by_host: false }),
      ...(changed.includes('phone') && { phone_sealed, phone_hash }),
      ...(changed.includes('minor') && { minor: change.minor! }),
    })
    .where('district_id', '=', context.districtId)
    .where('id', '=', change.id)
    .execute()
}

/** Who looks at the people of a grid reads them again. */
const staffingOf = ({ appointments }: Pick<PersonRecord, 'appointments'>): NewChange[] =>
  [...new Set(appointments.flatMap(({ gridId }) => gridId ?? []))].map((id) => ({
    topic: 'grid',
    ...{ id, gridPath: [id], data: { op: 'staffing' } },
  }))
