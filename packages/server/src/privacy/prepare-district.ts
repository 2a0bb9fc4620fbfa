import type { Database } from '../storage/database.ts'
import { chainLeftovers } from '../storage/issue-chain.ts'
import { overwriteDeleted } from '../storage/overwrite-deleted.ts'
import { expectFieldKeys } from './field-keys.ts'
import type { FieldKeysOf } from './field-keys.ts'
import { sealLeftovers } from './seal-leftovers.ts'

/**
 * Before anything else touches a district's data: the keys must be its own, nothing personal may stand in plain, and
 * every step of an issue is chained.
 * @throws WrongSecretsError
 */
export async function prepareDistrict(database: Pick<Database, 'db' | 'kind'>, options: FieldKeysOf): Promise<void> {
  await expectFieldKeys(database.db, options)
  const sealed = await sealLeftovers(database.db, options)
  await chainLeftovers(database, options.districtId)
  if (sealed > 0) await overwriteDeleted(database, { photos: false })
}
