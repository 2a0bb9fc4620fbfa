import type { GridChange } from '@wangge/core/grid/schema'
import type { Geometry } from '@wangge/core/grid/schema'
import type { Localized } from '@wangge/core/schema'
import { parseArgs } from 'node:util'
import type { GridImportReport } from '../admin/import-grids-schema.ts'
import type { FileGrid } from '../formats/grid-file.ts'
import { DATA_OPTIONS, required } from './arguments.ts'
import { checkText } from './grid-check-text.ts'
import { GRID_OPTIONS, openGrids, readPlaces } from './grid-input.ts'
import type { GridInput } from './grid-input.ts'
import { importText } from './import-text.ts'
import { expectInstant } from './instant-option.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge redraw split|merge|move`: some grids instead of the whole tree, see the usage in cli.ts */
export const redraw = (args: string[]): Promise<void> => runVerb('redraw', { split, merge, move }, args)

const OPTIONS = {
  ...DATA_OPTIONS,
  ...GRID_OPTIONS,
  effective: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const

interface Values {
  data: string
  district: string
  json: boolean
  'dry-run': boolean
  effective?: string | undefined
}

/** The features of the file are the parts: a name in both languages each, an id where the caller wants one. */
async function split(args: string[]): Promise<void> {
  const { values, places } = readPlaces('redraw split', args, ['GRID', 'FILE'], OPTIONS)
  const input = await openGrids(places[1]!, values)
  const into = input.outlined.map((grid) => ({ ...partOf(grid, input), id: grid.id, name: nameOf(grid, input) }))
  await carryOut({ op: 'split', gridId: places[0]!, into }, values, input.lang, input)
}

/** The features of the file are grids of today by their ids, with their new outlines; all whose borders move. */
async function move(args: string[]): Promise<void> {
  const { values, places } = readPlaces('redraw move', args, ['FILE'], OPTIONS)
  const input = await openGrids(places[0]!, values)
  const grids = input.outlined.map((grid) => ({ ...partOf(grid, input), gridId: grid.id, ...(grid.name && { name: grid.name }) }))
  await carryOut({ op: 'redraw', grids }, values, input.lang, input)
}

/** The outline is made of theirs. */
async function merge(args: string[]): Promise<void> {
  const names = { 'name-zh': { type: 'string' }, 'name-en': { type: 'string' }, id: { type: 'string' } } as const
  const { values, positionals: gridIds } = parsed(args, { ...OPTIONS, ...names })
  if (gridIds.length < 2) throw new UsageError(`redraw merge: expected two grids or more, got ${gridIds.join(' ') || 'nothing'}`)
  const zh = required('--name-zh', 'the name of the grid to be in Chinese', values['name-zh'])
  const en = required('--name-en', 'its name in English', values['name-en'])
  const into = { name: { zh, en }, ...(values.id !== undefined && { id: values.id }) }
  await carryOut({ op: 'merge', gridIds, into }, values, languageOf(values.lang))
}

function parsed<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** What a file says of a grid that is kept. */
function partOf(grid: FileGrid & { geometry: Geometry }, { crs }: GridInput) {
  const { codes, placeClasses, households, residentPop, servicePop, geometry } = grid
  const said = { codes, placeClasses, households, residentPop, servicePop }
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<typeof said>
  return { ...known, geometry, crs: grid.crs ?? crs }
}

/** @throws UsageError */
function nameOf({ id, name }: FileGrid, { file }: GridInput): Localized {
  if (name) return name
  throw new UsageError(`${file}: expected a name in both languages of each part, got none of ${id}`)
}

async function carryOut(change: GridChange, values: Values, lang: Lang, input?: GridInput): Promise<void> {
  const { data, district, effective } = values
  if (effective !== undefined) expectInstant('--effective', effective)
  const request = { change, dryRun: values['dry-run'], ...(effective !== undefined && { effective }) }
  const report = await runAdmin('grids-redraw', { data, district, input: request })
  console.log(values.json ? JSON.stringify(report) : textOf(report, lang, input))
  if (report.outcome === 'refused') process.exitCode = 1
}

function textOf(report: GridImportReport, lang: Lang, input: GridInput | undefined): string {
  const { findings } = report
  if (findings.length === 0 || !input) return importText(report, lang)
  return `${importText(report, lang)}\n\n${checkText(input, { valid: false, findings, areas: {} })}`
}
