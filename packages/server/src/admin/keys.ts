import { notFound, ProblemError, refused } from '../problem.ts'
import { createKeySchema, nothingSchema, revokeKeySchema, rotateKeySchema, siteKeyListSchema, siteKeySchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { createSiteKey, findSiteKey, limitSiteKey, listSiteKeys, revokeSiteKey } from '../storage/site-keys.ts'
import { command, OWNER } from './command.ts'

const HOUR_MS = 3_600_000
const noSuchKey = () => notFound('unknown-site-key', 'There is no such active key')

export const KEY_COMMANDS = {
  'key-create': command({
    summary: 'Makes a site key for an audience, bound to origins and, where `calls` says so, to some calls',
    input: createKeySchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { origins, audience, calls }, actor = OWNER) {
      const { districtId, clock, randomBytes } = context
      await context.reference.current()
      const orgId = audience.startsWith('org:') ? audience.slice('org:'.length) : undefined
      await expectCalls(calls)
      return act(context, { action: 'key-create', actor }, async ({ db }) => {
        if (orgId !== undefined && !(await findOrganisation(db, districtId, orgId))) {
          throw refused('unknown-organisation', { orgId })
        }
        const result = await createSiteKey(db, districtId, { origins, audience, calls, now: clock(), randomBytes })
        return { subject: result.key, result }
      })
    },
  }),
  'key-list': command({
    summary: 'All site keys, revoked ones too',
    input: nothingSchema,
    output: siteKeyListSchema,
    forStreet: true,
    run: async ({ db, districtId }) => ({ keys: await listSiteKeys(db, districtId) }),
  }),
  'key-rotate': command({
    summary: 'Makes a key for the same audience, origins and calls; the old one dies at the end of the overlap',
    input: rotateKeySchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { key, overlapHours = 24 }, actor = OWNER) {
      const { districtId, clock, randomBytes } = context
      const now = clock()
      return act(context, { action: 'key-rotate', actor, recheck: true }, async ({ db }) => {
        const old = await findSiteKey(db, districtId, key, now)
        if (!old) throw noSuchKey()
        const { origins, audience, calls } = old
        await limitSiteKey(db, districtId, key, now + overlapHours * HOUR_MS)
        const result = await createSiteKey(db, districtId, { origins, audience, calls, now, randomBytes })
        return { subject: key, result }
      })
    },
  }),
  'key-revoke': command({
    summary: 'Takes a site key back, at once and for good',
    input: revokeKeySchema,
    output: nothingSchema,
    forStreet: true,
    async run(context, { key }, actor = OWNER) {
      const { districtId, clock } = context
      return act(context, { action: 'key-revoke', actor, recheck: true }, async ({ db }) => {
        if (!(await revokeSiteKey(db, districtId, key, clock()))) throw noSuchKey()
        return { subject: key, result: {} }
      })
    },
  }),
}

/** @throws ProblemError 422 for the id of a call that there is not: the key would silently be for nothing */
async function expectCalls(calls: readonly string[] = []): Promise<void> {
  // Not at the top: the operations are made of these commands among others.
  const { OPERATIONS } = await import('../operations.ts')
  const known = new Set(OPERATIONS.map(({ id }) => id))
  const errors = calls.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: ['calls', index], code: 'unknown', message: `Expected the id of a call, got ${id}` }],
  )
  if (errors.length > 0) throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
}
