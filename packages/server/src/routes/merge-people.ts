import { mergedPeopleSchema, mergePeopleCommandSchema } from '@wangge/core/privacy/schema'
import type { MergedPeople } from '@wangge/core/privacy/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { mergeStored } from '../storage/merge-stored.ts'
import { write } from '../storage/write.ts'
import { expectDistrict } from './people.ts'

export const postMerge = operation({
  method: 'POST',
  path: '/v1/people/{id}/merge',
  id: 'mergePeople',
  summary: 'Makes two people one who turn out to be one, for good; what contradicts is refused and told in full',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  json: { schema: mergePeopleCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'Who they are now, and what was moved, in numbers', schema: mergedPeopleSchema } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const reference = await context.reference.current()
    expectDistrict(principal as Staff, reference.tree)
    const [keepId, { goneId }] = [params.id!, command]
    const actor = principalName(principal)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor, now }
    return write(context, request, async (tx) => {
      const result = await mergeStored(tx, context, { keepId, goneId, now, reference })
      if (!result.ok) throw refused('people-clash', { clashes: result.clashes })
      const at = new Date(now).toISOString()
      // Whoever looks the id up that is gone finds what became of it.
      await appendAudit(tx, context, { at, actor, action: 'merge-people', subject: goneId })
      const answer: MergedPeople = { personId: keepId, goneId, at, rows: result.rows }
      return { status: 200, answer, audit: { action: 'merge-people', subject: keepId }, changes: result.changes }
    })
  },
})
