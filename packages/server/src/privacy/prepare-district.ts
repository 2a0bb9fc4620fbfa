import type { Database } from '../storage/database.ts'
import { expectFieldKeys } from './field-keys.ts'
import type { FieldKeysOf } from './field-keys.ts'
import { sealLeftovers } from './seal-leftovers.ts'

/**
 * Before anything else touches a district's data: the keys must be its own, and nothing personal may stand in plain.
 * @throws WrongSecretsError
 */
export async function prepareDistrict({ db }: Pick<Database, 'db'>, options: FieldKeysOf): Promise<void> {
  await expectFieldKeys(db, options)
  await sealLeftovers(db, options)
}
