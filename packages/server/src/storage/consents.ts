import { createUlid } from '@wangge/core'
import type { Consent } from '@wangge/core/privacy/schema'
import type { Context } from '../context.ts'
import { guardianPlace } from '../privacy/sealed-fields.ts'
import type { Queries, Tx } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export interface NewConsent {
  personId: string
  purpose: string
  version: number
  by: Consent['by']
  /** Name of the guardian. */
  guardian?: string | undefined
  /** Epoch milliseconds. */
  now: number
}

/** All that a person has agreed to, what was taken back too; the oldest first. */
export async function consentsOf(db: Queries, districtId: string, personId: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .select(['id', 'purpose', 'version', 'given_by', 'at', 'withdrawn_at'])
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ given_by: by, withdrawn_at: withdrawnAt, ...row }) => withoutNulls({ ...row, by, withdrawnAt }))
}

/** Keeps a consent; the same one, given again while it holds, is kept once. */
export async function recordConsent(tx: Tx, context: Context, consent: NewConsent): Promise<void> {
  const { districtId, keyring, random } = context
  const { personId, purpose, version, by, guardian, now } = consent
  const held = await tx
    .selectFrom('consents')
    .select('id')
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .where('purpose', '=', purpose)
    .where('version', '=', version)
    .where('given_by', '=', by)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (held) return
  const id = createUlid(now, random)
  await tx
    .insertInto('consents')
    .values({
      district_id: districtId,
      id,
      person_id: personId,
      purpose,
      version,
      given_by: by,
      guardian_sealed: guardian === undefined ? null : keyring.seal(guardian, guardianPlace(districtId, id)),
      at: new Date(now).toISOString(),
      withdrawn_at: null,
    })
    .execute()
}

/** @returns how many were taken back */
export async function withdrawConsents(
  tx: Tx,
  districtId: string,
  { personId, purpose, by, now }: Pick<NewConsent, 'personId' | 'purpose' | 'by' | 'now'>,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('consents')
    .set({ withdrawn_at: new Date(now).toISOString() })
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .where('purpose', '=', purpose)
    .where('given_by', '=', by)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
