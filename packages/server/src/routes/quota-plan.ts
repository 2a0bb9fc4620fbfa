import { addDays, previewQuota, reviseQuotaPlan } from '@wangge/core/roster'
import {
  quotaPlanCommandSchema,
  quotaPlanViewSchema,
  quotaPreviewCommandSchema,
  quotaPreviewSchema,
} from '@wangge/core/roster/schema'
import type { Organisation, QuotaPlan } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { Queries } from '../storage/database.ts'
import { dutyCalendar } from '../storage/duty-calendar.ts'
import { listOrganisations } from '../storage/organisations.ts'
import { currentPlan, insertPlan, isByMembers, recordRolls, rollsToCome } from '../storage/quota.ts'
import { write } from '../storage/write.ts'
import { expectWholeDistrict } from './admin.ts'
import { dayOf, spanOf, WEEK } from './quota-span.ts'

const PLANNING = { access: ['staff'], roles: ['street'], scope: 'district', query: noQuerySchema } as const

export const getQuotaPlan = operation({
  ...PLANNING,
  method: 'GET',
  path: '/v1/quota/plan',
  id: 'getQuotaPlan',
  summary: 'The plan by which organisations owe persons each day: ratios and exemptions by date',
  answers: { 200: { description: 'The plan that holds, with its version', schema: quotaPlanViewSchema } },
  async handle({ context, principal }) {
    await expectWholeDistrict(context, principal)
    const plan = await currentPlan(context.db, context.districtId)
    if (!plan) throw notFound('unknown-plan', 'There is no plan yet')
    return { status: 200, body: plan }
  },
})

/** Bytes: two hundred steps and two thousand exemptions. */
const LARGEST_PLAN = 1024 * 1024

export const previewQuotaPlan = operation({
  ...PLANNING,
  method: 'POST',
  path: '/v1/quota/plan:preview',
  id: 'previewQuotaPlan',
  summary:
    'Whether a plan would be taken, and what each organisation would owe by it beside what it owes now; nothing is written',
  json: { schema: quotaPreviewCommandSchema, maxSize: LARGEST_PLAN },
  answers: { 200: { description: 'By organisation and by day', schema: quotaPreviewSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { db, districtId } = context
    await expectWholeDistrict(context, principal)
    const { today, timeZone } = await dayOf(call)
    const from = command.from ?? today
    const span = spanOf({ from, to: command.to ?? addDays(from, WEEK) }, today)
    const organisations = await listOrganisations(db, districtId)
    const { current, plan: wanted } = await revisedPlan(db, districtId, { ...command, organisations, today })
    const roll = await rollsToCome(db, districtId, { now, timeZone, byMembers: isByMembers(wanted) })
    const calendar = await dutyCalendar(db, districtId)
    const { organisations: owed, ...sums } = previewQuota({ current, wanted, roll, ...span, calendar })
    const known = new Map(organisations.map((one) => [one.id, one]))
    const told = owed.flatMap(({ orgId, ...change }) => {
      const one = known.get(orgId)
      return one && change.now + change.then > 0 ? [{ orgId, name: one.name, registered: one.registered, ...change }] : []
    })
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...span, ...sums, organisations: told } }
  },
})

export const putQuotaPlan = operation({
  ...PLANNING,
  method: 'PUT',
  path: '/v1/quota/plan',
  id: 'putQuotaPlan',
  summary: 'Replaces the plan from today on; the days that are over keep theirs',
  json: { schema: quotaPlanCommandSchema, maxSize: LARGEST_PLAN },
  idempotent: true,
  answers: { 200: { description: 'The plan as it was written', schema: quotaPlanViewSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    await expectWholeDistrict(context, principal)
    const { today, timeZone } = await dayOf(call)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const organisations = await listOrganisations(tx, districtId)
      const { plan } = await revisedPlan(tx, districtId, { ...command, organisations, today })
      const { version } = command
      const answer = { version: version + 1, plan, updatedAt: new Date(now).toISOString() }
      if (!(await insertPlan(tx, districtId, { ...answer, at: answer.updatedAt })))
        throw refused('plan-changed', { version: version + 1 })
      await recordRolls(tx, districtId, { now, timeZone })
      return { status: 200, answer, audit: { action: 'put-quota-plan', subject: String(answer.version) }, changes: [] }
    })
  },
})

interface Revising {
  version: number
  plan: QuotaPlan
  organisations: readonly Organisation[]
  today: string
}

/** A plan as it would be kept, and the one it takes the place of. @throws ProblemError 409 */
async function revisedPlan(
  db: Queries,
  districtId: string,
  { version, plan: wanted, organisations, today }: Revising,
): Promise<{ current: QuotaPlan | undefined; plan: QuotaPlan }> {
  const current = await currentPlan(db, districtId)
  const newest = current?.version ?? 0
  if (version !== newest) throw refused('plan-changed', { version: newest })
  const revision = reviseQuotaPlan(current?.plan, wanted, { today })
  if (!revision.ok) throw refused(revision.reason, revision.detail)
  const known = new Set(organisations.map(({ id }) => id))
  const stranger = revision.plan.exempt.find(({ orgId }) => !known.has(orgId))
  if (stranger) throw refused('unknown-organisation', { orgId: stranger.orgId })
  return { current: current?.plan, plan: revision.plan }
}
