import { notFound, ProblemError } from '../problem.ts'
import {
  createKeySchema,
  keyPageSchema,
  nothingSchema,
  revokeKeySchema,
  rotateKeySchema,
  siteKeyListSchema,
  siteKeySchema,
} from '../schema.ts'
import { act } from '../storage/act.ts'
import { expectOpenOrganisation } from '../storage/closed-organisations.ts'
import { createSiteKey, findSiteKey, limitSiteKey, listSiteKeys, revokeSiteKey, setPage } from '../storage/site-keys.ts'
import { command, OWNER } from './command.ts'

const HOUR_MS = 3_600_000
const noSuchKey = () => notFound('unknown-site-key', 'There is no such active key')

export const KEY_COMMANDS = {
  'key-create': command({
    summary: 'Makes a site key for an audience, bound to origins and, where `calls` says so, to some calls',
    input: createKeySchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { origins, audience, calls, page }, actor = OWNER) {
      const { districtId, clock, randomBytes } = context
      await context.reference.current()
      const orgId = audience.startsWith('org:') ? audience.slice('org:'.length) : undefined
      await expectCalls(calls)
      expectPage(page, { origins, audience })
      return act(context, { action: 'key-create', actor }, async ({ db }) => {
        const now = clock()
        if (orgId !== undefined) await expectOpenOrganisation(db, districtId, { orgId, now })
        const result = await createSiteKey(db, districtId, { origins, audience, calls, page, now, randomBytes })
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
    summary: 'Makes a key for the same audience, origins, calls and page; the old one dies at the end of the overlap',
    input: rotateKeySchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { key, overlapHours = 24 }, actor = OWNER) {
      const { districtId, clock, randomBytes } = context
      const now = clock()
      return act(context, { action: 'key-rotate', actor, recheck: true }, async ({ db }) => {
        const old = await findSiteKey(db, districtId, key, now)
        if (!old) throw noSuchKey()
        const { origins, audience, calls, page } = old
        await limitSiteKey(db, districtId, key, now + overlapHours * HOUR_MS)
        const result = await createSiteKey(db, districtId, { origins, audience, calls, page, now, randomBytes })
        return { subject: key, result }
      })
    },
  }),
  'key-page': command({
    summary: 'Sets the page that the code at a post leads an organisation’s people to, or takes it away',
    input: keyPageSchema,
    output: siteKeySchema,
    forStreet: true,
    async run(context, { key, page }, actor = OWNER) {
      const { districtId, clock } = context
      return act(context, { action: 'key-page', actor, recheck: true }, async ({ db }) => {
        const known = await findSiteKey(db, districtId, key, clock())
        if (!known) throw noSuchKey()
        expectPage(page, known)
        await setPage(db, districtId, key, page ?? null)
        const { page: _, ...rest } = known
        return { subject: key, result: { ...rest, ...(page !== undefined && { page }) } }
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

/**
 * @throws ProblemError 422 for a page of no organisation, or of a site for which the key is not: whoever comes with a code is led
 * nowhere but where its people are signed in anyway
 */
function expectPage(page: string | undefined, { origins, audience }: { origins: readonly string[]; audience: string }): void {
  if (page === undefined) return
  const refuse = (message: string) =>
    new ProblemError(422, 'invalid-body', 'The body is not as expected', {
      errors: [{ path: ['page'], code: 'custom', message }],
    })
  if (audience === 'public') throw refuse('Expected a page with a key of one organisation, got one with a key for the public')
  const { origin } = new URL(page)
  if (!origins.includes(origin)) throw refuse(`Expected an address on ${origins.join(' or ')}, got ${origin}`)
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
