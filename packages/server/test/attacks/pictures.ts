import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe } from 'node:test'
import { deflateSync } from 'node:zlib'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import { jpegOf, pngChunk, pngOf, webpOf } from '../photos.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const SMALL = { width: 64, height: 48 }
const BOMB = { width: 30_000, height: 30_000 }
const PAGE = Buffer.from('<html><script>alert(1)</script></html>')
const ZIP = Buffer.from('504b0304140000000800', 'hex')
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
const JPEG = 'image/jpeg'
const PNG = 'image/png'
const WEBP = 'image/webp'

/** A few kilobytes that unpack to sixteen thousand times sixteen thousand points. */
const unpacked = (): Buffer => {
  const whole = pngOf({ width: 16_000, height: 16_000 })
  const before = whole.subarray(0, whole.indexOf('IDAT') - 4)
  return Buffer.concat([before, pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000))), pngChunk('IEND', Buffer.alloc(0))])
}

const PICTURES: Record<string, [bytes: Uint8Array, type: string, code: string]> = {
  'a PNG that says it has 30000 × 30000 points': [pngOf(BOMB), PNG, 'photo-too-large'],
  'a JPEG that says it has 30000 × 30000 points': [jpegOf(BOMB), JPEG, 'photo-too-large'],
  'a WebP that says it has 16383 × 16383 points': [webpOf({ width: 16_383, height: 16_383 }), WEBP, 'photo-too-large'],
  'a PNG packed to a thousandth': [unpacked(), PNG, 'photo-too-large'],
  'a PNG a point wide and 30000 high': [pngOf({ width: 1, height: 30_000 }), PNG, 'photo-too-large'],
  'a PNG without any width': [pngOf({ width: 0, height: 48 }), PNG, 'photo-damaged'],
  'a page behind a JPEG': [Buffer.concat([jpegOf(SMALL), PAGE]), JPEG, 'photo-damaged'],
  'an archive behind a PNG': [Buffer.concat([pngOf(SMALL), ZIP]), PNG, 'photo-damaged'],
  'a script behind a WebP': [Buffer.concat([webpOf(SMALL), PAGE]), WEBP, 'photo-damaged'],
  'an archive in front of a PNG': [Buffer.concat([ZIP, pngOf(SMALL)]), PNG, 'photo-mismatch'],
  'a page as a picture': [PAGE, PNG, 'photo-mismatch'],
  'a drawing that runs scripts as a picture': [SVG, PNG, 'photo-mismatch'],
  'a page behind the first bytes of a PNG': [Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), PAGE]), PNG, 'photo-damaged'],
  'a moving PNG': [pngOf({ ...SMALL, chunks: { acTL: Buffer.alloc(8) } }), PNG, 'photo-animated'],
  'a moving WebP': [webpOf({ ...SMALL, moves: true }), WEBP, 'photo-animated'],
  'a PNG that says it is a JPEG': [pngOf(SMALL), JPEG, 'photo-mismatch'],
  'a picture of no bytes': [Buffer.alloc(0), PNG, 'photo-mismatch'],
  'half a picture': [pngOf(SMALL).subarray(0, 60), PNG, 'photo-damaged'],
}

export function pictures(arena: Arena): void {
  describe('pictures', () => {
    const { ask, refuses } = arena
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const put = (bytes: Uint8Array, type: string, rest: Partial<Ask> = {}): Ask => ({
      method: 'PUT',
      path: `/v1/photos/${sha256(bytes)}`,
      as: 'public',
      body: bytes,
      ...rest,
      headers: { 'content-type': type, ...rest.headers },
    })

    for (const [what, [bytes, type, code]] of Object.entries(PICTURES)) {
      attack(what, async () => void (await refuses(422, code, put(bytes, type))))
    }

    for (const type of ['image/svg+xml', 'text/html', 'application/octet-stream', 'image/png, text/html']) {
      attack(`a picture of the type ${type}`, async () => {
        await refuses(415, 'unsupported-media-type', put(pngOf(SMALL), type))
      })
    }

    attack('a picture under the hash of another', async () => {
      const other = pngOf({ ...SMALL, salt: 'another' })
      await refuses(422, 'photo-mismatch', put(pngOf(SMALL), PNG, { path: `/v1/photos/${sha256(other)}` }))
    })

    attack('a picture in place of one that is kept', async () => {
      const { bytes, ref } = png(nextUlid())
      await ask(put(bytes, PNG))
      await refuses(422, 'photo-mismatch', put(pngOf(SMALL), PNG, { path: `/v1/photos/${ref.sha256}` }))
    })

    attack('a picture under a path', async () => {
      const answer = await arena.untouched(() => ask(put(pngOf(SMALL), PNG, { path: '/v1/photos/..%2f..%2fetc%2fpasswd' })))
      assert.ok(answer.status === 404 || answer.status === 422, String(answer.status))
    })

    attack('a picture of thirty megabytes', async () => {
      const large = Buffer.concat([pngOf(SMALL), Buffer.alloc(30_000_000)])
      await refuses(413, 'body-too-large', put(large, PNG))
    })

    attack('a picture that never ends', async () => {
      let sent = 0
      const pull = (controller: ReadableStreamDefaultController) => {
        sent += 1_000_000
        controller.enqueue(new Uint8Array(1_000_000))
      }
      const body = new ReadableStream({ pull })
      await refuses(413, 'body-too-large', { ...put(pngOf(SMALL), PNG), body })
      assert.ok(sent < 30_000_000, `${sent} bytes were read`)
    })

    const UPLOAD = { 'content-type': 'application/partial-upload' }
    const at = (name: string) => `/v1/photos/${name}/upload`
    const begin = (name: string, size: number, type = PNG): Ask => ({ path: at(name), as: 'public', body: { type, size } })
    const append = (name: string, offset: number, body: Uint8Array): Ask => ({
      ...{ method: 'PUT', path: `${at(name)}?offset=${offset}`, as: 'public', body, headers: UPLOAD },
    })

    /** What came of it is forgotten: nothing else is touched by it. */
    const isNone = async (code: string, request: Ask) => {
      const name = request.path.split('/')[3]!
      assertProblem(await ask(request), 422, code)
      await refuses(404, 'unknown-upload', append(name, 0, Buffer.alloc(100_000)))
    }

    attack('parts of another picture under a hash', async () => {
      const { ref } = png(nextUlid())
      const other = png(nextUlid())
      await ask(begin(ref.sha256, other.ref.size))
      await isNone('photo-mismatch', append(ref.sha256, 0, other.bytes))
    })

    for (const [what, [bytes, type, code]] of Object.entries(PICTURES).filter(([, [all]]) => all.length > 0)) {
      attack(`in parts, ${what}`, async () => {
        await ask(begin(sha256(bytes), bytes.length, type))
        await isNone(code, append(sha256(bytes), 0, bytes))
      })
    }

    attack('a part that nobody began', async () => {
      const { bytes, ref } = png(nextUlid())
      await refuses(404, 'unknown-upload', append(ref.sha256, 0, bytes))
    })

    attack('a picture that is to be larger than any may be', async () => {
      await refuses(422, 'invalid-body', begin(png(nextUlid()).ref.sha256, 3_000_001))
    })

    attack('a name that is no hash', async () => {
      await refuses(404, 'not-found', begin('a-name', 100_000))
    })

    attack('more bytes than were said', async () => {
      const { bytes, ref } = png(nextUlid())
      await ask(begin(ref.sha256, ref.size))
      await refuses(422, 'part-too-long', append(ref.sha256, 0, Buffer.concat([bytes, PAGE])))
    })

    attack('a row of the table for each byte', async () => {
      const name = sha256(Buffer.from(nextUlid()))
      await ask(begin(name, 3_000_000))
      await refuses(422, 'part-too-short', append(name, 0, Buffer.alloc(1)))
    })

    attack('a part larger than any may be', async () => {
      const name = sha256(Buffer.from(nextUlid()))
      await ask(begin(name, 3_000_000))
      await refuses(413, 'body-too-large', append(name, 0, Buffer.alloc(1_000_001)))
    })

    attack('a part before the first byte, or none', async () => {
      const { bytes, ref } = png(nextUlid())
      for (const offset of [-1, 0.5, NaN]) await refuses(400, 'invalid-query', append(ref.sha256, offset, bytes))
    })

    attack('looking at what has come of a picture', async () => {
      const { ref } = png(nextUlid())
      await ask(begin(ref.sha256, ref.size))
      for (const as of ['public', 'street'] as const) await refuses(405, 'method-not-allowed', { path: at(ref.sha256), as })
    })

    attack('looking at a picture by its hash', async () => {
      const { bytes, ref } = png(nextUlid())
      await ask(put(bytes, PNG))
      for (const as of ['public', 'street'] as const) {
        await refuses(405, 'method-not-allowed', { path: `/v1/photos/${ref.sha256}`, as })
      }
    })

    attack('a report with a picture that nobody sent', async () => {
      const { ref } = png(nextUlid())
      await refuses(409, 'refused', { path: '/v1/issues', as: 'public', body: reportCommand({ photos: [ref] }) })
    })

    attack('a report with a picture of another size than it has', async () => {
      const { bytes, ref } = png(nextUlid())
      await ask(put(bytes, PNG))
      const body = reportCommand({ photos: [{ ...ref, size: ref.size + 1 }] })
      await refuses(409, 'refused', { path: '/v1/issues', as: 'public', body })
    })
  })
}
