import type { Assignee, Issue, IssueState, Transition } from '../schema.ts'

/** In these an issue is with whom it was given to. */
const IN_HANDS: ReadonlySet<IssueState> = new Set(['dispatched', 'handling', 'suspended'])

/** With an acceptance begins another life: an issue that was taken out of a merge is not with whom it was before. */
const TAKEN_ON: ReadonlySet<Transition['action']> = new Set(['accept', 'dispatch', 'reassign'])

/**
 * Whose hands an issue is in: of one that nobody has taken on yet, whom the district's rules asked; then whom it was dispatched to
 * last, as long as they have not resolved it or given it back. Undefined where it waits to be dispatched, and where whoever
 * accepted it started by themselves.
 * @example holderOf(dispatched) // { role: 'estateWorker', gridId: 'north-1' }
 */
export function holderOf({ state, history }: Pick<Issue, 'state' | 'history'>): Assignee | undefined {
  if (state === 'submitted') return history[0]?.assignee
  if (!IN_HANDS.has(state)) return undefined
  return history.filter(({ action }) => TAKEN_ON.has(action)).at(-1)?.assignee
}
