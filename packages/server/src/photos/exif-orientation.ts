/** How a camera was held, as Exif numbers it: 1 is upright, 6 is to be turned a quarter clockwise to be so. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export const UPRIGHT: Orientation = 1

const ORIENTATION = 0x0112
const SHORT = 3

/**
 * The orientation that an Exif block (a TIFF header and what follows, as in PNG's `eXIf`) tells. Whatever else it says is not
 * looked at; one that cannot be read tells none, and the picture is taken as it lies.
 * @see CIPA DC-008, 4.6.4 and TIFF 6.0, section 2
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  if (view.byteLength < 8) return UPRIGHT
  const order = view.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return UPRIGHT
  const little = order === 0x4949
  const directory = view.getUint32(4, little)
  if (view.getUint16(2, little) !== 42 || directory + 2 > view.byteLength) return UPRIGHT
  const count = view.getUint16(directory, little)
  for (let index = 0; index < count; index++) {
    const at = directory + 2 + 12 * index
    if (at + 12 > view.byteLength) return UPRIGHT
    if (view.getUint16(at, little) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, little)
    return view.getUint16(at + 2, little) === SHORT && value >= 1 && value <= 8 ? (value as Orientation) : UPRIGHT
  }
  return UPRIGHT
}
