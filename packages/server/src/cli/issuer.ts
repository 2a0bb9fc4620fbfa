import { readFile } from 'node:fs/promises'
import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

/** `wangge issuer create|list|revoke`, see the usage in cli.ts */
export const issuer = (args: string[]): Promise<void> => runVerb('issuer', { create, list, revoke }, args)

async function create(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    org: { type: 'string' },
    issuer: { type: 'string' },
    'jwks-url': { type: 'string' },
    'secret-file': { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const jwksUrl = values['jwks-url']
  const input = {
    orgId: required('--org', 'the id of an organisation', values.org),
    issuer: required('--issuer', 'the iss of its tokens', values.issuer),
    ...(jwksUrl === undefined ? { secret: await readSecret(values['secret-file']) } : { jwksUrl }),
  }
  const made = await runAdmin('issuer-create', { data, district, input })
  console.log(json ? JSON.stringify(made) : `${made.id}\n${made.issuer} signs for ${made.orgId}`)
}

/** Never an option itself: options are seen by everybody on the machine. @throws UsageError */
async function readSecret(file: string | undefined): Promise<string> {
  const given = process.env.WANGGE_ISSUER_SECRET
  if (file === undefined) return required('--jwks-url', 'an address of keys; or --secret-file, or WANGGE_ISSUER_SECRET', given)
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new UsageError(`--secret-file: expected a file with a secret, got ${file}`, { cause })
  }
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const { issuers } = await runAdmin('issuer-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ issuers }))
  for (const each of issuers) {
    const revoked = each.revokedAt ? `  revoked ${each.revokedAt}` : ''
    console.log(`${each.id}  ${each.orgId}  ${each.issuer}  ${each.jwksUrl ?? 'shared secret'}${revoked}`)
  }
}

async function revoke(args: string[]): Promise<void> {
  const { data, district, id } = readArguments(args, { ...DATA_OPTIONS, id: { type: 'string' } })
  const input = { id: required('--id', 'the id of an issuer, as issuer list shows it', id) }
  await runAdmin('issuer-revoke', { data, district, input })
  console.log(`Revoked ${input.id}`)
}
