import { crc32, deflateSync } from 'node:zlib'

export interface PngOptions {
  width: number
  height: number
  /** Makes another picture of it. */
  salt?: string
  /** Chunks before the picture's data, by name. */
  chunks?: Record<string, Uint8Array>
}

/** A grey picture; one that says it is large carries the data of its first row only, and the salt behind it. */
export function pngOf({ width, height, salt = '', chunks = {} }: PngOptions): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...Object.entries(chunks).map(([name, data]) => pngChunk(name, data)),
    pngChunk('IDAT', deflateSync(Buffer.concat([Buffer.alloc(width + 1), Buffer.from(salt)]))),
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

/** A JPEG's parts in order; nothing in it would decode to a picture anybody knows. */
export function jpegOf({ width, height, segments = [], between = [] }: JpegOptions): Buffer {
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  // A start of scan, coded data with a stuffed zero and a restart.
  const scan = Buffer.from('ffda0008010100003f001234ff0056ffd078', 'hex')
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    Buffer.from('ffe000104a46494600010100000100010000', 'hex'),
    ...segments.map(jpegSegment),
    frame,
    ...(between.length > 0 ? [scan, ...between.map(jpegSegment)] : []),
    scan,
    Buffer.from('ffd9', 'hex'),
  ])
}

function jpegSegment([marker, data]: [number, Uint8Array]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

export interface WebpOptions {
  width: number
  height: number
  moves?: boolean
  /** Chunks behind the picture, by name. */
  chunks?: Record<string, Uint8Array>
}

export function webpOf({ width, height, moves = false, chunks: more = {} }: WebpOptions): Buffer {
  const extended = Buffer.alloc(10)
  extended[0] = moves ? 0b10 : 0
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const chunks = Buffer.concat([
    webpChunk('VP8X', extended),
    webpChunk('VP8L', Buffer.from('2f00000000', 'hex')),
    ...Object.entries(more).map(([name, data]) => webpChunk(name, data)),
  ])
  const frame = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  frame.writeUInt32LE(chunks.length + 4, 4)
  return Buffer.concat([frame, chunks])
}

function webpChunk(name: string, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(8)
  frame.write(name, 'latin1')
  frame.writeUInt32LE(data.length, 4)
  return Buffer.concat([frame, data, Buffer.alloc(data.length % 2)])
}
