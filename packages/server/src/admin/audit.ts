import { auditHeadSchema, auditPageSchema, auditVerificationSchema } from '@wangge/core/audit/schema'
import { listAuditSchema, nothingSchema, verifyAuditSchema } from '../schema.ts'
import { auditHead, listAudit } from '../storage/audit.ts'
import { verifyAudit } from '../storage/verify-audit.ts'
import { command } from './command.ts'

export const AUDIT_COMMANDS = {
  'audit-head': command({
    summary: 'Where the chain of the audit ends',
    input: nothingSchema,
    output: auditHeadSchema,
    run: ({ db, districtId }) => auditHead(db, districtId),
  }),
  'audit-list': command({
    summary: 'Who did what when, in order',
    input: listAuditSchema,
    output: auditPageSchema,
    run: ({ db, districtId }, query) => listAudit(db, districtId, query),
  }),
  'audit-verify': command({
    summary: 'Goes through the whole chain of the audit',
    input: verifyAuditSchema,
    output: auditVerificationSchema,
    run: (context, { head }) => verifyAudit(context, head),
  }),
}
