import { SdkError } from './errors.ts'

/** Crockford's base 32: no I, L, O, U, so that a code read aloud or typed is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_LENGTH = 10
const RANDOM_LENGTH = 16
const MAX_TIME = 2 ** 48 - 1

/**
 * A ULID (github.com/ulid/spec): 48 bits of time, 80 random bits, 26 characters that sort by time.
 * Two ULIDs of the same millisecond are in no particular order.
 * @param now epoch milliseconds
 * @param random a number in [0, 1), e.g. `Math.random` or one drawn from `crypto`
 * @throws SdkError `bad-argument` where the time or a random number is out of range
 * @example createUlid(0, () => 0) // '00000000000000000000000000'
 */
export function createUlid(now: number, random: () => number): string {
  if (!Number.isInteger(now) || now < 0 || now > MAX_TIME) {
    throw new SdkError('bad-argument', `A ULID's time is a whole number of milliseconds from 0 to ${MAX_TIME}, got ${now}`)
  }
  let id = ''
  for (let i = 0, rest = now; i < TIME_LENGTH; i++, rest = Math.floor(rest / 32)) id = ALPHABET.charAt(rest % 32) + id
  for (let i = 0; i < RANDOM_LENGTH; i++) id += randomCharacter(random())
  return id
}

function randomCharacter(value: number): string {
  if (!(value >= 0 && value < 1)) {
    throw new SdkError('bad-argument', `A random number in [0, 1) was expected, got ${value}`)
  }
  return ALPHABET.charAt(Math.floor(value * 32))
}
