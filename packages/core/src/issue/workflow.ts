import type { ActorRole, IssueAction, IssueState } from './schema.ts'

/** `proof` is evidence, or a reason where there is nothing to show; the others are fields of the command. */
export type Need = 'reason' | 'proof' | 'into' | 'extension' | 'until' | 'rating' | 'correction'

/** One step that an issue in some state can take. */
export interface Step {
  to: IssueState
  /** Roles that may take it. A resident only in an issue of their own, a building head only in their own micro-grid. */
  by: readonly ActorRole[]
  /** What has to come with it. */
  needs?: readonly Need[]
  /** Whoever resolved it cannot also take this step (INV-21). */
  notBy?: 'resolver'
}

/** 社区、街道: they decide what the levels below ask of them. */
const CHIEFS = ['community', 'street'] as const
/** They assess a report and pass it to whoever is to handle it. */
const DISPATCHERS = ['estateWorker', ...CHIEFS] as const
/** Those who know the place; the building head first (简易问题就地处置). */
const LOCALS = ['buildingHead', ...DISPATCHERS] as const
/** All who can be asked to handle an issue; the liaison answers for an organisation. */
const HANDLERS = [...LOCALS, 'liaison'] as const
/** Whoever has a word to say. */
const SPEAKERS = ['resident', 'inspector', ...HANDLERS] as const
/** They check what others did: 核查. */
const VERIFIERS = ['resident', 'inspector', ...DISPATCHERS] as const

const REASON: readonly Need[] = ['reason']

/** A remark stops no clock and starts none. */
const note = (state: IssueState) => ({ note: { to: state, by: SPEAKERS, needs: REASON } }) as const
/** 延期: more time for who has it in hand. */
const extend = (state: IssueState) => ({ extend: { to: state, by: CHIEFS, needs: ['reason', 'extension'] } }) as const

/** 更正: of another category, or graver, than it was reported as. Whoever only handles it says so in giving it back. */
const correct = (state: IssueState, by: Step['by'] = DISPATCHERS) =>
  ({ correct: { to: state, by, needs: ['reason', 'correction'] } }) as const

/** 公开前审核: whether others may read and see what was reported; where the issue stands is another matter. */
const publication = (state: IssueState) =>
  ({
    publish: { to: state, by: DISPATCHERS },
    withhold: { to: state, by: DISPATCHERS, needs: REASON },
  }) as const

/** The whole life of an issue: what can happen to it in each state, and who may do it. An auditor only reads. */
export const WORKFLOW: Readonly<Record<IssueState, Readonly<Partial<Record<IssueAction, Step>>>>> = {
  submitted: {
    accept: { to: 'accepted', by: HANDLERS },
    reject: { to: 'rejected', by: DISPATCHERS, needs: REASON },
    merge: { to: 'merged', by: DISPATCHERS, needs: ['reason', 'into'] },
    ...correct('submitted'),
    ...publication('submitted'),
    ...note('submitted'),
  },
  accepted: {
    start: { to: 'handling', by: HANDLERS },
    dispatch: { to: 'dispatched', by: DISPATCHERS },
    escalate: { to: 'escalated', by: LOCALS, needs: REASON },
    merge: { to: 'merged', by: DISPATCHERS, needs: ['reason', 'into'] },
    ...extend('accepted'),
    ...correct('accepted'),
    ...publication('accepted'),
    ...note('accepted'),
  },
  dispatched: {
    start: { to: 'handling', by: HANDLERS },
    return: { to: 'returned', by: HANDLERS, needs: REASON },
    escalate: { to: 'escalated', by: LOCALS, needs: REASON },
    merge: { to: 'merged', by: DISPATCHERS, needs: ['reason', 'into'] },
    ...extend('dispatched'),
    reassign: { to: 'dispatched', by: DISPATCHERS, needs: REASON },
    ...correct('dispatched'),
    ...publication('dispatched'),
    ...note('dispatched'),
  },
  handling: {
    resolve: { to: 'resolved', by: HANDLERS, needs: ['proof'] },
    return: { to: 'returned', by: HANDLERS, needs: REASON },
    escalate: { to: 'escalated', by: LOCALS, needs: REASON },
    // 挂账: approved, and until a day; after it the clocks go on whether or not somebody resumes.
    suspend: { to: 'suspended', by: CHIEFS, needs: ['reason', 'until'] },
    ...extend('handling'),
    reassign: { to: 'dispatched', by: DISPATCHERS, needs: REASON },
    ...correct('handling'),
    ...publication('handling'),
    ...note('handling'),
  },
  returned: {
    dispatch: { to: 'dispatched', by: DISPATCHERS },
    escalate: { to: 'escalated', by: DISPATCHERS, needs: REASON },
    ...correct('returned'),
    ...publication('returned'),
    ...note('returned'),
  },
  escalated: {
    dispatch: { to: 'dispatched', by: CHIEFS },
    ...correct('escalated', CHIEFS),
    ...publication('escalated'),
    ...note('escalated'),
  },
  suspended: {
    resume: { to: 'handling', by: CHIEFS },
    ...publication('suspended'),
    ...note('suspended'),
  },
  resolved: {
    verify: { to: 'verified', by: VERIFIERS, notBy: 'resolver' },
    reopen: { to: 'reopened', by: VERIFIERS, needs: REASON },
    ...publication('resolved'),
    ...note('resolved'),
  },
  verified: {
    close: { to: 'closed', by: DISPATCHERS },
    reopen: { to: 'reopened', by: VERIFIERS, needs: REASON },
    ...publication('verified'),
    ...note('verified'),
  },
  closed: {
    reopen: { to: 'reopened', by: VERIFIERS, needs: REASON },
    rate: { to: 'closed', by: ['resident'], needs: ['rating'] },
    ...publication('closed'),
    ...note('closed'),
  },
  reopened: {
    dispatch: { to: 'dispatched', by: DISPATCHERS },
    ...correct('reopened'),
    ...publication('reopened'),
    ...note('reopened'),
  },
  rejected: {},
  merged: {
    unmerge: { to: 'submitted', by: DISPATCHERS, needs: REASON },
  },
}

/** What can happen in a state, with its steps, in the order of the table. */
export const stepsFrom = (state: IssueState) => Object.entries(WORKFLOW[state]) as [IssueAction, Step][]

/** The step, where the state has it. */
export function stepOf(state: IssueState, action: IssueAction): Step | undefined {
  // Not a bare lookup: an action is a word from outside, and `constructor` is no step.
  return Object.hasOwn(WORKFLOW[state], action) ? WORKFLOW[state][action] : undefined
}

const ENDED: ReadonlySet<IssueState> = new Set(['closed', 'rejected', 'merged'])

/** Whether somebody still has something to do: not closed, rejected or merged. */
export const isOpen = (state: IssueState): boolean => !ENDED.has(state)
