import { SdkError } from '../errors.ts'
import type { StoredPhoto } from '../ports/index.ts'
import { sha256 } from '../sha256.ts'

/**
 * A photo to go into the outbox, as an ArrayBuffer: WebKit has lost Blobs out of IndexedDB.
 * @throws SdkError `bad-argument` where the file behind the photo is gone or may not be read any more
 */
export async function readPhoto(photo: Blob): Promise<StoredPhoto> {
  const bytes = await photo.arrayBuffer().catch((cause: unknown) => {
    throw new SdkError('bad-argument', `Expected a photo that can be read, got ${String(cause)}`, { cause })
  })
  return { sha256: await sha256(bytes), type: photo.type, bytes }
}

/** As a command names it. */
export const photoRef = ({ sha256, type, bytes }: StoredPhoto) => ({ sha256, type, size: bytes.byteLength })
