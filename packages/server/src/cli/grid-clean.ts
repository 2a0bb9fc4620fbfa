import { resolve } from 'node:path'
import { cleanCoverage } from '@wangge/core/grid'
import type { CleanResult, Finding } from '@wangge/core/grid'
import type { FileGrid } from '../formats/grid-file.ts'
import { areaText, countText, lengthText } from '../report/figures.ts'
import { spotOf } from '../report/spot.ts'
import { FINDING_NAMES } from '../report/words.ts'
import { required } from './arguments.ts'
import { checked, readWidths, WIDTHS } from './grid-check.ts'
import { findingSummary, gridName, placeText } from './grid-check-text.ts'
import { formatFor, writeFileOf } from './grid-convert.ts'
import { GRID_OPTIONS, openGrids, readPlaces } from './grid-input.ts'
import type { GridInput, OutlinedGrid } from './grid-input.ts'
import { oneOf } from './language.ts'
import { printable, tableText } from './table.ts'
import { UsageError } from './usage-error.ts'

const STRATEGIES = ['largest', 'smallest', 'longest-border', 'lowest-id'] as const
const OPTIONS = {
  ...GRID_OPTIONS,
  ...WIDTHS,
  to: { type: 'string' },
  format: { type: 'string' },
  overlaps: { type: 'string', default: 'largest' },
  'dry-run': { type: 'boolean', default: false },
} as const

/**
 * `wangge grid clean FILE --to OUT [--max-gap-width M] [--overlaps STRATEGY] [--dry-run] [--json]`: mends borders into
 * another file and tells every change; ends with 1 where something is left that no rule decides.
 */
export async function clean(args: string[]): Promise<void> {
  const { values, places } = readPlaces('clean', args, ['FILE'], OPTIONS)
  const isDry = values['dry-run']
  const out = isDry ? undefined : required('--to', 'a file to write to (or --dry-run)', values.to)
  const format = out === undefined ? undefined : formatFor(out, values.format)
  const overlaps = oneOf('--overlaps', values.overlaps, STRATEGIES)
  const widths = readWidths(values)
  if (out !== undefined && resolve(out) === resolve(places[0]!)) {
    throw new UsageError(`--to: expected another file than the one that is read, got ${out}`)
  }
  const input = await openGrids(places[0]!, values)
  const { lang, progress, outlined, crs } = input
  const result = await progress.phase(lang === 'zh' ? `修整 ${outlined.length} 个网格` : `Mending ${outlined.length} grids`, () =>
    checked(() => cleanCoverage(outlined, { crs, overlaps, ...widths })),
  )
  const { changes, remaining, vanished } = result
  if (values.json) console.log(JSON.stringify({ changes, vanished, remaining }))
  else console.log(cleanText(input, result))
  if (out !== undefined && format !== undefined) await writeFileOf(out, merged(input.grids, result), { input, format, crs })
  if (remaining.length > 0) process.exitCode = 1
}

/** Grids without an outline stay where they are in the list; what vanished is left out. */
function merged(grids: readonly FileGrid[], { grids: cleaned, vanished }: CleanResult<OutlinedGrid>): FileGrid[] {
  const byId = new Map<string, FileGrid>(cleaned.map((grid) => [grid.id, grid]))
  const gone = new Set(vanished)
  return grids.filter(({ id }) => !gone.has(id)).map((grid) => (grid.geometry ? (byId.get(grid.id) ?? grid) : grid))
}

/** So many changes are told one by one; all of them with --json. */
const MOST = 10

function cleanText({ file, outlined, lang, crs }: GridInput, result: CleanResult<OutlinedGrid>): string {
  const { changes, vanished, remaining, grids } = result
  const before = new Map(outlined.map((grid) => [grid.id, grid.geometry]))
  const redrawn = grids.filter((grid) => before.get(grid.id) !== grid.geometry).length
  const isZh = lang === 'zh'
  const head = isZh
    ? `${file}：处理 ${countText(changes.length, lang)} 处，重画 ${countText(redrawn, lang)} 个网格的边界`
    : `${file}: ${countText(changes.length, lang)} places mended, ${countText(redrawn, lang)} grids redrawn`
  const byId = new Map(outlined.map((grid) => [grid.id, grid]))
  const name = (id: string) => gridName(id, byId, lang)
  const largest = [...changes].sort((a, b) => b.area - a.area).slice(0, MOST)
  const rows = largest.map(({ code, grids: those, to, area, width, geometry }) => {
    const spot = spotOf(geometry)
    const taker = to === undefined ? '' : `→ ${name(to)}`
    const who =
      those
        .slice(0, 3)
        .map(name)
        .join(isZh ? '、' : ', ') + (those.length > 3 ? ' …' : '')
    return [
      FINDING_NAMES[code][lang],
      areaText(area, lang),
      lengthText(width, lang),
      spot ? placeText(spot, crs) : '',
      who,
      taker,
    ]
  })
  const gone = isZh ? `没有剩下土地的网格：${vanished.join('、')}` : `Grids of which nothing is left: ${vanished.join(', ')}`
  const parts = [head, ...(rows.length > 0 ? [tableText(rows, [1, 2])] : []), ...(vanished.length > 0 ? [gone] : [])]
  return [...parts.map((part) => part.split('\n').map(printable).join('\n')), leftText(remaining, lang)].join('\n')
}

function leftText(remaining: readonly Finding[], lang: 'zh' | 'en'): string {
  if (remaining.length === 0) return lang === 'zh' ? '✓ 修整后核查无误。' : '✓ The result passes the check.'
  const title = lang === 'zh' ? '仍需人工处理：' : 'Left for a person to decide:'
  return `\n${title}\n${findingSummary(remaining, lang)}`
}
