import type { BlockCode, Book } from './book.ts'
import { LIMITS } from './seats.ts'
import type { Seats } from './seats.ts'

/** Whether one more could sit in a need, by the rules of all other slots and by some of its own slot's. */
export interface Question {
  need: number
  /** Whether a rule keeps somebody from the need's slot. */
  isInForce(person: number, code: BlockCode): boolean
  /** How many each need keeps at least. */
  floor(need: number): number
}

/** Steps that are left; each is a look at one way on. */
export interface Budget {
  left: number
}

interface Step {
  person: number
  need: number
  isIn: boolean
}

/**
 * Looks for a way to seat one more, moving whoever has to move: every breach of a rule and every empty seat is mended in each
 * way there is, and what a branch has decided it does not decide again, so that in the end nothing is left out.
 * @param found told of each way as the seats then are @returns whether it was the last
 * @returns whether a way was found; undefined where the budget ended first
 */
export function findWay(book: Book, seats: Seats, question: Question, budget: Budget, found: () => void): boolean | undefined {
  const target = book.needs[question.need]!.slot
  const inside = new Set<number>()
  const outside = new Set<number>()
  const undone: (() => void)[] = []
  const people: number[] = []
  const slots: number[] = [target]
  const keyOf = (person: number, need: number) => person * book.needs.length + need

  const floorOf = (need: number) => question.floor(need) + (need === question.need ? 1 : 0)
  const holds = (person: number, code: BlockCode, slot: number) => slot !== target || question.isInForce(person, code)

  function lock(set: Set<number>, key: number): void {
    if (set.has(key)) return
    set.add(key)
    undone.push(() => set.delete(key))
  }

  function take({ person, need, isIn }: Step): void {
    const { slot } = book.needs[need]!
    const before = seats.needOf(person, slot)
    if (before !== undefined) {
      seats.leave(person, slot)
      undone.push(() => seats.put(person, before))
      lock(outside, keyOf(person, before))
    }
    if (isIn) {
      seats.put(person, need)
      undone.push(() => seats.leave(person, slot))
    }
    lock(isIn ? inside : outside, keyOf(person, need))
    people.push(person)
    slots.push(slot)
    undone.push(() => {
      people.pop()
      slots.pop()
    })
  }

  function back(mark: number): void {
    while (undone.length > mark) undone.pop()!()
  }

  /** Whether somebody may leave a slot; the fixed leave none, though they may change seats in it. */
  const mayLeave = (person: number, slot: number) => {
    const need = seats.needOf(person, slot)
    return need !== undefined && !inside.has(keyOf(person, need)) && !book.fixedIn(slot).has(person)
  }
  const leaving = (person: number, slot: number): Step[] =>
    mayLeave(person, slot) ? [{ person, need: seats.needOf(person, slot)!, isIn: false }] : []

  function mayJoin(person: number, need: number): boolean {
    const { slot, place } = book.needs[need]!
    const before = seats.needOf(person, slot)
    if (before === need || outside.has(keyOf(person, need))) return false
    if (before !== undefined && inside.has(keyOf(person, before))) return false
    const fixed = book.fixedIn(slot).get(person) ?? -1
    return fixed < 0 || fixed === place
  }
  const joining = (need: number): Step[] => {
    const { slot } = book.needs[need]!
    // Of those outside their grids whoever has what the need asks is kept out by that alone, always.
    const all = need === question.need ? book.insiders(need) : slot === target ? book.qualified(need) : book.candidates(need)
    budget.left -= all.length >> 3
    const isOpen = (person: number) =>
      slot !== target || book.standing(person, slot).every((code) => !question.isInForce(person, code))
    return all
      .filter((person) => mayJoin(person, need) && isOpen(person))
      .map((person) => ({ person, need, isIn: true, binds: bindsOf(person, slot) }))
      .sort((one, other) => one.binds - other.binds)
  }
  /** Whoever has less to leave comes first. */
  const bindsOf = (person: number, slot: number): number => {
    const there = book.slots[slot]!
    let sum = 0
    for (const other of seats.slotsOf(person)) if (book.slots[other]!.monday === there.monday) sum += 1
    return sum
  }

  function breachOf(person: number): Step[] | undefined {
    const own = [...seats.slotsOf(person)]
    const { duties, limits } = book.people[person]!
    for (const [at, slot] of own.entries()) {
      for (const other of own.slice(0, at)) {
        const code = book.clash(book.slots[other]!, book.slots[slot]!)
        if (!code || !holds(person, code, slot) || !holds(person, code, other)) continue
        return [...leaving(person, slot), ...leaving(person, other)]
      }
    }
    for (const { code, limit, period, amount } of LIMITS) {
      const most = limits[limit]
      if (most === undefined) continue
      const counted = own.filter((slot) => holds(person, code, slot))
      for (const slot of counted) {
        const time = book.slots[slot]![period]
        const within = counted.filter((other) => book.slots[other]![period] === time)
        let sum = 0
        for (const other of within) sum += amount(book.slots[other]!)
        for (const duty of duties) if (duty[period] === time) sum += amount(duty)
        if (sum > most) return within.flatMap((other) => leaving(person, other))
      }
    }
    return undefined
  }

  function breachIn(slot: number): Step[] | undefined {
    const { firstNeed } = book.slots[slot]!
    const needs = book.problem.slots[slot]!.needs.map((_, place) => firstNeed + place)
    const members = [...seats.membersOf(slot)]
    for (const need of needs) {
      if (seats.count(need) <= book.needs[need]!.wish) continue
      const own = members.filter((person) => seats.needOf(person, slot) === need)
      // Whoever is fixed may go to another need of the slot.
      return own.flatMap((person) => [
        ...leaving(person, slot),
        ...needs.flatMap((other): Step[] => {
          const isFixed = book.fixedIn(slot).has(person) && !inside.has(keyOf(person, need))
          return isFixed && canFill(person, other) && mayJoin(person, other) ? [{ person, need: other, isIn: true }] : []
        }),
      ])
    }
    for (const person of members) {
      for (const other of book.people[person]!.apart) {
        if (seats.needOf(other, slot) === undefined) continue
        if (!holds(person, 'apart', slot) && !holds(other, 'apart', slot)) continue
        return [...leaving(person, slot), ...leaving(other, slot)]
      }
      for (const mate of book.people[person]!.mates) {
        if (seats.needOf(mate, slot) !== undefined || !holds(person, 'team', slot)) continue
        const joins = needs.filter((need) => canFill(mate, need) && mayJoin(mate, need))
        return [...joins.map((need) => ({ person: mate, need, isIn: true })), ...leaving(person, slot)]
      }
    }
    for (const need of needs) if (seats.count(need) < floorOf(need)) return joining(need)
    return undefined
  }

  function canFill(person: number, need: number): boolean {
    const { slot } = book.needs[need]!
    return (
      book.isQualified(person, need) &&
      book.standing(person, slot).every((code) => slot === target && !question.isInForce(person, code))
    )
  }

  function breach(): Step[] | undefined {
    for (const person of new Set(people)) {
      const steps = breachOf(person)
      if (steps) return steps
    }
    for (const slot of new Set(slots)) {
      const steps = breachIn(slot)
      if (steps) return steps
    }
    return undefined
  }

  function search(): boolean {
    const steps = breach()
    if (!steps) {
      found()
      return true
    }
    const mark = undone.length
    for (const step of steps) {
      budget.left -= 1
      if (budget.left < 0) throw EXHAUSTED
      // A step before it may have locked what this one asks.
      const within = undone.length
      take(step)
      if (search()) return true
      back(within)
      lock(step.isIn ? outside : inside, keyOf(step.person, step.need))
    }
    back(mark)
    return false
  }

  try {
    return search()
  } catch (error) {
    if (error === EXHAUSTED) return undefined
    throw error
  } finally {
    back(0)
  }
}

const EXHAUSTED = new Error('Expected more steps')
