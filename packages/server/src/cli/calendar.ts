import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge calendar show|load|import`, see the usage in cli.ts */
export const calendar = (args: string[]): Promise<void> => runVerb('calendar', { show, load, import: importFile }, args)

const OPTIONS = { ...DATA_OPTIONS, json: { type: 'boolean', default: false } } as const

async function show(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, OPTIONS)
  print(await runAdmin('calendar-show', { data, district, input: {} }), json)
}

/** All years that came with this version. */
async function load(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, OPTIONS)
  print(await runAdmin('calendar-set', { data, district, input: {} }), json)
}

/** `{ "years": [{ "year": 2027, "days": [{ "date", "kind", "name": { "zh", "en" } }] }] }` */
async function importFile([file, ...args]: string[]): Promise<void> {
  if (file === undefined || file.startsWith('-')) throw new UsageError('calendar import: expected a file, got nothing')
  const { data, district, json, source } = readArguments(args, { ...OPTIONS, source: { type: 'string' } })
  const years = yearsOf(file, await readFile(file, 'utf8').catch((error: Error) => fail(file, error)))
  print(await runAdmin('calendar-set', { data, district, input: { years, source: source ?? basename(file) } }), json)
}

function yearsOf(file: string, text: string): unknown {
  try {
    const { years } = JSON.parse(text) as { years?: unknown }
    if (Array.isArray(years)) return years
  } catch (error) {
    return fail(file, error as Error)
  }
  throw new UsageError(`calendar import: expected { "years": [ … ] } in ${file}, got ${text.slice(0, 40)}`)
}

const fail = (file: string, error: Error): never => {
  throw new UsageError(`calendar import: expected a JSON file, got ${file}: ${error.message}`)
}

interface Years {
  years: { year: number; source: string; days: { kind: string }[] }[]
}

function print({ years }: Years, json: boolean): void {
  if (json) return console.log(JSON.stringify({ years }))
  for (const { year, source, days } of years) {
    const holidays = days.filter(({ kind }) => kind === 'holiday').length
    console.log(`${year}  ${holidays} holidays, ${days.length - holidays} days worked in lieu  (${source})`)
  }
}
