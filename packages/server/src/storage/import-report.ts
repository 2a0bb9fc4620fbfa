import type { CellError, NewLiaison } from '@wangge/core/roster'
import type { ImportReport } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'

/** So many are told; the rest is counted. */
const MOST_ERRORS = 500

export const reportErrors = (errors: readonly CellError[]): Pick<ImportReport, 'faults' | 'furtherFaults'> => ({
  faults: errors.slice(0, MOST_ERRORS),
  furtherFaults: Math.max(0, errors.length - MOST_ERRORS),
})

/** Rows that alone are not brought in, where there are such. */
export const reportLeftOut = (rows: readonly CellError[]): Pick<ImportReport, 'leftOut' | 'furtherLeftOut'> =>
  rows.length === 0 ? {} : { leftOut: rows.slice(0, MOST_ERRORS), furtherLeftOut: Math.max(0, rows.length - MOST_ERRORS) }

/** Who becomes a liaison, where somebody does. */
export const reportLiaisons = (liaisons: readonly NewLiaison[]): Pick<ImportReport, 'liaisons' | 'furtherLiaisons'> =>
  liaisons.length === 0
    ? {}
    : { liaisons: liaisons.slice(0, MOST_ERRORS), furtherLiaisons: Math.max(0, liaisons.length - MOST_ERRORS) }

/** What is still to do, where there is something. */
export const reportNotes = (notes: readonly Localized[]): Pick<ImportReport, 'notes' | 'furtherNotes'> =>
  notes.length === 0 ? {} : { notes: notes.slice(0, MOST_ERRORS), furtherNotes: Math.max(0, notes.length - MOST_ERRORS) }

export function outcomeOf({
  errors,
  changes,
  dryRun,
}: {
  errors: number
  changes: number
  dryRun: boolean
}): ImportReport['outcome'] {
  if (errors > 0) return 'refused'
  if (dryRun) return 'planned'
  return changes > 0 ? 'imported' : 'unchanged'
}
