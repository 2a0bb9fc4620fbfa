import decodeQR from 'qr/decode.js'

/** Reads a QR code off an SVG as it is painted, colours and all, like a camera does. */
export async function readPicture(drawn: SVGElement, side = 480): Promise<string> {
  const copy = drawn.cloneNode(true) as SVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(side))
  copy.setAttribute('height', String(side))
  const originals = drawn.querySelectorAll('rect, path')
  for (const [at, shape] of copy.querySelectorAll('rect, path').entries()) {
    shape.setAttribute('fill', getComputedStyle(originals[at]!).fill)
  }
  const image = new Image(side, side)
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = new OffscreenCanvas(side, side).getContext('2d')
  if (!canvas) throw new Error('Expected a canvas to paint on, got none')
  canvas.drawImage(image, 0, 0, side, side)
  return decodeQR(canvas.getImageData(0, 0, side, side))
}
