export { commitmentOf, EMPTY_CHAIN, entryHash, FIRST_HASH, MAX_FINDINGS, verifyChain } from './chain.ts'
export type { Digest, HashedEntry, VerifyOptions } from './chain.ts'
export type { AuditEntry, AuditFinding, AuditHead, AuditOpening, AuditPage, AuditVerification } from './schema.ts'
