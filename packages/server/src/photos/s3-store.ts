import { AwsClient } from 'aws4fetch'
import { sha256 } from '../auth/secrets.ts'
import { expectKey, PhotoStoreError } from './photo-store.ts'
import type { PhotoStore } from './photo-store.ts'

export interface S3Options {
  /** Address of the service, e.g. `https://cos.ap-chengdu.myqcloud.com`. */
  endpoint: string
  region: string
  bucket: string
  /** Before every key, without slashes at its ends. @defaultValue none */
  prefix?: string | undefined
  accessKeyId: string
  secretAccessKey: string
  /** Where the bucket's name stands: in the path, or before the service's name, as some services want it. @defaultValue 'path' */
  addressing?: 'path' | 'host' | undefined
  /** For one call, milliseconds. @defaultValue 20,000 */
  timeLimitMs?: number | undefined
  /** @defaultValue `fetch` */
  fetch?: typeof globalThis.fetch | undefined
}

/** A bucket of a service that speaks S3: its `PUT` is whole or not at all, and brings the hash of what it carries. */
export function createS3Store({
  endpoint,
  region,
  bucket,
  prefix = '',
  accessKeyId,
  secretAccessKey,
  addressing = 'path',
  timeLimitMs = 20_000,
  fetch = globalThis.fetch,
}: S3Options): PhotoStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
  const base = new URL(endpoint)
  if (addressing === 'host') base.hostname = `${bucket}.${base.hostname}`
  const folders = [...(addressing === 'path' ? [bucket] : []), ...(prefix === '' ? [] : [prefix])]

  /** @returns its answer, where that is one of those expected */
  async function call(method: string, key: string, { expected, bytes }: { expected: number[]; bytes?: Uint8Array<ArrayBuffer> }) {
    const url = new URL(base)
    url.pathname = [base.pathname.replace(/\/+$/, ''), ...folders, expectKey(key)].join('/')
    const headers = bytes && { 'content-type': 'image/jpeg', 'x-amz-content-sha256': sha256(bytes) }
    const request = await client.sign(url, { method, ...(bytes && { body: bytes, headers }) })
    let answer: Response
    try {
      answer = await fetch(request, { signal: AbortSignal.timeout(timeLimitMs) })
    } catch (cause) {
      throw new PhotoStoreError(`Expected an answer of the photo store to ${method}, got ${String(cause)}`, { cause })
    }
    if (expected.includes(answer.status)) return answer
    // Its words may name the key and whose it is.
    await answer.body?.cancel()
    throw new PhotoStoreError(`Expected ${expected.join(' or ')} of the photo store for ${method}, got ${answer.status}`)
  }

  return {
    name: 's3',
    async put(key, bytes) {
      const answer = await call('PUT', key, { expected: [200], bytes })
      await answer.body?.cancel()
    },
    async get(key) {
      const answer = await call('GET', key, { expected: [200, 404] })
      if (answer.status === 200 && answer.body) return answer.body
      await answer.body?.cancel()
      return undefined
    },
    async delete(key) {
      const answer = await call('DELETE', key, { expected: [200, 204, 404] })
      await answer.body?.cancel()
    },
  }
}
