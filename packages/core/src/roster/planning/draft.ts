import type { CompiledRoster } from './compiled-roster.ts'
import type { PairFinder } from './side-rules.ts'

/** A plan in the making that keeps all rules but those of teams. */
export interface Draft {
  /** Option of each assigned pair, −1 of others. */
  readonly optionOfPair: Int32Array
  /** Seats taken, by need. */
  readonly filled: Int32Array
  /** Shifts, by person, of this plan. */
  readonly shifts: Int32Array
  /** Whether nothing stands in the way of a pair, but for seats. */
  fits(pair: number): boolean
  assign(option: number): void
}

export function createDraft(compiled: CompiledRoster, find: PairFinder): Draft {
  const { personOfPair, slotOfPair, pairOfOption, needOfOption, dateOfSlot, weekOfSlot, slots, apart } = compiled
  const optionOfPair = new Int32Array(slotOfPair.length).fill(-1)
  const filled = new Int32Array(compiled.wish.length)
  const shifts = new Int32Array(compiled.carried.length)
  const own: number[][] = compiled.carried.length === 0 ? [] : Array.from(compiled.carried, () => [])
  const apartOf = new Map<number, number[]>()
  for (const [one, other] of apart) {
    apartOf.set(one, [...(apartOf.get(one) ?? []), other])
    apartOf.set(other, [...(apartOf.get(other) ?? []), one])
  }
  const minutesOf = (slot: number) => (slots[slot]!.end - slots[slot]!.start) / 60_000

  function fits(pair: number): boolean {
    const person = personOfPair[pair]!
    const slot = slotOfPair[pair]!
    const date = dateOfSlot[slot]!
    const week = weekOfSlot[slot]!
    let [onDate, inWeek] = [1, 1]
    let dateMinutes = minutesOf(slot)
    let weekMinutes = dateMinutes
    for (const other of own[person]!) {
      const taken = slotOfPair[other]!
      if (taken === slot || compiled.clashes(taken, slot)) return false
      // Limits are what is left beside fixed ones.
      if (compiled.isFixed[other] || weekOfSlot[taken] !== week) continue
      inWeek += 1
      weekMinutes += minutesOf(taken)
      if (dateOfSlot[taken] !== date) continue
      onDate += 1
      dateMinutes += minutesOf(taken)
    }
    return (
      onDate <= compiled.shiftsLeft(person, date) &&
      inWeek <= compiled.weekShiftsLeft(person, week) &&
      dateMinutes <= compiled.minutesLeft(person, date) &&
      weekMinutes <= compiled.weekMinutesLeft(person, week) &&
      !(apartOf.get(person) ?? []).some((other) => isIn(other, slot))
    )
  }

  function isIn(person: number, slot: number): boolean {
    const pair = find(person, slot)
    return pair >= 0 && optionOfPair[pair]! >= 0
  }

  return {
    optionOfPair,
    filled,
    shifts,
    fits,
    assign: (option) => {
      const pair = pairOfOption[option]!
      optionOfPair[pair] = option
      filled[needOfOption[option]!]! += 1
      shifts[personOfPair[pair]!]! += 1
      own[personOfPair[pair]!]!.push(pair)
    },
  }
}
