import type { Assignee, Issue } from './schema.ts'

/**
 * Who was asked last to see to an issue: by the district's rules when it was reported, or by whoever dispatched it.
 * @example askedLast(reported) // { role: 'buildingHead', gridId: 'm1' }
 */
export const askedLast = ({ history }: Pick<Issue, 'history'>): Assignee | undefined =>
  history.filter(({ assignee }) => assignee !== undefined).at(-1)?.assignee
