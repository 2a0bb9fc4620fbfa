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
  /** Of codes that are shown for a moment, the newest first. Absent in a file from before there were any. */
  signingKeys?: FieldKey[]
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
  const made: Secrets = {
    fieldKeys: [newKey('k', [], randomBytes)],
    hashKey: new Uint8Array(randomBytes(32)),
    signingKeys: [newKey('s', [], randomBytes)],
  }
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

/** What a former key signed is believed until so many others have followed: by then nothing of it is on its way any more. */
const SIGNING_KEYS = 3

/** Puts a new field key and a new signing key in front of those in the file, which is replaced whole. */
export async function addFieldKey(path: string, { randomBytes = secureBytes }: SecretsOptions = {}): Promise<Secrets> {
  const { fieldKeys, hashKey, signingKeys = [] } = await openSecrets(path, { randomBytes })
  return replaceSecrets(path, {
    fieldKeys: [newKey('k', fieldKeys, randomBytes), ...fieldKeys],
    hashKey,
    signingKeys: [newKey('s', signingKeys, randomBytes), ...signingKeys].slice(0, SIGNING_KEYS),
  })
}

/** A keyring over the file: it can take a new key, and learns of one that another process took. */
export interface FileKeyring extends Keyring {
  /** Puts a new field key in front, into the file first. */
  renew(): Promise<void>
}

/** Opens the keys in a file as `openSecrets` does. */
export async function openFileKeyring(path: string, options: SecretsOptions = {}): Promise<FileKeyring> {
  let inner = createKeyring(await openSecrets(path, options))
  const kids = new Set([inner.current, inner.currentSigner])
  /** Another process may have taken a new key meanwhile; each name is looked for once. */
  const lookFor = (kid: string) => {
    if (kids.has(kid)) return
    const secrets = secretsIn(path, readFileSync(path, 'utf8'))
    for (const { kid: known } of [...secrets.fieldKeys, ...(secrets.signingKeys ?? [])]) kids.add(known)
    inner = createKeyring(secrets)
  }
  return {
    get current() {
      return inner.current
    },
    seal: (text, place) => inner.seal(text, place),
    open(sealed, place) {
      lookFor(sealed.split('.', 1)[0]!)
      return inner.open(sealed, place)
    },
    isCurrent: (sealed) => inner.isCurrent(sealed),
    hash: (kind, text) => inner.hash(kind, text),
    get currentSigner() {
      return inner.currentSigner
    },
    sign(kid, text) {
      const signature = inner.sign(kid, text)
      // The name comes from whoever sends a code: only the next ones may have been taken meanwhile.
      if (signature || !isSoonAfter(inner.currentSigner, kid)) return signature
      lookFor(kid)
      return inner.sign(kid, text)
    },
    async renew() {
      inner = createKeyring(await addFieldKey(path, options))
      kids.add(inner.current).add(inner.currentSigner)
    },
  }
}

const numberOf = (kid: string): number => Number(/^s(\d{1,9})$/.exec(kid)?.[1] ?? NaN)
const isSoonAfter = (current: string, kid: string): boolean =>
  numberOf(kid) > numberOf(current) && numberOf(kid) <= numberOf(current) + SIGNING_KEYS

async function replaceSecrets(path: string, secrets: Secrets): Promise<Secrets> {
  const draft = draftOf(path)
  await writeFile(draft, textOf(secrets), { mode: 0o600 })
  await rename(draft, path)
  return secrets
}

function newKey(letter: 'k' | 's', others: readonly FieldKey[], randomBytes: (count: number) => Uint8Array): FieldKey {
  const numbers = others.map(({ kid }) => (kid.startsWith(letter) ? Number(/^.(\d+)$/.exec(kid)?.[1] ?? 0) : 0))
  return { kid: `${letter}${Math.max(0, ...numbers) + 1}`, key: new Uint8Array(randomBytes(32)) }
}

const draftOf = (path: string): string => `${path}.${secureBytes(6).toString('hex')}`

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const keysText = (keys: readonly FieldKey[]) => keys.map(({ kid, key }) => ({ kid, key: base64url(key) }))

function textOf({ fieldKeys, hashKey, signingKeys }: Secrets): string {
  const signing = signingKeys && { signingKeys: keysText(signingKeys) }
  return `${JSON.stringify({ fieldKeys: keysText(fieldKeys), hashKey: base64url(hashKey), ...signing }, null, 2)}\n`
}

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
  const keys = (name: string, list: { kid: string; key: unknown }[]) =>
    list.map(({ kid, key }) => ({ kid, key: bytes(`${name} ${kid}`, key) }))
  const { fieldKeys, hashKey, signingKeys } = parsed(path, text)
  if (!Array.isArray(fieldKeys) || fieldKeys.length === 0) throw new Error(`Expected at least one field key in ${path}, got none`)
  if (signingKeys !== undefined && !Array.isArray(signingKeys)) throw new Error(`Expected a list of signing keys in ${path}`)
  return {
    fieldKeys: keys('field key', fieldKeys),
    hashKey: bytes('hash key', hashKey),
    ...(signingKeys && { signingKeys: keys('signing key', signingKeys) }),
  }
}

function parsed(path: string, text: string): { fieldKeys?: unknown; hashKey?: unknown; signingKeys?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as object
  } catch {
    throw new Error(`Expected JSON in ${path}, got something else`)
  }
}
