import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { ROLES } from './token.ts'

/** `wangge role appoint|end|list`, see the usage in cli.ts */
export const role = (args: string[]): Promise<void> => runVerb('role', { appoint, end, list }, args)

async function appoint(args: string[]): Promise<void> {
  const { data, district, json, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    person: { type: 'string' },
    role: { type: 'string' },
    grid: { type: 'string' },
    org: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (values.org === undefined) required('--grid', 'the id of a grid, or --org with that of an organisation', values.grid)
  const input = {
    personId: required('--person', 'the id of a person', values.person),
    role: required('--role', ROLES, values.role),
    ...(values.grid !== undefined && { gridId: values.grid }),
    ...(values.org !== undefined && { orgId: values.org }),
    ...(values.from !== undefined && { from: values.from }),
    ...(values.to !== undefined && { to: values.to }),
  }
  const made = await runAdmin('role-appoint', { data, district, input })
  console.log(json ? JSON.stringify(made) : `${made.id}\n${made.personId} is ${made.role} of ${made.gridId ?? made.orgId}`)
}

async function end(args: string[]): Promise<void> {
  const { data, district, id } = readArguments(args, { ...DATA_OPTIONS, id: { type: 'string' } })
  const input = { id: required('--id', 'the id of an appointment, as role list shows it', id) }
  await runAdmin('role-end', { data, district, input })
  console.log(`Ended ${input.id}`)
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const { roles } = await runAdmin('role-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ roles }))
  for (const each of roles) {
    const until = each.to ? `  until ${each.to}` : ''
    console.log(`${each.id}  ${each.personId}  ${each.role} of ${each.gridId ?? each.orgId}  from ${each.from}${until}`)
  }
}
