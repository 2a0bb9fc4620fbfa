import type { Context } from '../context.ts'

export interface Identity {
  /** As the sign-in service names itself. */
  issuer: string
  /** The account's `sub` there. */
  subject: string
}

export interface BoundIdentity {
  issuer: string
  personId: string
  createdAt: string
}

const hashOf = ({ keyring }: Context, { issuer, subject }: Identity): string => keyring.hash('subject', `${issuer}\n${subject}`)

/** @returns undefined where the account is bound already */
export async function bindIdentity(
  context: Context,
  { personId, ...identity }: Identity & { personId: string },
): Promise<BoundIdentity | undefined> {
  const { db, districtId, clock } = context
  const createdAt = new Date(clock()).toISOString()
  const { issuer } = identity
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('identities')
    .values({
      district_id: districtId,
      issuer,
      subject_hash: hashOf(context, identity),
      person_id: personId,
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n ? { issuer, personId, createdAt } : undefined
}

/** Who the account is. */
export async function findIdentity(context: Context, identity: Identity): Promise<string | undefined> {
  const row = await context.db
    .selectFrom('identities')
    .select('person_id')
    .where('district_id', '=', context.districtId)
    .where('issuer', '=', identity.issuer)
    .where('subject_hash', '=', hashOf(context, identity))
    .executeTakeFirst()
  return row?.person_id
}

/** @returns whether any account was bound to the person */
export async function unbindIdentity({ db, districtId }: Context, personId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('identities')
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function listIdentities({ db, districtId }: Context): Promise<BoundIdentity[]> {
  return db
    .selectFrom('identities')
    .select(['issuer', 'person_id as personId', 'created_at as createdAt'])
    .where('district_id', '=', districtId)
    .orderBy('created_at')
    .execute()
}
