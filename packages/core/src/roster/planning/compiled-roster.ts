import type { RosterProblem } from '../planning-schema.ts'
import type { Places } from './bad-problem.ts'
import type { Bond } from './clashes.ts'
import type { PlanRuleValues, PlanWeightValues } from './plan-defaults.ts'

/**
 * A problem as numbers: people, slots and dates are their places in it; needs are numbered through, slot by slot. A pair is
 * somebody and a slot that they may serve in, an option one of its needs. Pairs lie person by person, by the slots' start;
 * what is fixed is a pair that stands, and all that cannot stand beside it is left out.
 */
export interface CompiledRoster {
  readonly problem: RosterProblem
  readonly personAt: Places
  readonly slotAt: Places
  readonly weights: PlanWeightValues
  readonly rules: PlanRuleValues
  readonly slots: readonly Bond[]
  /** Local dates on which slots start, in order. */
  readonly dates: readonly string[]
  readonly weekOfDate: Int32Array
  readonly dateOfSlot: Int32Array
  readonly weekOfSlot: Int32Array
  /** Slots with the same start and end are of one time. */
  readonly timeOfSlot: Int32Array
  /** Whether nobody can do both of two slots. */
  clashes(slot: number, other: number): boolean
  /** The same of two different times, wherever the slots are. */
  timesClash(time: number, other: number): boolean
  /** First need of each slot, and the number of all at the end. */
  readonly firstNeed: Int32Array
  readonly slotOfNeed: Int32Array
  /** Needs that ask the same of a person are of one kind. */
  readonly kindOfNeed: Int32Array
  readonly minimum: Int32Array
  readonly wish: Int32Array
  /** Points for each seat that is missing to the minimum, and for each from there to the wish. */
  readonly shortPoints: Float64Array
  readonly wishedPoints: Float64Array
  /** First pair of each person, and the number of all at the end. */
  readonly firstPair: Int32Array
  readonly personOfPair: Int32Array
  readonly slotOfPair: Int32Array
  /** Points for the way, and of the pair itself: the way less the wishes. */
  readonly wayPoints: Int32Array
  readonly pairPoints: Int32Array
  readonly isFixed: Uint8Array
  /** First option of each pair, and the number of all at the end. */
  readonly firstOption: Int32Array
  readonly pairOfOption: Int32Array
  readonly needOfOption: Int32Array
  readonly carried: Int32Array
  /** What is left of each limit beside duties and what is fixed. */
  shiftsLeft(person: number, date: number): number
  weekShiftsLeft(person: number, week: number): number
  minutesLeft(person: number, date: number): number
  weekMinutesLeft(person: number, week: number): number
  readonly teams: readonly (readonly number[])[]
  readonly apart: readonly (readonly [number, number])[]
  /** Lines of dates on which there are slots. */
  readonly quotas: readonly { orgId: string; date: number; due: number; members: readonly number[] }[]
  /** Points that every plan has, whatever is assigned. */
  readonly constant: number
}
