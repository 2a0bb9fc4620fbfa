import type { Id } from '../../schema.ts'

/** How long a code is shown. */
export const CODE_WINDOW_MS = 30_000
/** How far the server's own clocks may be apart, and how long a page may take to change the picture. */
export const CODE_SKEW_MS = 30_000
/** A code asked for so shortly before the next half minute is already that one's: whoever shows it can change the picture in time. */
export const CODE_LEAD_MS = 10_000

/** `1~slot~window~key~nonce~mac`: no part has a tilde, and none needs escaping behind a `#`. */
const VERSION = '1'
const MAC_BYTES = 16
const PARTS = /^1~([A-Za-z0-9_.:-]{1,64})~([0-9a-z]{1,9})~([A-Za-z0-9_-]{1,16})~([A-Za-z0-9_-]{8,22})~([A-Za-z0-9_-]{22})$/

/** HMAC-SHA-256 over a text, with the key of that name; undefined where there is no such key. */
export type Mac = (kid: string, text: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined

export interface ShiftCodeOptions {
  districtId: Id
  slotId: Id
  /** Name of the key that signs. */
  kid: string
  mac: Mac
  /** Never given before: the code is taken once. 8 to 22 characters of base64url. */
  nonce: string
  /** Epoch milliseconds. */
  now: number
}

/** A code as it is shown, with the time for which it is: epoch milliseconds. */
export interface ShownCode {
  text: string
  from: number
  until: number
}

/** What a code says, once its signature is believed. */
export interface VerifiedCode {
  slotId: Id
  /** Epoch milliseconds: when it was shown. */
  from: number
  until: number
  nonce: string
}

/** `unreadable`: no code at all; `forged`: signed by nobody we know, or changed; `not-yet`: of a time to come. */
export type CodeRefusal = { ok: false; reason: 'code-unreadable' | 'code-forged' | 'code-not-yet' }

/**
 * The code to show at a slot now: signed, bound to district, slot and the half minute, or the next one where that is near: it
 * holds for `CODE_LEAD_MS` at least.
 * @throws RangeError where there is no key of that name
 */
export async function makeShiftCode({ districtId, slotId, kid, mac, nonce, now }: ShiftCodeOptions): Promise<ShownCode> {
  const window = Math.floor((now + CODE_LEAD_MS) / CODE_WINDOW_MS)
  const signature = await mac(kid, signedText({ districtId, slotId, window, nonce }))
  if (!signature) throw new RangeError(`Expected a key ${kid}, got none`)
  const text = [VERSION, slotId, window.toString(36), kid, nonce, textOf(signature.subarray(0, MAC_BYTES))].join('~')
  return { text, ...spanOf(window) }
}

/**
 * Reads a code and holds it to its signature. A code that was shown long ago is still what it says: whether it comes in time is
 * for `checkIn`, and whether somebody took it before for whoever keeps the nonces.
 */
export async function verifyShiftCode(
  text: string,
  { districtId, mac, now }: { districtId: Id; mac: Mac; now: number },
): Promise<{ ok: true; code: VerifiedCode } | CodeRefusal> {
  const [, slotId, window36, kid, nonce, sent] = PARTS.exec(text) ?? []
  if (slotId === undefined || window36 === undefined || kid === undefined || nonce === undefined || sent === undefined) {
    return { ok: false, reason: 'code-unreadable' }
  }
  const window = parseInt(window36, 36)
  const signature = await mac(kid, signedText({ districtId, slotId, window, nonce }))
  if (!signature || !isSame(textOf(signature.subarray(0, MAC_BYTES)), sent)) return { ok: false, reason: 'code-forged' }
  const span = spanOf(window)
  if (span.from > now + CODE_SKEW_MS) return { ok: false, reason: 'code-not-yet' }
  return { ok: true, code: { slotId, nonce, ...span } }
}

/** The slot that a code names, believed or not: what a page may show before the server has spoken. */
export const slotOfCode = (text: string): Id | undefined => PARTS.exec(text)?.[1]

const spanOf = (window: number) => ({ from: window * CODE_WINDOW_MS, until: (window + 1) * CODE_WINDOW_MS })

const signedText = ({ districtId, slotId, window, nonce }: { districtId: Id; slotId: Id; window: number; nonce: string }) =>
  JSON.stringify(['wangge check-in', VERSION, districtId, slotId, window, nonce])

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url, without padding. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const bits = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let k = 0; k < Math.min(4, left + 1); k++) text += ALPHABET[(bits >> (18 - 6 * k)) & 63]
  }
  return text
}

/** Takes as long wherever the two differ first. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let k = 0; k < one.length; k++) difference |= one.charCodeAt(k) ^ (other.charCodeAt(k) || 0)
  return difference === 0
}
