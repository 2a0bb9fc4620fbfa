import type { RosterPlan } from '../planning-schema.ts'

/** How far a search is. */
export interface PlanProgress {
  /** Rounds so far. */
  iteration: number
  /** Of the best plan so far. */
  cost: number
  /** Proven so far. */
  bound: number
  /** (cost − bound) / max(1, |bound|). */
  gap: number
  /** Seats that are empty below their minimum, in the best plan so far. */
  missing: number
  /** Since the start, in milliseconds. */
  elapsedMs: number
}

export interface PlanOptions {
  /** The same seed and `iterationLimit`, without a time limit, give the same plan. */
  seed: number
  /** Rounds at most. @defaultValue 500 */
  iterationLimit?: number
  /** Ends with the best plan so far; a first plan is made all the same. @defaultValue none */
  timeLimitMs?: number
  /** Good enough: (cost − bound) / max(1, |bound|). @defaultValue 0 */
  gap?: number
  /** Told after each round. */
  onProgress?: (progress: PlanProgress, best: () => Pick<RosterPlan, 'assignments'>) => void
  /** Ends the search with the best plan so far. */
  signal?: AbortSignal
  /** Milliseconds, for `timeLimitMs` and `elapsedMs`. @defaultValue `Date.now` */
  now?: () => number
}
