import { DATA_OPTIONS, readArguments, required, wholeNumber } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

export const ROLES = 'street, community, estateWorker, buildingHead, liaison, inspector or auditor'

/** `wangge token create|list|revoke`, see the usage in cli.ts */
export const token = (args: string[]): Promise<void> => runVerb('token', { create, list, revoke }, args)

async function create(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    role: { type: 'string' },
    grid: { type: 'string' },
    org: { type: 'string' },
    person: { type: 'string' },
    days: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const role = required('--role', ROLES, values.role)
  if (values.org === undefined) required('--grid', 'the id of a grid, or --org with that of an organisation', values.grid)
  const input = {
    role,
    ...(values.grid !== undefined && { gridId: values.grid }),
    ...(values.org !== undefined && { orgId: values.org }),
    ...(values.person !== undefined && { personId: values.person }),
    ...(values.days !== undefined && { days: wholeNumber('--days', values.days, 1, 3650) }),
  }
  const made = await runAdmin('token-create', { data, district, input })
  const until = made.expiresAt ? ` until ${made.expiresAt}` : ''
  const reach = made.gridId ?? made.orgId
  console.log(json ? JSON.stringify(made) : `${made.token}\nfor ${made.role} of ${reach}${until}; it is shown this once`)
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const { tokens } = await runAdmin('token-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ tokens }))
  for (const each of tokens) {
    const until = each.expiresAt ? `  until ${each.expiresAt}` : ''
    const revoked = each.revokedAt ? `  revoked ${each.revokedAt}` : ''
    console.log(`${each.id}  ${each.role} of ${each.gridId ?? each.orgId}${until}${revoked}`)
  }
}

async function revoke(args: string[]): Promise<void> {
  const { data, district, id } = readArguments(args, { ...DATA_OPTIONS, id: { type: 'string' } })
  const input = { id: required('--id', 'the id of a token, as token list shows it', id) }
  await runAdmin('token-revoke', { data, district, input })
  console.log(`Revoked ${input.id}`)
}
