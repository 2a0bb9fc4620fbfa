import { SdkError } from '../../errors.ts'

export interface UnitClockOptions {
  /** Registered members of each organisation that takes part, 1 or more. */
  weights: readonly number[]
  /** What each is behind (above 0) or ahead (below 0) when the epoch begins, in 1/`den` person-days. */
  credits: readonly number[]
  den: number
  /** Person-days of the epoch in all. */
  units: number
}

/**
 * The clock of one epoch, exact in whole numbers. It counts person-days: at its time t an organisation's share is
 * `credit + (t − Σ credits)·w/S`, so that the shares of all together are t. Units of an organisation are numbered from 1.
 */
export interface UnitClock {
  /**
   * Last unit of the clock at which an organisation's unit is called in time: afterwards its share would have passed `unit`.
   * The unit behind it is released right after.
   */
  due(organisation: number, unit: number): number
}

/** @throws SdkError `bad-argument` where a number of the epoch is beyond what a double holds exactly */
export function createUnitClock({ weights, credits, den, units }: UnitClockOptions): UnitClock {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const members = sum(weights)
  const owed = sum(credits)
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0)
  const farthest = credits.reduce((most, credit) => Math.max(most, Math.abs(credit)), 0)
  const unitsOfOne = (units * heaviest) / Math.max(1, members) + farthest / den + heaviest + 3
  const largest = (unitsOfOne * den + farthest) * members + Math.abs(owed) * heaviest
  if (!(largest <= Number.MAX_SAFE_INTEGER)) {
    throw new SdkError(
      'bad-argument',
      `Expected an epoch whose exact shares stay below 2^53, got ${members} members, a denominator of ${den} and ${units} person-days`,
    )
  }

  return {
    // The share is exactly `unit` at this quotient; of whole numbers below 2^53 it never rounds up to a whole one.
    due(organisation, unit) {
      const weight = weights[organisation]!
      return Math.floor(((unit * den - credits[organisation]!) * members + owed * weight) / (den * weight))
    },
  }
}
