import { readFile } from 'node:fs/promises'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
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
  if (file === undefined || file.startsWith('-')) throw new UsageError('templates import: expected a file, got nothing')
  const { data, district } = readArguments(args, DATA_OPTIONS)
  const given = templatesOf(file, await readFile(file, 'utf8').catch((error: Error) => fail(file, error)))
  await runAdmin('templates-set', { data, district, input: { templates: given } })
  console.log(`Set ${given.length} templates: wangge shifts make makes their shifts`)
}

function templatesOf(file: string, text: string): unknown[] {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    return fail(file, error as Error)
  }
  if (Array.isArray(read)) return read as unknown[]
  throw new UsageError(`templates import: expected a list of templates in ${file}, got ${text.slice(0, 40)}`)
}

const fail = (file: string, error: Error): never => {
  throw new UsageError(`templates import: expected a JSON file, got ${file}: ${error.message}`)
}
