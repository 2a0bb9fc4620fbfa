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
  /** Absent until the server has it. */
  receipt?: string | undefined
  /** Of an unsent one: how often it was tried, when next in epoch milliseconds, and whether it is on its way just now. */
  tries?: { attempts: number; nextAt: number; isSending: boolean } | undefined
  /** The server's no. */
  problem?: Problem | undefined
}

/** Unsent ones first, then the server's; the newest first in each. */
export function ownReports(reports: readonly MyReport[], entries: readonly OutboxEntry[]): OwnReport[] {
  const known = new Set(reports.map(({ id }) => id))
  const unsent = entries
    .filter(({ id, kind }) => kind === 'report' && !known.has(id))
    .map(({ id, body, createdAt, state, problem, attempts, nextAttemptAt }): OwnReport => {
      const { categoryId } = body as ReportCommand
      const tries = { attempts, nextAt: nextAttemptAt, isSending: state === 'sending' }
      return { id, categoryId, at: createdAt, state: state === 'refused' ? state : 'queued', tries, problem }
    })
  const settled = reports.map(({ id, categoryId, createdAt, state, receipt }) => ({
    id,
    categoryId,
    at: createdAt,
    state,
    receipt,
  }))
  return [...unsent.reverse(), ...settled]
}
