import { crc32 } from 'node:zlib'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { disableTypes, imageSize, types } from 'image-size'
import { ProblemError } from '../problem.ts'
import type { RawPhoto } from './encode-anew.ts'
import { exifOrientation, UPRIGHT } from './exif-orientation.ts'

/** Pixels a side, and altogether: twice what a phone's camera makes; unpacked, more would fill a reader's memory. */
export const LONGEST_SIDE = 12_000
export const MOST_PIXELS = 25_000_000
/** A JPEG may paint each pixel many times over, for a few bytes each; ten times is usual, and for all pixels allowed it is half of this. */
const MOST_PAINTED = 500_000_000

type Type = PhotoRef['type']
type Bytes = Uint8Array<ArrayBuffer>

const NAMES: Record<Type, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }

// Of all that the package reads only these may come in.
disableTypes(types.filter((name) => !Object.values(NAMES).includes(name)))

/**
 * Holds bytes to be one whole still picture of the type, with nothing behind it, and of a size that can be decoded. Nothing is
 * unpacked. What stands beside the picture (place, time, device) is told to nobody and left to be lost when it is encoded anew.
 * @returns what is to be decoded
 * @throws ProblemError 422 `photo-mismatch`, `photo-too-large`, `photo-damaged`, `photo-animated`
 */
export function checkPhoto(bytes: Bytes, type: Type): RawPhoto {
  if (!hasMagic(bytes, type)) throw mismatch(type)
  const { width, height } = header(bytes, type)
  const pixels = width * height
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS) {
    throw tooLarge(`Expected at most ${LONGEST_SIDE} a side and ${MOST_PIXELS} altogether, got ${width} × ${height}`)
  }
  const { end, frame, exif, scans = 1, picture = bytes } = WALKS[type](bytes)
  if (end !== bytes.length) throw damaged(`expected the end of the picture at byte ${bytes.length}, got it at ${end}`)
  if (frame.width !== width || frame.height !== height) {
    throw damaged(`expected a frame of ${width} × ${height}, got ${frame.width} × ${frame.height}`)
  }
  if (scans * pixels > MOST_PAINTED) {
    throw tooLarge(`Expected at most ${Math.floor(MOST_PAINTED / pixels)} scans of ${width} × ${height}, got ${scans}`)
  }
  return { bytes: picture, orientation: exif ? exifOrientation(exif) : UPRIGHT }
}

const tooLarge = (detail: string) => new ProblemError(422, 'photo-too-large', 'The photo has too many pixels', { detail })

const mismatch = (type: Type) =>
  new ProblemError(422, 'photo-mismatch', 'The bytes are not of the declared type', { detail: `Expected ${type}` })

const damaged = (detail: string) => new ProblemError(422, 'photo-damaged', 'The photo is damaged or not only a photo', { detail })

const animated = () => new ProblemError(422, 'photo-animated', 'The photo moves', { detail: 'Expected a still picture' })

/** Whether the first bytes are those of the type (whatwg MIME sniffing, image type patterns). */
function hasMagic(bytes: Bytes, type: Type): boolean {
  const text = latin1(bytes, 0, 12)
  if (type === 'image/jpeg') return text.startsWith('\xff\xd8\xff')
  if (type === 'image/png') return text.startsWith('\x89PNG\r\n\x1a\n')
  return text.startsWith('RIFF') && text.slice(8) === 'WEBP'
}

interface Size {
  width: number
  height: number
}

/** What the file says of itself first. */
function header(bytes: Bytes, type: Type): Size {
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

interface Walk {
  /** The byte after the picture's last. */
  end: number
  /** What a decoder will make room for, by the only frame there is. */
  frame: Size
  /** The first Exif block, from its TIFF header on. */
  exif?: Uint8Array | undefined
  /** How often its points are painted over. @defaultValue 1 */
  scans?: number
  /** All that a decoder needs of the bytes. @defaultValue all of them */
  picture?: Uint8Array
}

/** By type: walks the picture's parts. */
const WALKS: Record<Type, (bytes: Bytes) => Walk> = { 'image/jpeg': walkJpeg, 'image/png': walkPng, 'image/webp': walkWebp }

const latin1 = (bytes: Bytes, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)
const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** ITU-T T.81, annex B: segments with a length, and the coded data behind a start of scan, up to the end of image. */
function walkJpeg(bytes: Bytes): Walk {
  let at = 2
  let scans = 0
  let frame: Size | undefined
  let exif: Uint8Array | undefined
  for (;;) {
    if (bytes[at] !== 0xff) throw damaged(`expected a marker at byte ${at}`)
    // Any number of fill bytes may stand before a marker.
    while (bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    at += 2
    if (marker === 0xd9) {
      if (!frame || scans === 0) throw damaged('expected a frame and a scan before the end of the image')
      return { end: at, frame, exif, scans }
    }
    if (marker === undefined || marker === 0xd8 || marker === 0x00) throw damaged(`expected a marker before byte ${at}`)
    if ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) continue
    const length = at + 1 < bytes.length ? viewOf(bytes).getUint16(at) : 0
    if (length < 2 || at + length > bytes.length) throw damaged(`expected a whole segment at byte ${at}`)
    if (isStartOfFrame(marker)) {
      if (frame || length < 7) throw damaged(`expected one frame, got another at byte ${at}`)
      frame = { width: viewOf(bytes).getUint16(at + 5), height: viewOf(bytes).getUint16(at + 3) }
    }
    if (marker === 0xe1 && latin1(bytes, at + 2, at + 8) === EXIF) exif ??= bytes.subarray(at + 8, at + length)
    at += length
    if (marker === 0xda) {
      scans += 1
      at = endOfScan(bytes, at)
    }
  }
}

/** All from c0 to cf but the tables (c4, cc) and what is kept free (c8). */
const isStartOfFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** What an application segment of JPEG begins with that has Exif in it; some encoders of WebP write it too. */
const EXIF = 'Exif\0\0'

/** The next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw damaged('expected an end of the image, got none')
}

/** Without which a picture cannot be read; all others a reader may skip. */
const CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])
const TRANSPARENCY = 'tRNS'

/** PNG (third edition), 5.3: chunks of length, name, data and checksum, the last of them IEND. */
function walkPng(bytes: Bytes): Walk {
  const view = viewOf(bytes)
  // Profiles and texts are packed: left in, a small one may be unpacked to gigabytes.
  const kept = [bytes.subarray(0, 8)]
  let exif: Uint8Array | undefined
  let hasData = false
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw damaged(`expected a chunk at byte ${at}`)
    const length = view.getUint32(at)
    const name = latin1(bytes, at + 4, at + 8)
    const next = at + 12 + length
    if (next > bytes.length) throw damaged(`expected a whole chunk ${printable(name)} at byte ${at}`)
    if ((at === 8) !== (name === 'IHDR') || (at === 8 && length !== 13)) throw damaged('expected one IHDR, and it first')
    if (view.getUint32(next - 4) !== crc32(bytes.subarray(at + 4, next - 4))) {
      throw damaged(`expected the checksum of chunk ${printable(name)} at byte ${at} to fit`)
    }
    if (name === 'acTL' || name === 'fdAT' || name === 'fcTL') throw animated()
    if (!CRITICAL.has(name) && !/^[a-z][A-Za-z]{3}$/.test(name)) throw damaged(`expected no chunk ${printable(name)}`)
    if (name === 'IDAT') hasData = true
    if (CRITICAL.has(name) || name === TRANSPARENCY) kept.push(bytes.subarray(at, next))
    if (name === 'eXIf') exif ??= bytes.subarray(at + 8, next - 4)
    at = next
    if (name !== 'IEND') continue
    if (!hasData || length !== 0) throw damaged('expected picture data before IEND, and none in it')
    return { end: at, frame: { width: view.getUint32(16), height: view.getUint32(20) }, exif, picture: Buffer.concat(kept) }
  }
}

/** RFC 9649: chunks of name, length and data, padded to even; altogether as long as the RIFF header says. */
function walkWebp(bytes: Bytes): Walk {
  const view = viewOf(bytes)
  let exif: Uint8Array | undefined
  const end = 8 + view.getUint32(4, true)
  if (end > bytes.length || end % 2 === 1) throw damaged(`expected ${end} bytes as the header says, got ${bytes.length}`)
  let pictures = 0
  let frame: Size | undefined
  let at = 12
  while (at + 8 <= end) {
    const name = latin1(bytes, at, at + 4)
    const length = view.getUint32(at + 4, true)
    if (name === 'ANIM' || name === 'ANMF') throw animated()
    if (name === 'VP8X' && length > 0 && (bytes[at + 8]! & 0b10) !== 0) throw animated()
    if (name === 'VP8 ' || name === 'VP8L') {
      pictures += 1
      frame = frameOfWebp(view, at + 8, name)
    }
    if (name === 'EXIF') exif ??= bytes.subarray(at + 8 + (latin1(bytes, at + 8, at + 14) === EXIF ? 6 : 0), at + 8 + length)
    at += 8 + length + (length % 2)
  }
  if (at !== end || pictures !== 1 || !frame)
    throw damaged(`expected one picture that ends at byte ${end}, got ${pictures} up to ${at}`)
  return { end, frame, exif }
}

/** Fourteen bits each: behind a tag and a start code (RFC 6386, 9.1), or from the second byte on and less by one (RFC 9649, 3.4). */
function frameOfWebp(view: DataView, at: number, name: 'VP8 ' | 'VP8L'): Size | undefined {
  const from = name === 'VP8 ' ? at + 6 : at + 1
  if (from + 4 > view.byteLength) return undefined
  if (name === 'VP8 ') return { width: view.getUint16(from, true) & 0x3fff, height: view.getUint16(from + 2, true) & 0x3fff }
  const bits = view.getUint32(from, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

const printable = (name: string) => JSON.stringify(name.replaceAll(/[^\x20-\x7e]/g, '?'))
