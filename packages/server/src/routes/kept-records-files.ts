import { fileHeaders, XLSX } from '../file-headers.ts'
import { hoursCsv } from '../formats/hours-csv.ts'
import { hoursWorkbook } from '../formats/hours-workbook.ts'
import { operation } from '../operation.ts'
import { keptRecordsFileQuerySchema } from '../schema.ts'
import { KEPT_RULES, readKept } from './read-kept-records.ts'
import { recordLines } from './record-lines.ts'

/** Records that one file takes: what is more is asked for in parts. */
const MOST_LINES = 100_000
const MOST_ROWS = 20_000

export const getKeptRecordsCsv = operation({
  ...KEPT_RULES,
  path: '/v1/service-records.csv',
  id: 'exportServiceRecords',
  summary:
    'The same record by record, at most 100,000, for the system that the ministry designates; no cell is taken for a formula. Audited',
  query: keptRecordsFileQuerySchema,
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call) {
    const kept = await readKept(call, MOST_LINES)
    const body = hoursCsv(await recordLines(call.context, kept))
    const headers = fileHeaders('text/csv; charset=utf-8', `service-records-${kept.from}-${kept.to}.csv`)
    return new Response(body, { status: 200, headers })
  },
})

export const getKeptRecordsWorkbook = operation({
  ...KEPT_RULES,
  path: '/v1/service-records.xlsx',
  id: 'exportServiceRecordsWorkbook',
  summary: 'The same as a workbook, at most 20,000: hours by person, and a line for each record; no cell is a formula. Audited',
  query: keptRecordsFileQuerySchema,
  answers: { 200: { description: 'Office Open XML', type: XLSX } },
  async handle(call) {
    const kept = await readKept(call, MOST_ROWS)
    const rows = await recordLines(call.context, kept)
    const headers = fileHeaders(XLSX, `service-records-${kept.from}-${kept.to}.xlsx`)
    return new Response(await hoursWorkbook({ people: kept.people, rows }), { status: 200, headers })
  },
})
