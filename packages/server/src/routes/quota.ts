import { reachesDistrict } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import { addDays, fairnessReport, mondayOf, quotaSentence, quotaSums, rollUpQuota } from '@wangge/core/roster'
import type { QuotaPeriod } from '@wangge/core/roster'
import { fairnessSchema, quotaSchema } from '@wangge/core/roster/schema'
import type { Organisation, QuotaLine } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import type { Principal } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { rememberQuota } from '../remembered-quota.ts'
import { fairnessQuerySchema, quotaQuerySchema } from '../schema.ts'
import { dutyCalendar } from '../storage/duty-calendar.ts'
import { listOrganisations } from '../storage/organisations.ts'
import { currentPlan, dutyCounts, loadRolls } from '../storage/quota.ts'
import { dayOf, expectNear, spanOf, WEEK } from './quota-span.ts'
import type { Span } from './quota-span.ts'

const READING = { access: ['staff'], roles: ['street', 'liaison'], scope: 'organisation' } as const

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

/** Reckoned anew from what is kept: the plan, the rolls, and who is named. */
async function readQuota({ context, principal }: Call<unknown, unknown>, span: Span) {
  const { db, districtId } = context
  const { tree, timeZone } = await context.reference.current()
  const [organisations, view, roll, counts, calendar] = await Promise.all([
    listOrganisations(db, districtId),
    currentPlan(db, districtId),
    loadRolls(db, districtId),
    dutyCounts(db, districtId, { ...span, timeZone }),
    dutyCalendar(db, districtId),
  ])
  const plan = view?.plan ?? { steps: [], exempt: [] }
  const { den, organisations: owed } = quotaOf({ plan, roll, ...span, calendar })
  const daysOf = new Map(owed.map(({ orgId, days }) => [orgId, days]))
  const own = ownOrganisations(principal)
  const told = visible(principal, organisations, tree).flatMap(({ id, name, superiorId, closedOn }) => {
    const days = daysOf.get(id)
    // One that was there on no day of the span has nothing in it.
    if (!days || (closedOn !== undefined && closedOn <= span.from)) return []
    const lines = days.map((day): QuotaLine => ({ ...day, ...counts.of(id, day.date) }))
    if (!own.has(id) && !lines.some(hasAnything)) return []
    const known = { ...(superiorId !== undefined && { superiorId }), ...(closedOn !== undefined && { closedOn }) }
    return [{ orgId: id, name, ...known, lines }]
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
