/**
 * Where pictures are kept beside the database, each under a key of its own that is used once. What `put` has done is done
 * whole or not at all; what is asked for and is not there is undefined, not an error.
 */
export interface PhotoStore {
  /** In a word, for whoever reads a log. */
  readonly name: string
  /** @throws PhotoStoreError where it cannot be kept; nothing of it can be read then */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** @throws PhotoStoreError where the store does not answer */
  get(key: string): Promise<ReadableStream<Uint8Array> | undefined>
  /** Also where there is none. @throws PhotoStoreError */
  delete(key: string): Promise<void>
}

/** The store does not do what it is asked to; it may later. */
export class PhotoStoreError extends Error {
  override readonly name = 'PhotoStoreError'
}

/** A picture that is not there, or is another than was kept. */
export class PhotoLostError extends Error {
  override readonly name = 'PhotoLostError'
}

export const isPhotoLostError = (error: unknown): error is PhotoLostError =>
  error instanceof Error && error.name === 'PhotoLostError'

export const isPhotoStoreError = (error: unknown): error is PhotoStoreError =>
  error instanceof Error && error.name === 'PhotoStoreError'

/** A key that nobody has used: folders of its last two letters, so that none has too many. */
export const photoKey = (ulid: string): string => `${ulid.slice(-2).toLowerCase()}/${ulid}.jpg`

const KEY = /^[0-9a-z]{2}\/[0-9A-Z]{26}\.jpg$/

/** @throws RangeError for what `photoKey` does not make: it would lead elsewhere */
export function expectKey(key: string): string {
  if (KEY.test(key)) return key
  throw new RangeError(`Expected a photo's key such as 7z/01J….jpg, got ${JSON.stringify(key)}`)
}
