import { createHash } from 'node:crypto'

/** What a picture is expected to be. */
export interface Expected {
  /** SHA-256, lower-case hex. */
  digest: string
  /** Bytes. */
  size: number
}

/**
 * Reads a picture, no further than it may be long; undefined where it is not the one that was kept. It is read whole before
 * anybody gets a byte of it: what was changed is never shown.
 */
export async function readVerified(
  stream: ReadableStream<Uint8Array>,
  { digest, size }: Expected,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(size)
  let at = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of stream) {
    if (at + chunk.length > size) return undefined
    bytes.set(chunk, at)
    at += chunk.length
  }
  return at === size && createHash('sha256').update(bytes).digest('hex') === digest ? bytes : undefined
}
