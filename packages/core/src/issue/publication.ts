import type { Issue, IssuePolicy, Moderation, Publication, ReportCommand, ReportPart, Transition } from './schema.ts'
import { stepOf } from './workflow.ts'

/** What of a report can be published. */
export const REPORT_PARTS: readonly ReportPart[] = ['words', 'photos']

/**
 * What a district's policy says of publishing a report, which stands in its first step. Nobody's words are published who agreed to
 * a statement that does not say so, or to none.
 * @example moderationOf({ publication: { moderation: 'all', consentVersion: 2 } }, { purpose: 'issue-report', version: 1 }) // undefined
 */
export const moderationOf = (
  { publication: policy }: Pick<IssuePolicy, 'publication'>,
  consent: ReportCommand['consent'],
): Moderation | undefined => (policy && consent && consent.version >= policy.consentVersion ? policy.moderation : undefined)

/**
 * How what was reported stands with being read and seen by others: by what was said of it when it was reported, by who took it
 * up, and by the last who looked at it. What nobody need look at is public by the acceptance of somebody who may publish; by that
 * of a building head or a liaison, who may not, it waits. What has been erased is never published.
 * @example publication(issue) // { words: 'public', photos: 'waiting' }
 */
export function publication({ history, description, photos }: Pick<Issue, 'history' | 'description' | 'photos'>): Publication {
  const moderation = history[0]?.moderation
  const isThere: Record<ReportPart, boolean> = { words: description !== '', photos: photos.length > 0 }
  const standing: Publication = {
    words: needsNoLook(moderation, 'words') ? 'public' : 'waiting',
    photos: needsNoLook(moderation, 'photos') ? 'public' : 'waiting',
  }
  const undecided = new Set(REPORT_PARTS)
  for (const step of history) {
    const { action } = step
    if (action === 'accept') {
      const isPublic = mayPublish(step.actor.role)
      for (const part of undecided) if (needsNoLook(moderation, part)) standing[part] = isPublic ? 'public' : 'waiting'
    }
    if (action !== 'publish' && action !== 'withhold') continue
    for (const part of partsMeant(step, standing)) {
      undecided.delete(part)
      standing[part] = action === 'publish' ? 'public' : 'withheld'
    }
  }
  for (const part of REPORT_PARTS) if (moderation === undefined || !isThere[part]) standing[part] = 'never'
  return standing
}

/** Whether the policy of then publishes it as soon as it is taken up. */
const needsNoLook = (moderation: Moderation | undefined, part: ReportPart): boolean =>
  moderation === 'off' || (moderation === 'photos' && part === 'words')

/** Whoever may publish a report that nobody has taken up yet may do so by taking it up. */
const mayPublish = (role: Transition['actor']['role']): boolean =>
  (stepOf('submitted', 'publish')?.by as readonly string[] | undefined)?.includes(role) ?? false

/**
 * What of a report a step is about. A `publish` that names no part is about what nobody has decided: what somebody has withheld is
 * published by its name alone. A `withhold` that names none is about all of it.
 * @example partsMeant({ action: 'publish' }, { words: 'withheld', photos: 'waiting' }) // ['photos']
 */
export const partsMeant = (
  { action, parts }: Pick<Transition, 'action' | 'parts'>,
  standing: Publication,
): readonly ReportPart[] =>
  parts ?? (action === 'publish' ? REPORT_PARTS.filter((part) => standing[part] === 'waiting') : REPORT_PARTS)

/**
 * Whether somebody has to look at what was reported before others see it. Of what was rejected or merged nobody sees anything.
 * @example awaitsPublication(issue) // true
 */
export const awaitsPublication = (issue: Pick<Issue, 'state' | 'history' | 'description' | 'photos'>): boolean =>
  stepOf(issue.state, 'publish') !== undefined && Object.values(publication(issue)).includes('waiting')
