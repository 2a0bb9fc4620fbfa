import type { ReportCommand } from './schema.ts'

/** Why a report is not taken as it is, and what makes it possible: the same without the field. */
export interface AutomatedRefusal {
  ok: false
  reason: 'looks-automated'
  detail: { field: 'website' }
}

/**
 * Whether a report fills in what nobody sees: programs that fill in whatever there is do. It is told, and not swallowed: a person
 * whose browser did it for them sends it once more, and nothing is lost.
 * @example looksAutomated({ website: 'https://spam.example' }) // { ok: false, reason: 'looks-automated', detail: { field: 'website' } }
 */
export const looksAutomated = ({ website }: Pick<ReportCommand, 'website'>): AutomatedRefusal | undefined =>
  website?.trim() ? { ok: false, reason: 'looks-automated', detail: { field: 'website' } } : undefined
