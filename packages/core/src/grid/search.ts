import type { Id } from '../schema.ts'
import type { GridRecord } from './schema.ts'
import { abbreviates, fold, spellings, syllablesOf } from './search-spelling.ts'
import type { Named, Syllable } from './search-spelling.ts'
import { createKeyText, SUBSTRING } from './search-text.ts'

/** Read by first letters of sounds, from the name's beginning or from within: after everything that is written so. */
const ABBREVIATED = SUBSTRING + 1
const ABBREVIATED_WITHIN = SUBSTRING + 2
const RANKS = SUBSTRING + 3
const NONE = 255

/** More words than a path has levels are no path. */
const MOST_WORDS = 6

/**
 * Finds grids by either name, by pinyin, whole, by initials or anything between ("yong an", "ya", "yash", "永an"), or by a
 * code. Case, accents, full-width forms, spaces, apostrophes and hyphens do not matter. Exact before prefix before
 * substring, abbreviations last; within these the order of `records`.
 * Where nothing is called so, words parted by spaces are looked for along the path: "永安 3号" is building 3 of Yong'an.
 * @param records parents before their children
 */
export function createSearch(records: readonly GridRecord[]): (text: string) => GridRecord[] {
  let ranking: ((wanted: string) => Uint8Array) | undefined
  let parents: Int32Array | undefined
  return (text) => {
    const wanted = fold(text)
    if (wanted === '') return []
    ranking ??= createRanking(records)
    const found = inOrder(records, ranking(wanted))
    const words = text.split(/\s+/).flatMap((word) => fold(word) || [])
    if (found.length > 0 || words.length < 2 || words.length > MOST_WORDS) return found
    parents ??= parentsOf(records)
    return inOrder(records, alongPath(words.map(ranking), parents))
  }
}

/** The rank of every record, `NONE` where it is not found. */
function createRanking(records: readonly GridRecord[]): (wanted: string) => Uint8Array {
  const { names, nameOf } = distinctNames(records)
  const keys = names.map(spellings)
  const nameText = createKeyText(keys)
  const codeText = createKeyText(records.map(({ codes }) => codes.map(({ value }) => fold(value))))
  const abbreviated = createAbbreviations(names, keys)
  return (wanted) => {
    const nameRanks = new Uint8Array(names.length).fill(NONE)
    if (canAbbreviate(wanted))
      abbreviated(wanted, (name, from) => (nameRanks[name] = from === 0 ? ABBREVIATED : ABBREVIATED_WITHIN))
    nameText.find(wanted, (name, rank) => (nameRanks[name] = Math.min(nameRanks[name]!, rank)))
    // Plain loops over all grids: they are most of the time that a keystroke takes.
    const ranks = new Uint8Array(nameOf.length)
    for (let place = 0; place < ranks.length; place++) ranks[place] = nameRanks[nameOf[place]!]!
    codeText.find(wanted, (place, rank) => (ranks[place] = Math.min(ranks[place]!, rank)))
    return ranks
  }
}

/** One letter is among the initials; without letters there is nothing to complete. */
const canAbbreviate = (wanted: string) => wanted.length > 1 && /[a-z]/.test(wanted)

/** Tells of every name that the text is short for. Only names that have all its letters and signs are read sign by sign. */
function createAbbreviations(names: readonly Named[], keys: readonly (readonly string[])[]) {
  const letters = Int32Array.from(keys, (own) => lettersOf(own.join('')))
  // Where reading can begin: at a sign, or at the first letter of its sound.
  const heads = Int32Array.from(keys, ([zh = '', , , initials = '']) => lettersOf(zh + initials))
  const syllables: (readonly Syllable[] | undefined)[] = new Array<undefined>(names.length)
  return (wanted: string, found: (name: number, from: number) => void) => {
    const needed = lettersOf(wanted)
    const head = lettersOf(wanted.slice(0, 1))
    const signs = wanted.match(/[^a-z]+/g) ?? []
    for (let name = 0; name < letters.length; name++) {
      if ((letters[name]! & needed) !== needed || (heads[name]! & head) === 0) continue
      if (!signs.every((sign) => keys[name]![0]!.includes(sign))) continue
      const from = abbreviates((syllables[name] ??= syllablesOf(names[name]!)), wanted)
      if (from >= 0) found(name, from)
    }
  }
}

/** Which characters a text has, in 31 bits: the letters apart, all others in fives. */
function lettersOf(text: string): number {
  let bits = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at) - 97
    bits |= 1 << (letter >= 0 && letter < 26 ? letter : 26 + (text.charCodeAt(at) % 5))
  }
  return bits
}

/** Buildings are called alike in every estate: what is made of a name is made once. */
function distinctNames(records: readonly GridRecord[]): { names: Named[]; nameOf: Int32Array } {
  const known = new Map<string, number>()
  const names: Named[] = []
  const nameOf = new Int32Array(records.length)
  for (const [place, record] of records.entries()) {
    const key = `${record.name.zh}\n${record.name.en}\n${record.pinyin ?? ''}`
    const at = known.get(key) ?? names.push(record) - 1
    known.set(key, at)
    nameOf[place] = at
  }
  return { names, nameOf }
}

function inOrder(records: readonly GridRecord[], ranks: Uint8Array): GridRecord[] {
  const found: GridRecord[][] = Array.from({ length: RANKS }, () => [])
  for (let place = 0; place < ranks.length; place++) if (ranks[place] !== NONE) found[ranks[place]!]!.push(records[place]!)
  return found.flat()
}

/** Places of the parents; −1 where there is none. */
function parentsOf(records: readonly GridRecord[]): Int32Array {
  const placeOf = new Map<Id, number>(records.map(({ id }, place) => [id, place]))
  return Int32Array.from(records, ({ parentId }) => (parentId === undefined ? -1 : (placeOf.get(parentId) ?? -1)))
}

/** Grids that one word at least finds themselves, where the other words find them or a grid above; ranked by the former. */
function alongPath(wordRanks: readonly Uint8Array[], parents: Int32Array): Uint8Array {
  const every = (1 << wordRanks.length) - 1
  const along = new Uint8Array(parents.length)
  const found = new Uint8Array(parents.length).fill(NONE)
  for (let place = 0; place < parents.length; place++) {
    let own = 0
    let best = NONE
    for (let word = 0; word < wordRanks.length; word++) {
      const rank = wordRanks[word]![place]!
      if (rank === NONE) continue
      own |= 1 << word
      best = Math.min(best, rank)
    }
    const parent = parents[place]!
    along[place] = own | (parent < 0 ? 0 : along[parent]!)
    if (own > 0 && along[place] === every) found[place] = best
  }
  return found
}
