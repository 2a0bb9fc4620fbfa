import { DATA_OPTIONS, readArguments, required, wholeNumber } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

const JSON_OPTION = { json: { type: 'boolean', default: false } } as const
const KEY_OPTIONS = { ...DATA_OPTIONS, key: { type: 'string' } } as const

/** `wangge key create|list|page|rotate|revoke`, see the usage in cli.ts */
export const key = (args: string[]): Promise<void> => runVerb('key', { create, list, page, rotate, revoke }, args)

async function create(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    ...JSON_OPTION,
    origin: { type: 'string', multiple: true },
    audience: { type: 'string' },
    call: { type: 'string', multiple: true },
    page: { type: 'string' },
  })
  const origins = required('--origin', 'an origin such as https://intranet.example.com', values.origin)
  const audience = required('--audience', 'public or org:<organisation id>', values.audience)
  const input = { origins, audience, ...(values.call && { calls: values.call }), ...pageOf(values.page) }
  const made = await runAdmin('key-create', { data, district, input })
  console.log(json ? JSON.stringify(made) : `${made.key}\n${wordsOf(made)}`)
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, ...JSON_OPTION })
  const { keys } = await runAdmin('key-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ keys }))
  for (const each of keys) {
    const until = each.expiresAt ? `  until ${each.expiresAt}` : ''
    const calls = each.calls ? `  ${each.calls.join(', ')}` : ''
    const revoked = each.revokedAt ? `  revoked ${each.revokedAt}` : ''
    console.log(
      `${each.key}  ${each.audience}  ${each.origins.join(', ')}${calls}${each.page ? `  page ${each.page}` : ''}${until}${revoked}`,
    )
  }
}

/** Without `--url` there is no page any more. */
async function page(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, { ...KEY_OPTIONS, ...JSON_OPTION, url: { type: 'string' } })
  const input = { key: required('--key', 'a site key', values.key), ...pageOf(values.url) }
  const made = await runAdmin('key-page', { data, district, input })
  const words = made.page ? `The code at a post leads to ${made.page}` : 'The code at a post leads to no page of this key'
  console.log(json ? JSON.stringify(made) : words)
}

async function rotate(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...KEY_OPTIONS,
    ...JSON_OPTION,
    'overlap-hours': { type: 'string', default: '24' },
  })
  const overlapHours = wholeNumber('--overlap-hours', values['overlap-hours'], 0, 24 * 90)
  const input = { key: required('--key', 'a site key', values.key), overlapHours }
  const made = await runAdmin('key-rotate', { data, district, input })
  const old = overlapHours === 0 ? 'the old one is dead' : `the old one lives for ${overlapHours} more hours`
  console.log(json ? JSON.stringify(made) : `${made.key}\n${wordsOf(made)}; ${old}`)
}

async function revoke(args: string[]): Promise<void> {
  const { data, district, ...values } = readArguments(args, KEY_OPTIONS)
  const input = { key: required('--key', 'a site key', values.key) }
  await runAdmin('key-revoke', { data, district, input })
  console.log(`Revoked ${input.key}`)
}

const pageOf = (page: string | undefined): { page?: string } => (page === undefined ? {} : { page })

interface Said {
  audience: string
  origins: string[]
  calls?: string[] | undefined
  page?: string | undefined
}

const wordsOf = ({ audience, origins, calls, page }: Said): string =>
  `for ${audience} on ${origins.join(', ')}${calls ? `, calls ${calls.join(', ')}` : ''}${page ? `, check-in page ${page}` : ''}`
