/** What may stand between the letters of a code, also what an app puts there unseen. */
const BETWEEN = /[\s\p{Pd}\p{Cf}−_.·•]/gu
const LETTER = '[2-9A-HJ-NP-Z]'
const GAP = '[\\s\\p{Pd}\\p{Cf}−_.·•]?'
const WHOLE = new RegExp(`^${LETTER}{10}$`)
/** A code within other words, such as an address or a message; what stands before it comes with it. */
const WITHIN = new RegExp(`(^|[^A-Z0-9])(${LETTER}{4})${GAP}(${LETTER}{4})${GAP}(${LETTER}{2})(?![A-Z0-9])`, 'gu')
/** As cities number requests (Open311 `service_request_id`): digits, or the 26 letters and digits of our own. */
const NUMBER = /^(\d{1,20}|[0-7][0-9A-HJKMNP-TV-Z]{25})$/

export type ReadCode =
  | { ok: true; code: string }
  /** The number of a request at an Open311 endpoint. */
  | { ok: true; number: string }
  | { ok: false; reason: 'empty' | 'several' | 'letters' | 'length'; came: string }

/**
 * A receipt code as it is written, from how it was typed or pasted: with spaces, any dashes or none, in lower case, in full-width
 * letters, or within an address or a message; or the number of an Open311 request. Else why it can be none: `came` are the letters
 * that no code has (`letters`), or how many there are (`length`).
 * @example readCode('k7qm 2x9f4d') // { ok: true, code: 'K7QM-2X9F-4D' }
 * @example readCode('K7QM-2X9F') // { ok: false, reason: 'length', came: '8' }
 */
export function readCode(typed: string): ReadCode {
  const text = typed.normalize('NFKC').toUpperCase().trim()
  const letters = text.replace(BETWEEN, '')
  if (letters === '') return { ok: false, reason: 'empty', came: '' }
  if (WHOLE.test(letters)) return { ok: true, code: written(letters) }
  const within = new Set([...text.matchAll(WITHIN)].map(([, , ...parts]) => written(parts.join(''))))
  if (within.size > 1) return { ok: false, reason: 'several', came: [...within].join(' ') }
  const [found] = within
  if (found !== undefined) return { ok: true, code: found }
  if (NUMBER.test(text)) return { ok: true, number: typed.normalize('NFKC').trim() }
  return refusalOf(letters)
}

const written = (letters: string) => `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`

function refusalOf(letters: string): ReadCode {
  const wrong = [...new Set(letters.replace(new RegExp(LETTER, 'g'), ''))].join(' ')
  const { length } = [...letters]
  // Of a sentence it is no help to say which of its letters no code has.
  return length <= 12 && wrong !== ''
    ? { ok: false, reason: 'letters', came: wrong }
    : { ok: false, reason: 'length', came: String(length) }
}
