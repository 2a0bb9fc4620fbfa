import { notFound, refused } from '../problem.ts'
import { bindIdentitySchema, identityListSchema, identitySchema, nothingSchema, unbindIdentitySchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { bindIdentity, listIdentities, unbindIdentity } from '../storage/identities.ts'
import { findPerson } from '../storage/people.ts'
import { revokeSessionsOf } from '../storage/sessions.ts'
import { command, OWNER } from './command.ts'

export const IDENTITY_COMMANDS = {
  'identity-bind': command({
    summary: 'Says which person an account at the sign-in service is; of the account only a keyed hash is kept',
    input: bindIdentitySchema,
    output: identitySchema,
    async run(context, { issuer, subject, personId }, actor = OWNER) {
      return act(context, { action: 'identity-bind', actor }, async (inside) => {
        if (!(await findPerson(inside.db, inside, personId))) throw refused('unknown-person')
        const result = await bindIdentity(inside, { issuer, subject, personId })
        if (!result) throw refused('identity-bound')
        return { subject: personId, result }
      })
    },
  }),
  'identity-unbind': command({
    summary: 'Takes all accounts of a person away and ends their sessions',
    input: unbindIdentitySchema,
    output: nothingSchema,
    async run(context, { personId }, actor = OWNER) {
      return act(context, { action: 'identity-unbind', actor, recheck: true }, async (inside) => {
        if (!(await unbindIdentity(inside, personId))) throw notFound('unknown-identity', 'No account is bound to the person')
        await revokeSessionsOf(inside, personId)
        return { subject: personId, result: {} }
      })
    },
  }),
  'identity-list': command({
    summary: 'Whose accounts are bound, without the accounts',
    input: nothingSchema,
    output: identityListSchema,
    run: async (context) => ({ identities: await listIdentities(context) }),
  }),
}
