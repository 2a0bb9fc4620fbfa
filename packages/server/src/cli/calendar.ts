import { basename } from 'node:path'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { readJson } from './read-json.ts'
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
  const given = (await readJson('calendar import', file)) as { years?: unknown } | null
  const { data, district, json, source } = readArguments(args, { ...OPTIONS, source: { type: 'string' } })
  if (!Array.isArray(given?.years)) {
    const got = JSON.stringify(given).slice(0, 40)
    throw new UsageError(`calendar import: expected { "years": [ … ] } in ${file}, got ${got}`)
  }
  print(
    await runAdmin('calendar-set', { data, district, input: { years: given.years, source: source ?? basename(file!) } }),
    json,
  )
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
