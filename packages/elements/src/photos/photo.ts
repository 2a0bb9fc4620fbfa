import { paint } from './paint.ts'
import { withoutMetadata } from './without-metadata.ts'

/** Longest side of a photo that is sent, px. */
const MAX_SIDE = 1600
/** Longest side of its drawing, px. */
const PREVIEW_SIDE = 240
/** Bytes the server takes. */
const MAX_BYTES = 3_000_000
const QUALITIES = [0.82, 0.7, 0.5]

/** A photo ready to be sent, and a drawing of it. */
export interface PreparedPhoto {
  blob: Blob
  /** A canvas and no `blob:` address, so that a page's `img-src` has no say in it. */
  preview: HTMLCanvasElement
}

/**
 * Makes a photo at most 1,600 px on its longer side and paints it anew as JPEG, upright: what the camera wrote into the
 * file beside the picture (place, time, device) is not painted and so is gone.
 * @throws where the browser cannot read the file as a picture
 */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    const blob = await toJpeg(paint(picture, MAX_SIDE))
    const preview = paint(picture, PREVIEW_SIDE)
    return { blob, preview }
  } finally {
    picture.close()
  }
}

/**
 * A photo that was made ready before, with a drawing of it.
 * @throws where the browser cannot read it as a picture
 */
export async function readyPhoto(blob: Blob): Promise<PreparedPhoto> {
  const picture = await createImageBitmap(blob)
  try {
    return { blob, preview: paint(picture, PREVIEW_SIDE) }
  } finally {
    picture.close()
  }
}

async function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  let smallest: Blob | null = null
  for (const quality of QUALITIES) {
    smallest = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (smallest && smallest.size <= MAX_BYTES) return withoutMetadata(smallest)
  }
  throw new Error(`expected a JPEG of at most ${MAX_BYTES} bytes, got ${smallest?.size ?? 'none'}`)
}
