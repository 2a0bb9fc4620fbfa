import type { Cache, Resource } from '../cache/index.ts'
import { isSdkError } from '../errors.ts'
import { keptReportSchema, myReportSchema, receiptStatusSchema } from '../issue/schema.ts'
import type { IssueState, KeptReport, MyReport, ReceiptStatus, ReportCommand, ReportReceipt } from '../issue/schema.ts'
import { isOpen } from '../issue/workflow.ts'
import type { CacheRecord, Clock } from '../ports/index.ts'
import { forgetReport } from './forget-report.ts'
import { ownRecords } from './own-records.ts'
import { isReport, isReportKey, receiptPath, reportKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** The feed does not say which issues change: an open report is asked for no more often, however many do. */
const PACE_MS = 60_000
/** One that has ended may still be erased: whoever looks asks for it again after so long. */
const AGAIN_MS = 86_400_000

const parse = parseWith(keptReportSchema)
/** What a report was compared by stays in its record: it is nothing to show. */
const parseShown = parseWith(myReportSchema)
const parseSummary = parseWith(receiptStatusSchema)

/** The issues that were reported on this device, and those that reports of it have joined. */
export async function joinedHere(cache: Cache, person: string | undefined): Promise<Set<string>> {
  const keys = await cache.keys('')
  const ours = [reportKey(undefined, ''), ...(person === undefined ? [] : [reportKey(person, '')])]
  const reports = await Promise.all(
    keys.filter((key) => ours.some((own) => key.startsWith(own))).map((key) => cache.read(key, parse)),
  )
  return new Set(reports.flatMap((report) => (report ? [report.id, ...(report.joins === undefined ? [] : [report.joins])] : [])))
}

/** What the receipt of a report leaves on this device. */
export function receiptRecord(
  receipt: ReportReceipt,
  { categoryId, joins, description, place }: Pick<ReportCommand, 'categoryId' | 'joins' | 'description' | 'place'>,
  { person, now }: { person: string | undefined; now: number },
): CacheRecord {
  const joined = joins === undefined ? {} : { joins }
  const said = { description, place }
  const data: KeptReport = { ...receipt, ...joined, categoryId, updatedAt: receipt.createdAt, version: 1, said }
  return { key: reportKey(person, receipt.id), data, fetchedAt: now }
}

/**
 * The feed's news of an issue, if it was reported on this device: its state at once, the rest from the receipt. Resolves
 * with the records that are older now than they look.
 */
export async function tellReport(cache: Cache, news: { id: string; version: number; state: IssueState }): Promise<string[]> {
  const outdated: string[] = []
  for (const key of await cache.keys('')) {
    if (!isReport(key, news.id)) continue
    await cache.patch(key, parse, (report) => {
      if (news.version <= report.version) return undefined
      outdated.push(key)
      return compared({ ...report, state: news.state, version: news.version })
    })
  }
  return outdated
}

/** Some issue has changed, and nobody says which: the open reports of this device that may be it. */
export async function openReports(cache: Cache): Promise<string[]> {
  const open: string[] = []
  for (const key of await cache.keys('')) {
    const report = isReportKey(key) ? await cache.read(key, parse) : undefined
    if (report && goesOn(report)) open.push(key)
  }
  return open
}

/** Whether there is more to come of it; of one that was merged, of the one that it was merged into, as far as that is known. */
const goesOn = ({ state, goesOn: other }: MyReport): boolean =>
  state === 'merged' ? other === undefined || isOpen(other.state) : isOpen(state)

/** What the server says now, and nothing that it said before. */
function renewed({ receipt, joins, said, ...before }: KeptReport, summary: ReceiptStatus): KeptReport {
  const latest = summary.version < before.version ? before : summary
  return compared({ ...latest, receipt, ...(joins !== undefined && { joins }), ...(said && { said }) })
}

/** What has ended no report repeats: its words are kept no longer. */
function compared({ said, ...report }: KeptReport): KeptReport {
  return said && goesOn(report) ? { ...report, said } : report
}

/** Which report of this device has the code: the person's own, or one without a name. */
export async function ownReportOf(
  cache: Cache,
  { receipt, person }: { receipt: string; person: string | undefined },
): Promise<{ id: string; person: string | undefined } | undefined> {
  for (const whose of person === undefined ? [undefined] : [person, undefined]) {
    for (const key of await cache.keys(reportKey(whose, ''))) {
      const report = await cache.read(key, parse)
      // A city that speaks Open311 may have small letters in its numbers.
      if (report?.receipt.toUpperCase() === receipt.toUpperCase()) return { id: report.id, person: whose }
    }
  }
  return undefined
}

/** All acknowledged reports of this device, a person's and those without a name, as one resource, newest first. */
export const myReports = (cache: Cache, { person, now }: { person: string | undefined; now: Clock }): Resource<MyReport[]> =>
  ownRecords(cache, {
    prefixes: [reportKey(undefined, ''), ...(person === undefined ? [] : [reportKey(person, '')])],
    parse: parseShown,
    at: ({ createdAt }) => createdAt,
    mayChange: goesOn,
    paceMs: PACE_MS,
    againMs: AGAIN_MS,
    now,
    async refresh(key, { id, receipt }) {
      try {
        // Nothing of it is kept but in the record itself: the code is in its address.
        const summary = await cache.ask(receiptPath(receipt), parseSummary)
        await cache.confirm(key, parse, (report) => renewed(report, summary))
        return undefined
      } catch (error) {
        if (!isSdkError(error)) throw error
        // In its own words only: a code is not thrown away because a portal or a proxy has never heard of it.
        if (error.problem === 'unknown-receipt') await forgetReport(cache, id)
        return error
      }
    },
  })
