import { publication } from './publication.ts'
import type { IssueRefusal } from './refusal.ts'
import type { Issue, ReportPart, Standing, TransitionCommand } from './schema.ts'

/** What a step would change. */
const CHANGES: Partial<Record<TransitionCommand['action'], readonly Standing[]>> = {
  publish: ['waiting', 'withheld'],
  withhold: ['waiting', 'public'],
}

const ALL: readonly ReportPart[] = ['words', 'photos']

/** Why there is nothing of an issue to publish or to withhold: nobody decides what is decided, or what is never published. */
export function publicationRefusal(
  issue: Issue,
  { action, parts = ALL }: { action: TransitionCommand['action']; parts?: readonly ReportPart[] | undefined },
): IssueRefusal | undefined {
  const changes = CHANGES[action]
  if (!changes) return undefined
  const standing = publication(issue)
  if (parts.some((part) => changes.includes(standing[part]))) return undefined
  return { ok: false, reason: 'publication-settled', detail: { action, publication: standing } }
}
