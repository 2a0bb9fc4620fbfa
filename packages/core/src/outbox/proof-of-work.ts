import { digest } from '../sha256.ts'

const encoder = new TextEncoder()

/**
 * Whether somebody worked for it: SHA-256 of the token and what was found begins with so many zero bits. Each bit takes twice as
 * many tries to find, and one try to check.
 * @example provesWork('token', '17', 0) // true
 */
export function provesWork(token: string, found: string, bits: number): boolean {
  const hash = digest(encoder.encode(`${token}:${found}`))
  const whole = bits >> 3
  for (let at = 0; at < whole; at++) if (hash[at] !== 0) return false
  return bits % 8 === 0 || hash[whole]! >> (8 - (bits % 8)) === 0
}

/** The first number from `from` on, of `count`, that proves work; undefined where there is none among them. */
export function findProof(token: string, bits: number, { from, count }: { from: number; count: number }): number | undefined {
  for (let number = from; number < from + count; number++) if (provesWork(token, String(number), bits)) return number
  return undefined
}
