import { notFound, refused } from '../problem.ts'
import { createKeySchema, listKeysSchema, revokeKeySchema, siteKeyListSchema, siteKeySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { createSiteKey, listSiteKeys, revokeSiteKey } from '../storage/site-keys.ts'
import { command } from './command.ts'

export const KEY_COMMANDS = {
  'key-create': command({
    summary: 'Makes a site key for an audience, bound to origins',
    input: createKeySchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { origins, audience, calls }) {
      const { db, districtId, clock, randomBytes } = context
      await context.reference.current()
      const orgId = audience.startsWith('org:') ? audience.slice('org:'.length) : undefined
      if (orgId !== undefined && !(await findOrganisation(db, districtId, orgId)))
        throw refused('unknown-organisation', { orgId })
      return createSiteKey(db, districtId, { origins, audience, calls, now: clock(), randomBytes })
    },
  }),
  'key-list': command({
    summary: 'All site keys, revoked ones too',
    input: listKeysSchema,
    output: siteKeyListSchema,
    forStreet: true,
    run: async ({ db, districtId }) => ({ keys: await listSiteKeys(db, districtId) }),
  }),
  'key-revoke': command({
    summary: 'Takes a site key back, for good',
    input: revokeKeySchema,
    output: listKeysSchema,
    forStreet: true,
    async run({ db, districtId, clock }, { key }) {
      if (!(await revokeSiteKey(db, districtId, key, clock()))) throw notFound('unknown-site-key', 'There is no such active key')
      return {}
    },
  }),
}
