import type { GridRecord } from './schema.ts'

const PLAIN = /^[\x20-\x7e\u4e00-\u9fff]*$/
const SEPARATORS = /[\s'’\-–·]/g
const HAN = /\p{Script=Han}/u

/** One sign of a name with its sound: 永 yong. A run of digits or letters is one sign that has none: 3 is not short for 30. */
export interface Syllable {
  sign: string
  sound: string
}

/** What of a grid it is searched by, besides its codes. */
export type Named = Pick<GridRecord, 'name' | 'pinyin'>

/** Case, accents, full-width forms, spaces, apostrophes and hyphens do not matter; ü is v, as keyboards type it. */
export function fold(text: string): string {
  // Nearly every name and code: nothing in it to normalize, which is the slow part.
  if (PLAIN.test(text)) return text.toLowerCase().replace(SEPARATORS, '')
  const lower = text.normalize('NFKC').toLowerCase()
  // Any other accent or tone mark is left off.
  const plain = lower
    .replace(/[üǖǘǚǜ]/g, 'v')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
  return plain.replace(SEPARATORS, '')
}

/** What a grid is called, folded: Chinese name, English name, full pinyin, its initials. Codes are no names. */
export function spellings({ name, pinyin }: Named): string[] {
  const names = [fold(name.zh), fold(name.en)]
  return pinyin === undefined ? names : [...names, fold(pinyin), fold(initials(pinyin))]
}

/** First letters of the syllables; what is no letter (a building's number) stays whole. */
function initials(pinyin: string): string {
  const syllables = pinyin.trim().split(/\s+/)
  return syllables.map((syllable) => (/^\p{L}/u.test(syllable) ? syllable.slice(0, 1) : syllable)).join('')
}

/** Signs and sounds side by side; none where they do not pair, so that nothing is found by a sound that is not the sign's. */
export function syllablesOf({ name, pinyin }: Named): Syllable[] {
  if (pinyin === undefined) return []
  const signs = name.zh.match(/\p{Script=Han}|[^\p{Script=Han}\s'’\-–·]+/gu) ?? []
  const sounds = pinyin.trim().split(/\s+/)
  if (signs.length !== sounds.length) return []
  return signs.map((sign, index) => ({ sign: fold(sign), sound: HAN.test(sign) ? fold(sounds[index]!) : '' }))
}

/**
 * Where in the name the text begins, read sign by sign or by the first letters of each sound ("yash", "永an"); −1 where it
 * cannot be read so.
 */
export function abbreviates(syllables: readonly Syllable[], text: string): number {
  for (let from = 0; from < syllables.length; from++) if (readsFrom(syllables, from, text, 0)) return from
  return -1
}

function readsFrom(syllables: readonly Syllable[], index: number, text: string, at: number): boolean {
  if (at === text.length) return true
  const syllable = syllables[index]
  if (!syllable) return false
  const { sign, sound } = syllable
  if (text.startsWith(sign, at) && readsFrom(syllables, index + 1, text, at + sign.length)) return true
  let common = 0
  while (common < sound.length && at + common < text.length && sound[common] === text[at + common]) common++
  for (let length = common; length > 0; length--) if (readsFrom(syllables, index + 1, text, at + length)) return true
  return false
}
