import { crc32, deflateSync } from 'node:zlib'

export interface PngOptions {
  width: number
  height: number
  /** Makes another picture of it. */
  salt?: string
  /** Chunks before the picture's data, by name. */
  chunks?: Record<string, Uint8Array>
}

/** Above it a picture says how large it is, and has one row. */
const MOST_DRAWN = 4_000_000

/** A black picture, with the salt behind its data. */
export function pngOf({ width, height, salt = '', chunks = {} }: PngOptions): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const rows = width * height > MOST_DRAWN ? 1 : height
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...Object.entries(chunks).map(([name, data]) => pngChunk(name, data)),
    pngChunk('IDAT', deflateSync(Buffer.concat([Buffer.alloc((width + 1) * rows), Buffer.from(salt)]))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export function pngChunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, sum])
}

export interface JpegOptions {
  width: number
  height: number
  /** Markers with what they carry, before the frame. */
  segments?: [number, Uint8Array][]
  /** Behind the first scan, before a second. */
  between?: [number, Uint8Array][]
}

/** One quantum for all; one code, of one bit, for each of the two kinds of coefficient: no difference, and the end of a block. */
const TABLES: [number, Uint8Array][] = [
  [0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])],
  [0xc4, Buffer.from([0x00, 1, ...Array<number>(15).fill(0), 0])],
  [0xc4, Buffer.from([0x10, 1, ...Array<number>(15).fill(0), 0])],
]

/** A grey picture: a block is a bit for its mean and one for its end, both 0. With something between, in two scans (progressive). */
export function jpegOf({ width, height, segments = [], between = [] }: JpegOptions): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt16BE(height, 0)
  size.writeUInt16BE(width, 2)
  const isTwice = between.length > 0
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const isDrawn = width * height <= MOST_DRAWN
  const scan = (first: number, last: number, bits: number) =>
    Buffer.concat([jpegSegment([0xda, Buffer.from([1, 1, 0, first, last, 0])]), zeros(isDrawn ? blocks * bits : 1)])
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    Buffer.from('ffe000104a46494600010100000100010000', 'hex'),
    ...segments.map(jpegSegment),
    ...TABLES.map(jpegSegment),
    jpegSegment([isTwice ? 0xc2 : 0xc0, Buffer.concat([Buffer.from([8]), size, Buffer.from([1, 1, 0x11, 0])])]),
    ...(isTwice ? [scan(0, 0, 1), ...between.map(jpegSegment), scan(1, 63, 1)] : [scan(0, 63, 2)]),
    Buffer.from('ffd9', 'hex'),
  ])
}

/** Bits of a scan, the rest of its last byte filled with ones. */
function zeros(bits: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits / 8))
  if (bits % 8 > 0) bytes[bytes.length - 1] = 0xff >> (bits % 8)
  return bytes
}

export function jpegSegment([marker, data]: [number, Uint8Array]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

export interface WebpOptions {
  width: number
  height: number
  moves?: boolean
  /** What the picture itself says. @defaultValue what its canvas does */
  frame?: { width: number; height: number }
  /** Chunks behind the picture, by name. */
  chunks?: Record<string, Uint8Array>
}

/** A picture of one colour: each of its five codes has a single symbol, so that its points take no bits at all. */
export function webpOf({ width, height, moves = false, frame = { width, height }, chunks: more = {} }: WebpOptions): Buffer {
  const extended = Buffer.alloc(10)
  extended[0] = moves ? 0b10 : 0
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const chunks = Buffer.concat([
    webpChunk('VP8X', extended),
    webpChunk('VP8L', lossless(frame.width, frame.height)),
    ...Object.entries(more).map(([name, data]) => webpChunk(name, data)),
  ])
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(chunks.length + 4, 4)
  return Buffer.concat([head, chunks])
}

/** Width and height less one in fourteen bits each, no transform, no cache, no groups, five simple codes of the symbol 0. */
function lossless(width: number, height: number): Buffer {
  const data = Buffer.alloc(8)
  data[0] = 0x2f
  data.writeUInt32LE(((height - 1) << 14) | (width - 1), 1)
  // After three bits of nothing: 1 for simple, 0 for one symbol, 0 for a symbol of one bit, 0 for the symbol; five times.
  data.writeUIntLE(0b0001_0001_0001_0001_0001_000, 5, 3)
  return data
}

function webpChunk(name: string, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(8)
  frame.write(name, 'latin1')
  frame.writeUInt32LE(data.length, 4)
  return Buffer.concat([frame, data, Buffer.alloc(data.length % 2)])
}

export interface ExifOptions {
  orientation: number
  /** Order of bytes. @defaultValue false */
  little?: boolean
  /** Entries before it. @defaultValue 0 */
  before?: number
}

/** An Exif block from its TIFF header on. */
export function exifOf({ orientation, little = false, before = 0 }: ExifOptions): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + 2 + 12 * (before + 1) + 4))
  view.setUint16(0, little ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, little)
  view.setUint32(4, 8, little)
  view.setUint16(8, before + 1, little)
  for (let index = 0; index <= before; index++) {
    const at = 10 + 12 * index
    view.setUint16(at, index === before ? 0x0112 : 0x0100 + index, little)
    view.setUint16(at + 2, 3, little)
    view.setUint32(at + 4, 1, little)
    view.setUint16(at + 8, index === before ? orientation : 7, little)
  }
  return new Uint8Array(view.buffer)
}

/** As it stands in a JPEG. */
export const exifSegment = (exif: Uint8Array): [number, Uint8Array] => [0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])]
