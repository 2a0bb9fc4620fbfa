import type { Transition } from './schema.ts'

/** What staff say to each other in taking these steps is theirs; whoever reported it is told that they were taken. */
const INTERNAL: ReadonlySet<Transition['action']> = new Set([
  'dispatch',
  'return',
  'reassign',
  'escalate',
  'merge',
  'unmerge',
  'withhold',
  'correct',
  'note',
  'climb',
])

/**
 * Whether whoever reported an issue reads what staff write in a step, and sees the photos that come with it.
 * @example tellsReporter('reject') // true
 */
export const tellsReporter = (action: Transition['action']): boolean => !INTERNAL.has(action)
