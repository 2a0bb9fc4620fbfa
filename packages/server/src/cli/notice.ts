import { readFile } from 'node:fs/promises'
import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { printable } from './table.ts'
import { UsageError } from './usage-error.ts'

/** `wangge notice create|list|revoke|failures`, see the usage in cli.ts */
export const notice = (args: string[]): Promise<void> => runVerb('notice', { create, list, revoke, failures }, args)

async function create(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    format: { type: 'string' },
    topic: { type: 'string', multiple: true },
    grid: { type: 'string' },
    org: { type: 'string' },
    'url-file': { type: 'string' },
    'secret-file': { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const secret = await fromFile('--secret-file', values['secret-file'], process.env.WANGGE_NOTICE_SECRET)
  const input = {
    format: required('--format', 'json, wecom, dingtalk or feishu', values.format),
    url: required('--url-file', 'a file with the address; or WANGGE_NOTICE_URL', await url(values['url-file'])),
    topics: values.topic ?? [required('--topic', 'what it hears of, e.g. issue.overdue', undefined)],
    ...(values.grid !== undefined && { gridId: values.grid }),
    ...(values.org !== undefined && { orgId: values.org }),
    ...(secret !== undefined && { secret }),
  }
  const made = await runAdmin('notice-target-create', { data, district, input })
  const shown = made.secret === undefined ? '' : `\n${made.secret}\nis its secret; it is shown this once`
  console.log(
    json
      ? JSON.stringify(made)
      : `${made.id}\n${made.host} hears of ${made.topics.join(', ')} ${made.orgId === undefined ? `in ${made.gridId}` : `of the people of ${made.orgId}`}${shown}`,
  )
}

/** A robot's address is a secret: never an option itself. */
const url = (file: string | undefined) => fromFile('--url-file', file, process.env.WANGGE_NOTICE_URL)

async function fromFile(option: string, file: string | undefined, given: string | undefined): Promise<string | undefined> {
  if (file === undefined) return given || undefined
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new UsageError(`${option}: expected a file that can be read, got ${file}`, { cause })
  }
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const { targets } = await runAdmin('notice-target-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ targets }))
  for (const { id, format, host, gridId, orgId, topics, waiting, failures, lastError, revokedAt } of targets) {
    const failing = failures > 0 ? `  failed ${failures} times: ${lastError}` : ''
    const revoked = revokedAt ? `  revoked ${revokedAt}` : ''
    console.log(
      printable(`${id}  ${format} ${host}  ${orgId ?? gridId}: ${topics.join(', ')}  ${waiting} waiting${failing}${revoked}`),
    )
  }
}

async function revoke(args: string[]): Promise<void> {
  const { data, district, id } = readArguments(args, { ...DATA_OPTIONS, id: { type: 'string' } })
  const input = { id: required('--id', 'the id of a target, as notice list shows it', id) }
  await runAdmin('notice-target-revoke', { data, district, input })
  console.log(`Revoked ${input.id}`)
}

async function failures(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const told = await runAdmin('notice-failures', { data, district, input: {} })
  if (json) return console.log(JSON.stringify(told))
  for (const { targetId, topic, issueId, slotId, signUpId, queuedAt, gaveUpAt, attempts, lastError } of told.failures) {
    console.log(
      printable(
        `${gaveUpAt}  ${targetId}  ${topic} of ${issueId ?? signUpId ?? slotId ?? 'a plan'}, waited from ${queuedAt}, ${attempts} tries: ${lastError}`,
      ),
    )
  }
}
