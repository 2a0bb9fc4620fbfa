import { SdkError } from '../../errors.ts'
import type { PhotoRef } from '../../issue/schema.ts'
import type { TransportRequest, TransportResponse } from '../../ports/index.ts'
import { problem } from './problems.ts'

/** Puts a photo where others can see it and resolves with its address; the same photo again with the same one. */
export type PhotoKeeper = (photo: { sha256: string; type: string; bytes: ArrayBuffer }) => Promise<string>

export interface Photos {
  keep(request: TransportRequest): Promise<TransportResponse>
  /** In their order; undefined where one was put nowhere by this page. */
  addressesOf(photos: readonly PhotoRef[]): string[] | undefined
}

export function createPhotos(keepPhoto: PhotoKeeper | undefined): Photos {
  const addresses = new Map<string, string>()
  return {
    async keep({ path, headers = {}, body }) {
      if (!keepPhoto) return problem(422, 'photos-not-supported', { title: 'Open311 takes no photos: send the report without' })
      const sha256 = path.slice(path.lastIndexOf('/') + 1)
      const bytes = body as ArrayBuffer
      const type = headers['content-type'] ?? ''
      const address = await keepPhoto({ sha256, type, bytes }).catch((cause: unknown) => {
        throw new SdkError('network', `Expected an address of the photo, got ${String(cause)}`, { cause, retryable: true })
      })
      addresses.set(sha256, address)
      return { status: 201, headers: {}, body: { sha256, type, size: bytes.byteLength } }
    },
    addressesOf(photos) {
      const found = photos.map(({ sha256 }) => addresses.get(sha256))
      return found.every((address) => address !== undefined) ? found : undefined
    },
  }
}
