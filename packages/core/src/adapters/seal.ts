/** Bytes that only the holder of a key reads. */
export interface Sealed {
  /** Which key: the device's, or that of a person. */
  sealedBy: string
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

export const DEVICE = 'device'

export interface KeyRing {
  /** Whether the key of that name is here. */
  has(keyName: string): boolean
  /** Whose key seals what is a person's, or nobody's. */
  keyFor(person: string | undefined): string
  unlock(person: string, storageKey: string): Promise<void>
  /** Without `person`: of all, but not the device. */
  lock(person?: string): void
  /** `place`: where it lies; what was moved to another place does not open. */
  seal(keyName: string, place: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed>
  /** Undefined where the key is not here, or the bytes are not what was sealed. */
  open(sealed: Sealed, place: string): Promise<ArrayBuffer | undefined>
}

/** Keys in this page's memory: the device's, which cannot be read out of its own database, and those of who is here. */
export function createKeyRing(device: CryptoKey): KeyRing {
  const { subtle } = crypto
  const keys = new Map([[DEVICE, device]])
  const algorithm = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(place),
  })

  return {
    has: (keyName) => keys.has(keyName),
    keyFor: (person) => (person !== undefined && keys.has(person) ? person : DEVICE),
    async unlock(person, storageKey) {
      keys.set(person, await subtle.importKey('raw', fromBase64url(storageKey), 'AES-GCM', false, ['encrypt', 'decrypt']))
    },
    lock(person) {
      for (const name of person === undefined ? [...keys.keys()] : [person]) if (name !== DEVICE) keys.delete(name)
    },
    async seal(keyName, place, bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const key = keys.get(keyName) ?? device
      const sealedBy = keys.has(keyName) ? keyName : DEVICE
      return { sealedBy, iv, bytes: await subtle.encrypt(algorithm(iv, place), key, bytes) }
    },
    async open({ sealedBy, iv, bytes }, place) {
      const key = keys.get(sealedBy)
      // Another device key, a damaged record: as good as a key that is not here.
      return key && subtle.decrypt(algorithm(iv, place), key, bytes).catch(() => undefined)
    },
  }
}

export const isSealed = (data: unknown): data is Sealed =>
  typeof data === 'object' && data !== null && typeof (data as Partial<Sealed>).sealedBy === 'string' && 'iv' in data

const fromBase64url = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
