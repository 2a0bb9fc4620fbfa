import type { PlanReason, RosterProblem, UnfilledNeed } from '../../planning-schema.ts'
import type { CompiledRoster } from '../compiled-roster.ts'
import { createBook } from './book.ts'
import type { BlockCode, Book } from './book.ts'
import { reachIn } from './reach.ts'
import { detailsOf, NAMED } from './reasons.ts'
import { dynamicBlock } from './seats.ts'
import type { Seats } from './seats.ts'

/** Explains one plan. @param away pairs of people who do not come then: 1 */
export type OneShift = (optionOfPair: Int32Array, away?: Uint8Array) => UnfilledNeed[]

/**
 * Whether nobody can have more than one seat, as all slots are at one time, and nothing else binds who sits where: then every
 * way to fill a seat is a chain of people who each take the seat of the next.
 */
export function isOneShift({ slots, teams = [], apart = [], fixed = [] }: RosterProblem): boolean {
  let latestStart = -Infinity
  let earliestEnd = Infinity
  for (const { startsAt, endsAt } of slots) {
    latestStart = Math.max(latestStart, Date.parse(startsAt))
    earliestEnd = Math.min(earliestEnd, Date.parse(endsAt))
  }
  return latestStart < earliestEnd && teams.length + apart.length + fixed.length === 0
}

/**
 * The reasons of a problem of one shift, all proven. Who could come but sits elsewhere would leave a seat that others would have
 * to take, and so on: what a chain comes to tells who of the slot itself must not serve twice.
 */
export function createOneShift(compiled: CompiledRoster): OneShift {
  const { problem, firstNeed, slotOfNeed, minimum, needOfOption, firstOption, firstPair, personOfPair } = compiled
  const candidates = pairsByNeed(compiled)
  const kept = new Map<number, readonly Keeping[]>()
  const whole = new Map<string, readonly number[]>()
  const stamp = new Int32Array(problem.people.length)
  let turn = 0
  let known: Book | undefined

  return (optionOfPair, away) => {
    const seats = new Int32Array(problem.people.length).fill(-1)
    const counts = new Int32Array(minimum.length)
    for (let pair = 0; pair < optionOfPair.length; pair += 1) {
      if (optionOfPair[pair]! < 0) continue
      const need = needOfOption[optionOfPair[pair]!]!
      seats[personOfPair[pair]!] = need
      counts[need]! += 1
    }
    const short = [...minimum.keys()].filter((need) => counts[need]! < minimum[need]!)
    if (short.length === 0) return []
    const book = (known ??= createBook(problem))
    const members = membersOf(new Set(short.map((need) => slotOfNeed[need]!)), seats)
    const { graph, isFree } = followSeats(seats, counts, away)
    const reach = reachIn(graph)
    const free = [...minimum.keys()].filter((need) => isFree[need])
    return short.map((need): UnfilledNeed => {
      const slot = slotOfNeed[need]!
      const own = members.get(slot) ?? []
      const reaches = reach(need)
      return {
        slot: problem.slots[slot]!.id,
        need: need - firstNeed[slot]!,
        missing: minimum[need]! - counts[need]!,
        eligible: book.qualified(need).length - own.filter((person) => book.isQualified(person, need)).length,
        reasons: free.some(reaches) ? [] : reasonsOf(book, { slot, own, reaches, seats, away }),
        proven: true,
      }
    })
  }

  /** From a need to those whose people could fill it; and needs that somebody could fill whom nobody misses. */
  function followSeats(seats: Int32Array, counts: Int32Array, away: Uint8Array | undefined) {
    const first = new Int32Array(minimum.length + 1)
    const ends = new Int32Array(candidates.pairs.length)
    const isFree = new Uint8Array(minimum.length)
    let count = 0
    for (let need = 0; need < minimum.length; need += 1) {
      for (let at = candidates.first[need]!; at < candidates.first[need + 1]!; at += 1) {
        const pair = candidates.pairs[at]!
        if (away?.[pair]) continue
        const from = seats[personOfPair[pair]!]!
        if (from === need) continue
        if (from < 0 || counts[from]! > minimum[from]!) isFree[need] = 1
        else ends[count++] = from
      }
      first[need + 1] = count
    }
    return { graph: { first, ends }, isFree }
  }

  function membersOf(slots: ReadonlySet<number>, seats: Int32Array): Map<number, number[]> {
    const members = new Map<number, number[]>()
    seats.forEach((need, person) => {
      const slot = need < 0 ? -1 : slotOfNeed[need]!
      if (!slots.has(slot)) return
      const own = members.get(slot)
      if (own) own.push(person)
      else members.set(slot, [person])
    })
    return members
  }

  function reasonsOf(book: Book, { slot, own, reaches, seats, away }: Asked): PlanReason[] {
    turn += 1
    const [busy, missed]: [number[], number[]] = [[], []]
    const groups = new Map<string, Group>()
    for (const person of own) {
      stamp[person] = turn
      if (couldServeTwice(person)) busy.push(person)
    }
    let inside = 0
    const isNew = (person: number) => {
      if (stamp[person] === turn) return false
      stamp[person] = turn
      inside += 1
      return true
    }
    const asked: number[] = []
    for (let need = firstNeed[slot]!; need < firstNeed[slot + 1]!; need += 1) if (reaches(need)) asked.push(need)
    for (const need of asked) {
      for (let at = candidates.first[need]!; at < candidates.first[need + 1]!; at += 1) {
        const pair = candidates.pairs[at]!
        const person = personOfPair[pair]!
        if (isNew(person)) (away?.[pair] ? missed : busy).push(person)
      }
      for (const { person, code, until } of keptFrom(book, need)) if (isNew(person)) put(person, code, until)
    }
    for (const person of busy) put(person, 'on-duty')
    for (const person of missed) put(person, 'unavailable')
    for (const { people } of groups.values()) people.sort((one, other) => one - other)
    const inOrder = [...groups.values()].sort((one, other) => one.people[0]! - other.people[0]!)
    const reasons = inOrder.map((group) => tell(group))
    const all = wholeOf(book, asked)
    const outside = all.length - inside - own.filter((person) => asked.some((need) => book.isQualified(person, need))).length
    if (outside > 0) reasons.push(tellOutsiders(all, outside))
    reasons.sort((one, other) => other.count - one.count)
    return reasons.length > 0 ? reasons : [{ code: 'nobody', count: 0, people: [] }]

    function put(person: number, code: BlockCode, until?: string): void {
      const key = until === undefined ? code : `${code} ${until}`
      const group = groups.get(key)
      if (group) group.people.push(person)
      else groups.set(key, { code, until, people: [person] })
    }

    /** Whether somebody of the slot would close a chain, served they in two places at once. */
    function couldServeTwice(person: number): boolean {
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
        if (away?.[pair] || compiled.slotOfPair[pair] === slot) continue
        for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
          if (reaches(needOfOption[option]!)) return true
        }
      }
      return false
    }

    function tell({ code, until, people }: Group): PlanReason {
      const slots = new Set<number>()
      for (const person of people) {
        const elsewhere = seats[person]! < 0 ? slot : slotOfNeed[seats[person]!]!
        if (elsewhere === slot || slots.has(elsewhere)) continue
        const binds = code === 'on-duty' || detailsOf(book, { person, slot, code, serves: [elsewhere] }).slots.length > 0
        if (binds) slots.add(elsewhere)
      }
      return {
        code,
        count: people.length,
        people: people.slice(0, NAMED).map((person) => problem.people[person]!.id),
        ...(until ? { until } : {}),
        ...(slots.size > 0 ? { slots: namedSlots(slots) } : {}),
      }
    }

    function tellOutsiders(all: readonly number[], count: number): PlanReason {
      const people: string[] = []
      for (const person of all) {
        if (people.length >= NAMED) break
        if (stamp[person] !== turn) people.push(problem.people[person]!.id)
      }
      return { code: 'outside-grids', count, people }
    }
  }

  function namedSlots(slots: ReadonlySet<number>): string[] {
    const inOrder = [...slots].sort((one, other) => one - other)
    return inOrder.slice(0, NAMED).map((at) => problem.slots[at]!.id)
  }

  /** Those within their grids who have what a need asks and never can come to it, whoever else does. */
  function keptFrom(book: Book, need: number): readonly Keeping[] {
    const before = kept.get(need)
    if (before) return before
    const slot = slotOfNeed[need]!
    const open = new Set<number>()
    for (let at = candidates.first[need]!; at < candidates.first[need + 1]!; at += 1)
      open.add(personOfPair[candidates.pairs[at]!]!)
    const all = book.insiders(need).flatMap((person): Keeping[] => {
      if (open.has(person)) return []
      const code = book.standing(person, slot)[0] ?? dynamicBlock(book, NOWHERE, person, slot)!
      const { until } = detailsOf(book, { person, slot, code, serves: [] })
      return [{ person, code, until }]
    })
    kept.set(need, all)
    return all
  }

  /** Everybody with what one of some needs asks. */
  function wholeOf(book: Book, needs: readonly number[]): readonly number[] {
    const key = [...new Set(needs.map((need) => compiled.kindOfNeed[need]!))].sort((one, other) => one - other).join()
    const before = whole.get(key)
    if (before) return before
    const all =
      needs.length === 1
        ? book.qualified(needs[0]!)
        : [...new Set(needs.flatMap((need) => book.qualified(need)))].sort((one, other) => one - other)
    whole.set(key, all)
    return all
  }
}

interface Keeping {
  person: number
  code: BlockCode
  until: string | undefined
}

interface Group {
  code: BlockCode
  until: string | undefined
  people: number[]
}

interface Asked {
  slot: number
  /** Who serves there. */
  own: readonly number[]
  /** Whether a chain from the asked seat comes to a need. */
  reaches: (need: number) => boolean
  seats: Int32Array
  away: Uint8Array | undefined
}

/** Everybody's place where nobody has a seat. */
const NOWHERE: Pick<Seats, 'slotsOf' | 'needOf'> = { slotsOf: () => [].values(), needOf: () => undefined }

function pairsByNeed({ minimum, needOfOption, pairOfOption }: CompiledRoster) {
  const first = new Int32Array(minimum.length + 1)
  for (const need of needOfOption) first[need + 1]! += 1
  for (let need = 0; need < minimum.length; need += 1) first[need + 1]! += first[need]!
  const next = first.slice()
  const pairs = new Int32Array(needOfOption.length)
  for (let option = 0; option < needOfOption.length; option += 1) pairs[next[needOfOption[option]!]!++] = pairOfOption[option]!
  return { first, pairs }
}
