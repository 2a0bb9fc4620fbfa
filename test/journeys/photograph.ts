import type { Page } from 'playwright-core'

/** A real photo as a phone makes it: a JPEG that the page has to decode, shrink and encode anew. */
export async function photograph(page: Page, quality = 0.9): Promise<Buffer> {
  const dataUrl = await page.evaluate((wanted) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 2400, height: 1800 })
    const paint = canvas.getContext('2d')!
    for (let i = 0; i < 400; i += 1) {
      paint.fillStyle = `hsl(${(i * 37) % 360} 60% 50%)`
      paint.fillRect((i * 613) % 2400, (i * 401) % 1800, 260, 190)
    }
    return canvas.toDataURL('image/jpeg', wanted)
  }, quality)
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')
}
