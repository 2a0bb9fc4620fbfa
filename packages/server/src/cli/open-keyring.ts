import { createKeyring } from '../privacy/keyring.ts'
import type { Keyring } from '../privacy/keyring.ts'
import { openSecrets, secretsPath } from '../privacy/secrets.ts'

/** The keys of a data directory, made at its first use. */
export const openKeyring = async (dataDir: string): Promise<Keyring> => createKeyring(await openSecrets(secretsPath(dataDir)))
