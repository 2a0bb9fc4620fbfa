import { withdrawalSchema, withdrawConsentCommandSchema } from '@wangge/core/privacy/schema'
import type { Withdrawal } from '@wangge/core/privacy/schema'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { expectPurpose, takeBack } from '../consent.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { lockPerson } from '../privacy/person-traces.ts'
import { noQuerySchema } from '../schema.ts'
import { write } from '../storage/write.ts'

export const postMyWithdrawal = operation({
  method: 'POST',
  path: '/v1/me/consents/withdrawal',
  id: 'withdrawConsent',
  summary: 'Takes one’s own consent back; sign-ups to come are cancelled with it',
  access: ['person', 'staff'],
  roles: STAFF_ROLES,
  inPerson: true,
  scope: 'own',
  query: noQuerySchema,
  json: { schema: withdrawConsentCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'What came of it; of sign-ups those by the caller’s organisation', schema: withdrawalSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { purpose } = command
    const reference = await context.reference.current()
    const actor = principalName(principal)
    const personId = personOf(principal)
    return write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now }, async (tx) => {
      expectPurpose(purpose, reference)
      const at = new Date(now).toISOString()
      const nothing: Withdrawal = { purpose, at, cancelled: [] }
      const audit = { action: 'withdraw-consent', subject: personId ?? actor }
      if (personId === undefined) return { status: 200, answer: nothing, audit, changes: [] }
      await lockPerson(tx, context.districtId, personId)
      const { cancelled, changes } = await takeBack(tx, context, reference, { personId, purpose, by: 'self', now })
      // One employer does not learn what somebody has signed up for at another.
      const told = principal.kind === 'person' ? cancelled.filter(({ orgId }) => orgId === principal.orgId) : cancelled
      const answer: Withdrawal = { ...nothing, cancelled: told.map(({ id }) => id) }
      return { status: 200, answer, audit, changes }
    })
  },
})

/** @throws ProblemError 404 `unknown-person` for a machine */
function personOf(principal: Principal): string | undefined {
  if (principal.kind === 'person') return principal.personId
  if (principal.kind === 'staff' && principal.personId !== undefined) return principal.personId
  throw notFound('unknown-person', 'There is no such person')
}
