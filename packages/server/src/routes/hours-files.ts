import { fileHeaders, XLSX } from '../file-headers.ts'
import { hoursCsv } from '../formats/hours-csv.ts'
import { hoursWorkbook } from '../formats/hours-workbook.ts'
import { operation } from '../operation.ts'
import { recordLines } from './record-lines.ts'
import { HOURS_RULES, readHours } from './read-hours.ts'

export const getOrganisationHoursCsv = operation({
  ...HOURS_RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours.csv',
  id: 'exportOrganisationHours',
  summary: 'The same record by record, for the system that the ministry designates; no cell is taken for a formula',
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call) {
    const body = hoursCsv(await recordLines(call.context, await readHours(call)))
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
    const hours = await readHours(call)
    const { from, to, people } = hours
    const headers = fileHeaders(XLSX, `service-hours-${from}-${to}.xlsx`)
    const rows = await recordLines(call.context, hours)
    return new Response(await hoursWorkbook({ people, rows }), { status: 200, headers })
  },
})
