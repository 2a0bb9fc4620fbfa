import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Secrets are looked up by it: how long a query takes tells something of a hash at most, which nobody can bring nearer to one
 * that is there. Two secrets at hand are compared by isSameSecret.
 */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/** Compares without telling by its time how much was right. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())
}

/** A secret nobody guesses, with a prefix that says what it is. */
export const createSecret = (prefix: string, randomBytes: (count: number) => Uint8Array): string =>
  `${prefix}_${Buffer.from(randomBytes(24)).toString('base64url')}`

// Without letters and digits that are mistaken for others when read aloud or copied by hand.
const RECEIPT_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Receipt code of 50 random bits, e.g. `K7QM-2X9F-4D`. */
export function createReceipt(randomBytes: (count: number) => Uint8Array): string {
  const letters = Array.from(randomBytes(10), (byte) => RECEIPT_LETTERS[byte % RECEIPT_LETTERS.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}
