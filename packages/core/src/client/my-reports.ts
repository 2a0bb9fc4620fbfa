import type { Cache, Resource } from '../cache/index.ts'
import { issueSummarySchema, myReportSchema } from '../issue/schema.ts'
import type { IssueSummary, MyReport, ReportCommand, ReportReceipt } from '../issue/schema.ts'
import { isOpen } from '../issue/workflow.ts'
import type { CacheRecord } from '../ports/index.ts'
import { ownRecords } from './own-records.ts'
import { receiptPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** Not a path: what is kept here is this device's own, and the code in it is known nowhere else. */
const REPORTS = 'report:'
const reportKey = (issueId: string) => `${REPORTS}${issueId}`

const parse = parseWith(myReportSchema)
const parseSummary = parseWith(issueSummarySchema)

/** What the receipt of a report leaves on this device. */
export function receiptRecord(
  receipt: ReportReceipt,
  { categoryId }: Pick<ReportCommand, 'categoryId'>,
  now: number,
): CacheRecord {
  const data: MyReport = { ...receipt, categoryId, updatedAt: receipt.createdAt, version: 1 }
  return { key: reportKey(receipt.id), data, fetchedAt: now }
}

/** The server's news of an issue, if it was reported on this device. */
export const tellReport = (cache: Cache, summary: IssueSummary): Promise<void> =>
  cache.patch(reportKey(summary.id), parse, (report) =>
    summary.version > report.version ? { ...report, ...summary } : undefined,
  )

/** All acknowledged reports of this device as one resource, newest first. */
export const myReports = (cache: Cache): Resource<MyReport[]> =>
  ownRecords(cache, {
    prefix: REPORTS,
    parse,
    at: ({ createdAt }) => createdAt,
    mayChange: ({ state }) => isOpen(state),
    async refresh({ id, receipt }) {
      const snapshot = await cache.resource(receiptPath(receipt), parseSummary).refresh()
      const { data, error } = snapshot
      if (data) await tellReport(cache, data)
      // In its own words only: a code is not thrown away because a portal or a proxy has never heard of it.
      if (error?.problem === 'unknown-receipt') await cache.delete(reportKey(id))
      return snapshot
    },
  })
