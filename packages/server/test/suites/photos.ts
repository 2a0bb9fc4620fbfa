import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { unnamedPhotos } from '../../src/storage/photos.ts'
import { assertProblem, png, reportCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { jpegOf, pngOf, webpOf } from '../photos.ts'

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
      const name = createHash('sha256').update(bytes).digest('hex')
      return district.call('PUT', `/v1/photos/${name}`, { as: 'public', body: bytes, headers: { 'content-type': type } })
    }

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

    // Upright, and no more: one entry, as an encoder of a phone writes it.
    const EXIF = Buffer.from('457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100010000' + '00000000', 'hex')
    const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>', 'latin1')
    const TOLD: [string, Uint8Array, string][] = [
      ['where a JPEG was taken', jpegOf({ ...SMALL, segments: [[0xe1, EXIF]] }), 'image/jpeg'],
      ['what a JPEG’s XMP says', jpegOf({ ...SMALL, segments: [[0xe1, XMP]] }), 'image/jpeg'],
      ['the captions of a JPEG', jpegOf({ ...SMALL, segments: [[0xed, Buffer.from('Photoshop 3.0\0')]] }), 'image/jpeg'],
      ['a JPEG’s comment', jpegOf({ ...SMALL, segments: [[0xfe, Buffer.from('13900001111')]] }), 'image/jpeg'],
      ['what a camera’s maker adds', jpegOf({ ...SMALL, segments: [[0xe4, Buffer.from('serial number')]] }), 'image/jpeg'],
      ['metadata between a JPEG’s scans', jpegOf({ ...SMALL, between: [[0xe1, EXIF]] }), 'image/jpeg'],
      ...['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME', 'prVt'].map((name): [string, Uint8Array, string] => [
        `a PNG’s ${name}`,
        pngOf({ ...SMALL, chunks: { [name]: Buffer.from('Comment\0somebody') } }),
        'image/png',
      ]),
      ...['EXIF', 'XMP ', 'MAKR'].map((name): [string, Uint8Array, string] => [
        `a WebP’s ${name}`,
        webpOf({ ...SMALL, chunks: { [name]: EXIF } }),
        'image/webp',
      ]),
    ]
    for (const [what, bytes, type] of TOLD) {
      it(`are refused with what they tell beside the picture: ${what}`, async () =>
        assertProblem(await send(bytes, type), 422, 'photo-metadata'))
    }

    it('keep their colours: profiles and what a decoder needs stay', async () => {
      const profile = Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1')
      const adobe = Buffer.from('Adobe\0\x64\0\0\0\0\x01', 'latin1')
      const jpeg = jpegOf({
        ...SMALL,
        segments: [
          [0xe2, profile],
          [0xee, adobe],
          [0xdb, Buffer.alloc(65)],
        ],
      })
      assert.equal((await send(jpeg, 'image/jpeg')).status, 201)
      const chunks = { gAMA: Buffer.alloc(4), sRGB: Buffer.alloc(1), iCCP: Buffer.from('p\0\0'), pHYs: Buffer.alloc(9) }
      assert.equal((await send(pngOf({ ...SMALL, chunks }), 'image/png')).status, 201)
      assert.equal((await send(webpOf({ ...SMALL, chunks: { ICCP: Buffer.alloc(4) } }), 'image/webp')).status, 201)
    })

    const SCRIPT = Buffer.from('<script>alert(1)</script>')
    const PK = Buffer.from('504b0304140000000800', 'hex')
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

function tampered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = copy[at]! ^ 1
  return copy
}

/** A whole one as an encoder makes it: one pixel. */
const REAL_JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q=='
