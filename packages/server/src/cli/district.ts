import type { GridLevel } from '@wangge/core/grid/schema'
import { levelName } from '../formats/tree-columns.ts'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { reconciliationText, rollDifferencesText } from './reconciliation-text.ts'
import { healthText } from './district-health-text.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge district health|targets|organisations`, see the usage in cli.ts */
export const district = (args: string[]): Promise<void> => runVerb('district', { health, targets, organisations }, args)

const TOLD = { ...DATA_OPTIONS, json: { type: 'boolean', default: false }, lang: { type: 'string' } } as const

/** Ends with 1 where something is missing or too much. */
async function health(args: string[]): Promise<void> {
  const { data, district, json, at, lang } = readArguments(args, { ...TOLD, at: { type: 'string' } })
  const shown = languageOf(lang)
  const report = await runAdmin('district-health', { data, district, input: { ...(at !== undefined && { at }) } })
  console.log(json ? JSON.stringify(report) : healthText(report, shown))
  if (!report.toTheEdge || !report.toTheBottom) process.exitCode = 1
}

const LEVELS = ['community', 'estate', 'micro', 'dedicated'] as const satisfies GridLevel[]

/** Sets what is named, and tells what is declared; `none` takes a number back. */
async function targets(args: string[]): Promise<void> {
  const count = { type: 'string' } as const
  const options = { ...TOLD, community: count, estate: count, micro: count, dedicated: count }
  const { data, district, json, lang, ...values } = readArguments(args, options)
  const shown = languageOf(lang)
  const wanted = Object.fromEntries(
    LEVELS.flatMap((level) => {
      const text = values[level]
      return text === undefined ? [] : [[level, wantedOf(level, text)]]
    }),
  )
  const declared = await runAdmin('district-targets', { data, district, input: { targets: wanted } })
  console.log(json ? JSON.stringify(declared) : targetsText(declared.targets, shown))
}

/** @throws UsageError */
function wantedOf(level: GridLevel, text: string): number | null {
  if (text === 'none') return null
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new UsageError(`--${level}: expected a whole number or none, got ${text}`)
}

function targetsText(targets: Partial<Record<GridLevel, number>>, lang: Lang): string {
  const each = LEVELS.flatMap((level) => {
    const count = targets[level]
    return count === undefined ? [] : [`${lang === 'zh' ? levelName(level) : level} ${count}`]
  })
  if (each.length > 0) return each.join(lang === 'zh' ? '、' : ', ')
  return lang === 'zh' ? '尚未申报各级网格数' : 'Nothing is declared yet'
}

const DECLARED = ['total', 'courtyard', 'two-new', 'composite', 'allied'] as const

const problemText = (severity: 'error' | 'warning', message: string, hint: string) =>
  `${severity === 'error' ? '✗' : '!'} ${message} ${hint}`

/** Declares what is named, and tells what there is against it and what is wrong; ends with 1 where something differs or is wrong. */
async function organisations(args: string[]): Promise<void> {
  const count = { type: 'string' } as const
  const options = { ...TOLD, total: count, courtyard: count, 'two-new': count, composite: count, allied: count }
  const { data, district, json, lang, ...values } = readArguments(args, options)
  const shown = languageOf(lang)
  const [total, courtyard, twoNew, composite, allied] = DECLARED.map((name) => countOf(name, values[name]))
  const byKind = { ...(courtyard !== undefined && { courtyard }), ...(twoNew !== undefined && { twoNew }) }
  const input = {
    ...(total !== undefined && { total }),
    ...(Object.keys(byKind).length > 0 && { byKind }),
    ...(composite !== undefined && { composite }),
    ...(allied !== undefined && { allied }),
  }
  const found = await runAdmin('district-organisations', { data, district, input })
  console.log(json ? JSON.stringify(found) : reconciliationText(found, shown))
  if (!json) for (const line of rollDifferencesText(found.rolls, shown)) console.log(line)
  if (!json)
    for (const { severity, message, hint } of found.problems) console.log(problemText(severity, message[shown], hint[shown]))
  if (!found.reconciled || found.problems.some(({ severity }) => severity === 'error')) process.exitCode = 1
}

/** @throws UsageError */
function countOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,6}$/.test(text)) return text === undefined ? undefined : Number(text)
  throw new UsageError(`--${name}: expected a whole number, got ${text}`)
}
