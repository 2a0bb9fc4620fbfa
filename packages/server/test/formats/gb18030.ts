/** Text in GB18030, by asking the decoder for every two-byte sign: the platform only reads it. */
export function encodeGb18030(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : bytesOf(sign))))
}

const known = new Map<string, [number, number]>()

function bytesOf(sign: string): [number, number] {
  if (known.size === 0) {
    const decoder = new TextDecoder('gb18030')
    for (let first = 0x81; first <= 0xfe; first++) {
      for (let second = 0x40; second <= 0xfe; second++) {
        if (second !== 0x7f) known.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
      }
    }
  }
  const bytes = known.get(sign)
  if (!bytes) throw new Error(`Expected a sign of two bytes, got ${sign}`)
  return bytes
}
