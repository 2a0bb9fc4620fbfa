import type { IssueState } from './schema.ts'

/** Nobody of the district has looked at it yet, or it was turned away: spam, a slander. */
const UNLISTED: ReadonlySet<IssueState> = new Set(['submitted', 'rejected'])

/**
 * Whether a list for everybody may have an issue: only once somebody of the district has taken it up. Whoever knows its number
 * or its receipt code follows it all the while.
 * @example isListed('submitted') // false
 */
export const isListed = (state: IssueState): boolean => !UNLISTED.has(state)
