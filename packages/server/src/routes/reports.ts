import type { Actor } from '@wangge/core/issue'
import {
  attributeErrors,
  categoryRefusal,
  clocks,
  firstAnswer,
  joinIssue,
  looksAutomated,
  moderationOf,
  openIssue,
  promised,
  reportRefusal,
  restsOnConsent,
  routeIssue,
} from '@wangge/core/issue'
import { reportCommandSchema, reportReceiptSchema } from '@wangge/core/issue/schema'
import type { Issue, ReportCommand, ReportReceipt } from '@wangge/core/issue/schema'
import { actorOf, reporterName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { createReceipt } from '../auth/secrets.ts'
import { expectConsent } from '../consent.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { placed } from '../issue-place.ts'
import { operation } from '../operation.ts'
import type { Answer, Call } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { Context } from '../context.ts'
import { findCategory, listCategories, parentsOf } from '../storage/categories.ts'
import type { Tx } from '../storage/database.ts'
import { issueChange } from '../storage/issue-change.ts'
import { hasJoined, insertIssue } from '../storage/issues.ts'
import { liaisonOrganisations } from '../storage/liaison-organisations.ts'
import { comparableIssue } from '../storage/similar-issues.ts'
import { write } from '../storage/write.ts'
import { expectPhotos } from './issues.ts'

export const postIssue = operation({
  method: 'POST',
  path: '/v1/issues',
  id: 'reportIssue',
  summary: 'Reports an issue; the receipt code follows it without an account',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES.filter((role) => role !== 'auditor'),
  scope: { public: 'open', org: 'open', staff: 'subtree' },
  query: noQuerySchema,
  json: { schema: reportCommandSchema },
  idempotent: true,
  byHumans: true,
  // Whether it may join says the same as whether it would be offered.
  countedAs: ({ joins }) => (joins === undefined ? undefined : 'similar'),
  answers: { 201: { description: 'The issue is submitted', schema: reportReceiptSchema } },
  handle: takeReport,
})

/** Files a report, whichever way it came. */
export async function takeReport(call: Call<unknown, ReportCommand>): Promise<Answer> {
  const { context, principal, body: command, now } = call
  const { districtId } = context
  // Before anything is kept: the same command goes through without the field.
  const automated = looksAutomated(command)
  if (automated) throw refused(automated.reason, automated.detail)
  const reference = await context.reference.current()
  const reporterId = principal.kind === 'staff' ? principal.personId : undefined
  const reporter = reporterName(principal)
  const request = { key: command.id, fingerprint: commandFingerprint(call, reporter), actor: reporter, now }
  const written = await write(context, request, async (tx) => {
    const { gridPath, position } = placed(command.place, reference)
    const actor = expectReporter(principal, command, gridPath)
    if (command.consent) expectConsent(command.consent, reference)
    else if (restsOnConsent(command.source)) throw invalidBody([CONSENT_MISSING])
    const category = await findCategory(tx, districtId, command.categoryId)
    const refusal = categoryRefusal(category)
    if (!category || refusal) throw refused(refusal ?? 'unknown-category', { categoryId: command.categoryId })
    const errors = attributeErrors(command.attributes, category)
    if (errors.length > 0) throw invalidBody(errors)
    await expectPhotos(tx, districtId, command.photos)
    const { tree, appointments, issuePolicy } = reference
    const { severity, terms } = promised(category)
    const { joins } = command
    // Whoever answers for the issue that it joins answers for it too.
    const route =
      joins === undefined
        ? routeIssue({ gridPath, severity }, category, {
            ...{ tree, appointments, rules: issuePolicy.routing, now },
            liaisons: await liaisonOrganisations(tx, districtId, now),
          })
        : undefined
    const reported = openIssue(command, {
      ...{ gridPath, ...(position && { position }), actor, categorySet: category.set, severity, terms, route, now },
      moderation: moderationOf(issuePolicy, command.consent),
    })
    const issue = joins === undefined ? reported : await joined(tx, context, reported, { into: joins, reporterId, now })
    const receipt = createReceipt(context.randomBytes)
    if (!(await insertIssue(tx, districtId, issue, { receipt, consent: command.consent, reporterId }))) {
      throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
    }
    const { id, state, createdAt } = issue
    // Who joined another issue has had no answer by that.
    const first = issue.state === 'merged' ? undefined : firstAnswer(clocks(issue, reference.calendar, now))
    const answer: ReportReceipt = {
      ...{ id, receipt, state, gridPath, createdAt },
      ...(first && { firstAnswer: first }),
      ...(route && { askedFirst: route.assignee.role }),
    }
    return { status: 201, answer, audit: { action: 'report', subject: id }, changes: [issueChange(issue)] }
  })
  // Nobody else can read the issue itself: the others follow it by its receipt.
  return principal.kind === 'staff' ? { ...written, headers: { location: `/v1/issues/${command.id}` } } : written
}

const CONSENT_MISSING = { path: ['consent'], code: 'required', message: 'Expected consent to the shown purpose' }

/** @throws ProblemError 409 refused `merge-target`, or `already-joined` for one who is known by name and has joined it before */
async function joined(
  tx: Tx,
  { districtId }: Context,
  issue: Issue,
  { into, reporterId, now }: { into: string; reporterId: string | undefined; now: number },
): Promise<Issue> {
  const target = await comparableIssue(tx, districtId, into)
  if (reporterId !== undefined && (await hasJoined(tx, districtId, into, reporterId))) throw refused('already-joined', { into })
  const parentOf = parentsOf(await listCategories(tx, districtId))
  const result = joinIssue(issue, target, { parentOf, now })
  if (!result.ok) throw refused(result.reason, { into })
  return result.issue
}

/**
 * Who the report is by. Behind a site key there is a person without an account: the report is theirs alone. Staff report
 * under the first of their grants that may, a liaison as anybody does.
 * @throws ProblemError 409 refused
 */
function expectReporter(principal: Principal, { id, source }: ReportCommand, gridPath: string[]): Actor {
  const resident: Actor = { id: `reporter:${id}`, role: 'resident' }
  const grants = principal.kind === 'staff' ? principal.grants.filter(({ gridId }) => gridId !== undefined) : []
  const actors = principal.kind === 'staff' && grants.length > 0 ? grants.map((grant) => actorOf(principal, grant)) : [resident]
  const refusals = actors.map((actor) => ({ actor, refusal: reportRefusal(source, gridPath, actor) }))
  const first = refusals.find(({ refusal }) => refusal === undefined) ?? refusals[0]!
  if (first.refusal) throw refused(first.refusal.reason, first.refusal.detail)
  return first.actor
}
