import { WrongSecretsError } from '../privacy/field-keys.ts'
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
  const keyring = await openFileKeyring(secretsPath(data))
  await prepareDistrict(database, { districtId: district, keyring, clock: Date.now }).catch((error: unknown) => {
    throw error instanceof WrongSecretsError ? new UsageError(error.message, { cause: error }) : error
  })
  return keyring
}
