import { stringify } from 'csv-stringify/sync'
import { fileHeaders, XLSX } from '../file-headers.ts'
import { HOURS_COLUMNS, hoursRows } from '../formats/hours-table.ts'
import { hoursWorkbook } from '../formats/hours-workbook.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import type { DaySpanQuery } from '../schema.ts'
import { hostNotesOf } from '../storage/host-notes.ts'
import { HOURS_RULES, readHours } from './read-hours.ts'

export const getOrganisationHoursCsv = operation({
  ...HOURS_RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours.csv',
  id: 'exportOrganisationHours',
  summary: 'The same record by record, for the system that the ministry designates; no cell is taken for a formula',
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call) {
    const { rows } = await readTable(call)
    const lines = rows.map((cells) => cells.map((cell, at) => (isHours(at) ? Number(cell).toFixed(1) : cell)))
    const body = stringify([HOURS_COLUMNS, ...lines], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
    return new Response(body, { status: 200, headers: fileHeaders('text/csv; charset=utf-8', 'service-hours.csv') })
  },
})

export const getOrganisationHoursWorkbook = operation({
  ...HOURS_RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours.xlsx',
  id: 'exportOrganisationHoursWorkbook',
  summary: 'The same as a workbook: hours by person, and a line for each record; no cell is a formula',
  answers: { 200: { description: 'Office Open XML', type: XLSX } },
  async handle(call) {
    const { from, to, people, rows } = await readTable(call)
    const headers = fileHeaders(XLSX, `service-hours-${from}-${to}.xlsx`)
    return new Response(await hoursWorkbook({ people, rows }), { status: 200, headers })
  },
})

async function readTable(call: Call<DaySpanQuery, unknown>) {
  const { nameOf, timeZone, ...read } = await readHours(call)
  const { context } = call
  const notes = await hostNotesOf(
    context.db,
    context,
    read.records.map(({ signUpId }) => signUpId),
  )
  const rows = hoursRows(read.records, {
    nameOf: ({ personId }) => nameOf(personId),
    notesOf: ({ signUpId }) => notes.get(signUpId) ?? [],
    timeZone,
  })
  return { ...read, rows }
}

const isHours = (column: number): boolean => HOURS_COLUMNS[column]!.endsWith('hours')
