import { SdkError } from '../errors.ts'
import type { IssueState, Transition } from './schema.ts'
import { isOpen, stepOf } from './workflow.ts'

export interface Replayed {
  state: IssueState
  version: number
}

/**
 * The state and version that a history leads to (INV-25), walked step by step through the workflow.
 * @throws SdkError `bad-argument` where the history is none: it does not begin with the report, misses a step, mixes
 * issues, or has a step that the workflow has not
 */
export function replay(history: readonly Transition[]): Replayed {
  const [report, ...steps] = history
  if (!report || report.action !== 'report' || report.from !== undefined || report.to !== 'submitted' || report.seq !== 1) {
    throw broken(1, 'the report that submits the issue', report)
  }
  let { to: state, seq: version } = report as { to: IssueState; seq: number }
  for (const step of steps) {
    version++
    if (step.seq !== version || step.issueId !== report.issueId)
      throw broken(version, `step ${version} of issue ${report.issueId}`, step)
    const to = nextState(state, step.action)
    if (step.from !== state || to !== step.to) throw broken(version, `a step that leads on from ${state}`, step)
    state = step.to
  }
  return { state, version }
}

function nextState(state: IssueState, action: Transition['action']): IssueState | undefined {
  if (action === 'report') return undefined
  // The clock's own note leaves an issue where it is, as long as it is open.
  if (action === 'climb') return isOpen(state) ? state : undefined
  return stepOf(state, action)?.to
}

function broken(seq: number, expected: string, came: Transition | undefined): SdkError {
  const step = came
    ? `${came.action} from ${came.from ?? 'nothing'} to ${came.to} (seq ${came.seq}, issue ${came.issueId})`
    : 'nothing'
  return new SdkError('bad-argument', `The history breaks at ${seq}: expected ${expected}, got ${step}`)
}
