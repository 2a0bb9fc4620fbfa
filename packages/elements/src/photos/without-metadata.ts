/** What an application segment begins with that says nothing but how to show the picture; the server takes no others. */
const KEPT: Record<number, string> = { 0xe0: 'JFIF', 0xe2: 'ICC_PROFILE', 0xee: 'Adobe' }
const COMMENT = 0xfe
const START_OF_SCAN = 0xda

/**
 * A JPEG without what stands beside its picture: WebKit's encoder writes Exif and Photoshop segments of its own. What is no
 * JPEG comes back as it is.
 */
export async function withoutMetadata(photo: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await photo.arrayBuffer())
  const kept = [bytes.subarray(0, 2)]
  let at = 2
  while (bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    const next = at + 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0)
    if (isOfPicture(bytes.subarray(at, next))) kept.push(bytes.subarray(at, next))
    at = next
  }
  return new Blob([...kept, bytes.subarray(at)], { type: photo.type })
}

function isOfPicture(segment: Uint8Array): boolean {
  const marker = segment[1] ?? 0
  if (marker === COMMENT) return false
  if (marker < 0xe0 || marker > 0xef) return true
  const begin = KEPT[marker]
  return begin !== undefined && String.fromCharCode(...segment.subarray(4, 4 + begin.length)) === begin
}
