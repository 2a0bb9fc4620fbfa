import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { readJson } from './read-json.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge templates show|import`: what is shown can be changed and imported again. */
export const templates = (args: string[]): Promise<void> => runVerb('templates', { show, import: importFile }, args)

async function show(args: string[]): Promise<void> {
  const { data, district } = readArguments(args, DATA_OPTIONS)
  const { templates } = await runAdmin('templates-show', { data, district, input: {} })
  console.log(JSON.stringify(templates, undefined, 2))
}

/** `[{ "id", "postId", "from", "to"?, "lines": [ … ] }]`, as in `week-templates.json`. */
async function importFile([file, ...args]: string[]): Promise<void> {
  const given = await readJson('templates import', file)
  const { data, district } = readArguments(args, DATA_OPTIONS)
  if (!Array.isArray(given)) {
    const got = JSON.stringify(given).slice(0, 40)
    throw new UsageError(`templates import: expected a list of templates in ${file}, got ${got}`)
  }
  await runAdmin('templates-set', { data, district, input: { templates: given } })
  console.log(`Set ${given.length} templates: wangge shifts make makes their shifts`)
}
