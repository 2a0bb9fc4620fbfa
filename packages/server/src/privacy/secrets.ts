import { randomBytes as secureBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createKeyring } from './keyring.ts'
import type { FieldKey, Keyring } from './keyring.ts'

/** The district's keys: of sealed fields, the newest first, and of keyed hashes. */
export interface Secrets {
  fieldKeys: FieldKey[]
  /** 32 bytes. It is never changed: nothing that was hashed would be found again. */
  hashKey: Uint8Array
}

export interface SecretsOptions {
  /** Unguessable bytes. @defaultValue those of `node:crypto` */
  randomBytes?: ((count: number) => Uint8Array) | undefined
}

/** WANGGE_SECRETS_FILE, or `secrets.json` in the data directory. */
export const secretsPath = (dataDir: string): string => process.env.WANGGE_SECRETS_FILE ?? join(dataDir, 'secrets.json')

/**
 * Reads the keys from their file, which is made where it is missing and which only its owner can read. Keep a copy of it
 * elsewhere: without it nobody reads the sealed fields again.
 * @throws Error naming what in the file is not as expected
 */
export async function openSecrets(path: string, { randomBytes = secureBytes }: SecretsOptions = {}): Promise<Secrets> {
  const known = await readSecrets(path)
  if (known) return known
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const made: Secrets = { fieldKeys: [newFieldKey([], randomBytes)], hashKey: new Uint8Array(randomBytes(32)) }
  const draft = draftOf(path)
  await writeFile(draft, textOf(made), { mode: 0o600 })
  try {
    // A link makes the whole file or fails: of two processes at the first start one makes the keys, both read them.
    await link(draft, path)
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await readSecrets(path))!
  } finally {
    await rm(draft, { force: true })
  }
}

/** Puts a new field key in front of those in the file, which is replaced whole. */
export async function addFieldKey(path: string, { randomBytes = secureBytes }: SecretsOptions = {}): Promise<Secrets> {
  const { fieldKeys, hashKey } = await openSecrets(path, { randomBytes })
  return replaceSecrets(path, { fieldKeys: [newFieldKey(fieldKeys, randomBytes), ...fieldKeys], hashKey })
}

/** A keyring over the file: it can take a new key, and learns of one that another process took. */
export interface FileKeyring extends Keyring {
  /** Puts a new field key in front, into the file first. */
  renew(): Promise<void>
}

/** Opens the keys in a file as `openSecrets` does. */
export async function openFileKeyring(path: string, options: SecretsOptions = {}): Promise<FileKeyring> {
  let inner = createKeyring(await openSecrets(path, options))
  const kids = new Set([inner.current])
  return {
    get current() {
      return inner.current
    },
    seal: (text, place) => inner.seal(text, place),
    open(sealed, place) {
      const kid = sealed.split('.', 1)[0]!
      if (!kids.has(kid)) {
        const secrets = secretsIn(path, readFileSync(path, 'utf8'))
        for (const { kid: known } of secrets.fieldKeys) kids.add(known)
        inner = createKeyring(secrets)
      }
      return inner.open(sealed, place)
    },
    isCurrent: (sealed) => inner.isCurrent(sealed),
    hash: (kind, text) => inner.hash(kind, text),
    async renew() {
      inner = createKeyring(await addFieldKey(path, options))
      kids.add(inner.current)
    },
  }
}

async function replaceSecrets(path: string, secrets: Secrets): Promise<Secrets> {
  const draft = draftOf(path)
  await writeFile(draft, textOf(secrets), { mode: 0o600 })
  await rename(draft, path)
  return secrets
}

function newFieldKey(others: readonly FieldKey[], randomBytes: (count: number) => Uint8Array): FieldKey {
  const numbers = others.map(({ kid }) => Number(/^k(\d+)$/.exec(kid)?.[1] ?? 0))
  return { kid: `k${Math.max(0, ...numbers) + 1}`, key: new Uint8Array(randomBytes(32)) }
}

const draftOf = (path: string): string => `${path}.${secureBytes(6).toString('hex')}`

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const textOf = ({ fieldKeys, hashKey }: Secrets): string =>
  `${JSON.stringify({ fieldKeys: fieldKeys.map(({ kid, key }) => ({ kid, key: base64url(key) })), hashKey: base64url(hashKey) }, null, 2)}\n`

async function readSecrets(path: string): Promise<Secrets | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  await closeToOthers(path)
  return secretsIn(path, text)
}

/** @throws Error where everybody on the machine may read the keys and this process cannot change that */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & 0o077) === 0) return
  await chmod(path, 0o600).catch((cause: unknown) => {
    // A mount that is only read may be a group's.
    if ((mode & 0o007) === 0) return
    throw new Error(`Expected that only its owner reads ${path}, got mode ${(mode & 0o777).toString(8)}`, { cause })
  })
}

function secretsIn(path: string, text: string): Secrets {
  const bytes = (name: string, value: unknown) => {
    const read = Buffer.from(typeof value === 'string' ? value : '', 'base64url')
    // What stands there is a key: not even a wrong one belongs into a message.
    if (read.length !== 32) throw new Error(`Expected 32 bytes in base64url as ${name} in ${path}, got ${read.length}`)
    return new Uint8Array(read)
  }
  const { fieldKeys, hashKey } = parsed(path, text)
  if (!Array.isArray(fieldKeys) || fieldKeys.length === 0) throw new Error(`Expected at least one field key in ${path}, got none`)
  return {
    fieldKeys: fieldKeys.map(({ kid, key }: { kid: string; key: unknown }) => ({ kid, key: bytes(`field key ${kid}`, key) })),
    hashKey: bytes('hash key', hashKey),
  }
}

function parsed(path: string, text: string): { fieldKeys?: unknown; hashKey?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as object
  } catch {
    throw new Error(`Expected JSON in ${path}, got something else`)
  }
}
