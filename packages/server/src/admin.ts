import type * as z from 'zod/mini'
import type { Context } from './context.ts'
import { notFound, refused } from './problem.ts'
import { createKeySchema, createTokenSchema, listKeysSchema, revokeKeySchema } from './schema.ts'
import { siteKeyListSchema, siteKeySchema, staffTokenSchema } from './schema.ts'
import { findOrganisation } from './storage/organisations.ts'
import { createSiteKey, listSiteKeys, revokeSiteKey } from './storage/site-keys.ts'
import { createStaffToken } from './storage/staff-tokens.ts'

/** A command of the data directory's owner: run by the CLI itself, or by the server that holds the directory. */
export interface AdminCommand<Input, Output> {
  summary: string
  input: z.ZodMiniType<Input>
  output: z.ZodMiniType<Output>
  run(context: Context, input: Input): Promise<Output>
}

const command = <Input, Output>(definition: AdminCommand<Input, Output>) => definition

export const ADMIN_COMMANDS = {
  'key-create': command({
    summary: 'Makes a site key for an audience, bound to origins',
    input: createKeySchema,
    output: siteKeySchema,
    async run(context, { origins, audience }) {
      const { db, districtId, clock, randomBytes } = context
      await context.reference.current()
      const orgId = audience.startsWith('org:') ? audience.slice('org:'.length) : undefined
      if (orgId !== undefined && !(await findOrganisation(db, districtId, orgId)))
        throw refused('unknown-organisation', { orgId })
      return createSiteKey(db, districtId, { origins, audience, now: clock(), randomBytes })
    },
  }),
  'key-list': command({
    summary: 'All site keys, revoked ones too',
    input: listKeysSchema,
    output: siteKeyListSchema,
    run: async ({ db, districtId }) => ({ keys: await listSiteKeys(db, districtId) }),
  }),
  'key-revoke': command({
    summary: 'Takes a site key back, for good',
    input: revokeKeySchema,
    output: listKeysSchema,
    async run({ db, districtId, clock }, { key }) {
      if (!(await revokeSiteKey(db, districtId, key, clock()))) throw notFound('unknown-site-key', 'There is no such active key')
      return {}
    },
  }),
  'token-create': command({
    summary: 'Makes a staff token with a role and a subtree; it is shown this once',
    input: createTokenSchema,
    output: staffTokenSchema,
    async run(context, { role, gridId, days, personId }) {
      const { db, districtId, clock, random, randomBytes } = context
      const { tree, appointments } = await context.reference.current()
      const now = clock()
      if (!tree.get(gridId)) throw refused('unknown-grid', { gridId })
      const head = appointments.find(
        ({ role: held, gridId: at, from, to }) =>
          held === 'buildingHead' && at === gridId && Date.parse(from) <= now && (to === undefined || now < Date.parse(to)),
      )
      const person = personId ?? (role === 'buildingHead' ? head?.personId : undefined)
      if (role === 'buildingHead' && person === undefined) throw refused('no-building-head', { gridId })
      return createStaffToken(db, districtId, { role, gridId, days, personId: person, now, random, randomBytes })
    },
  }),
}

export type AdminCommandName = keyof typeof ADMIN_COMMANDS
