import type { Queries } from '../storage/database.ts'
import type { Keyring } from './keyring.ts'

export interface FieldKeysOf {
  districtId: string
  keyring: Keyring
  /** Current time, epoch milliseconds. */
  clock: () => number
}

/** The keys at hand are not those of the district's data. */
export class WrongSecretsError extends Error {
  override readonly name = 'WrongSecretsError'
}

/** Whether something of the district was sealed already: its keys must be somewhere. */
export async function hasFieldKeys(db: Queries, districtId: string): Promise<boolean> {
  const row = await db.selectFrom('field_keys').select('kid').where('district_id', '=', districtId).limit(1).executeTakeFirst()
  return row !== undefined
}

/**
 * Holds the keyring to the district: it must open what each of the district's keys sealed, and hash as it was hashed. Enters
 * the key that seals now.
 * @throws WrongSecretsError
 */
export async function expectFieldKeys(db: Queries, { districtId, keyring, clock }: FieldKeysOf): Promise<void> {
  const rows = await db.selectFrom('field_keys').select(['kid', 'check_value']).where('district_id', '=', districtId).execute()
  const place = (kid: string) => ({ districtId, table: 'field_keys', column: 'check_value', id: kid })
  const known = keyring.hash('name', 'check')
  for (const { kid, check_value: sealed } of rows) {
    if (opened(keyring, sealed, place(kid)) === known) continue
    throw new WrongSecretsError(
      `Expected the keys that sealed district ${districtId}, got others: "${kid}" does not open its check. ` +
        'Put back the secrets file that belongs to this data, or name it in WANGGE_SECRETS_FILE',
    )
  }
  if (rows.some(({ kid }) => kid === keyring.current)) return
  const kid = keyring.current
  await db
    .insertInto('field_keys')
    .values({
      district_id: districtId,
      kid,
      check_value: keyring.seal(known, place(kid)),
      created_at: new Date(clock()).toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function opened(keyring: Keyring, sealed: string, place: Parameters<Keyring['open']>[1]): string | undefined {
  try {
    return keyring.open(sealed, place)
  } catch {
    return undefined
  }
}
