import { needRefusal } from '../issue/index.ts'
import { transitionCommandSchema } from '../issue/schema.ts'
import type { StaffIssue } from '../issue/schema.ts'
import type { AdvanceIssueInput, CommandAccepted, CommandRefusal } from './client.ts'
import { accept, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { parseIssue } from './issue-records.ts'
import { issuePath, resourceKey, transitionsPath } from './paths.ts'
import { readPhoto, photoRef } from './read-photo.ts'
import { fieldErrors } from './schema-parse.ts'

/** Takes an issue one step on; its photos go into the outbox with it, in one transaction. */
export async function advanceIssue(
  { photos: blobs = [], ...input }: AdvanceIssueInput,
  context: Context,
): Promise<CommandAccepted<StaffIssue> | CommandRefusal> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const photos = await Promise.all(blobs.map(readPhoto))
  const draft = { ...input, id: context.createId(), ...(photos.length > 0 && { evidence: photos.map(photoRef) }) }
  const parsed = transitionCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  const command = parsed.data
  const { issueId, action, version } = command
  const issue = await context.cache.read(resourceKey(person, issuePath(issueId)), parseIssue)
  // What is known here of another version says nothing; the server knows.
  if (issue?.version === version) {
    const { state, allowedActions: possible } = issue
    if (!possible.includes(action)) return { ok: false, reason: 'action-not-allowed', detail: { action, state, possible } }
    const refusal = needRefusal(issue, command)
    if (refusal) return refusal
  }
  return accept(
    context,
    { id: command.id, kind: 'issue-step', person, subject: issueId, path: transitionsPath(issueId), body: command },
    photos,
  )
}
