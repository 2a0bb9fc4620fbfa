import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { readPlaces } from './grid-input.ts'
import { languageOf } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { printable } from './table.ts'
import { UsageError } from './usage-error.ts'

/** `wangge person find|show|change|export|merge|erase`, see the usage in cli.ts */
export async function person([verb, ...args]: string[]): Promise<void> {
  if (verb === 'find') return find(args)
  if (verb === 'show') return show(args)
  if (verb === 'change') return change(args)
  if (verb === 'export') return exportAll(args)
  if (verb === 'merge') return merge(args)
  if (verb === 'erase') return erase(args)
  throw new UsageError(`person: expected find, show, change, export, merge or erase, got ${verb ?? 'nothing'}`)
}

const ID = { ...DATA_OPTIONS, id: { type: 'string' } } as const

/** Whom to look for comes on standard input: a command line is read by everybody on the machine, and kept by the shell. */
async function find(args: string[]): Promise<void> {
  const { data, district, stdin } = readArguments(args, { ...DATA_OPTIONS, stdin: { type: 'boolean', default: false } })
  if (!stdin) throw new UsageError(`person find: expected --stdin, with ${EXPECTED} on standard input`)
  const input = objectIn('person find', EXPECTED, await text(process.stdin))
  const { people } = await runAdmin('person-find', { data, district, input })
  for (const { id, name: masked, phone: number = '' } of people) console.log(`${id}  ${masked}  ${number}`.trimEnd())
}

const EXPECTED = '{"name": "…"}, {"phone": "…"} or both'

/** @throws UsageError that does not repeat what came */
function objectIn(command: string, expected: string, json: string): object {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    value = undefined
  }
  if (typeof value === 'object' && value !== null) return value
  throw new UsageError(`${command}: expected ${expected} on standard input, got something else`)
}

async function show(args: string[]): Promise<void> {
  const { data, district, ...values } = readArguments(args, ID)
  const input = { id: required('--id', 'the id of a person', values.id) }
  console.log(JSON.stringify(await runAdmin('person-show', { data, district, input }), null, 2))
}

/** What is put right comes on standard input, as whom to look for does. Ends with 1 where something is in the way. */
async function change(args: string[]): Promise<void> {
  const { values, places } = readPlaces('person change', args, ['PERSON'], {
    ...DATA_OPTIONS,
    stdin: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  const { data, district, stdin } = values
  const lang = languageOf(values.lang)
  if (!stdin) throw new UsageError(`person change: expected --stdin, with ${TO_CHANGE} on standard input`)
  const said = objectIn('person change', TO_CHANGE, await text(process.stdin))
  if ('id' in said) throw new UsageError('person change: expected the id of the person as PERSON, got one on standard input')
  const input = { ...said, id: places[0]! }
  const { outcome, changed, notes, refusals } = await runAdmin('person-change', { data, district, input })
  console.log(OUTCOMES[lang][outcome] + changed.map((field) => FIELDS[lang][field]).join(lang === 'zh' ? '、' : ', '))
  for (const message of [...notes, ...refusals.map((one) => one.message)]) console.log(`  ${printable(message[lang])}`)
  if (outcome === 'refused') process.exitCode = 1
}

const TO_CHANGE = '{"name": "…"}, {"phone": "…" or null}, {"minor": true or false} or several of them in one'
const OUTCOMES = {
  zh: { changed: '已更改：', unchanged: '与记录一致，无需更改', refused: '✗ 未更改，未作任何改动' },
  en: { changed: 'Changed: ', unchanged: 'It is on record so already', refused: '✗ Not changed, nothing was written' },
}
const FIELDS = {
  zh: { name: '姓名', phone: '手机', minor: '是否未成年' },
  en: { name: 'name', phone: 'phone', minor: 'minor' },
}

async function exportAll(args: string[]): Promise<void> {
  const { data, district, to, ...values } = readArguments(args, { ...ID, to: { type: 'string' } })
  const input = { id: required('--id', 'the id of a person', values.id) }
  const json = JSON.stringify(await runAdmin('person-export', { data, district, input }), null, 2)
  if (to === undefined) return console.log(json)
  await writeFile(to, `${json}\n`, { mode: 0o600 })
}

async function erase(args: string[]): Promise<void> {
  const { data, district, yes, ...values } = readArguments(args, { ...ID, yes: { type: 'boolean', default: false } })
  const input = { id: required('--id', 'the id of a person', values.id) }
  if (!yes) throw new UsageError('person erase: it cannot be taken back; say --yes')
  const { rows } = await runAdmin('person-erase', { data, district, input })
  printRows(rows)
}

/** The first id stays, the second leads to it from then on. Ends with 1 where they contradict each other. */
async function merge(args: string[]): Promise<void> {
  const { values, places } = readPlaces('person merge', args, ['KEEP', 'GONE'], {
    ...DATA_OPTIONS,
    yes: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  const { data, district, yes } = values
  const lang = languageOf(values.lang)
  const [keep, gone] = places as [string, string]
  if (!yes) throw new UsageError(`person merge: ${gone} becomes part of ${keep}, and it cannot be taken back; say --yes`)
  const { outcome, rows, clashes } = await runAdmin('person-merge', { data, district, input: { keep, gone } })
  if (outcome === 'merged') return printRows(rows)
  console.log(lang === 'zh' ? '✗ 未合并，未作任何改动' : '✗ Not merged, nothing was written')
  for (const { message } of clashes) console.log(`  ${printable(message[lang])}`)
  process.exitCode = 1
}

export function printRows(rows: Record<string, number>): void {
  for (const [table, count] of Object.entries(rows)) console.log(`${table}  ${count}`)
  if (Object.keys(rows).length === 0) console.log('nothing')
}
