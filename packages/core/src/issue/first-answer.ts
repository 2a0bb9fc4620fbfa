import type { Clock, FirstAnswer } from './schema.ts'

/**
 * When whoever reported an issue hears from somebody: when an answer is due or, once there is one, when it came.
 * @returns nothing where nothing was promised
 * @example firstAnswer(clocks(issue, calendar, now)) // { dueAt: '2026-10-08T02:00:00.000Z' }
 */
export function firstAnswer(clocks: readonly Clock[]): FirstAnswer | undefined {
  const clock = clocks.find(({ kind }) => kind === 'response')
  if (!clock) return undefined
  const { dueAt, stoppedAt } = clock
  return { ...(dueAt !== undefined && { dueAt }), ...(stoppedAt !== undefined && { cameAt: stoppedAt }) }
}
