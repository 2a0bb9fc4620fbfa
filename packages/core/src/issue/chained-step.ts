import type { AuditOpening } from '../audit/schema.ts'
import type { Issue, Transition } from './schema.ts'

/** What of a step is somebody's and can be erased; each is committed to under a salt of its own. */
export type StepPart = 'actor' | 'reason' | 'evidence' | 'report'
export const STEP_PARTS: readonly StepPart[] = ['actor', 'reason', 'evidence', 'report']

/** What a report says and shows; it goes with the first step of its issue. */
export type ReportContent = Pick<Issue, 'description' | 'attributes' | 'photos' | 'placeText' | 'position' | 'declared'>

/** What an issue was opened with and keeps: of what, by which version of the categories, where, how grave, and what was promised of it. It is nobody's own. */
export type OpenedWith = Pick<Issue, 'categoryId' | 'categorySet' | 'gridPath' | 'source' | 'createdAt' | 'severity' | 'terms'>

/**
 * What the hash of a step covers: 1, the step alone; 2, in the first step of an issue that is of this version also what the issue
 * was opened with. A step is verified by the version that it was written in, and the hash covers that.
 */
export type ChainVersion = 1 | 2
export const CHAIN_VERSION: ChainVersion = 2

/**
 * Whether a step of such a version tells what its issue was opened with: the first that can, of an issue that is older, too.
 * @param before version of the step before; undefined of the first step
 * @example tellsOpening(2, undefined) // true
 */
export const tellsOpening = (version: ChainVersion, before: ChainVersion | undefined): boolean => version === 2 && before !== 2

/**
 * The text whose SHA-256 stands in the chain for a part of a step: whoever erases the salt erases what the text said, and
 * nobody finds it by trying.
 * @example committedText('reason', { salt: '00', transition }) // ["00","已清走"]
 */
export function committedText(
  part: StepPart,
  { salt, transition, report }: { salt: string; transition: Transition; report?: ReportContent | undefined },
): string {
  const { actor, reason, evidence } = transition
  const value = { actor: actor.id, reason, evidence, report }[part]
  return JSON.stringify([salt, inOrder(value ?? null)])
}

/** A step as the chain of its issue has it: what happened, in what order and by what office, and commitments for the rest. */
export interface ChainedStep {
  seq: number
  at: string
  /** Hashed as it is. */
  action: string
  /** Never erased: the commitments are no secret. */
  opening: AuditOpening
}

export interface ChainedAs {
  version: ChainVersion
  /** Where the step tells it (tellsOpening). */
  opened?: OpenedWith | undefined
}

/** The step as an entry of a chain like the audit's, but for its hashes. */
export function chainedStep(
  {
    seq,
    at,
    action,
    from,
    to,
    actor,
    assignee,
    into,
    extension,
    until,
    rating,
    vacant,
    climb,
    corrected,
    parts,
    moderation,
  }: Transition,
  commitments: Readonly<Record<StepPart, string>>,
  { version, opened }: ChainedAs,
): ChainedStep {
  const said = inOrder([
    action,
    from ?? null,
    to,
    actor.role,
    { assignee, into, extension, until, rating, vacant, climb, corrected, parts, moderation },
    ...(version === 1 ? [] : [version, opened ? openedText(opened) : null]),
  ])
  const { actor: who, reason, evidence, report } = commitments
  return {
    seq,
    at: new Date(at).toISOString(),
    action: JSON.stringify(said),
    opening: { salt: who, actor: reason, subject: `${evidence}${report}` },
  }
}

const openedText = ({ categoryId, categorySet = 1, gridPath, source, createdAt, severity, terms }: OpenedWith) => ({
  ...{ categoryId, gridPath, source, severity, terms },
  // The first version is left out: what was written before there were versions was of it, and its hash stays.
  ...(categorySet > 1 && { categorySet }),
  createdAt: new Date(createdAt).toISOString(),
})

/** Fields by name: the database keeps no order of its own. What is undefined is left out. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(
    fields.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, field]) => [name, inOrder(field)]),
  )
}
