import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { readHead } from './audit.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/**
 * `wangge history head` puts all steps of all issues in one order and prints where it ends, to be kept in a file elsewhere;
 * `wangge history verify [--head FILE]` ends with 1 where it finds something.
 */
export async function history([verb, ...args]: string[]): Promise<void> {
  if (verb === 'head') return head(args)
  if (verb === 'verify') return verify(args)
  throw new UsageError(`history: expected head or verify, got ${verb ?? 'nothing'}`)
}

async function head(args: string[]): Promise<void> {
  const { data, district } = readArguments(args, DATA_OPTIONS)
  console.log(JSON.stringify(await runAdmin('history-head', { data, district, input: {} })))
}

async function verify(args: string[]): Promise<void> {
  const options = { ...DATA_OPTIONS, json: { type: 'boolean', default: false }, head: { type: 'string' } } as const
  const { data, district, json, head: file } = readArguments(args, options)
  const input = file === undefined ? {} : { head: await readHead(file, 'history head') }
  const result = await runAdmin('history-verify', { data, district, input })
  if (json) console.log(JSON.stringify(result))
  else {
    for (const { code, issueId, message } of result.findings) console.log(`${code}: ${issueId ?? ''} ${message.en} ${message.zh}`)
    const against = file === undefined ? '; no kept head to compare with' : `, and with the head in ${file}`
    if (result.ok) console.log(`In order: ${result.steps} steps of ${result.issues} issues up to ${result.head.hash}${against}`)
  }
  if (!result.ok) process.exitCode = 1
}
