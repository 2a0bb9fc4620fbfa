import { openFileKeyring, secretsPath } from '../privacy/secrets.ts'
import type { FileKeyring } from '../privacy/secrets.ts'

/** The keys of a data directory, made at its first use. */
export const openKeyring = (dataDir: string): Promise<FileKeyring> => openFileKeyring(secretsPath(dataDir))
