import { advance } from '@wangge/core/issue'
import { issueSchema, transitionCommandSchema } from '@wangge/core/issue/schema'
import type { Issue, PhotoRef } from '@wangge/core/issue/schema'
import { actorOf, principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { issuePageSchema, issuesQuerySchema, noQuerySchema } from '../schema.ts'
import type { Queries } from '../storage/database.ts'
import { issueChange } from '../storage/issue-change.ts'
import { findIssue, listIssues, saveProgress } from '../storage/issues.ts'
import { missingPhotos } from '../storage/photos.ts'
import { write } from '../storage/write.ts'

export const getIssues = operation({
  method: 'GET',
  path: '/v1/issues',
  id: 'listIssues',
  summary: 'Issues of the caller’s subtree, newest first',
  access: ['staff'],
  query: issuesQuerySchema,
  answers: { 200: { description: 'A page; `next` is the `after` of the next one', schema: issuePageSchema } },
  async handle({ context: { db, districtId, reference }, principal, query }) {
    const { tree } = await reference.current()
    const own = principal.kind === 'staff' ? principal.gridId : tree.root.id
    const gridId = query.grid ?? own
    const isWithin = tree.get(gridId) && tree.path(gridId).some(({ id }) => id === own)
    if (!isWithin) throw notFound('unknown-grid', 'There is no such grid in your subtree')
    const { state, after, limit } = query
    return { status: 200, body: await listIssues(db, districtId, { gridId, state, after, limit }) }
  },
})

export const getIssue = operation({
  method: 'GET',
  path: '/v1/issues/{id}',
  id: 'getIssue',
  summary: 'An issue with its history',
  access: ['staff'],
  query: noQuerySchema,
  answers: { 200: { description: 'The issue', schema: issueSchema } },
  async handle({ context: { db, districtId }, principal, params }) {
    return { status: 200, body: expectReachable(await findIssue(db, districtId, params.id!), principal) }
  },
})

export const postTransition = operation({
  method: 'POST',
  path: '/v1/issues/{id}/transitions',
  id: 'advanceIssue',
  summary: 'Takes an issue one step on',
  access: ['staff'],
  query: noQuerySchema,
  json: { schema: transitionCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The issue after the step', schema: issueSchema } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    if (command.issueId !== params.id) {
      const errors = [{ path: ['issueId'], code: 'mismatch', message: 'Expected the issue of the path' }]
      throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
    }
    const { tree, appointments } = await context.reference.current()
    const actor = actorOf(principal as Staff)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const issue = expectReachable(await findIssue(tx, districtId, command.issueId, true), principal)
      await expectPhotos(tx, districtId, command.evidence ?? [])
      const result = advance(issue, command, { actor, tree, appointments, now })
      if (!result.ok) throw refused(result.reason, result.detail)
      await saveProgress(tx, districtId, result.issue, result.transition)
      return {
        status: 200,
        answer: result.issue,
        audit: { action: `issue-${command.action}`, subject: issue.id },
        changes: [issueChange(result.issue)],
      }
    })
  },
})

/** Outside the caller's subtree there is no issue: its existence is not told. */
function expectReachable(issue: Issue | undefined, principal: Principal): Issue {
  if (issue && principal.kind === 'staff' && issue.gridPath.includes(principal.gridId)) return issue
  throw notFound('unknown-issue', 'There is no such issue')
}

/** @throws ProblemError 409 refused `photo-missing` */
export async function expectPhotos(db: Queries, districtId: string, photos: PhotoRef[]): Promise<void> {
  const missing = await missingPhotos(db, districtId, photos)
  if (missing.length > 0) throw refused('photo-missing', { photos: missing.map(({ sha256 }) => sha256) })
}
