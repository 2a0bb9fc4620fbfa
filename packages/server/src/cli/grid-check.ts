import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { isSdkError } from '@wangge/core/errors'
import { checkCoverage } from '@wangge/core/grid'
import type { CoverageReport } from '@wangge/core/grid'
import { coveragePage } from '../report/coverage-page.ts'
import { checkText } from './grid-check-text.ts'
import { GRID_OPTIONS, openGrids, readPlaces } from './grid-input.ts'
import type { GridInput } from './grid-input.ts'
import { decimalNumber } from './language.ts'
import { UsageError } from './usage-error.ts'

export const WIDTHS = {
  'max-gap-width': { type: 'string', default: '0' },
  tolerance: { type: 'string', default: '0.001' },
} as const

/**
 * `wangge grid check FILE --crs CRS [--max-gap-width M] [--tolerance M] [--json] [--html OUT]`: ends with 1 where there
 * are findings. `--json` is the report as `checkCoverage` gives it.
 */
export async function check(args: string[]): Promise<void> {
  const { values, places } = readPlaces('check', args, ['FILE'], { ...GRID_OPTIONS, ...WIDTHS, html: { type: 'string' } })
  const widths = readWidths(values)
  const input = await openGrids(places[0]!, values)
  const { lang, progress, outlined, crs } = input
  const report = await progress.phase(
    lang === 'zh' ? `核查 ${outlined.length} 个网格` : `Checking ${outlined.length} grids`,
    () => checked(() => checkCoverage(outlined, { crs, ...widths })),
  )
  if (values.html !== undefined) await writePage(values.html, input, report)
  console.log(values.json ? JSON.stringify(report) : checkText(input, report))
  if (values.html !== undefined) console.error(lang === 'zh' ? `网页已写入 ${values.html}` : `The page is in ${values.html}`)
  if (!report.valid) process.exitCode = 1
}

export const readWidths = (values: { 'max-gap-width': string; tolerance: string }) => ({
  maxGapWidth: decimalNumber('--max-gap-width', values['max-gap-width'], 0),
  tolerance: decimalNumber('--tolerance', values.tolerance, 0),
})

/** What core refuses is the caller's input. @throws UsageError */
export function checked<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isSdkError(error) && error.code === 'bad-argument') throw new UsageError(error.message, { cause: error })
    throw error
  }
}

async function writePage(path: string, input: GridInput, report: CoverageReport): Promise<void> {
  const { lang, progress, outlined, crs, file } = input
  await progress.phase(lang === 'zh' ? `写入 ${path}` : `Writing ${path}`, async () => {
    const page = await coveragePage({
      title: basename(file),
      grids: outlined,
      crs,
      report,
      lang,
      notes: input.notes,
      at: new Date(),
    })
    await writeOut(path, page)
  })
}

/** @throws UsageError where the file cannot be written */
export async function writeOut(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`Expected a file that can be written, got ${error.code ?? error.message} for ${path}`, { cause: error })
  })
}
