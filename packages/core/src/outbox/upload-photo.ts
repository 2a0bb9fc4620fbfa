import type { StoredPhoto, TransportRequest } from '../ports/index.ts'
import type { Verdict } from './retry.ts'

/** Bytes of a photo that goes in one request, and of each part of a larger one: what a cut connection costs at most. */
export const PART_BYTES = 256_000

export interface PhotoUpload {
  /** Under whose token it goes. */
  person: string | null
  signal: AbortSignal
  ask: (request: TransportRequest) => Promise<Decided>
  /** Called whenever the server has more of it than before. */
  onMoved: () => void
}

/** What is left once challenges are answered. */
export type Decided = Exclude<Verdict, { kind: 'challenged' }>

interface Progress {
  offset: number
  complete: boolean
}

/**
 * Sends a photo: a small one in one request, a larger one in parts, from where the server says that it goes on. `answered` once
 * the server has all of it. @throws SdkError as the transport
 */
export async function uploadPhoto(photo: StoredPhoto, upload: PhotoUpload): Promise<Decided> {
  if (photo.bytes.byteLength <= PART_BYTES) return putWhole(photo, upload)
  const verdict = await putParts(photo, upload)
  // A server that takes no parts, or that has somebody else's parts under this name, takes the whole.
  return isForWhole(verdict) ? putWhole(photo, upload) : verdict
}

const putWhole = ({ sha256, type, bytes }: StoredPhoto, { ask, person, signal }: PhotoUpload): Promise<Decided> =>
  ask({ method: 'PUT', path: `/v1/photos/${sha256}`, headers: { 'content-type': type }, body: bytes, person, signal })

async function putParts({ sha256, type, bytes }: StoredPhoto, { ask, person, signal, onMoved }: PhotoUpload): Promise<Decided> {
  const path = `/v1/photos/${sha256}/upload`
  const size = bytes.byteLength
  const headers = { 'content-type': 'application/partial-upload' }
  let last = -1
  let verdict = await ask({ method: 'POST', path, body: { type, size }, person, signal })
  for (;;) {
    if (verdict.kind !== 'answered') return verdict
    const progress = readProgress(verdict.body, size)
    if (!progress) return { kind: 'later', failure: { code: 'bad-response' } }
    if (progress.complete) return verdict
    const { offset } = progress
    // With all of it there the next call completes it; one that does not move on is for another time.
    if (offset <= last) return { kind: 'later', failure: { code: 'bad-response' } }
    if (last >= 0) onMoved()
    last = offset
    const body = bytes.slice(offset, offset + PART_BYTES)
    verdict = await ask({ method: 'PUT', path: `${path}?offset=${offset}`, headers, body, person, signal })
  }
}

function isForWhole(verdict: Decided): boolean {
  if (verdict.kind !== 'refused') return false
  const { status, code } = verdict.problem
  return status === 404 || status === 405 || code === 'photo-mismatch'
}

function readProgress(body: unknown, size: number): Progress | undefined {
  const { offset, complete } = (body ?? {}) as Partial<Progress>
  const isRight = Number.isInteger(offset) && offset! >= 0 && offset! <= size && typeof complete === 'boolean'
  return isRight ? { offset: offset!, complete: complete! } : undefined
}
