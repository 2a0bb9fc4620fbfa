import { restsOnConsent } from '@wangge/core/issue'
import type { IssueState, MyReport, ReportCommand } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { Instant, Problem } from '@wangge/core/schema'

/** A report made on this device: how far the server said it is, or that it has not been told yet. */
export interface OwnReport {
  id: string
  categoryId: string
  /** When it was made; epoch milliseconds while only this device knows. */
  at: Instant | number
  state: 'queued' | 'refused' | IssueState
  /** Of one that was merged: how far the other one is. */
  goesOn?: IssueState | undefined
  /** Absent until the server has it. */
  receipt?: string | undefined
  /** Whether it will have a code: what staff find on their duty has none. */
  hasCode: boolean
  /** The report itself, while it is unsent. */
  entry?: OutboxEntry | undefined
  /** The server's no. */
  problem?: Problem | undefined
}

/** Unsent ones first, then the server's; the newest first in each. */
export function ownReports(reports: readonly MyReport[], entries: readonly OutboxEntry[]): OwnReport[] {
  const known = new Set(reports.map(({ id }) => id))
  const unsent = entries
    .filter(({ id, kind }) => kind === 'report' && !known.has(id))
    .map((entry): OwnReport => {
      const { id, body, createdAt, state, problem } = entry
      const { categoryId, source } = body as ReportCommand
      return {
        id,
        categoryId,
        at: createdAt,
        state: state === 'refused' ? state : 'queued',
        entry,
        problem,
        hasCode: restsOnConsent(source),
      }
    })
  const settled = reports.map(({ id, categoryId, createdAt, state, receipt, goesOn }) => ({
    ...{ id, categoryId, at: createdAt, state, receipt },
    goesOn: goesOn?.state,
    hasCode: true,
  }))
  return [...unsent.reverse(), ...settled]
}
