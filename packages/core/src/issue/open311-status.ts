import type { IssueState, Open311Status } from './schema.ts'
import { isOpen } from './workflow.ts'

/**
 * The two states of Open311 GeoReport v2: whatever somebody still has something to do about is open.
 * @example open311Status('merged') // 'closed'
 */
export const open311Status = (state: IssueState): Open311Status => (isOpen(state) ? 'open' : 'closed')

/**
 * What Open311's word says in ours, and no more than that: “open” is that it has been reported, “closed” that it has been
 * resolved; of the steps between it says nothing.
 * @example stateOfOpen311('open') // 'submitted'
 */
export const stateOfOpen311 = (status: Open311Status): IssueState => (status === 'open' ? 'submitted' : 'closed')
