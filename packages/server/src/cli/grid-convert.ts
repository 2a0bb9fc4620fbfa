import { convertGeometry } from '@wangge/core/grid'
import { crsSchema } from '@wangge/core/schema'
import { FORMATS, formatOf, writeGrids } from '../formats/write-grids.ts'
import type { Format, Written } from '../formats/write-grids.ts'
import type { FileGrid } from '../formats/grid-file.ts'
import type { Crs } from '@wangge/core/schema'
import { checked, writeOut } from './grid-check.ts'
import { GRID_OPTIONS, openGrids, readPlaces, tell } from './grid-input.ts'
import type { GridInput } from './grid-input.ts'
import { oneOf } from './language.ts'
import type { Lang } from './language.ts'
import { UsageError } from './usage-error.ts'

/** `wangge grid convert FILE OUT [--to-crs CRS] [--format geojson|topojson|csv|json]` */
export async function convertFile(args: string[]): Promise<void> {
  const options = { ...GRID_OPTIONS, 'to-crs': { type: 'string' }, format: { type: 'string' } } as const
  const { values, places } = readPlaces('convert', args, ['FILE', 'OUT'], options)
  const out = places[1]!
  const format = formatFor(out, values.format)
  const asked = values['to-crs']
  const to = asked === undefined ? undefined : oneOf('--to-crs', asked, crsSchema.options)
  const input = await openGrids(places[0]!, values, false)
  const { grids, crs } = input
  const wanted = to ?? crs
  const moved = to === undefined ? grids : checked(() => grids.map((grid) => inCrs(grid, crs, to)))
  await writeFileOf(out, moved, { input, format, crs: wanted })
}

function inCrs(grid: FileGrid, crs: Crs, to: Crs): FileGrid {
  if (!grid.geometry) return grid
  return { ...grid, crs: to, geometry: convertGeometry(grid.geometry, { from: grid.crs ?? crs, to }) }
}

/** As `--format` says, else by the ending. @throws UsageError */
export function formatFor(path: string, said: string | undefined): Format {
  if (said !== undefined) return oneOf('--format', said, FORMATS)
  const format = formatOf(path)
  if (format !== undefined) return format
  throw new UsageError(`--format: expected ${FORMATS.join(', ')} for a file without such an ending, got nothing for ${path}`)
}

/** Writes grids in a format, and says what the format has no place for. @throws UsageError */
export async function writeFileOf(
  path: string,
  grids: readonly FileGrid[],
  { input, format, crs }: { input: GridInput; format: Format; crs: Crs },
): Promise<void> {
  const { lang, progress } = input
  const notes = await progress.phase(lang === 'zh' ? `写入 ${path}` : `Writing ${path}`, async () => {
    const written = textFor(grids, format, crs, lang)
    await writeOut(path, written.text)
    return written.notes
  })
  tell(notes, lang)
  const told = `${path} (${format}, ${crs})`
  console.error(lang === 'zh' ? `${grids.length} 个网格已写入 ${told}` : `${grids.length} grids written to ${told}`)
}

function textFor(grids: readonly FileGrid[], format: Format, crs: Crs, lang: Lang): Written {
  try {
    return writeGrids(grids, { format, crs, lang })
  } catch (error) {
    if (error instanceof Error && error.name === 'GridFileError') throw new UsageError(error.message, { cause: error })
    throw error
  }
}
