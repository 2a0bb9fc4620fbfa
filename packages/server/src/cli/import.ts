import { gridRecordSchema } from '@wangge/core/grid/schema'
import type { GridRecord } from '@wangge/core/grid/schema'
import { expectation } from '../expectation.ts'
import type { GridImportReport } from '../admin/import-grids-schema.ts'
import type { FileGrid } from '../formats/grid-file.ts'
import { DATA_OPTIONS } from './arguments.ts'
import { readWidths, WIDTHS } from './grid-check.ts'
import { checkText } from './grid-check-text.ts'
import { GRID_OPTIONS, openGrids, readPlaces, tell } from './grid-input.ts'
import type { GridInput } from './grid-input.ts'
import { importTable } from './import-table.ts'
import { importText } from './import-text.ts'
import { expectInstant } from './instant-option.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

const people = (args: string[]) => importTable('people', args)
const organisations = (args: string[]) => importTable('organisations', args)
const posts = (args: string[]) => importTable('posts', args)
const intersections = (args: string[]) => importTable('intersections', args)
const teams = (args: string[]) => importTable('teams', args)
const points = (args: string[]) => importTable('points', args)
const categories = (args: string[]) => importTable('categories', args)

/** `wangge import grids|people|organisations|posts|intersections|teams|points|categories FILE`, see the usage in cli.ts */
export const importFile = (args: string[]): Promise<void> =>
  runVerb('import', { grids, people, organisations, posts, intersections, teams, points, categories }, args)

/**
 * `wangge import grids FILE [--crs CRS] [--effective INSTANT] [--dry-run] [--json]`: ends with 1, and nothing is written,
 * where the file is no tree or no partition, or the present grids cannot become these.
 */
async function grids(args: string[]): Promise<void> {
  const { values, places } = readPlaces('import grids', args, ['FILE'], {
    ...DATA_OPTIONS,
    ...GRID_OPTIONS,
    ...WIDTHS,
    effective: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  })
  const { data, district, effective } = values
  if (effective !== undefined) expectInstant('--effective', effective)
  const input = await openGrids(places[0]!, values, false)
  const { lang, progress } = input
  const records = input.grids.map((grid) => recordOf(grid, input))
  const request = { grids: records, dryRun: values['dry-run'], ...readWidths(values), ...(effective && { effective }) }
  const phase = lang === 'zh' ? `核查并导入 ${records.length} 个网格` : `Checking and importing ${records.length} grids`
  const report = await progress.phase(phase, () => runAdmin('grids-import', { data, district, input: request }))
  const others = records.length - report.grids
  if (others > 0) tell([notThen(others, report.effective)], lang)
  console.log(values.json ? JSON.stringify(report) : textOf(report, input))
  if (report.outcome === 'refused') process.exitCode = 1
}

const notThen = (count: number, effective: string) => ({
  zh: `文件中有 ${count} 个网格在 ${effective} 尚未生效或已失效，未计入`,
  en: `${count} grids of the file are not valid at ${effective} and were left out; see --effective`,
})

/** What a district keeps of a grid is more than a file may say. @throws UsageError naming the grid and the field */
function recordOf({ properties: _, ...grid }: FileGrid, { crs, file }: GridInput): GridRecord {
  const whole = { codes: [], ...grid, ...(grid.geometry && { crs: grid.crs ?? crs }) }
  const parsed = gridRecordSchema.safeParse(whole, { error: expectation })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  const field = path.join('.') || 'the record'
  throw new UsageError(
    `${file}: expected a level, a name in both languages and a parent of each grid; of ${grid.id}, ${field}: ${message}`,
  )
}

function textOf(report: GridImportReport, input: GridInput): string {
  const { findings } = report
  if (findings.length === 0) return importText(report, input.lang)
  return `${importText(report, input.lang)}\n\n${checkText(input, { valid: false, findings, areas: {} })}`
}
