import { crc32 } from 'node:zlib'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { disableTypes, imageSize, types } from 'image-size'
import { ProblemError } from './problem.ts'

/** Pixels a side, and altogether: what a phone's camera makes lies far below; unpacked it would fill a reader's memory. */
export const LONGEST_SIDE = 12_000
export const MOST_PIXELS = 50_000_000

type Type = PhotoRef['type']
type Bytes = Uint8Array<ArrayBuffer>

const NAMES: Record<Type, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }

// Of all that the package reads only these may come in.
disableTypes(types.filter((name) => !Object.values(NAMES).includes(name)))

/**
 * Holds bytes to be one whole still picture of the type and nothing more. Nothing is unpacked.
 * @throws ProblemError 422 `photo-mismatch`, `photo-too-large`, `photo-damaged`, `photo-animated`, `photo-metadata`
 */
export function checkPhoto(bytes: Bytes, type: Type): void {
  if (!hasMagic(bytes, type)) throw mismatch(type)
  const { width, height } = dimensions(bytes, type)
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new ProblemError(422, 'photo-too-large', 'The photo has too many pixels', {
      detail: `Expected at most ${LONGEST_SIDE} a side and ${MOST_PIXELS} altogether, got ${width} × ${height}`,
    })
  }
  const end = ENDS[type](bytes)
  if (end !== bytes.length) throw damaged(`expected the end of the picture at byte ${bytes.length}, got it at ${end}`)
}

const mismatch = (type: Type) =>
  new ProblemError(422, 'photo-mismatch', 'The bytes are not of the declared type', { detail: `Expected ${type}` })

const damaged = (detail: string) => new ProblemError(422, 'photo-damaged', 'The photo is damaged or not only a photo', { detail })

const animated = () => new ProblemError(422, 'photo-animated', 'The photo moves', { detail: 'Expected a still picture' })

/** A place, a time, a device, words: the bytes cannot be mended here, their name is their hash. */
const metadata = (part: string) =>
  new ProblemError(422, 'photo-metadata', 'The photo tells more than its picture', {
    detail: `Expected the picture and its colours only, got ${part}: take the metadata out before sending`,
  })

/** Whether the first bytes are those of the type (whatwg MIME sniffing, image type patterns). */
function hasMagic(bytes: Bytes, type: Type): boolean {
  const text = latin1(bytes, 0, 12)
  if (type === 'image/jpeg') return text.startsWith('\xff\xd8\xff')
  if (type === 'image/png') return text.startsWith('\x89PNG\r\n\x1a\n')
  return text.startsWith('RIFF') && text.slice(8) === 'WEBP'
}

function dimensions(bytes: Bytes, type: Type): { width: number; height: number } {
  let size
  try {
    size = imageSize(bytes)
  } catch {
    // The package throws whatever reading beyond the end throws; each means the same.
    throw damaged('expected a header with width and height')
  }
  if (size.type !== NAMES[type]) throw mismatch(type)
  if (!(size.width > 0 && size.height > 0)) throw damaged(`expected a width and a height, got ${size.width} × ${size.height}`)
  return size
}

/** By type: walks the picture's parts and tells the byte after its last. */
const ENDS: Record<Type, (bytes: Bytes) => number> = { 'image/jpeg': endOfJpeg, 'image/png': endOfPng, 'image/webp': endOfWebp }

const latin1 = (bytes: Bytes, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)
const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** ITU-T T.81, annex B: segments with a length, and the coded data behind a start of scan, up to the end of image. */
function endOfJpeg(bytes: Bytes): number {
  let at = 2
  let scans = 0
  for (;;) {
    if (bytes[at] !== 0xff) throw damaged(`expected a marker at byte ${at}`)
    // Any number of fill bytes may stand before a marker.
    while (bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    at += 2
    if (marker === 0xd9) {
      if (scans === 0) throw damaged('expected a scan before the end of the image')
      return at
    }
    if (marker === undefined || marker === 0xd8 || marker === 0x00) throw damaged(`expected a marker before byte ${at}`)
    if ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) continue
    const length = at + 1 < bytes.length ? viewOf(bytes).getUint16(at) : 0
    if (length < 2 || at + length > bytes.length) throw damaged(`expected a whole segment at byte ${at}`)
    if (!isOfPicture(marker, latin1(bytes, at + 2, at + length))) throw metadata(`a segment ff${marker.toString(16)}`)
    at += length
    if (marker === 0xda) {
      scans += 1
      at = endOfScan(bytes, at)
    }
  }
}

/** What an application segment begins with that says nothing but how to show the picture. */
const SEGMENTS: Record<number, string> = { 0xe0: 'JFIF\0', 0xe2: 'ICC_PROFILE\0', 0xee: 'Adobe' }
const COMMENT = 0xfe

function isOfPicture(marker: number, data: string): boolean {
  const isOfApplication = marker >= 0xe0 && marker <= 0xef
  const begin = SEGMENTS[marker]
  return marker !== COMMENT && (!isOfApplication || (begin !== undefined && data.startsWith(begin)))
}

/** The next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw damaged('expected an end of the image, got none')
}

/** The picture, its colours and the shape of its points. */
const PNG_CHUNKS = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT'.split(' '))

/** PNG (third edition), 5.3: chunks of length, name, data and checksum, the last of them IEND. */
function endOfPng(bytes: Bytes): number {
  const view = viewOf(bytes)
  let hasData = false
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw damaged(`expected a chunk at byte ${at}`)
    const length = view.getUint32(at)
    const name = latin1(bytes, at + 4, at + 8)
    const next = at + 12 + length
    if (next > bytes.length) throw damaged(`expected a whole chunk ${printable(name)} at byte ${at}`)
    if (at === 8 && (name !== 'IHDR' || length !== 13)) throw damaged('expected IHDR first')
    if (view.getUint32(next - 4) !== crc32(bytes.subarray(at + 4, next - 4))) {
      throw damaged(`expected the checksum of chunk ${printable(name)} at byte ${at} to fit`)
    }
    if (name === 'acTL' || name === 'fdAT' || name === 'fcTL') throw animated()
    if (!PNG_CHUNKS.has(name)) throw metadata(`a chunk ${printable(name)}`)
    if (name === 'IDAT') hasData = true
    at = next
    if (name !== 'IEND') continue
    if (!hasData || length !== 0) throw damaged('expected picture data before IEND, and none in it')
    return at
  }
}

const WEBP_CHUNKS = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP'])

/** RFC 9649: chunks of name, length and data, padded to even; altogether as long as the RIFF header says. */
function endOfWebp(bytes: Bytes): number {
  const view = viewOf(bytes)
  const end = 8 + view.getUint32(4, true)
  if (end > bytes.length || end % 2 === 1) throw damaged(`expected ${end} bytes as the header says, got ${bytes.length}`)
  let pictures = 0
  let at = 12
  while (at + 8 <= end) {
    const name = latin1(bytes, at, at + 4)
    const length = view.getUint32(at + 4, true)
    if (name === 'ANIM' || name === 'ANMF') throw animated()
    if (!WEBP_CHUNKS.has(name)) throw metadata(`a chunk ${printable(name)}`)
    if (name === 'VP8X' && length > 0 && (bytes[at + 8]! & 0b10) !== 0) throw animated()
    if (name === 'VP8 ' || name === 'VP8L') pictures += 1
    at += 8 + length + (length % 2)
  }
  if (at !== end || pictures !== 1) throw damaged(`expected one picture that ends at byte ${end}, got ${pictures} up to ${at}`)
  return end
}

const printable = (name: string) => JSON.stringify(name.replaceAll(/[^\x20-\x7e]/g, '?'))
