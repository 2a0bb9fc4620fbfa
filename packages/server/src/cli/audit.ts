import { readFile } from 'node:fs/promises'
import { auditHeadSchema } from '@wangge/core/audit/schema'
import type { AuditHead } from '@wangge/core/audit/schema'
import { DATA_OPTIONS, readArguments, wholeNumber } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

const JSON_OPTION = { json: { type: 'boolean', default: false } } as const

/**
 * `wangge audit head` prints where the chain ends, to be kept in a file elsewhere; `wangge audit verify [--head FILE]` ends
 * with 1 where it finds something; `wangge audit list [--after N] [--limit N]`.
 */
export async function audit([verb, ...args]: string[]): Promise<void> {
  if (verb === 'head') return head(args)
  if (verb === 'verify') return verify(args)
  if (verb === 'list') return list(args)
  throw new UsageError(`audit: expected head, verify or list, got ${verb ?? 'nothing'}`)
}

async function head(args: string[]): Promise<void> {
  const { data, district } = readArguments(args, DATA_OPTIONS)
  console.log(JSON.stringify(await runAdmin('audit-head', { data, district, input: {} })))
}

async function verify(args: string[]): Promise<void> {
  const { data, district, json, head: file } = readArguments(args, { ...DATA_OPTIONS, ...JSON_OPTION, head: { type: 'string' } })
  const input = file === undefined ? {} : { head: await readHead(file, 'audit head') }
  const result = await runAdmin('audit-verify', { data, district, input })
  if (json) console.log(JSON.stringify(result))
  else {
    for (const { code, message } of result.findings) console.log(`${code}: ${message.en} ${message.zh}`)
    const against = file === undefined ? '; no kept head to compare with' : `, and with the head in ${file}`
    if (result.ok) console.log(`In order: ${result.entries} entries up to ${result.head.hash}${against}`)
  }
  if (!result.ok) process.exitCode = 1
}

async function list(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    ...JSON_OPTION,
    after: { type: 'string', default: '0' },
    limit: { type: 'string', default: '200' },
  })
  const after = wholeNumber('--after', values.after, 0, Number.MAX_SAFE_INTEGER)
  const limit = wholeNumber('--limit', values.limit, 1, 1000)
  const page = await runAdmin('audit-list', { data, district, input: { after, limit } })
  if (json) return console.log(JSON.stringify(page))
  for (const { seq, at, action, opening } of page.entries) {
    console.log(`${seq}  ${at}  ${action}  ${opening ? `${opening.actor}  ${opening.subject}` : '(erased)'}`)
  }
  if (page.next !== undefined) console.log(`More after ${page.next}`)
}

/**
 * @param command that prints such a head
 * @throws UsageError
 */
export async function readHead(file: string, command: 'audit head' | 'history head' | 'issue head'): Promise<AuditHead> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--head: expected a file that can be read, got ${error.code} for ${file}`)
  })
  try {
    return auditHeadSchema.parse(JSON.parse(text))
  } catch {
    throw new UsageError(`--head: expected what ${command} printed, {"seq": …, "hash": "…"}, got something else in ${file}`)
  }
}
