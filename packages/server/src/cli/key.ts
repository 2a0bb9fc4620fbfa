import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

const JSON_OPTION = { json: { type: 'boolean', default: false } } as const

/** `wangge key create --origin URL … --audience public|org:ID [--json]`, `wangge key list [--json]`, `wangge key revoke --key KEY` */
export async function key([verb, ...args]: string[]): Promise<void> {
  if (verb === 'create') return create(args)
  if (verb === 'list') return list(args)
  if (verb === 'revoke') return revoke(args)
  throw new UsageError(`key: expected create, list or revoke, got ${verb ?? 'nothing'}`)
}

async function create(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    ...JSON_OPTION,
    origin: { type: 'string', multiple: true },
    audience: { type: 'string' },
  })
  const origins = required('--origin', 'an origin such as https://intranet.example.com', values.origin)
  const audience = required('--audience', 'public or org:<organisation id>', values.audience)
  const made = await runAdmin('key-create', { data, district, input: { origins, audience } })
  console.log(json ? JSON.stringify(made) : `${made.key}\nfor ${made.audience} on ${made.origins.join(', ')}`)
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, ...JSON_OPTION })
  const { keys } = await runAdmin('key-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ keys }))
  for (const each of keys) {
    console.log(`${each.key}  ${each.audience}  ${each.origins.join(', ')}${each.revokedAt ? `  revoked ${each.revokedAt}` : ''}`)
  }
}

async function revoke(args: string[]): Promise<void> {
  const { data, district, ...values } = readArguments(args, { ...DATA_OPTIONS, key: { type: 'string' } })
  const input = { key: required('--key', 'a site key', values.key) }
  await runAdmin('key-revoke', { data, district, input })
  console.log(`Revoked ${input.key}`)
}
