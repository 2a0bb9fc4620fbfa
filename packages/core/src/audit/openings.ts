import type { AuditEntry } from './schema.ts'

/** The act of erasing openings; its subject names the numbers of their entries, and stays open. */
export const OPENINGS_ERASED = 'opening-erased'

/** Numbers from the first to the last. */
export interface SeqRange {
  first: number
  last: number
}

/**
 * @example seqRangesText([7, 1, 2, 3]) // '1-3,7'
 */
export function seqRangesText(seqs: readonly number[]): string {
  const ranges = merged(seqs.map((seq) => ({ first: seq, last: seq })))
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** None of what is no such text. */
export function seqRangesOf(text: string): SeqRange[] {
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text)) return []
  return text.split(',').map((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return { first: first!, last: last! }
  })
}

export interface OpeningLedger {
  /** An entry in its place; `isTrue` where its opening is what it was committed to. */
  read(entry: AuditEntry, isTrue: boolean): void
  /** Entries without an opening of which no act in the chain says that it was erased. */
  unaccounted(): SeqRange[]
}

/** Keeps ranges, not entries: of a chain most openings run out in a row. */
export function createOpeningLedger(): OpeningLedger {
  const closed: SeqRange[] = []
  const erased: SeqRange[] = []
  return {
    read({ seq, action, opening }, isTrue) {
      const last = closed.at(-1)
      if (!opening && last?.last === seq - 1) last.last = seq
      else if (!opening) closed.push({ first: seq, last: seq })
      else if (isTrue && action === OPENINGS_ERASED) {
        // Of what comes after it such an act cannot tell.
        const before = seqRangesOf(opening.subject).filter(({ first }) => first < seq)
        erased.push(...before.map((range) => ({ ...range, last: Math.min(range.last, seq - 1) })))
      }
    },
    unaccounted() {
      const known = merged(erased)
      return merged(closed).flatMap((range) => without(range, known))
    },
  }
}

/** In order, those that touch as one. */
function merged(ranges: readonly SeqRange[]): SeqRange[] {
  const result: SeqRange[] = []
  for (const { first, last } of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = result.at(-1)
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
    else result.push({ first, last })
  }
  return result
}

function without({ first, last }: SeqRange, known: readonly SeqRange[]): SeqRange[] {
  const left: SeqRange[] = []
  let start = first
  for (const range of known) {
    if (range.last < start) continue
    if (range.first > last) break
    if (range.first > start) left.push({ first: start, last: range.first - 1 })
    start = range.last + 1
  }
  return start > last ? left : [...left, { first: start, last }]
}
