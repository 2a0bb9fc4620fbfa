import { notFound, ProblemError, refused } from '../problem.ts'
import { createIssuerSchema, hostIssuerListSchema, hostIssuerSchema, nothingSchema, revokeByIdSchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { createHostIssuer, listHostIssuers, revokeHostIssuer } from '../storage/host-issuers.ts'
import { expectOpenOrganisation } from '../storage/closed-organisations.ts'
import { command, OWNER } from './command.ts'

export const ISSUER_COMMANDS = {
  'issuer-create': command({
    summary: 'Registers who signs tokens for an organisation’s employees, by the address of its keys or a shared secret',
    input: createIssuerSchema,
    output: hostIssuerSchema,
    async run(context, { orgId, issuer, jwksUrl, secret }, actor = OWNER) {
      if ((jwksUrl === undefined) === (secret === undefined)) {
        const errors = [{ path: ['jwksUrl'], code: 'one-of', message: 'Expected either jwksUrl or secret' }]
        throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
      }
      await expectOpenOrganisation(context.db, context.districtId, { orgId, now: context.clock() })
      return act(context, { action: 'issuer-create', actor }, async (inside) => {
        const result = await createHostIssuer(inside, { orgId, issuer, jwksUrl, secret })
        if (!result) throw refused('issuer-exists', { issuer })
        return { subject: result.id, result }
      })
    },
  }),
  'issuer-list': command({
    summary: 'All issuers of hosts’ tokens, revoked ones too; secrets are not shown',
    input: nothingSchema,
    output: hostIssuerListSchema,
    run: async (context) => ({ issuers: await listHostIssuers(context) }),
  }),
  'issuer-revoke': command({
    summary: 'Takes an issuer back: none of its tokens is believed any more',
    input: revokeByIdSchema,
    output: nothingSchema,
    async run(context, { id }, actor = OWNER) {
      return act(context, { action: 'issuer-revoke', actor, recheck: true }, async (inside) => {
        if (!(await revokeHostIssuer(inside, id))) throw notFound('unknown-issuer', 'There is no such active issuer')
        return { subject: id, result: {} }
      })
    },
  }),
}
