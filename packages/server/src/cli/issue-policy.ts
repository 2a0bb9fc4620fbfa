import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { readJson } from './read-json.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge issue policy show|set`: what is shown can be changed and set again. */
export const issuePolicy = (args: string[]): Promise<void> => runVerb('issue policy', { show, set }, args)

/** The policy; with `--json` also since when it holds, and the years of the calendar. */
async function show(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const view = await runAdmin('issue-policy-show', { data, district, input: {} })
  console.log(json ? JSON.stringify(view) : JSON.stringify(view.policy, undefined, 2))
}

/** `{ "hours": [ … ], "escalation": { … }, "routing": [ … ] }`: all of it, in place of what held. */
async function set([file, ...args]: string[]): Promise<void> {
  const given = await readJson('issue policy set', file)
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const view = await runAdmin('issue-policy-set', { data, district, input: given as object })
  if (json) return console.log(JSON.stringify(view))
  const { policy, since } = view
  const hours = policy.hours.map(({ from, to }) => `${from}–${to}`).join(', ')
  console.log(`Holds since ${since ?? 'ever'}: works ${hours}, ${policy.routing.length} rules for who is asked first`)
}
