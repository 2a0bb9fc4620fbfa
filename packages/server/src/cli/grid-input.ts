import { readGrids } from '../formats/read-grids.ts'
import type { FileGrid, GridFile } from '../formats/grid-file.ts'
import type { Geometry } from '@wangge/core/grid/schema'
import { crsSchema } from '@wangge/core/schema'
import type { Crs, Id, Localized } from '@wangge/core/schema'
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { languageOf, oneOf } from './language.ts'
import type { Lang } from './language.ts'
import { openProgress } from './progress.ts'
import type { Progress } from './progress.ts'
import { printable } from './table.ts'
import { UsageError } from './usage-error.ts'

/** Options of every `wangge grid` command. */
export const GRID_OPTIONS = {
  crs: { type: 'string' },
  'id-field': { type: 'string' },
  'parent-field': { type: 'string' },
  layer: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

type Options = NonNullable<ParseArgsConfig['options']>

/** A negative number is no option, whatever it begins with. */
const NEGATIVE = /^-(?=[\d.])/
const MINUS = '\u2212'

/**
 * Arguments with names of their own places, e.g. `['FILE', 'X', 'Y']`.
 * @throws UsageError where one is missing, surplus or unknown
 */
export function readPlaces<T extends Options>(command: string, args: string[], names: readonly string[], options: T) {
  const parsed = tryParse(
    args.map((arg) => arg.replace(NEGATIVE, MINUS)),
    options,
  )
  const places = parsed.positionals.map((text) => text.replace(MINUS, '-'))
  if (places.length === names.length) return { values: parsed.values, places }
  const expected = names.join(' ')
  throw new UsageError(
    `${command.includes(' ') ? command : `grid ${command}`}: expected ${expected}, got ${places.join(' ') || 'nothing'}`,
  )
}

function tryParse<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

export interface GridInput extends Omit<GridFile, 'crs'> {
  /** Name or path as it was given. */
  file: string
  crs: Crs
  outlined: OutlinedGrid[]
  lang: Lang
  progress: Progress
}

export type OutlinedGrid = Omit<FileGrid, 'crs' | 'parentId'> & { crs?: Crs; parentId?: Id; geometry: Geometry }

interface GridValues {
  crs?: string | undefined
  'id-field'?: string | undefined
  'parent-field'?: string | undefined
  layer?: string | undefined
  lang?: string | undefined
}

/** Reads the grids of a command's file; says on stderr what a person should know of how. @throws UsageError */
export async function openGrids(file: string, values: GridValues, needsOutlines = true): Promise<GridInput> {
  const lang = languageOf(values.lang)
  const said = values.crs === undefined ? undefined : oneOf('--crs', values.crs, crsSchema.options)
  const progress = openProgress()
  const { 'id-field': idField, 'parent-field': parentField, layer } = values
  const read = await progress.phase(lang === 'zh' ? `读取 ${file}` : `Reading ${file}`, () =>
    readGrids(file, { crs: said, idField, parentField, layer }).catch((error: Error) => {
      throw error.name === 'GridFileError' ? new UsageError(error.message, { cause: error }) : error
    }),
  )
  tell(read.notes, lang)
  const outlined = read.grids.filter((grid): grid is OutlinedGrid => grid.geometry !== undefined)
  if (needsOutlines && outlined.length === 0) {
    throw new UsageError(`${file}: expected grids with an outline, got ${read.grids.length} without one`)
  }
  return { ...read, crs: read.crs ?? said ?? 'wgs84', file, outlined, lang, progress }
}

export function tell(notes: readonly Localized[], lang: Lang): void {
  for (const note of notes) console.error(printable(`${lang === 'zh' ? '说明：' : 'Note: '}${note[lang]}`))
}
