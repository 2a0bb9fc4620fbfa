import type { Locator } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { until } from './until.ts'

/** Holds a phone's camera before a QR code on a screen: what is painted there is read, and nothing else. @returns its text */
export const scan = (picture: Locator): Promise<string> =>
  until(async () => {
    const { width, height, pixels } = await look(picture)
    try {
      return decodeQR({ width, height, data: Buffer.from(pixels, 'base64') })
    } catch {
      // Another code is painted over it from time to time: a camera looks again.
      return undefined
    }
  }, 'a QR code that can be read')

/** The picture's pixels, red, green, blue and alpha, in base64. */
async function look(picture: Locator): Promise<{ width: number; height: number; pixels: string }> {
  const png = (await picture.screenshot()).toString('base64')
  return picture.page().evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const { width, height } = image
    const canvas = new OffscreenCanvas(width, height).getContext('2d')
    if (!canvas) throw new Error('expected a canvas to paint on, got none')
    canvas.drawImage(image, 0, 0)
    const { data } = canvas.getImageData(0, 0, width, height)
    const letters = Array.from({ length: Math.ceil(data.length / 8_192) }, (_, at) =>
      String.fromCharCode(...data.subarray(at * 8_192, (at + 1) * 8_192)),
    )
    return { width, height, pixels: btoa(letters.join('')) }
  }, png)
}
