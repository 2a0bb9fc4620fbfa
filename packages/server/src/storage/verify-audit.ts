import { verifyChain } from '@wangge/core/audit'
import type { AuditFinding, AuditHead, AuditVerification } from '@wangge/core/audit/schema'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { auditEntries, auditHead } from './audit.ts'

/** Verifies the district's chain from its start, against its own head and one that was kept elsewhere. */
export async function verifyAudit({ db, districtId }: Context, kept?: AuditHead): Promise<AuditVerification> {
  const heads = [await auditHead(db, districtId), ...(kept ? [kept] : [])]
  const result = await verifyChain(auditEntries(db, districtId), { districtId, sha256, heads })
  // Asked again: acts went on meanwhile. What no head leads to, nobody but a hand in the table can have put there.
  const { seq } = await auditHead(db, districtId)
  if (result.head.seq <= seq) return result
  return { ...result, ok: false, findings: [...result.findings, beyondHead(seq + 1)] }
}

const beyondHead = (seq: number): AuditFinding => ({
  code: 'beyond-head',
  seq,
  message: {
    zh: `第 ${seq} 条及其后的记录在链首之外，并非由系统写入`,
    en: `From number ${seq} on entries lie beyond the head of the chain: the server did not write them`,
  },
})
