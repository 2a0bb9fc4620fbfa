import type { IssueStage, IssueState } from './schema.ts'
import { isOpen } from './workflow.ts'

/** Nobody has looked at it yet. */
const UNSEEN: ReadonlySet<IssueState> = new Set(['submitted'])

/**
 * How far an issue is in the three steps that public counters speak of: 待受理, 办理中, 已办结. What is resolved and not yet
 * verified is still being handled; what was rejected or merged has ended.
 * @example stageOf('resolved') // 'handling'
 */
export function stageOf(state: IssueState): IssueStage {
  if (UNSEEN.has(state)) return 'pending'
  return isOpen(state) ? 'handling' : 'settled'
}
