import { historyHeadSchema, historyVerificationSchema } from '@wangge/core/issue/schema'
import { operation } from '../operation.ts'
import { noQuerySchema, nothingSchema, verifyAuditSchema } from '../schema.ts'
import { placeSteps } from '../storage/place-steps.ts'
import { verifyHistories } from '../storage/verify-history.ts'
import { expectWholeDistrict } from './admin.ts'

const FOR_AUDITORS = { access: ['staff'], roles: ['street', 'auditor'], scope: 'district', query: noQuerySchema } as const

export const postHistoryHead = operation({
  ...FOR_AUDITORS,
  method: 'POST',
  path: '/v1/issue-histories/head',
  id: 'placeIssueSteps',
  summary: 'Puts every step of every issue so far in one order and tells where it ends: to be kept elsewhere, day by day',
  json: { schema: nothingSchema },
  answers: { 200: { description: 'Number and hash of the last step', schema: historyHeadSchema } },
  async handle({ context, principal }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await placeSteps(context, context.districtId) }
  },
})

export const postHistoryVerification = operation({
  ...FOR_AUDITORS,
  method: 'POST',
  path: '/v1/issue-histories/verification',
  id: 'verifyIssueHistories',
  summary: 'Goes through the histories of all issues and names what was changed, left out, put in or moved',
  json: { schema: verifyAuditSchema },
  answers: { 200: { description: 'In order, or the findings', schema: historyVerificationSchema } },
  async handle({ context, principal, body: { head } }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await verifyHistories(context.db, context.districtId, head) }
  },
})
