import type { BlockCode, Book } from './book.ts'
import { findWay } from './search.ts'
import type { Budget } from './search.ts'
import { dynamicBlock } from './seats.ts'
import type { Seats } from './seats.ts'

/** Rules that keep people from a slot, by person. */
export type Blocks = Map<number, Set<BlockCode>>

/** A plan to be explained. */
export interface Sitting {
  book: Book
  seats: Seats
  /** How many each need keeps at least, whoever else is moved: its minimum, as far as it has that. */
  floors: Int32Array
}

export function sittingOf(book: Book, seats: Seats): Sitting {
  return { book, seats, floors: Int32Array.from(book.needs.keys(), (at) => Math.min(seats.count(at), book.needs[at]!.need.min)) }
}

export interface Blocked {
  /**
   * Enough and none too many; nothing where the seat could be filled. Those who have what the need asks and are outside their
   * grids are not in it: each of them could come at once otherwise.
   */
  blocks: Blocks
  isOpen: boolean
  /** Whether every way was looked at; otherwise the blocks are of those who could come as all others sit. */
  proven: boolean
}

/** Finds who is kept from a need and by what: enough to keep it short, and no rule more. */
export function blocksOf({ book, seats, floors }: Sitting, need: number, budget: Budget): Blocked {
  const { slot } = book.needs[need]!
  const blocks: Blocks = new Map()
  const add = (person: number, code: BlockCode) => blocks.set(person, (blocks.get(person) ?? new Set<BlockCode>()).add(code))
  const question = (isInForce: (person: number, code: BlockCode) => boolean) => ({
    need,
    isInForce,
    floor: (at: number) => floors[at]!,
  })
  const isKeptOut = (person: number) => book.isQualified(person, need) && book.isOutside(person, slot)
  const isBlocked = (person: number, code: BlockCode) =>
    blocks.get(person)?.has(code) === true || (code === 'outside-grids' && isKeptOut(person))
  const blockNow = (person: number) => book.standing(person, slot)[0] ?? dynamicBlock(book, seats, person, slot)

  for (const person of newcomers(book, seats, need)) {
    const code = blockNow(person)
    if (code !== undefined) add(person, code)
    else if (book.isQualified(person, need)) return { blocks: new Map(), isOpen: true, proven: true }
  }
  const direct = new Map([...blocks].map(([person, codes]) => [person, new Set(codes)]))

  const unproven = (): Blocked => {
    const own = [...direct].filter(([person]) => book.isQualified(person, need))
    return { blocks: new Map(own), isOpen: false, proven: false }
  }
  for (;;) {
    let broken: { person: number; code: BlockCode } | undefined
    const isFound = findWay(book, seats, question(isBlocked), budget, () => {
      for (const person of seats.membersOf(slot)) {
        const code = blockNow(person)
        if (code !== undefined) broken ??= { person, code }
      }
    })
    if (isFound === undefined) return unproven()
    if (!isFound) break
    if (!broken) return { blocks: new Map(), isOpen: true, proven: true }
    add(broken.person, broken.code)
  }
  for (const [person, codes] of blocks) {
    for (const code of codes) {
      if (isNeeded(person, codes)) continue
      const without = (who: number, what: BlockCode) => isBlocked(who, what) && !(who === person && what === code)
      const isFound = findWay(book, seats, question(without), budget, () => {})
      if (isFound === undefined) return unproven()
      if (!isFound) codes.delete(code)
    }
    if (codes.size === 0) blocks.delete(person)
  }
  return { blocks, isOpen: false, proven: true }

  /** Without their only block somebody takes the seat at once, and nobody else has to move. */
  function isNeeded(person: number, codes: ReadonlySet<BlockCode>): boolean {
    if (codes.size > 1 || !direct.has(person) || !book.isQualified(person, need)) return false
    return [...book.people[person]!.apart].every((other) => seats.needOf(other, slot) === undefined || !isBlocked(other, 'apart'))
  }
}

/** Everybody who could come into the slot so that somebody there could change to the need, themselves or by others' changing. */
function newcomers(book: Book, seats: Seats, need: number): Iterable<number> {
  const { slot } = book.needs[need]!
  const reached = new Set([need])
  const members = [...seats.membersOf(slot)]
  // The loop also comes to what is added meanwhile.
  for (const one of reached) {
    for (const person of members) if (book.isQualified(person, one)) reached.add(seats.needOf(person, slot)!)
  }
  const all = new Set(book.insiders(need))
  for (const one of reached) {
    if (one === need) continue
    for (const person of book.qualifiedBesides(one, need)) all.add(person)
  }
  for (const person of members) all.delete(person)
  return all
}
