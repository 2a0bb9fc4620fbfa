import { hoursOf } from '@wangge/core/roster'
import type { OrganisationHours } from '@wangge/core/roster/schema'
import writeExcelFile from 'write-excel-file/node'
import type { Cell } from 'write-excel-file/node'
import { HOURS_COLUMNS, isHours } from './hours-table.ts'
import { header, text, wrapped } from './workbook-cells.ts'

const PEOPLE_COLUMNS = ['姓名 name', '次数 times', '服务时间（小时） hours', '服务时间（分钟） minutes', '人员编号 person']
const WIDTHS = [14, 18, 12, 26, 26, 17, 17, 11, 11, 26, 14, 26, 30, 24, 30, 34, 30]
/** Hours have one decimal, as on a certificate. */
const ONE_DECIMAL = '0.0'

/** A workbook of an organisation's hours: what each person has, and a line for each record. Texts are texts: none is a formula. */
export async function hoursWorkbook({
  people,
  rows,
}: {
  people: OrganisationHours['people']
  /** As of `hoursRows`. */
  rows: readonly (string | number)[][]
}): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await writeExcelFile([
    {
      sheet: '人员 People',
      data: [PEOPLE_COLUMNS.map(header), ...sorted(people).map(personRow)],
      columns: [20, 12, 18, 18, 30].map((width) => ({ width })),
      stickyRowsCount: 1,
    },
    {
      sheet: '记录 Records',
      data: [HOURS_COLUMNS.map(header), ...rows.map(recordRow)],
      columns: WIDTHS.map((width) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape',
    },
  ]).toBuffer()
  return new Uint8Array(buffer)
}

/** Most hours first, as on the page. */
const sorted = (people: OrganisationHours['people']) =>
  [...people].sort((one, other) => other.minutes - one.minutes || (one.personId < other.personId ? -1 : 1))

const personRow = ({ personId, name, times, minutes }: OrganisationHours['people'][number]): Cell[] => [
  text(name),
  times,
  { value: hoursOf(minutes), format: ONE_DECIMAL },
  minutes,
  text(personId),
]

const recordRow = (cells: readonly (string | number)[]): Cell[] =>
  cells.map((cell, at) => {
    if (typeof cell === 'string') return wrapped(cell)
    return isHours(at) ? { value: cell, format: ONE_DECIMAL } : cell
  })
