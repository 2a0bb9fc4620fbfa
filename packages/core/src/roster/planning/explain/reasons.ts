import type { PlanReason, PlanReasonCode } from '../../planning-schema.ts'
import { blocksOf } from './blocks.ts'
import type { Sitting } from './blocks.ts'
import type { BlockCode, Book } from './book.ts'
import type { Budget } from './search.ts'
import { LIMITS } from './seats.ts'

/** People and slots that a reason names at most; it counts them all. */
export const NAMED = 50

/** Blocks of one need as a person reads them: those of one rule together, those with most people first. */
export function reasonsFor(sitting: Sitting, need: number, budget: Budget): { reasons: PlanReason[]; proven: boolean } {
  const { book, seats } = sitting
  const { blocks, isOpen, proven } = blocksOf(sitting, need, budget)
  if (isOpen) return { reasons: [], proven }
  const { slot } = book.needs[need]!
  const outside = book.qualified(need).length - book.insiders(need).length
  if (blocks.size + outside === 0) return { reasons: [{ code: 'nobody', count: 0, people: [] }], proven }
  const groups = new Map<string, Group>()
  for (const person of [...blocks.keys()].sort((one, other) => one - other)) {
    for (const code of blocks.get(person)!) {
      const { until, slots } = detailsOf(book, { person, slot, code, serves: [...seats.slotsOf(person)] })
      const key = `${code} ${until ?? ''}`
      const group = groups.get(key) ?? { code, ...(until ? { until } : {}), count: 0, people: [], slots: new Set<number>() }
      groups.set(key, group)
      group.count += 1
      group.people.push(person)
      for (const one of slots) group.slots.add(one)
    }
  }
  if (outside > 0) addOutsiders(book, need, outside, groups)
  const reasons = [...groups.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ code, count, until, people, slots }): PlanReason => ({
      code,
      count,
      people: people.slice(0, NAMED).map((person) => book.problem.people[person]!.id),
      ...(until ? { until } : {}),
      ...(slots.size > 0 ? { slots: [...slots].sort((a, b) => a - b).slice(0, NAMED).map((at) => book.problem.slots[at]!.id) } : {}), // prettier-ignore
    }))
  return { reasons, proven }
}

interface Group {
  code: PlanReasonCode
  until?: string
  count: number
  people: number[]
  slots: Set<number>
}

/** Those outside their grids are many: only as many as are named are looked for. */
function addOutsiders(book: Book, need: number, count: number, groups: Map<string, Group>): void {
  const { slot } = book.needs[need]!
  const group = groups.get('outside-grids ') ?? { code: 'outside-grids' as const, count: 0, people: [], slots: new Set<number>() }
  const people = new Set(group.people)
  for (const person of book.qualified(need)) {
    if (people.size >= group.people.length + NAMED) break
    if (book.isOutside(person, slot)) people.add(person)
  }
  const inOrder = [...people].sort((one, other) => one - other)
  groups.set('outside-grids ', { ...group, count: group.count + count, people: inOrder })
}

interface Kept {
  person: number
  slot: number
  code: BlockCode
  /** Slots in which they sit now. */
  serves: readonly number[]
}

/** What binds somebody elsewhere, as they sit now, and until when they rest after it. */
export function detailsOf(book: Book, { person, slot, code, serves }: Kept): { until?: string; slots: number[] } {
  const there = book.slots[slot]!
  const others = serves.filter((other) => other !== slot)
  if (code === 'on-duty' || code === 'resting') {
    const slots = others.filter((other) => book.clash(book.slots[other]!, there) === code)
    if (code === 'on-duty') return { slots }
    const bonds = [
      ...slots.map((at) => book.slots[at]!),
      ...book.people[person]!.duties.filter((duty) => book.clash(duty, there) === code),
    ]
    const last = bonds.filter(({ end }) => end <= there.start).sort((one, other) => other.end - one.end)[0]
    // Who must rest before a later duty is free at no time that could be named.
    const isOnlyBefore = bonds.every(({ end }) => end <= there.start)
    return { slots, ...(last && isOnlyBefore ? { until: book.restedAfter(last, there) } : {}) }
  }
  const limit = LIMITS.find((one) => one.code === code)
  if (!limit) return { slots: [] }
  return { slots: others.filter((other) => book.slots[other]![limit.period] === there[limit.period]) }
}
