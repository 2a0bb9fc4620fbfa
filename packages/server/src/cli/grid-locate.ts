import { text as textOf } from 'node:stream/consumers'
import { createLocator } from '@wangge/core/grid'
import type { Locator } from '@wangge/core/grid'
import { crsSchema } from '@wangge/core/schema'
import type { Crs, Position } from '@wangge/core/schema'
import { stringify } from 'csv-stringify/sync'
import { decodeText } from '../formats/decode-text.ts'
import type { FileGrid } from '../formats/grid-file.ts'
import { readBytes } from '../formats/read-bytes.ts'
import { readPoints } from '../formats/points-csv.ts'
import { lengthText } from '../report/figures.ts'
import { gridName } from './grid-check-text.ts'
import { checked } from './grid-check.ts'
import { GRID_OPTIONS, openGrids, readPlaces } from './grid-input.ts'
import { decimalNumber, oneOf } from './language.ts'
import type { Lang } from './language.ts'
import { printable } from './table.ts'
import { UsageError } from './usage-error.ts'

interface Found {
  /** Root first, the grid itself last; empty outside. */
  path: string[]
  nearest?: { id: string; distance: number } | undefined
}

interface Search {
  locator: Locator
  /** Of the points. */
  crs: Crs
  byId: ReadonlyMap<string, FileGrid>
  lang: Lang
}

/**
 * `wangge grid locate FILE X Y [--crs-of-point CRS]`, or `FILE --points CSV|-` for many: the grid and the path above it;
 * where there is none, the nearest. Ends with 1 where a point is in no grid.
 */
export async function locate(args: string[]): Promise<void> {
  const isBulk = args.some((arg) => arg === '--points' || arg.startsWith('--points='))
  const names = isBulk ? ['FILE'] : ['FILE', 'X', 'Y']
  const options = { ...GRID_OPTIONS, 'crs-of-point': { type: 'string' }, points: { type: 'string' } } as const
  const { values, places } = readPlaces('locate', args, names, options)
  const point = isBulk ? undefined : ([decimalNumber('X', places[1]!), decimalNumber('Y', places[2]!)] as Position)
  const asked = values['crs-of-point']
  const crsOfPoint = asked === undefined ? undefined : oneOf('--crs-of-point', asked, crsSchema.options)
  const input = await openGrids(places[0]!, values)
  const { crs, lang, outlined, progress } = input
  const locator = await progress.phase(lang === 'zh' ? '建立索引' : 'Indexing', () =>
    checked(() => createLocator(outlined, { crs })),
  )
  const search: Search = { locator, crs: crsOfPoint ?? crs, byId: new Map(outlined.map((grid) => [grid.id, grid])), lang }
  if (point) return tellOne(find(point, search), search, values.json)
  return tellAll(values.points!, search, values.json)
}

function find(position: Position, { locator, crs }: Search): Found {
  return checked(() => {
    const path = locator.path(position, { crs })
    return path.length > 0 ? { path } : { path, nearest: locator.nearest(position, { crs }) }
  })
}

function tellOne({ path, nearest }: Found, { byId, lang }: Search, json: boolean): void {
  if (json) console.log(JSON.stringify({ id: path.at(-1) ?? null, path, ...(nearest ? { nearest } : {}) }))
  else if (path.length > 0) console.log(`${path.at(-1)}\n${printable(path.map((id) => gridName(id, byId, lang)).join(' > '))}`)
  else console.log(printable(nowhere(nearest, byId, lang)))
  if (path.length === 0) process.exitCode = 1
}

function nowhere(nearest: Found['nearest'], byId: Search['byId'], lang: Lang): string {
  const where = nearest && { name: gridName(nearest.id, byId, lang), far: lengthText(nearest.distance, lang) }
  if (lang === 'zh') return `不在任何网格内${where ? `；最近的是 ${where.name}，相距 ${where.far}` : ''}`
  return `In no grid${where ? `; the nearest is ${where.name}, ${where.far} away` : ''}`
}

async function tellAll(from: string, search: Search, json: boolean): Promise<void> {
  const { columns, points } = await openPoints(from)
  const found = points.map(({ position, line }) => ({ line, position, ...find(position, search) }))
  if (json) {
    console.log(
      JSON.stringify(found.map(({ position, path, nearest }) => ({ position, id: path.at(-1) ?? null, path, nearest }))),
    )
  } else {
    const rows = found.map(({ path, nearest }, index) => [
      ...points[index]!.cells,
      path.at(-1) ?? '',
      path.join('/'),
      nearest?.id ?? '',
      nearest ? nearest.distance.toFixed(2) : '',
    ])
    const header = [...columns, 'gridId', 'path', 'nearest', 'distance']
    process.stdout.write(stringify([header, ...rows], { escape_formulas: true }))
  }
  const outside = found.filter(({ path }) => path.length === 0).length
  if (outside === 0) return
  const total = found.length
  console.error(
    search.lang === 'zh' ? `${total} 个点中有 ${outside} 个不在任何网格内` : `${outside} of ${total} points are in no grid`,
  )
  process.exitCode = 1
}

async function openPoints(from: string) {
  try {
    if (from === '-') return readPoints(await textOf(process.stdin), 'standard input')
    return readPoints(decodeText(await readBytes(from), from).text, from)
  } catch (error) {
    if (error instanceof Error && error.name === 'GridFileError') throw new UsageError(error.message, { cause: error })
    throw error
  }
}
