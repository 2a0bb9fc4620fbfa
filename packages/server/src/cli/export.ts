import type { FileGrid } from '../formats/grid-file.ts'
import { FORMATS, formatOf, writeGrids } from '../formats/write-grids.ts'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { writeOut } from './grid-check.ts'
import { tell } from './grid-input.ts'
import { languageOf, oneOf } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge export grids`, see the usage in cli.ts */
export const exportFile = (args: string[]): Promise<void> => runVerb('export', { grids }, args)

/** `wangge export grids [--format geojson|topojson|csv|json] [--at INSTANT] [--to FILE]`: in WGS-84. */
async function grids(args: string[]): Promise<void> {
  const { data, district, at, to, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    format: { type: 'string' },
    at: { type: 'string' },
    to: { type: 'string' },
    lang: { type: 'string' },
  })
  const lang = languageOf(values.lang)
  const named = to === undefined ? undefined : formatOf(to)
  const format = oneOf('--format', values.format ?? named ?? 'geojson', FORMATS)
  const { grids: found } = await runAdmin('grids-export', { data, district, input: { ...(at !== undefined && { at }) } })
  const { text, notes } = written(found, { format, crs: 'wgs84', lang })
  tell(notes, lang)
  if (to === undefined) process.stdout.write(text)
  else await writeOut(to, text)
}

function written(found: readonly FileGrid[], options: Parameters<typeof writeGrids>[1]) {
  try {
    return writeGrids(found, options)
  } catch (error) {
    if (error instanceof Error && error.name === 'GridFileError') throw new UsageError(error.message, { cause: error })
    throw error
  }
}
