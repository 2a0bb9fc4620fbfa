import type { GridRecord } from './schema.ts'

const EXACT = 0
const PREFIX = 1
const SUBSTRING = 2
const NONE = 3

const PLAIN = /^[\x20-\x7e\u4e00-\u9fff]*$/
const SEPARATORS = /[\s'’\-–·]/g

/**
 * Finds grids by either name, by pinyin, by its initials or by a code. Case, accents, full-width forms, spaces,
 * apostrophes and hyphens do not matter. Exact before prefix before substring; within these the order of `records`.
 */
export function createSearch(records: readonly GridRecord[]): (text: string) => GridRecord[] {
  let keys: string[][] | undefined
  return (text) => {
    const wanted = fold(text)
    if (wanted === '') return []
    keys ??= records.map(searchKeys)
    const found: GridRecord[][] = [[], [], []]
    records.forEach((record, index) => found[rank(keys![index]!, wanted)]?.push(record))
    return found.flat()
  }
}

function rank(keys: readonly string[], wanted: string): number {
  let best = NONE
  for (const key of keys) {
    const at = key.indexOf(wanted)
    if (at < 0) continue
    const found = at > 0 ? SUBSTRING : key.length > wanted.length ? PREFIX : EXACT
    if (found < best) best = found
  }
  return best
}

function searchKeys({ name, pinyin, codes }: GridRecord): string[] {
  const keys = [fold(name.zh), fold(name.en)]
  if (pinyin !== undefined) keys.push(fold(pinyin), fold(initials(pinyin)))
  for (const { value } of codes) keys.push(fold(value))
  return keys
}

/** First letters of the syllables; what is no letter (a building's number) stays whole. */
function initials(pinyin: string): string {
  const syllables = pinyin.trim().split(/\s+/)
  return syllables.map((syllable) => (/^\p{L}/u.test(syllable) ? [...syllable][0] : syllable)).join('')
}

function fold(text: string): string {
  // Nearly every name and code: nothing in it to normalize, which is the slow part.
  if (PLAIN.test(text)) return text.toLowerCase().replace(SEPARATORS, '')
  const lower = text.normalize('NFKC').toLowerCase()
  // Keyboards type ü as v; any other accent or tone mark is left off.
  const plain = lower
    .replace(/[üǖǘǚǜ]/g, 'v')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
  return plain.replace(SEPARATORS, '')
}
