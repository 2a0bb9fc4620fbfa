import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { PhotonImage } from '@cf-wasm/photon/node'
import fc from 'fast-check'
import { imageSize } from 'image-size'
import { unnamedPhotos } from '../../src/storage/photos.ts'
import { assertProblem, png, reportCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { exifOf, exifSegment, jpegOf, jpegSegment, pngOf, webpOf } from '../photos.ts'

const SMALL = { width: 640, height: 480 }

export function photos(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const send = (bytes: Uint8Array, type: string) => {
      return district.call('PUT', `/v1/photos/${sha256(bytes)}`, { as: 'public', body: bytes, headers: { 'content-type': type } })
    }

    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const rowOf = (sent: Uint8Array) =>
      district.database.db.selectFrom('photos').selectAll().where('sha256', '=', sha256(sent)).executeTakeFirstOrThrow()
    const kept = async (sent: Uint8Array) => Buffer.from((await rowOf(sent)).bytes!)

    const PICTURES = { 'image/jpeg': jpegOf(SMALL), 'image/png': pngOf(SMALL), 'image/webp': webpOf(SMALL) }
    const TYPES = Object.keys(PICTURES) as (keyof typeof PICTURES)[]

    it('are taken once, whole and still, as each of the three types', async () => {
      for (const type of TYPES) {
        assert.equal((await send(PICTURES[type], type)).status, 201, type)
        assert.equal((await send(PICTURES[type], type)).status, 200, type)
      }
      assert.equal((await send(Buffer.from(REAL_JPEG, 'base64'), 'image/jpeg')).status, 201)
    })

    const HUGE: [string, number, number][] = [
      ['a side beyond what any reader expects', 12_001, 10],
      ['more pixels than fit', 8_000, 8_000],
      ['the most that a header can say', 16_383, 16_383],
    ]
    for (const [what, width, height] of HUGE) {
      it(`are refused by their header before anything is unpacked: ${what}`, async () => {
        assertProblem(await send(jpegOf({ width, height }), 'image/jpeg'), 422, 'photo-too-large')
        assertProblem(await send(pngOf({ width, height }), 'image/png'), 422, 'photo-too-large')
        assertProblem(await send(webpOf({ width, height }), 'image/webp'), 422, 'photo-too-large')
      })
    }

    const EXIF = exifOf({ orientation: 1, before: 2 })
    const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>13900001111</x:xmpmeta>', 'latin1')
    const WORDS = Buffer.from('Comment\x0013900001111', 'latin1')
    const TOLD: [string, Uint8Array, string][] = [
      ['where a JPEG was taken', jpegOf({ ...SMALL, segments: [exifSegment(EXIF)] }), 'image/jpeg'],
      ['what a JPEG’s XMP says', jpegOf({ ...SMALL, segments: [[0xe1, XMP]] }), 'image/jpeg'],
      [
        'the captions of a JPEG',
        jpegOf({ ...SMALL, segments: [[0xed, Buffer.from('Photoshop 3.0\x0013900001111')]] }),
        'image/jpeg',
      ],
      ['a JPEG’s comment', jpegOf({ ...SMALL, segments: [[0xfe, Buffer.from('13900001111')]] }), 'image/jpeg'],
      ['what a camera’s maker adds', jpegOf({ ...SMALL, segments: [[0xe4, Buffer.from('serial 13900001111')]] }), 'image/jpeg'],
      [
        'a JPEG’s profile',
        jpegOf({ ...SMALL, segments: [[0xe2, Buffer.from('ICC_PROFILE\0\x01\x0113900001111')]] }),
        'image/jpeg',
      ],
      ['metadata between a JPEG’s scans', jpegOf({ ...SMALL, between: [exifSegment(EXIF), [0xfe, WORDS]] }), 'image/jpeg'],
      ...['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME', 'prVt', 'iCCP'].map((name): [string, Uint8Array, string] => [
        `a PNG’s ${name}`,
        pngOf({ ...SMALL, chunks: { [name]: WORDS } }),
        'image/png',
      ]),
      ...['EXIF', 'XMP ', 'ICCP', 'MAKR'].map((name): [string, Uint8Array, string] => [
        `a WebP’s ${name}`,
        webpOf({ ...SMALL, chunks: { [name]: WORDS } }),
        'image/webp',
      ]),
    ]
    for (const [what, bytes, type] of TOLD) {
      it(`are kept without what they tell beside the picture: ${what}`, async () => {
        const answer = await send(bytes, type)
        assert.deepEqual([answer.status, answer.body.size], [201, bytes.length])
        const jpeg = await kept(bytes)
        assert.deepEqual(markersOf(jpeg), PLAIN)
        assert.ok(!jpeg.includes('13900001111') && !jpeg.includes(Buffer.from(EXIF)))
      })
    }

    it('are kept under the name of what was sent, with a hash, a type and a size of their own', async () => {
      const bytes = pngOf({ ...SMALL, salt: 'another name' })
      assert.equal((await send(bytes, 'image/png')).status, 201)
      const row = await rowOf(bytes)
      assert.deepEqual([row.type, row.size, row.stored_type], ['image/png', bytes.length, 'image/jpeg'])
      assert.deepEqual([row.digest, row.stored_size], [sha256(row.bytes!), row.bytes!.length])
      assert.notEqual(row.digest, row.sha256)
    })

    it('are shown as what they are kept as, whatever they came as', async () => {
      const bytes = webpOf({ ...SMALL, chunks: { MAKR: Buffer.from('shown') } })
      await send(bytes, 'image/webp')
      const photos = [{ sha256: sha256(bytes), type: 'image/webp', size: bytes.length }]
      const { body } = await district.post('/v1/issues', reportCommand({ photos }), 'public')
      const path = `/v1/receipts/${body.receipt}/photos/${sha256(bytes)}`
      const shown = await district.app.fetch(
        new Request(`http://district.test${path}`, { headers: district.headersOf('public') }),
      )
      assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg'])
      assert.deepEqual(Buffer.from(await shown.arrayBuffer()), await kept(bytes))
    })

    /** Red and green above, blue and almost white below: as seen upright. */
    const QUARTERS: Colour[] = [
      [200, 30, 30],
      [30, 160, 30],
      [30, 30, 200],
      [230, 230, 230],
    ]
    const GREY = QUARTERS.map(([r, g, b]) => Math.round(0.299 * r + 0.587 * g + 0.114 * b)).map((y): Colour => [y, y, y])
    const REAL: [string, string, Colour[]][] = [
      ['camera.jpg', 'image/jpeg', QUARTERS],
      ['progressive.jpg', 'image/jpeg', QUARTERS],
      ['cmyk.jpg', 'image/jpeg', QUARTERS],
      ['grey.jpg', 'image/jpeg', GREY],
      ['palette.png', 'image/png', QUARTERS],
      ['transparent.png', 'image/png', [...QUARTERS.slice(0, 3), [255, 255, 255]]],
      ['sixteen-bit.png', 'image/png', QUARTERS.map(() => [117, 117, 117])],
      ['lossy.webp', 'image/webp', QUARTERS],
      ['transparent.webp', 'image/webp', [...QUARTERS.slice(0, 3), [255, 255, 255]]],
    ]
    for (const [file, type, colours] of REAL) {
      it(`keep their picture, upright and on white: ${file}`, async () => {
        const bytes = picture(file)
        assert.equal((await send(bytes, type)).status, 201)
        const jpeg = await kept(bytes)
        assert.deepEqual(markersOf(jpeg), PLAIN)
        for (const told of ['Maker', 'Model 1', '2026:03', 'somebody', '13900001111']) assert.ok(!jpeg.includes(told), told)
        assertQuarters(jpeg, colours)
      })
    }

    it('are turned upright as Exif says, in each of the three types', async () => {
      const plain = picture('progressive.jpg')
      const mirrored = jpegSegment(exifSegment(exifOf({ orientation: 2, little: true })))
      const jpeg = Buffer.concat([plain.subarray(0, 2), mirrored, plain.subarray(2)])
      assert.equal((await send(jpeg, 'image/jpeg')).status, 201)
      const [red, green, blue, white] = QUARTERS as [Colour, Colour, Colour, Colour]
      assertQuarters(await kept(jpeg), [green, red, white, blue])
      // By its sides: what lay is to stand.
      const quarter = exifOf({ orientation: 6 })
      for (const [bytes, type] of [
        [pngOf({ ...SMALL, chunks: { eXIf: quarter } }), 'image/png'],
        [webpOf({ ...SMALL, chunks: { EXIF: quarter } }), 'image/webp'],
        [webpOf({ ...SMALL, chunks: { EXIF: Buffer.concat([Buffer.from('Exif\0\0'), quarter]) } }), 'image/webp'],
      ] as const) {
        assert.equal((await send(bytes, type)).status, 201)
        assert.deepEqual(sizeOf(await kept(bytes)), [480, 640])
      }
    })

    it('are made smaller where they are larger than anybody looks at, and stay as small as they are', async () => {
      for (const [width, height, expected] of [
        [4_000, 1_000, [2_560, 640]],
        [1, 3_000, [1, 2_560]],
        [1, 1, [1, 1]],
      ] as const) {
        const bytes = jpegOf({ width, height })
        assert.equal((await send(bytes, 'image/jpeg')).status, 201)
        assert.deepEqual(sizeOf(await kept(bytes)), expected)
      }
    })

    const SCRIPT = Buffer.from('<script>alert(1)</script>')
    const PK = Buffer.from('504b0304140000000800', 'hex')
    const HUGE_SIZE = { width: 10_000, height: 2_000 }
    const HUGE_HEADER = Buffer.from('00002710000007d00800000000', 'hex')
    const HUGE_FRAME: [number, Uint8Array] = [0xc0, Buffer.from('0807d0271001011100', 'hex')]
    const painted = jpegOf({ ...SMALL, between: Array.from({ length: 10_000 }, () => SCAN) })
    const ODD: [string, Uint8Array, string, string][] = [
      ['bytes after the end, as a script hides', Buffer.concat([jpegOf(SMALL), SCRIPT]), 'image/jpeg', 'photo-damaged'],
      ['an archive behind a PNG', Buffer.concat([pngOf(SMALL), PK]), 'image/png', 'photo-damaged'],
      ['a page behind a WebP', Buffer.concat([webpOf(SMALL), SCRIPT]), 'image/webp', 'photo-damaged'],
      ['a second JPEG behind the first', Buffer.concat([jpegOf(SMALL), jpegOf(SMALL)]), 'image/jpeg', 'photo-damaged'],
      ['a PNG that moves', pngOf({ ...SMALL, chunks: { acTL: Buffer.alloc(8) } }), 'image/png', 'photo-animated'],
      ['a WebP that moves', webpOf({ ...SMALL, moves: true }), 'image/webp', 'photo-animated'],
      ['a drawing that runs scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png', 'photo-mismatch'],
      [
        'a drawing behind the first bytes of a PNG',
        Buffer.from('\x89PNG\r\n\x1a\n<svg/>', 'latin1'),
        'image/png',
        'photo-damaged',
      ],
      ['a GIF', Buffer.from('GIF89a0123456789'), 'image/jpeg', 'photo-mismatch'],
      ['a PNG that says it is a JPEG', pngOf(SMALL), 'image/jpeg', 'photo-mismatch'],
      ['a sound in the frame of a WebP', Buffer.from('RIFF\x04\0\0\0WAVE', 'latin1'), 'image/webp', 'photo-mismatch'],
      ['a JPEG without a picture', Buffer.from('ffd8ffd9', 'hex'), 'image/jpeg', 'photo-damaged'],
      ['no bytes at all', Buffer.alloc(0), 'image/jpeg', 'photo-mismatch'],
      ['a width of nothing', pngOf({ width: 0, height: 5 }), 'image/png', 'photo-damaged'],
      ['a second frame, larger than the first', jpegOf({ ...SMALL, segments: [HUGE_FRAME] }), 'image/jpeg', 'photo-damaged'],
      [
        'a second header, larger than the first',
        pngOf({ ...SMALL, chunks: { IHDR: HUGE_HEADER } }),
        'image/png',
        'photo-damaged',
      ],
      ['a WebP larger than its canvas', webpOf({ ...SMALL, frame: HUGE_SIZE }), 'image/webp', 'photo-damaged'],
      ['a PNG whose data ends before its last row', pngOf(HUGE_SIZE), 'image/png', 'photo-damaged'],
      ['a JPEG without the tables of its codes', withoutTables(jpegOf(SMALL)), 'image/jpeg', 'photo-damaged'],
      ['a WebP whose codes are none', withoutCodes(webpOf(SMALL)), 'image/webp', 'photo-damaged'],
      ['a JPEG that paints itself ten thousand times', painted, 'image/jpeg', 'photo-too-large'],
      ['a chunk without which it cannot be read', pngOf({ ...SMALL, chunks: { ABCD: PK } }), 'image/png', 'photo-damaged'],
      ['a real PNG that moves', picture('animated.png'), 'image/png', 'photo-animated'],
      ['a real WebP that moves', picture('animated.webp'), 'image/webp', 'photo-animated'],
      ['the wrong sum of a chunk', tampered(pngOf(SMALL), 40), 'image/png', 'photo-damaged'],
    ]
    for (const [what, bytes, type, code] of ODD) {
      it(`are refused: ${what}`, async () => assertProblem(await send(bytes, type), 422, code))
    }

    it('are refused cut off at any byte', async () => {
      const cut = fc
        .constantFrom(...TYPES)
        .chain((type) => fc.record({ type: fc.constant(type), length: fc.nat({ max: PICTURES[type].length - 1 }) }))
      await fc.assert(
        fc.asyncProperty(cut, async ({ type, length }) => {
          assertProblem(await send(PICTURES[type].subarray(0, length), type), 422)
        }),
      )
    })

    it('never make the server fail or wait, whatever bytes follow a good start', async () => {
      const start = fc.constantFrom(...TYPES).chain((type) =>
        fc.record({
          type: fc.constant(type),
          kept: fc.integer({ min: 3, max: PICTURES[type].length }),
          rest: fc.uint8Array({ maxLength: 200 }),
        }),
      )
      await fc.assert(
        fc.asyncProperty(start, async ({ type, kept, rest }) => {
          const { status } = await send(Buffer.concat([PICTURES[type].subarray(0, kept), rest]), type)
          assert.ok([200, 201, 422].includes(status), String(status))
        }),
        { numRuns: 300 },
      )
    })

    it('that no report names are known, for the day they are thrown away', async () => {
      const named = png('named by a report')
      const unnamed = png('sent ahead of nothing')
      for (const { bytes, ref } of [named, unnamed]) assert.equal((await send(bytes, ref.type)).status, 201)
      assert.equal((await district.post('/v1/issues', reportCommand({ photos: [named.ref] }), 'public')).status, 201)
      const { db } = district.database
      const later = await unnamedPhotos(db, 'main', new Date(district.clock.now + 1).toISOString())
      assert.ok(later.includes(unnamed.ref.sha256) && !later.includes(named.ref.sha256))
      assert.deepEqual(await unnamedPhotos(db, 'main', new Date(district.clock.now - 1).toISOString()), [])
    })
  })
}

type Colour = [number, number, number]

const picture = (file: string): Buffer => readFileSync(new URL(`../pictures/${file}`, import.meta.url))

/** A start of scan, for all coefficients but the mean. */
const SCAN: [number, Uint8Array] = [0xda, Buffer.from([1, 1, 0, 1, 63, 0])]

/** What a JPEG is made of that says nothing but its picture. */
const PLAIN = new Set(['SOI', 'JFIF', 'DQT', 'SOF0', 'DHT', 'SOS', 'EOI'])

/** The parts of a JPEG in one scan, by name; others by number. */
function markersOf(jpeg: Buffer): Set<string> {
  const names: Record<number, string> = { 0xdb: 'DQT', 0xc0: 'SOF0', 0xc4: 'DHT', 0xda: 'SOS' }
  const found = new Set<string>(jpeg.readUInt16BE(0) === 0xffd8 ? ['SOI'] : [])
  let at = 2
  while (at < jpeg.length - 2) {
    const marker = jpeg[at + 1]!
    const end = at + 2 + jpeg.readUInt16BE(at + 2)
    found.add(marker === 0xe0 && jpeg.toString('latin1', at + 4, at + 8) === 'JFIF' ? 'JFIF' : (names[marker] ?? String(marker)))
    at = marker === 0xda ? endOfData(jpeg, end) : end
  }
  if (at === jpeg.length - 2 && jpeg.readUInt16BE(at) === 0xffd9) found.add('EOI')
  return found
}

function endOfData(jpeg: Buffer, from: number): number {
  let at = from
  while (at < jpeg.length && !(jpeg[at] === 0xff && jpeg[at + 1] !== 0)) at += 1
  return at
}

const sizeOf = (jpeg: Buffer): number[] => {
  const { width, height, type } = imageSize(jpeg)
  assert.equal(type, 'jpg')
  return [width, height]
}

/** Holds the middle of each quarter of a picture to its colour, as near as a JPEG comes. */
function assertQuarters(jpeg: Buffer, colours: readonly Colour[]): void {
  const image = PhotonImage.new_from_byteslice(jpeg)
  const [width, height, points] = [image.get_width(), image.get_height(), image.get_raw_pixels()]
  image.free()
  assert.deepEqual([width, height], [64, 32])
  for (const [index, colour] of colours.entries()) {
    const at = 4 * ((height / 4 + (height / 2) * (index >> 1)) * width + width / 4 + (width / 2) * (index & 1))
    const near = colour.every((part, channel) => Math.abs(points[at + channel]! - part) <= 12)
    assert.ok(near, `quarter ${index}: expected ${colour.join()}, got ${points.slice(at, at + 3).join()}`)
  }
}

function withoutTables(jpeg: Buffer): Buffer {
  const from = jpeg.indexOf(Buffer.from('ffc4', 'hex'))
  return Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(jpeg.indexOf(Buffer.from('ffc0', 'hex')))])
}

/** Behind its sides there is nothing that a decoder knows. */
function withoutCodes(webp: Buffer): Buffer {
  const copy = Buffer.from(webp)
  copy.fill(0xff, copy.indexOf('VP8L') + 8 + 5, copy.indexOf('VP8L') + 8 + 8)
  return copy
}

function tampered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = copy[at]! ^ 1
  return copy
}

/** A whole one as an encoder makes it: one pixel. */
const REAL_JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q=='
