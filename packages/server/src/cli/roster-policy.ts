import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { readJson } from './read-json.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge roster policy show|set`: what is shown can be changed and set again. */
export const rosterPolicy = (args: string[]): Promise<void> => runVerb('roster policy', { show, set }, args)

const TOLD = { ...DATA_OPTIONS, json: { type: 'boolean', default: false } } as const

/** The rules of sign-up, with those of attendance; with `--json` also the district's time zone. */
async function show(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, TOLD)
  const view = await runAdmin('roster-policy-show', { data, district, input: {} })
  console.log(json ? JSON.stringify(view) : JSON.stringify(view.policy, undefined, 2))
}

/** `{ "closesBeforeMinutes": 30, …, "attendance": { "radius": 150, … } }`: all of it, in place of what held. */
async function set([file, ...args]: string[]): Promise<void> {
  const given = await readJson('roster policy set', file)
  const { data, district, json } = readArguments(args, TOLD)
  const view = await runAdmin('roster-policy-set', { data, district, input: given as object })
  if (json) return console.log(JSON.stringify(view))
  const { closesBeforeMinutes, minRestMinutes, confirmBeforeHours, attendance } = view.policy
  const confirmed = confirmBeforeHours === undefined ? 'nobody confirms' : `confirmed ${confirmBeforeHours} h before the start`
  const rules = [`closes ${closesBeforeMinutes} min before`, `rest ${minRestMinutes} min`, confirmed]
  console.log(`Holds from now on: ${rules.join(', ')}; checked in within ${attendance?.radius} m`)
}
