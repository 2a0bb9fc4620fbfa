import { auditHeadSchema, auditPageSchema, auditVerificationSchema } from '@wangge/core/audit/schema'
import { operation } from '../operation.ts'
import { auditQuerySchema, noQuerySchema, verifyAuditSchema } from '../schema.ts'
import { auditHead, listAudit } from '../storage/audit.ts'
import { verifyAudit } from '../storage/verify-audit.ts'
import { expectWholeDistrict } from './admin.ts'

const FOR_AUDITORS = { access: ['staff'], roles: ['street', 'auditor'], scope: 'district' } as const

export const getAudit = operation({
  method: 'GET',
  path: '/v1/audit',
  id: 'listAudit',
  summary: 'Who did what when, in order; what was erased stays as its commitment',
  ...FOR_AUDITORS,
  query: auditQuerySchema,
  answers: { 200: { description: 'Entries after `after`; `next` goes on', schema: auditPageSchema } },
  async handle({ context, principal, query }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await listAudit(context.db, context.districtId, query) }
  },
})

export const getAuditHead = operation({
  method: 'GET',
  path: '/v1/audit/head',
  id: 'getAuditHead',
  summary: 'Where the chain ends: to be kept elsewhere, and verified against later',
  ...FOR_AUDITORS,
  query: noQuerySchema,
  answers: { 200: { description: 'Number and hash of the last entry', schema: auditHeadSchema } },
  async handle({ context, principal }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await auditHead(context.db, context.districtId) }
  },
})

export const postAuditVerification = operation({
  method: 'POST',
  path: '/v1/audit/verification',
  id: 'verifyAudit',
  summary: 'Goes through the whole chain and names what was changed, left out, put in or moved',
  ...FOR_AUDITORS,
  query: noQuerySchema,
  json: { schema: verifyAuditSchema },
  answers: { 200: { description: 'In order, or the findings', schema: auditVerificationSchema } },
  async handle({ context, principal, body: { head } }) {
    await expectWholeDistrict(context, principal)
    return { status: 200, body: await verifyAudit(context, head) }
  },
})
