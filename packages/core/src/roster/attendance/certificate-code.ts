/** Crockford's Base32: no letter that looks like a digit, and none of the alphabet that speaks. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Characters, of which the last one checks the others. */
const LENGTH = 16
const BITS = 5

/** Bytes of chance that a code is made of: 15 characters of 5 bits, 75 bits. */
export const CERTIFICATE_CODE_BYTES = 15

/**
 * A code that nobody guesses and that can be typed from paper: four groups of four, the last character a check digit.
 * @param bytes `CERTIFICATE_CODE_BYTES` unguessable ones
 * @throws RangeError for another number of bytes
 * @example certificateCode(new Uint8Array(15)) // '0000-0000-0000-0000'
 */
export function certificateCode(bytes: Uint8Array): string {
  if (bytes.length !== CERTIFICATE_CODE_BYTES) {
    throw new RangeError(`Expected ${CERTIFICATE_CODE_BYTES} bytes, got ${bytes.length}`)
  }
  const symbols = Array.from(bytes, (byte) => byte & 31)
  return grouped([...symbols, checkSymbol(symbols)])
}

/**
 * A code as it is kept, from however it was typed: small letters, other groups, O for 0, I and L for 1. Undefined where it cannot
 * be one: each single wrong character and each two that changed places are found by the check digit.
 * @example readCertificateCode('oooo oooo oooo oooo') // '0000-0000-0000-0000'
 */
export function readCertificateCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const symbols = Array.from(text, (character) => ALPHABET.indexOf(character))
  if (symbols.length !== LENGTH || symbols.includes(-1)) return undefined
  return checkSymbol(symbols.slice(0, -1)) === symbols.at(-1) ? grouped(symbols) : undefined
}

/**
 * Σ αᵏ·cₖ over the field of 32 elements, α a root of x⁵ + x² + 1. No two places share a weight and none has the check digit's own
 * (α⁰), so that no single change and no exchange of two characters leaves the sum as it was.
 */
function checkSymbol(symbols: readonly number[]): number {
  let sum = 0
  // Horner: the first symbol ends up with the highest power, the last with α¹.
  for (const symbol of symbols) sum = timesAlpha(sum ^ symbol)
  return sum
}

function timesAlpha(value: number): number {
  const doubled = value << 1
  return doubled > 31 ? doubled ^ (1 << BITS) ^ 0b00101 : doubled
}

const grouped = (symbols: readonly number[]): string =>
  symbols
    .map((symbol) => ALPHABET[symbol])
    .join('')
    .replaceAll(/(.{4})(?!$)/g, '$1-')
