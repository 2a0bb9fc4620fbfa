import { writeFile } from 'node:fs/promises'
import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/** `wangge person find --name NAME | --phone PHONE`, `show --id ID`, `export --id ID [--to FILE]`, `erase --id ID --yes` */
export async function person([verb, ...args]: string[]): Promise<void> {
  if (verb === 'find') return find(args)
  if (verb === 'show') return show(args)
  if (verb === 'export') return exportAll(args)
  if (verb === 'erase') return erase(args)
  throw new UsageError(`person: expected find, show, export or erase, got ${verb ?? 'nothing'}`)
}

const ID = { ...DATA_OPTIONS, id: { type: 'string' } } as const

async function find(args: string[]): Promise<void> {
  const { data, district, name, phone } = readArguments(args, {
    ...DATA_OPTIONS,
    name: { type: 'string' },
    phone: { type: 'string' },
  })
  if (name === undefined && phone === undefined) throw new UsageError('person find: expected --name or --phone, got neither')
  const input = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
  const { people } = await runAdmin('person-find', { data, district, input })
  for (const { id, name: masked, phone: number = '' } of people) console.log(`${id}  ${masked}  ${number}`.trimEnd())
}

async function show(args: string[]): Promise<void> {
  const { data, district, ...values } = readArguments(args, ID)
  const input = { id: required('--id', 'the id of a person', values.id) }
  console.log(JSON.stringify(await runAdmin('person-show', { data, district, input }), null, 2))
}

async function exportAll(args: string[]): Promise<void> {
  const { data, district, to, ...values } = readArguments(args, { ...ID, to: { type: 'string' } })
  const input = { id: required('--id', 'the id of a person', values.id) }
  const text = JSON.stringify(await runAdmin('person-export', { data, district, input }), null, 2)
  if (to === undefined) return console.log(text)
  await writeFile(to, `${text}\n`, { mode: 0o600 })
}

async function erase(args: string[]): Promise<void> {
  const { data, district, yes, ...values } = readArguments(args, { ...ID, yes: { type: 'boolean', default: false } })
  const input = { id: required('--id', 'the id of a person', values.id) }
  if (!yes) throw new UsageError('person erase: it cannot be taken back; say --yes')
  const { rows } = await runAdmin('person-erase', { data, district, input })
  printRows(rows)
}

export function printRows(rows: Record<string, number>): void {
  for (const [table, count] of Object.entries(rows)) console.log(`${table}  ${count}`)
  if (Object.keys(rows).length === 0) console.log('nothing')
}
