import { meSchema } from '@wangge/core/access/schema'
import type { Me } from '@wangge/core/access/schema'
import { staffKey } from '../auth/made-for.ts'
import type { Person, Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import type { Keyring } from '../privacy/keyring.ts'
import { noQuerySchema } from '../schema.ts'
import { findPerson } from '../storage/people.ts'

export const getMe = operation({
  method: 'GET',
  path: '/v1/me',
  id: 'getMe',
  summary: 'Who the caller is, and what they reach at this instant',
  access: ['person', 'staff'],
  roles: STAFF_ROLES,
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'As the server believes it', schema: meSchema } },
  async handle({ context, principal }) {
    const body = principal.kind === 'staff' ? await staffMe(context, principal) : personMe(context, principal as Person)
    return { status: 200, body, headers: { 'cache-control': 'no-store' } }
  },
})

function personMe({ keyring }: Context, { personKey, name, orgId, staffNumber, minor }: Person): Me {
  return { kind: 'person', personKey, name, orgId, staffNumber, minor, storageKey: storageKeyOf(keyring, personKey), grants: [] }
}

async function staffMe(context: Context, staff: Staff): Promise<Me> {
  const { personId, grants, isMachine } = staff
  const personKey = staffKey(staff)
  const machine: Me = { kind: 'staff', personKey, minor: false, grants: [...grants] }
  const person = personId === undefined || isMachine ? undefined : await findPerson(context.db, context, personId)
  if (!person) return machine
  return { ...machine, name: person.name, minor: person.minor, storageKey: storageKeyOf(context.keyring, personKey) }
}

/** The same at each sign-in, and known to nobody who has only the device. */
const storageKeyOf = (keyring: Keyring, personKey: string): string =>
  Buffer.from(keyring.hash('storage-key', personKey), 'hex').toString('base64url')
