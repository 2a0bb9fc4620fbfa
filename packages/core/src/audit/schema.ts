import * as z from 'zod/mini'
import { personal } from '../schema.ts'

const digestSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** What a commitment stands for. Erased once nobody may know it any more; the chain holds without it. */
export const auditOpeningSchema = z.object({
  /** Random, 32 hex digits: nobody finds the content by trying. */
  salt: z.string(),
  actor: personal('person', z.string()),
  subject: personal('person', z.string()),
})
export type AuditOpening = z.infer<typeof auditOpeningSchema>

/** One act. Append-only; `seq` counts from 1 without a gap. */
export const auditEntrySchema = z.object({
  seq: z.int().check(z.gte(1)),
  /** UTC, milliseconds: the text itself goes into the hash. */
  at: z.string(),
  action: z.string(),
  /** SHA-256 over salt, actor and subject. */
  commitment: digestSchema,
  /** SHA-256 over this entry and the hash before it. */
  hash: digestSchema,
  opening: z.optional(auditOpeningSchema),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** To be kept elsewhere: whoever holds it can tell later that nothing before it was changed, left out or moved. */
export const auditHeadSchema = z.object({ seq: z.int().check(z.gte(0)), hash: digestSchema })
export type AuditHead = z.infer<typeof auditHeadSchema>

/** Asks to go through a chain; `head` is one that was kept elsewhere. */
export const verifyChainCommandSchema = z.strictObject({ head: z.optional(z.strictObject(auditHeadSchema.shape)) })

export const auditPageSchema = z.object({ entries: z.array(auditEntrySchema), next: z.optional(z.int()) })
export type AuditPage = z.infer<typeof auditPageSchema>

export const auditFindingSchema = z.object({
  code: z.enum([
    'missing',
    'reordered',
    'changed',
    'opening-changed',
    'opening-missing',
    'cut-short',
    'head-mismatch',
    'before-start',
    'beyond-head',
  ]),
  seq: z.int(),
  message: z.object({ zh: z.string(), en: z.string() }),
})
export type AuditFinding = z.infer<typeof auditFindingSchema>

export const auditVerificationSchema = z.object({
  ok: z.boolean(),
  entries: z.int(),
  head: auditHeadSchema,
  findings: z.array(auditFindingSchema),
})
export type AuditVerification = z.infer<typeof auditVerificationSchema>
