import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { jpegOf, pngOf } from '../../test/photos.ts'
import { createPhotoEncoder } from './photo-encoder.ts'

const SMALL = { bytes: jpegOf({ width: 64, height: 48 }), orientation: 1 } as const
/** Whole by its parts, but its data ends after the first of its rows. */
const TORN = { bytes: pngOf({ width: 2_500, height: 2_000 }), orientation: 1 } as const
const LARGE = { bytes: jpegOf({ width: 2_000, height: 2_000 }), orientation: 1 } as const

const problem = (status: number, code: string) => (error: Error & { status?: number; code?: string }) => {
  assert.deepEqual([error.name, error.status, error.code], ['ProblemError', status, code])
  return true
}

describe('photos encoded anew beside the server', () => {
  it('come back as JPEG, many at once, also after one that could not be decoded', async () => {
    const stop = new AbortController()
    const encoder = createPhotoEncoder({ stopping: stop.signal, threads: 2 })
    const torn = assert.rejects(encoder.encode(TORN), problem(422, 'photo-damaged'))
    const others = await Promise.all(Array.from({ length: 6 }, () => encoder.encode(SMALL)))
    await torn
    for (const bytes of others) assert.deepEqual([...bytes.subarray(0, 2), ...bytes.subarray(-2)], [0xff, 0xd8, 0xff, 0xd9])
    assert.equal((await encoder.encode(SMALL)).length, others[0]!.length)
    stop.abort()
  })

  it('are turned away where more wait than can', async () => {
    const stop = new AbortController()
    const encoder = createPhotoEncoder({ stopping: stop.signal, threads: 1, waiting: 1 })
    const first = encoder.encode(SMALL)
    const second = encoder.encode(SMALL)
    await assert.rejects(encoder.encode(SMALL), problem(503, 'photos-busy'))
    await Promise.all([first, second])
    await encoder.encode(SMALL)
    stop.abort()
  })

  it('end after their time, and the next one is not kept waiting by it', async () => {
    const stop = new AbortController()
    // A thread takes longer than that to start.
    const hasty = createPhotoEncoder({ stopping: stop.signal, threads: 1, timeLimitMs: 1 })
    await assert.rejects(hasty.encode(LARGE), problem(503, 'photos-busy'))
    await assert.rejects(hasty.encode(SMALL), problem(503, 'photos-busy'))
    stop.abort()
  })

  it('end with the server, those that wait too', async () => {
    const stop = new AbortController()
    const encoder = createPhotoEncoder({ stopping: stop.signal, threads: 1 })
    const asked = [LARGE, SMALL, SMALL].map((photo) => assert.rejects(encoder.encode(photo), problem(503, 'photos-busy')))
    stop.abort()
    await Promise.all(asked)
    await assert.rejects(encoder.encode(SMALL), problem(503, 'photos-busy'))
  })
})
