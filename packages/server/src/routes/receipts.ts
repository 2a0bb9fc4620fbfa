import { advance, clocks, firstAnswer, reporterOf, trackIssue } from '@wangge/core/issue'
import type { IssueContext } from '@wangge/core/issue'
import { issueTrackSchema, receiptStatusSchema, reporterStepCommandSchema } from '@wangge/core/issue/schema'
import type { Issue, IssueTrack } from '@wangge/core/issue/schema'
import { reporterName } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { photoAnswer, PICTURE } from '../photos/photo-answer.ts'
import { notFound, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { climbDue } from '../storage/climb-due.ts'
import { pastCategories } from '../storage/categories.ts'
import type { Queries, Tx } from '../storage/database.ts'
import { issueChange } from '../storage/issue-change.ts'
import { findByReceipt, findIssue, saveProgress, summarise } from '../storage/issues.ts'
import type { Reference } from '../storage/reference.ts'
import { write } from '../storage/write.ts'
import { expectPhotos } from './issues.ts'

type TrackContext = IssueContext & Pick<Reference, 'calendar'>

const BY_CODE = { access: ['public', 'org'], scope: 'own', query: noQuerySchema } as const

export const getReceipt = operation({
  ...BY_CODE,
  method: 'GET',
  path: '/v1/receipts/{receipt}',
  id: 'getReceipt',
  summary: 'How far a reported issue is, for whoever holds its receipt code',
  answers: { 200: { description: 'What anybody may see of the issue', schema: receiptStatusSchema } },
  async handle({ context, params, now }) {
    const { db, districtId } = context
    const issue = await expectIssue(db, districtId, params.receipt!)
    const { calendar } = await context.reference.current()
    const goesOn = await issueThatGoesOn(db, districtId, issue)
    if (goesOn) {
      const { state, updatedAt } = goesOn
      return { status: 200, body: { ...summarise(issue), goesOn: { state, updatedAt } } }
    }
    const answer = answerOf(issue, calendar, now)
    return { status: 200, body: { ...summarise(issue), ...(answer && { firstAnswer: answer }) } }
  },
})

export const getTrack = operation({
  ...BY_CODE,
  method: 'GET',
  path: '/v1/receipts/{receipt}/track',
  id: 'trackIssue',
  summary: 'An issue step by step, for whoever holds its receipt code: what was said to them, and what they may do now',
  answers: { 200: { description: 'Names nobody', schema: issueTrackSchema } },
  async handle({ context, params, now }) {
    const { db, districtId } = context
    const given = { ...(await context.reference.current()), now }
    return { status: 200, body: await trackOf(db, districtId, await expectIssue(db, districtId, params.receipt!), given) }
  },
})

export const getReceiptPhoto = operation({
  ...BY_CODE,
  method: 'GET',
  path: '/v1/receipts/{receipt}/photos/{sha256}',
  id: 'getReceiptPhoto',
  summary: 'A photo of an issue, before or after, for whoever holds its receipt code',
  answers: { 200: PICTURE },
  async handle({ context, params, now }) {
    const issue = await expectIssue(context.db, context.districtId, params.receipt!)
    const { photos, steps } = trackIssue(issue, { ...(await context.reference.current()), now })
    return photoAnswer(context, params.sha256!, [...photos, ...steps.flatMap((step) => step.photos ?? [])])
  },
})

export const postReporterStep = operation({
  ...BY_CODE,
  method: 'POST',
  path: '/v1/receipts:step',
  id: 'stepByReceipt',
  summary: 'Verifies, rates, reopens or remarks on an issue, for whoever holds its receipt code',
  json: { schema: reporterStepCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The issue after the step', schema: issueTrackSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    const reporter = reporterName(principal)
    const reference = await context.reference.current()
    const given = { ...reference, now }
    const request = {
      key: command.id,
      fingerprint: commandFingerprint(call, reporter),
      actor: reporter,
      now,
      // Read anew: what the issue says is not kept twice, and after its erasure the code is nobody's.
      tellAgain: async (tx: Tx) => trackOf(tx, districtId, await expectIssue(tx, districtId, command.receipt), given),
    }
    return write(context, request, async (tx) => {
      const found = await expectIssue(tx, districtId, command.receipt, true)
      // An issue of another code is none that this one is told of.
      if (found.id !== command.issueId) throw unknownReceipt()
      const { issue, audit: auditClimbs } = await climbDue(tx, context, found, { reference, now, until: now - 1 })
      const { action, version, reason, rating, photos } = command
      await expectPhotos(tx, districtId, photos ?? [])
      const step = {
        ...{ action, version },
        ...(reason !== undefined && { reason }),
        ...(rating !== undefined && { rating }),
        ...(photos?.length && { evidence: photos }),
      }
      const result = advance(issue, step, { ...given, actor: reporterOf(issue) })
      if (!result.ok) throw refused(result.reason, result.detail)
      await saveProgress(tx, districtId, result.issue, result.transition)
      await auditClimbs()
      return {
        status: 200,
        answer: { issueId: issue.id, version: result.issue.version },
        body: await trackOf(tx, districtId, result.issue, given),
        audit: { action: `reporter-${action}`, subject: issue.id },
        changes: [issueChange(result.issue)],
      }
    })
  },
})

const unknownReceipt = () => notFound('unknown-receipt', 'There is no such receipt')

/** @throws ProblemError 404 `unknown-receipt` */
async function expectIssue(db: Queries, districtId: Context['districtId'], receipt: string, lock = false): Promise<Issue> {
  const issue = await findByReceipt(db, districtId, receipt.toUpperCase(), lock)
  if (!issue) throw unknownReceipt()
  return issue
}

async function trackOf(db: Queries, districtId: string, issue: Issue, given: TrackContext): Promise<IssueTrack> {
  const past = await pastCategories(db, districtId, [issue])
  const goesOn = await issueThatGoesOn(db, districtId, issue)
  const track = trackIssue(issue, { ...given, goesOn, category: past.find(issue) })
  const answer = answerOf(issue, given.calendar, given.now)
  return { ...track, ...(answer && { firstAnswer: answer }) }
}

/** Who was merged into another issue has had no answer by that. */
const answerOf = (issue: Issue, calendar: TrackContext['calendar'], now: number) =>
  issue.state === 'merged' ? undefined : firstAnswer(clocks(issue, calendar, now))

/** The issue that one was merged into; nothing of one that goes on itself. What others were merged into is not merged itself. */
async function issueThatGoesOn(db: Queries, districtId: string, { state, history }: Issue): Promise<Issue | undefined> {
  const into = state === 'merged' ? history.at(-1)?.into : undefined
  return into === undefined ? undefined : findIssue(db, districtId, into)
}
