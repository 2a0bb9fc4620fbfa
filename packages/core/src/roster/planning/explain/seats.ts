import type { PlanAssignment, PlanLimits } from '../../planning-schema.ts'
import type { BlockCode, Book, BookSlot } from './book.ts'

/** Who sits where, to be moved about and put back. Needs are numbered through. */
export interface Seats {
  /** Need in which somebody sits in a slot; undefined where they do not. */
  needOf(person: number, slot: number): number | undefined
  slotsOf(person: number): IterableIterator<number>
  membersOf(slot: number): IterableIterator<number>
  count(need: number): number
  put(person: number, need: number): void
  leave(person: number, slot: number): void
}

export function createSeats(book: Book, assignments: readonly PlanAssignment[]): Seats {
  const slotAt = new Map(book.problem.slots.map(({ id }, at) => [id, at]))
  const personAt = new Map(book.problem.people.map(({ id }, at) => [id, at]))
  const ofPerson = book.people.map(() => new Map<number, number>())
  const ofSlot = book.slots.map(() => new Set<number>())
  const counts = new Int32Array(book.needs.length)
  const put = (person: number, need: number) => {
    const { slot } = book.needs[need]!
    ofPerson[person]!.set(slot, need)
    ofSlot[slot]!.add(person)
    counts[need]! += 1
  }
  for (const { slotId, personId, need } of assignments) {
    put(personAt.get(personId)!, book.slots[slotAt.get(slotId)!]!.firstNeed + need)
  }
  return {
    needOf: (person, slot) => ofPerson[person]!.get(slot),
    slotsOf: (person) => ofPerson[person]!.keys(),
    membersOf: (slot) => ofSlot[slot]!.keys(),
    count: (need) => counts[need]!,
    put,
    leave: (person, slot) => {
      counts[ofPerson[person]!.get(slot)!]! -= 1
      ofPerson[person]!.delete(slot)
      ofSlot[slot]!.delete(person)
    },
  }
}

/** Limits as they are checked: each with its code, its period and what it counts. */
export const LIMITS = [
  { code: 'daily-maximum', limit: 'shiftsPerDay', period: 'day', amount: () => 1 },
  { code: 'weekly-maximum', limit: 'shiftsPerWeek', period: 'monday', amount: () => 1 },
  { code: 'daily-minutes', limit: 'minutesPerDay', period: 'day', amount: (one: { minutes: number }) => one.minutes },
  { code: 'weekly-minutes', limit: 'minutesPerWeek', period: 'monday', amount: (one: { minutes: number }) => one.minutes },
] as const satisfies readonly { code: BlockCode; limit: keyof PlanLimits; period: 'day' | 'monday'; amount: unknown }[]

/** The first that keeps somebody from a slot as others sit now, as people would name it; they may sit there already. */
export function dynamicBlock(
  book: Book,
  seats: Pick<Seats, 'slotsOf' | 'needOf'>,
  person: number,
  slot: number,
): BlockCode | undefined {
  const own = book.people[person]!
  const there = book.slots[slot]!
  const others: BookSlot[] = []
  for (const other of seats.slotsOf(person)) if (other !== slot) others.push(book.slots[other]!)
  let isResting = false
  for (const other of others) {
    const clash = book.clash(other, there)
    if (clash === 'on-duty') return clash
    isResting ||= clash === 'resting'
  }
  const isOver = ({ limit, period, amount }: (typeof LIMITS)[number]) => {
    const most = own.limits[limit]
    if (most === undefined) return false
    let sum = amount(there)
    for (const one of others) if (one[period] === there[period]) sum += amount(one)
    for (const one of own.duties) if (one[period] === there[period]) sum += amount(one)
    return sum > most
  }
  const [daily, ...further] = LIMITS
  if (isOver(daily)) return daily.code
  if (isResting) return 'resting'
  const over = further.find(isOver)
  if (over) return over.code
  for (const other of own.apart) if (seats.needOf(other, slot) !== undefined) return 'apart'
  for (const mate of own.mates) if (seats.needOf(mate, slot) === undefined) return 'team'
  return undefined
}
