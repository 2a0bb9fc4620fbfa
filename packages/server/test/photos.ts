import { crc32, deflateSync } from 'node:zlib'

export interface PngOptions {
  width: number
  height: number
  comment?: string
  /** Chunks before the picture's data, by name. */
  chunks?: Record<string, Uint8Array>
}

/** A grey picture; one that says it is large carries the data of its first row only. */
export function pngOf({ width, height, comment = '', chunks = {} }: PngOptions): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('tEXt', Buffer.from(`Comment\0${comment}`)),
    ...Object.entries(chunks).map(([name, data]) => pngChunk(name, data)),
    pngChunk('IDAT', deflateSync(Buffer.alloc(width + 1))),
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

/** A JPEG's parts in order; nothing in it would decode to a picture anybody knows. */
export function jpegOf({ width, height }: { width: number; height: number }): Buffer {
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    Buffer.from('ffe000104a46494600010100000100010000', 'hex'),
    frame,
    // A start of scan, coded data with a stuffed zero and a restart, the end of the image.
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.from('1234ff0056ffd078', 'hex'),
    Buffer.from('ffd9', 'hex'),
  ])
}

export function webpOf({ width, height, moves = false }: { width: number; height: number; moves?: boolean }): Buffer {
  const extended = Buffer.alloc(10)
  extended[0] = moves ? 0b10 : 0
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const chunks = Buffer.concat([webpChunk('VP8X', extended), webpChunk('VP8L', Buffer.from('2f00000000', 'hex'))])
  const frame = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  frame.writeUInt32LE(chunks.length + 4, 4)
  return Buffer.concat([frame, chunks])
}

function webpChunk(name: string, data: Buffer): Buffer {
  const frame = Buffer.alloc(8)
  frame.write(name, 'latin1')
  frame.writeUInt32LE(data.length, 4)
  return Buffer.concat([frame, data, Buffer.alloc(data.length % 2)])
}
