import { existsSync } from 'node:fs'
import { hasFieldKeys, WrongSecretsError } from '../privacy/field-keys.ts'
import { prepareDistrict } from '../privacy/prepare-district.ts'
import { openFileKeyring, secretsPath } from '../privacy/secrets.ts'
import type { FileKeyring } from '../privacy/secrets.ts'
import type { Database } from '../storage/database.ts'
import { UsageError } from './usage-error.ts'

export interface DistrictData {
  /** Data directory. */
  data: string
  district: string
}

/**
 * The keys of a data directory, made at its first use, held to the district; what an earlier version left in plain is sealed.
 * @throws UsageError where they are not the district's
 */
export async function openKeyring(database: Database, { data, district }: DistrictData): Promise<FileKeyring> {
  const path = secretsPath(data)
  // New keys beside sealed data would look like the district's own, and open nothing.
  if (!existsSync(path) && (await hasFieldKeys(database.db, district))) {
    throw new UsageError(
      `Expected the secrets file of district ${district} at ${path}, got none. ` +
        'Put back the one that belongs to this data, or name it in WANGGE_SECRETS_FILE',
    )
  }
  const keyring = await openFileKeyring(path)
  await prepareDistrict(database, { districtId: district, keyring, clock: Date.now }).catch((error: unknown) => {
    throw error instanceof WrongSecretsError ? new UsageError(error.message, { cause: error }) : error
  })
  return keyring
}
