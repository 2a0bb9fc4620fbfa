import { createCipheriv, createDecipheriv, createHmac, randomBytes as secureBytes } from 'node:crypto'

/** Where a sealed text stands: one that was moved to another place does not open there. */
export interface Place {
  districtId: string
  table: string
  column: string
  /** Id of the row. */
  id: string
}

export interface FieldKey {
  /** Short name that stands in each sealed text. */
  kid: string
  /** 32 bytes. */
  key: Uint8Array
}

export interface KeyringOptions {
  /** The first one seals; all of them open. */
  fieldKeys: readonly FieldKey[]
  /** Of keyed hashes, 32 bytes. */
  hashKey: Uint8Array
  /** Of codes that are shown for a moment: the first one signs, all of them are believed. @defaultValue one that follows from the hash key */
  signingKeys?: readonly FieldKey[]
  /** Unguessable bytes. @defaultValue those of `node:crypto` */
  randomBytes?: (count: number) => Uint8Array
}

/** What is hashed. */
export type HashKind =
  | 'name'
  | 'phone'
  | 'staff-number'
  | 'subject'
  | 'address'
  | 'storage-key'
  | 'command'
  | 'fingerprint'
  | 'actor'
  | 'hotline-number'
  | 'public-photo'

/** Seals single fields and hashes what must be found again. Knows nothing of the database. */
export interface Keyring {
  /** Name of the key that seals. */
  readonly current: string
  /** `<kid>.<iv>.<ciphertext and tag>`, AES-256-GCM, each part base64url. */
  seal(text: string, place: Place): string
  /** @throws Error naming the missing key, or the place of a text that was changed or moved */
  open(sealed: string, place: Place): string
  /** Whether the key that seals now sealed it. */
  isCurrent(sealed: string): boolean
  /** HMAC-SHA-256, hex; texts of different kinds never share a hash. Normalise first. */
  hash(kind: HashKind, text: string): string
  /** Name of the key that signs. */
  readonly currentSigner: string
  /** HMAC-SHA-256 with the signing key of that name; undefined where there is none (any more). */
  sign(kid: string, text: string): Uint8Array | undefined
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** @throws RangeError where a key has another length than 32 bytes, or there is none */
export function createKeyring(options: KeyringOptions): Keyring {
  const { fieldKeys, hashKey, signingKeys = [], randomBytes = secureBytes } = options
  const [first] = fieldKeys
  if (!first) throw new RangeError('Expected at least one field key, got none')
  for (const { kid, key } of fieldKeys) {
    if (!/^[A-Za-z0-9_-]{1,16}$/.test(kid)) throw new RangeError(`Expected a key name of 1 to 16 letters or digits, got "${kid}"`)
    if (key.length !== 32) throw new RangeError(`Expected 32 bytes for field key ${kid}, got ${key.length}`)
  }
  if (hashKey.length !== 32) throw new RangeError(`Expected 32 bytes for the hash key, got ${hashKey.length}`)
  const keys = new Map(fieldKeys.map(({ kid, key }) => [kid, key]))
  const signers = signersOf(signingKeys, hashKey)

  return {
    current: first.kid,
    seal(text, place) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(bound(first.kid, place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${first.kid}.${Buffer.from(iv).toString('base64url')}.${body.toString('base64url')}`
    },
    open(sealed, place) {
      const [kid = '', iv = '', body = ''] = sealed.split('.')
      const key = keys.get(kid)
      if (!key) throw new Error(`Expected one of the field keys ${[...keys.keys()].join(', ')}, got a text sealed with "${kid}"`)
      const bytes = Buffer.from(body, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES })
        decipher.setAAD(bound(kid, place)).setAuthTag(bytes.subarray(-TAG_BYTES))
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Error(`Expected what was sealed for ${place.table}.${place.column} of ${place.id}, got something else`, {
          cause,
        })
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${first.kid}.`),
    hash: (kind, text) => createHmac('sha256', hashKey).update(`${kind}\0${text}`).digest('hex'),
    currentSigner: signers[0]!.kid,
    sign(kid, text) {
      const signer = signers.find((one) => one.kid === kid)
      return signer && createHmac('sha256', signer.key).update(text).digest()
    },
  }
}

/** A file from before there were signing keys has one all the same, and every process the same one; after two others it is over. */
function signersOf(signingKeys: readonly FieldKey[], hashKey: Uint8Array): readonly FieldKey[] {
  if (signingKeys.length > 1) return signingKeys
  return [...signingKeys, { kid: 's0', key: createHmac('sha256', hashKey).update('signing key').digest() }]
}

const bound = (kid: string, { districtId, table, column, id }: Place): Buffer =>
  Buffer.from(JSON.stringify([kid, districtId, table, column, id]))
