import { DATA_OPTIONS, readArguments, required } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge identity bind|unbind|list`, see the usage in cli.ts */
export const identity = (args: string[]): Promise<void> => runVerb('identity', { bind, unbind, list }, args)

async function bind(args: string[]): Promise<void> {
  const { data, district, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    issuer: { type: 'string' },
    subject: { type: 'string' },
    person: { type: 'string' },
  })
  const input = {
    issuer: required('--issuer', 'the address of the sign-in service', values.issuer),
    subject: required('--subject', 'the sub of the account there', values.subject),
    personId: required('--person', 'the id of a person', values.person),
  }
  await runAdmin('identity-bind', { data, district, input })
  console.log(`Bound ${input.personId}`)
}

async function unbind(args: string[]): Promise<void> {
  const { data, district, person } = readArguments(args, { ...DATA_OPTIONS, person: { type: 'string' } })
  const input = { personId: required('--person', 'the id of a person', person) }
  await runAdmin('identity-unbind', { data, district, input })
  console.log(`Unbound ${input.personId}`)
}

async function list(args: string[]): Promise<void> {
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const { identities } = await runAdmin('identity-list', { data, district, input: {} })
  if (json) return console.log(JSON.stringify({ identities }))
  for (const { personId, issuer, createdAt } of identities) console.log(`${personId}  ${issuer}  ${createdAt}`)
}
