import { PhotonImage, resize, SamplingFilter } from '@cf-wasm/photon/node'
import type { Orientation } from './exif-orientation.ts'
import { upright } from './upright.ts'

/** Of a stored picture, in pixels: enough to read a number plate across a street. */
export const LONGEST_STORED_SIDE = 2_560
/** Of the JPEG, 1 to 100: 39 dB beside what was sent. */
const QUALITY = 80

export interface RawPhoto {
  bytes: Uint8Array
  orientation: Orientation
}

/**
 * Decodes a picture and encodes its points as a JPEG that holds nothing else: no metadata, no colour profile (its colours are
 * taken as sRGB), nothing behind the picture or beneath what is transparent in it. It is upright and of a bounded size. The
 * decoder is memory-safe (Rust) in a sandbox (WebAssembly), and may end it: whatever is thrown, the thread is to be thrown away too.
 */
export function encodeAnew({ bytes, orientation }: RawPhoto): Uint8Array<ArrayBuffer> {
  const small = bounded(PhotonImage.new_from_byteslice(bytes))
  const raster = { points: onWhite(small.get_raw_pixels()), width: small.get_width(), height: small.get_height() }
  small.free()
  const { points, width, height } = upright(raster, orientation)
  const image = new PhotonImage(new Uint8Array(points.buffer), width, height)
  const jpeg = image.get_bytes_jpeg(QUALITY)
  image.free()
  return new Uint8Array(jpeg)
}

function bounded(image: PhotonImage): PhotonImage {
  const [width, height] = [image.get_width(), image.get_height()]
  const scale = LONGEST_STORED_SIDE / Math.max(width, height)
  if (scale >= 1) return image
  const side = (length: number) => Math.max(1, Math.round(length * scale))
  const small = resize(image, side(width), side(height), SamplingFilter.CatmullRom)
  image.free()
  return small
}

/** A JPEG has no transparency: without paper the encoder would show whatever colour lies beneath it. */
function onWhite(rgba: Uint8Array): Uint32Array {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3]!
    if (alpha === 255) continue
    for (let one = at; one < at + 3; one++) rgba[one] = Math.round((rgba[one]! * alpha + 255 * (255 - alpha)) / 255)
    rgba[at + 3] = 255
  }
  return new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)
}
