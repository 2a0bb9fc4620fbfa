import { reachesDistrict } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import {
  addDays,
  daysBetween,
  fairnessReport,
  localDate,
  mondayOf,
  quotaSentence,
  quotaSums,
  reviseQuotaPlan,
  rollUpQuota,
} from '@wangge/core/roster'
import type { QuotaPeriod } from '@wangge/core/roster'
import { fairnessSchema, quotaPlanCommandSchema, quotaPlanViewSchema, quotaSchema } from '@wangge/core/roster/schema'
import type { Organisation, QuotaLine } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { rememberQuota } from '../remembered-quota.ts'
import { fairnessQuerySchema, noQuerySchema, quotaQuerySchema } from '../schema.ts'
import { listOrganisations } from '../storage/organisations.ts'
import { currentPlan, dutyCounts, insertPlan, loadRolls, recordRolls } from '../storage/quota.ts'
import { write } from '../storage/write.ts'
import { expectWholeDistrict } from './admin.ts'

/** Days that one answer may have: a line of each organisation for each. */
const MOST_DAYS = 31
const WEEK = 7
/** Days ahead. */
const FARTHEST = 366

const READING = { access: ['staff'], roles: ['street', 'liaison'], scope: 'organisation' } as const
const PLANNING = { access: ['staff'], roles: ['street'], scope: 'district', query: noQuerySchema } as const

const quotaOf = rememberQuota()

export const getQuota = operation({
  ...READING,
  method: 'GET',
  path: '/v1/quota',
  id: 'getQuota',
  summary: 'What organisations owe on some days and have named: one’s own, those below a composite committee, or all',
  query: quotaQuerySchema,
  answers: { 200: { description: 'By organisation, and summed up by committee', schema: quotaSchema } },
  async handle(call) {
    const { today } = await dayOf(call)
    const span = spanOf(call.query, today)
    const { den, organisations, names } = await readQuota(call, span)
    const period = periodOf(span, today)
    const rows = organisations.map((one) => {
      const sums = quotaSums(one.lines)
      return { ...one, ...sums, sentence: quotaSentence(sums, period) }
    })
    const committees = rollUpQuota(rows).map((row) => ({
      ...row,
      ...(row.superiorId !== undefined && names.has(row.superiorId) && { name: names.get(row.superiorId)! }),
      sentence: quotaSentence(row, period),
    }))
    const told = { ...span, den, organisations: rows, committees }
    return { status: 200, body: { asOf: new Date(call.now).toISOString(), ...told }, tag: told }
  },
})

export const getFairness = operation({
  ...READING,
  method: 'GET',
  path: '/v1/quota/fairness',
  id: 'getQuotaFairness',
  summary: 'How evenly a week was shared out: exact share, due, named and come, how far from the share, and who is farthest',
  query: fairnessQuerySchema,
  answers: { 200: { description: 'Monday to Sunday of the week', schema: fairnessSchema } },
  async handle(call) {
    const { today } = await dayOf(call)
    const from = mondayOf(call.query.week ?? today)
    const span = { from, to: expectNear(addDays(from, WEEK), today) }
    const { den, organisations, names } = await readQuota(call, span)
    const report = fairnessReport(organisations)
    const named = <T extends { orgId: string }>(line: T) => ({ ...line, name: names.get(line.orgId)! })
    const told = {
      ...span,
      den,
      ...report,
      organisations: report.organisations.map(named),
      ...(report.mostAhead && { mostAhead: named(report.mostAhead) }),
      ...(report.mostBehind && { mostBehind: named(report.mostBehind) }),
    }
    return { status: 200, body: { asOf: new Date(call.now).toISOString(), ...told }, tag: told }
  },
})

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

export const putQuotaPlan = operation({
  ...PLANNING,
  method: 'PUT',
  path: '/v1/quota/plan',
  id: 'putQuotaPlan',
  summary: 'Replaces the plan from today on; the days that are over keep theirs',
  json: { schema: quotaPlanCommandSchema, maxSize: 1024 * 1024 },
  idempotent: true,
  answers: { 200: { description: 'The plan as it was written', schema: quotaPlanViewSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    await expectWholeDistrict(context, principal)
    const { today, timeZone } = await dayOf(call)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const current = await currentPlan(tx, districtId)
      const version = current?.version ?? 0
      if (command.version !== version) throw refused('plan-changed', { version })
      const revision = reviseQuotaPlan(current?.plan, command.plan, { today })
      if (!revision.ok) throw refused(revision.reason, revision.detail)
      const known = new Set((await listOrganisations(tx, districtId)).map(({ id }) => id))
      const stranger = revision.plan.exempt.find(({ orgId }) => !known.has(orgId))
      if (stranger) throw refused('unknown-organisation', { orgId: stranger.orgId })
      const answer = { version: version + 1, plan: revision.plan, updatedAt: new Date(now).toISOString() }
      if (!(await insertPlan(tx, districtId, { ...answer, at: answer.updatedAt })))
        throw refused('plan-changed', { version: version + 1 })
      await recordRolls(tx, districtId, { now, timeZone })
      return { status: 200, answer, audit: { action: 'put-quota-plan', subject: String(answer.version) }, changes: [] }
    })
  },
})

interface Span {
  from: string
  to: string
}

async function dayOf({ context, now }: Call<unknown, unknown>): Promise<{ today: string; timeZone: string }> {
  const { timeZone } = await context.reference.current()
  return { today: localDate(now, timeZone), timeZone }
}

/** @throws ProblemError 400 `invalid-query` */
function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }, today: string): Span {
  const start = from ?? (to === undefined ? mondayOf(today) : addDays(to, -WEEK))
  const end = to ?? addDays(start, WEEK)
  const days = daysBetween(start, end)
  if (days < 1 || days > MOST_DAYS)
    throw outOfRange('to', `Expected 1 to ${MOST_DAYS} days from \`from\` to before \`to\`, got ${days}`)
  return { from: start, to: expectNear(end, today) }
}

/** Each day is reckoned from the days before: nobody has the server reckon a thousand years. */
function expectNear(end: string, today: string): string {
  const last = addDays(today, FARTHEST)
  if (end > last) throw outOfRange('to', `Expected a day up to ${last}, got ${end}`)
  return end
}

const outOfRange = (field: string, message: string) =>
  new ProblemError(400, 'invalid-query', 'The query is not as expected', {
    errors: [{ path: [field], code: 'out_of_range', message }],
  })

/** Reckoned anew from what is kept: the plan, the rolls, and who is named. */
async function readQuota({ context, principal }: Call<unknown, unknown>, span: Span) {
  const { db, districtId } = context
  const { tree, timeZone } = await context.reference.current()
  const [organisations, view, roll, counts] = await Promise.all([
    listOrganisations(db, districtId),
    currentPlan(db, districtId),
    loadRolls(db, districtId),
    dutyCounts(db, districtId, { ...span, timeZone }),
  ])
  const plan = view?.plan ?? { steps: [], exempt: [] }
  const { den, organisations: owed } = quotaOf({ plan, roll, ...span })
  const daysOf = new Map(owed.map(({ orgId, days }) => [orgId, days]))
  const own = ownOrganisations(principal)
  const told = visible(principal, organisations, tree).flatMap(({ id, name, superiorId }) => {
    const days = daysOf.get(id)
    if (!days) return []
    const lines = days.map((day): QuotaLine => ({ ...day, ...counts.of(id, day.date) }))
    if (!own.has(id) && !lines.some(hasAnything)) return []
    return [{ orgId: id, name, ...(superiorId !== undefined && { superiorId }), lines }]
  })
  return { den, organisations: told, names: new Map<string, Localized>(organisations.map(({ id, name }) => [id, name])) }
}

/** The street sees all, a committee those below it, an organisation itself. */
function visible(principal: Principal, organisations: readonly Organisation[], tree: GridTree): readonly Organisation[] {
  if (principal.kind !== 'staff') return []
  if (principal.grants.some((grant) => reachesDistrict(grant, tree))) return organisations
  const own = ownOrganisations(principal)
  const superiors = new Map(organisations.map(({ id, superiorId }) => [id, superiorId]))
  const isBelow = (id: string | undefined, seen: readonly string[] = []): boolean =>
    id !== undefined && !seen.includes(id) && (own.has(id) || isBelow(superiors.get(id), [...seen, id]))
  return organisations.filter(({ id }) => isBelow(id))
}

const ownOrganisations = (principal: Principal): ReadonlySet<string | undefined> =>
  new Set(principal.kind === 'staff' ? principal.grants.map(({ orgId }) => orgId) : [])

/** Of an organisation that the plan never calls there is nothing to tell others. */
const hasAnything = ({ entitlement, carryOut, due, assigned }: QuotaLine): boolean =>
  entitlement !== 0 || carryOut !== 0 || due > 0 || assigned > 0

function periodOf({ from, to }: Span, today: string): QuotaPeriod {
  if (from === today && to === addDays(today, 1)) return 'today'
  if (to !== addDays(from, WEEK)) return 'days'
  if (from === mondayOf(today)) return 'week'
  return from === addDays(mondayOf(today), WEEK) ? 'nextWeek' : 'days'
}
