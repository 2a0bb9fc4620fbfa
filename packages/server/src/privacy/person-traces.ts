import { sql } from 'kysely'
import { personActor, personKeyOf } from '../auth/identify-person.ts'
import type { Context } from '../context.ts'
import type { Queries, Tx } from '../storage/database.ts'
import { formerIdsOf } from '../storage/merged-people.ts'
import { reportedPhotos } from './reported-photos.ts'
import { staffNumberPlace } from './sealed-fields.ts'

/** By what a person is found in records that do not carry their id. */
export interface PersonTraces {
  /** Under which the audit knows them as actor. */
  actors: string[]
  /** Their id, those of their sign-ups and the hashes of their photos, as the audit knows what was done to. */
  subjects: string[]
  /** Under which the history of an issue knows them. */
  staffIds: string[]
  issueIds: string[]
  signUpIds: string[]
  /** Photos they sent, whether an issue or a step of one names them or not. */
  photos: string[]
  /** Commands whose stored answers tell of them. */
  keys: string[]
  /** Ids that they had before their records became one. */
  formerIds: string[]
}

interface Who {
  personId?: string | undefined
  personKey?: string | undefined
}

/** Locks the person's own rows, so that no command of theirs runs meanwhile. */
export async function lockPerson(tx: Tx, districtId: string, personId: string): Promise<void> {
  await sql`select 1 from people where district_id = ${districtId} and id = ${personId} for update`.execute(tx)
  await sql`select 1 from employees where district_id = ${districtId} and person_id = ${personId} for update`.execute(tx)
}

export async function tracesOf(db: Queries, context: Context, { personId, personKey }: Who): Promise<PersonTraces> {
  const { districtId } = context
  const id = personId ?? ''
  const keys = new Set([...(personKey === undefined ? [] : [personKey]), ...(await personKeysOf(db, context, id))])
  const tokens = await idsOf(db, sql`select id from staff_tokens where district_id = ${districtId} and person_id = ${id}`)
  const formerIds = personId === undefined ? [] : await formerIdsOf(db, districtId, personId)
  const ids = personId === undefined ? [] : [personId, ...formerIds]
  const staff = [...ids, ...tokens].map((one) => `staff:${one}`)
  const actors = [...[...keys].map((key) => personActor(context.keyring, key)), ...staff]
  // Who reported before they were known by an id is known by the audit only.
  const did = (action: string) =>
    idsOf(
      db,
      sql`select subject as id from audit_entries
        where district_id = ${districtId} and action = ${action} and actor = any(${actors}::text[])`,
    )
  const reported = await idsOf(db, sql`select id from issues where district_id = ${districtId} and reporter_id = ${id}`)
  const issueIds = [...new Set([...reported, ...(await did('report'))])]
  // Who sent a picture through a partner's site is not known; that it was sent is.
  const pictures = await reportedPhotos(db, districtId, issueIds)
  const signUps = await idsOf(db, sql`select id from sign_ups where district_id = ${districtId} and person_id = ${id}`)
  const answered =
    personId === undefined
      ? []
      : await idsOf(
          db,
          // The whole text of a value, wherever it stands: an id that only begins alike is somebody else's.
          sql`select key as id from idempotency where district_id = ${districtId}
            and exists (select from unnest(${ids}::text[]) as own(id)
              where jsonb_path_exists(answer, 'strict $.** ? (@ == $id)', jsonb_build_object('id', own.id)))`,
        )
  return {
    actors,
    subjects: personId === undefined ? [] : [...ids, ...signUps, ...pictures],
    staffIds: [...ids, ...staff],
    issueIds,
    signUpIds: signUps,
    photos: [...new Set([...pictures, ...(await did('photo'))])],
    keys: [...new Set([...issueIds, ...signUps, ...answered])],
    formerIds,
  }
}

/** The keys of the employee's tokens follow from their numbers and their organisations' issuers, former ones too. */
async function personKeysOf(db: Queries, { districtId, keyring }: Context, personId: string): Promise<string[]> {
  const { rows } = await sql<{ issuer: string; numberHash: string; numberSealed: string }>`
    select distinct host_issuers.issuer, employees.number_hash as "numberHash", employees.number_sealed as "numberSealed"
    from employees join host_issuers
      on host_issuers.district_id = employees.district_id and host_issuers.org_id = employees.org_id
    where employees.district_id = ${districtId} and employees.person_id = ${personId}`.execute(db)
  return rows.map(({ issuer, numberHash, numberSealed }) =>
    personKeyOf(issuer, keyring.open(numberSealed, staffNumberPlace(districtId, numberHash))),
  )
}

async function idsOf(db: Queries, query: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = (await query.execute(db)) as { rows: { id: string }[] }
  return rows.map(({ id }) => id)
}
