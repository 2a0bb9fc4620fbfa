import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { missingStatementsText } from './missing-statements-text.ts'
import { readJson } from './read-json.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge statement show|set`: what is shown can be changed and set again. */
export const statement = (args: string[]): Promise<void> => runVerb('statement', { show, set }, args)

const TOLD = { ...DATA_OPTIONS, json: { type: 'boolean', default: false } } as const

/** What people are asked to agree to; with `--json` also since when, what they were asked before, and what is missing. */
async function show(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, TOLD)
  const view = await runAdmin('statement-show', { data, district, input: {} })
  if (json) return console.log(JSON.stringify(view))
  const statements = view.statements.map(({ since: _, earlier: __, ...written }) => written)
  console.log(JSON.stringify({ statements }, undefined, 2))
  warn(view.missing)
}

/** `{ "statements": [{ "purpose": …, "zh": …, "en": …, "retentionDays": … }] }`: those that are named, others stay. */
async function set([file, ...args]: string[]): Promise<void> {
  const given = await readJson('statement set', file)
  const { data, district, json } = readArguments(args, TOLD)
  const view = await runAdmin('statement-set', { data, district, input: given as object })
  if (json) return console.log(JSON.stringify(view))
  for (const { purpose, version, minimumVersion = 1, retentionDays } of view.statements) {
    console.log(
      `${purpose}: version ${version}, kept for ${retentionDays} days; consent counts from version ${minimumVersion} on`,
    )
  }
  warn(view.missing)
}

function warn(missing: readonly string[]): void {
  const text = missingStatementsText(missing)
  if (text !== undefined) console.error(text)
}
