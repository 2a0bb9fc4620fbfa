import { partsMeant, publication } from './publication.ts'
import type { IssueRefusal } from './refusal.ts'
import type { Issue, Standing, TransitionCommand } from './schema.ts'

/** What a step would change. */
const CHANGES: Partial<Record<TransitionCommand['action'], readonly Standing[]>> = {
  publish: ['waiting', 'withheld'],
  withhold: ['waiting', 'public'],
}

/** Why there is nothing of an issue to publish or to withhold: nobody decides what is decided, or what is never published. */
export function publicationRefusal(issue: Issue, command: Pick<TransitionCommand, 'action' | 'parts'>): IssueRefusal | undefined {
  const { action } = command
  const changes = CHANGES[action]
  if (!changes) return undefined
  const standing = publication(issue)
  if (partsMeant(command, standing).some((part) => changes.includes(standing[part]))) return undefined
  return { ok: false, reason: 'publication-settled', detail: { action, publication: standing } }
}
