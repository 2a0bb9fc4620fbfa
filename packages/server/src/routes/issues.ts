import { reachesPath } from '@wangge/core/access'
import type { Grant, StaffRole } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import { advance } from '@wangge/core/issue'
import {
  historyHeadSchema,
  historyVerificationSchema,
  staffIssueSchema,
  transitionCommandSchema,
} from '@wangge/core/issue/schema'
import type { Issue, PhotoRef, TransitionCommand } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { actorOf, principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import { reachesIssue } from '../auth/reaches-issue.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { photoAnswer, PICTURE } from '../photos/photo-answer.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { issuePageSchema, issuesQuerySchema, noQuerySchema, verifyAuditSchema } from '../schema.ts'
import { askedIssues } from '../storage/asked-issues.ts'
import { recordAct } from '../storage/audit.ts'
import { findCategory, listCategories, pastCategories } from '../storage/categories.ts'
import { climbDue } from '../storage/climb-due.ts'
import { isOpenAt } from '../storage/closed-organisations.ts'
import type { Queries, Tx } from '../storage/database.ts'
import { issueChange } from '../storage/issue-change.ts'
import { reckonDeadlines } from '../storage/issue-deadlines.ts'
import { staffIssue, staffIssues, unmoved } from '../storage/staff-issues.ts'
import { countDuplicates, findIssue, listIssues, saveProgress, stepsOf } from '../storage/issues.ts'
import { missingPhotos } from '../storage/photos.ts'
import { issueHead, verifyIssueHistory } from '../storage/verify-history.ts'
import { write } from '../storage/write.ts'

export const getIssues = operation({
  method: 'GET',
  path: '/v1/issues',
  id: 'listIssues',
  summary: 'Issues that the caller reaches, newest first; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: issuesQuerySchema,
  answers: { 200: { description: 'A page; `next` is the `after` of the next one', schema: issuePageSchema } },
  async handle({ context, principal, query, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const { dueBefore, after, limit, ...filter } = query
    const { grants } = principal as Staff
    const categories = await listCategories(db, districtId)
    const asked = askedIssues(filter, { grants, tree, categories, now })
    const dueBy = [asked.dueBy, dueBefore].filter((at) => at !== undefined).sort(byTime)[0]
    if (dueBy !== undefined) await reckonDeadlines(context, reference, now)
    const { issues, next } = await listIssues(db, districtId, { asked: { ...asked, dueBy }, after, limit })
    await recordReading(context, principal as Staff, { subject: filter.grid ?? tree.root.id, now })
    const views = await staffIssues(db, issues, { districtId, staff: principal as Staff, reference, now })
    const page = next === undefined ? {} : { next }
    return { status: 200, body: { issues: views, ...page }, tag: { issues: views.map(unmoved), ...page } }
  },
})

const byTime = (one: string, other: string) => Date.parse(one) - Date.parse(other)

export const getIssue = operation({
  method: 'GET',
  path: '/v1/issues/{id}',
  id: 'getIssue',
  summary: 'An issue with its history and its clocks; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'The issue, with what the caller may do in it', schema: staffIssueSchema } },
  async handle({ context, principal, params, now }) {
    const { db, districtId } = context
    const { issue } = expectReachable(await findIssue(db, districtId, params.id!), principal)
    const staff = principal as Staff
    const reference = await context.reference.current()
    const body = await staffIssue(db, issue, { districtId, staff, reference, now })
    await recordReading(context, staff, { subject: issue.id, now })
    return { status: 200, body, tag: unmoved(body) }
  },
})

export const getIssuePhoto = operation({
  method: 'GET',
  path: '/v1/issues/{id}/photos/{sha256}',
  id: 'getIssuePhoto',
  summary: 'A photo of an issue or of one of its steps; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: PICTURE },
  async handle({ context, principal, params, now }) {
    const { issue } = expectReachable(await findIssue(context.db, context.districtId, params.id!), principal)
    await recordReading(context, principal as Staff, { subject: issue.id, now })
    return photoAnswer(context, params.sha256!, [...issue.photos, ...issue.history.flatMap(({ evidence }) => evidence ?? [])])
  },
})

export const getIssueHead = operation({
  method: 'GET',
  path: '/v1/issues/{id}/head',
  id: 'getIssueHead',
  summary: 'Where the chain of an issue’s history ends: to be kept elsewhere, and verified against later',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'Number and hash of the last step', schema: historyHeadSchema } },
  async handle({ context: { db, districtId }, principal, params }) {
    const { issue } = expectReachable(await findIssue(db, districtId, params.id!), principal)
    const [history] = await stepsOf(db, districtId, [issue.id])
    return { status: 200, body: issueHead(history!) }
  },
})

export const postIssueVerification = operation({
  method: 'POST',
  path: '/v1/issues/{id}/verification',
  id: 'verifyIssue',
  summary: 'Goes through the history of an issue and names what was changed, left out, put in or moved',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: noQuerySchema,
  json: { schema: verifyAuditSchema },
  answers: { 200: { description: 'In order, or the findings', schema: historyVerificationSchema } },
  async handle({ context: { db, districtId }, principal, params, body: { head } }) {
    const { issue } = expectReachable(await findIssue(db, districtId, params.id!), principal)
    return { status: 200, body: await verifyIssueHistory(db, districtId, issue.id, head) }
  },
})

export const postTransition = operation({
  method: 'POST',
  path: '/v1/issues/{id}/transitions',
  id: 'advanceIssue',
  summary: 'Takes an issue one step on',
  access: ['staff'],
  roles: STAFF_ROLES.filter((role) => role !== 'auditor'),
  scope: 'subtree',
  query: noQuerySchema,
  json: { schema: transitionCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The issue after the step, with what the caller may do next', schema: staffIssueSchema } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    if (command.issueId !== params.id) {
      const errors = [{ path: ['issueId'], code: 'mismatch', message: 'Expected the issue of the path' }]
      throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
    }
    const staff = principal as Staff
    const reference = await context.reference.current()
    const { tree, appointments } = reference
    const viewOf = (tx: Tx, issue: Issue) => staffIssue(tx, issue, { districtId, staff, reference, now })
    const request = {
      key: command.id,
      fingerprint: commandFingerprint(call),
      actor: principalName(principal),
      now,
      // Read anew: what the issue says is not kept twice, and whoever lost their reach since learns no more of it.
      tellAgain: async (tx: Tx) => viewOf(tx, expectReachable(await findIssue(tx, districtId, command.issueId), principal).issue),
    }
    return write(context, request, async (tx) => {
      const { issue: found, grants } = expectReachable(await findIssue(tx, districtId, command.issueId, true), principal)
      const { issue, audit: auditClimbs } = await climbDue(tx, context, found, { reference, now, until: now - 1 })
      await expectPhotos(tx, districtId, command.evidence ?? [])
      const named = {
        ...(await mergeContext(tx, districtId, command, principal)),
        ...(await assigneeContext(tx, districtId, command, { tree, now })),
        ...(await correctionContext(tx, districtId, command, issue)),
      }
      const tries = grants.map((grant) =>
        advance(issue, command, { actor: actorOf(staff, grant), tree, appointments, now, ...named }),
      )
      const result = tries.find(({ ok }) => ok) ?? tries[0]!
      if (!result.ok) throw refused(result.reason, result.detail)
      await saveProgress(tx, districtId, result.issue, result.transition)
      await auditClimbs()
      return {
        status: 200,
        answer: { issueId: issue.id, version: result.issue.version },
        body: await viewOf(tx, result.issue),
        audit: { action: `issue-${command.action}`, subject: issue.id },
        changes: [issueChange(result.issue)],
      }
    })
  },
})

/** Where the organisation lies that is to handle it; nowhere where it is closed. */
async function assigneeContext(
  tx: Tx,
  districtId: string,
  { assignee }: TransitionCommand,
  { tree, now }: { tree: GridTree; now: number },
) {
  if (assignee?.orgId === undefined) return {}
  const organisation = await tx
    .selectFrom('organisations')
    .select('grid_id')
    .where('district_id', '=', districtId)
    .where('id', '=', assignee.orgId)
    .where(isOpenAt(districtId, sql`organisations.id`, now))
    .executeTakeFirst()
  const gridId = organisation && (organisation.grid_id ?? tree.root.id)
  return gridId !== undefined && tree.get(gridId) ? { assigneePath: tree.path(gridId).map(({ id }) => id) } : {}
}

/** The category that it is said to be of, as it is now; of one that stays, as it was when it was filed. */
async function correctionContext(tx: Tx, districtId: string, { action, correction }: TransitionCommand, issue: Issue) {
  if (action !== 'correct' || !correction) return {}
  const { categoryId = issue.categoryId } = correction
  const category =
    categoryId === issue.categoryId
      ? (await pastCategories(tx, districtId, [issue])).find(issue)
      : await findCategory(tx, districtId, categoryId)
  return { category }
}

/** The issue that goes on, if the caller reaches it, and how many were merged into the one that ends. */
async function mergeContext(tx: Tx, districtId: string, { action, issueId, into }: TransitionCommand, principal: Principal) {
  if (action !== 'merge' || into === undefined) return {}
  const target = into === issueId ? undefined : await findIssue(tx, districtId, into, true)
  const isReached =
    target !== undefined && principal.kind === 'staff' && principal.grants.some((one) => reachesPath(one, target.gridPath))
  return { ...(isReached && { target }), duplicates: await countDuplicates(tx, districtId, issueId) }
}

const OVERSEERS: readonly StaffRole[] = ['inspector', 'auditor']

/** Those who settle issues read them for that. Whoever only oversees reads others' words, one entry for each call. */
export async function recordReading(
  context: Context,
  staff: Staff,
  { subject, now }: { subject: string; now: number },
): Promise<void> {
  if (!staff.grants.every(({ role }) => OVERSEERS.includes(role))) return
  await recordAct(context, { now, actor: principalName(staff), action: 'read-issues', subject })
}

/** The issue and the grants that reach it. Out of reach there is no issue: its existence is not told. */
function expectReachable(issue: Issue | undefined, principal: Principal): { issue: Issue; grants: Grant[] } {
  const grants = principal.kind === 'staff' && issue ? principal.grants.filter((one) => reachesIssue(one, issue)) : []
  if (issue && grants.length > 0) return { issue, grants }
  throw notFound('unknown-issue', 'There is no such issue')
}

/** @throws ProblemError 409 refused `photo-missing` */
export async function expectPhotos(db: Queries, districtId: string, photos: PhotoRef[]): Promise<void> {
  const missing = await missingPhotos(db, districtId, photos)
  if (missing.length > 0) throw refused('photo-missing', { photos: missing.map(({ sha256 }) => sha256) })
}
