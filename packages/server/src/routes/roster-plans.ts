import { reachedGrids, reachesDistrict, reachesGrid } from '@wangge/core/access'
import { maskName } from '@wangge/core/privacy'
import { localDate } from '@wangge/core/roster'
import {
  cancelPlanCommandSchema,
  planComparisonSchema,
  planDraftSchema,
  planJobListSchema,
  planJobSchema,
  planQuestionSchema,
  planRosterCommandSchema,
  publishedPlanSchema,
  publishPlanCommandSchema,
} from '@wangge/core/roster/schema'
import type { PlanRosterCommand } from '@wangge/core/roster/schema'
import { expectOfPath } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema, planListQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import type { Queries } from '../storage/database.ts'
import { findPeople } from '../storage/people.ts'
import { planRecords } from '../storage/plan-records.ts'
import { publishPlan, scopeOf, standingDraft } from '../storage/publish-plan.ts'
import type { Reference } from '../storage/reference.ts'
import {
  assignmentsOf,
  draftSeats,
  findPlan,
  insertPlan,
  listPlans,
  markPublished,
  planJobOf,
  stopPlan,
  unendedPlans,
} from '../storage/roster-plans.ts'
import type { NewPlan, PlanRow } from '../storage/roster-plans.ts'
import { findSlotViews } from '../storage/slots.ts'
import { write } from '../storage/write.ts'

const RULES = { access: ['staff'], roles: ['street', 'community'], scope: 'subtree', query: noQuerySchema } as const
const JOB = { description: 'The plan as it stands', schema: planJobSchema }
/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'
/** Days ahead. */
const FARTHEST_MS = 366 * 86_400_000
/** One is made at a time, each for minutes: so many of one community at most keep the others’ waiting. */
const MOST_WAITING = 20

export const postRosterPlan = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/roster-plans',
  id: 'planRoster',
  summary: 'Plans who does which shift in some days, in the background, as a draft; or mends an earlier draft',
  json: { schema: planRosterCommandSchema },
  idempotent: true,
  answers: { 201: JOB },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    const reference = await context.reference.current()
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    const answer = await write(context, request, async (tx) => {
      const plan = await planOf(tx, command, { call, reference })
      const waiting = await unendedPlans(tx, districtId, besideOf(plan.gridId, reference.tree))
      if (waiting >= MOST_WAITING) throw refused('plans-waiting', { waiting, most: MOST_WAITING })
      if (!(await insertPlan(tx, districtId, plan))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      const job = planJobOf((await findPlan(tx, districtId, plan.id))!)
      return { status: 201, answer: job, audit: { action: 'plan-roster', subject: plan.id }, changes: [] }
    })
    context.plans.wake()
    return { ...answer, headers: { location: `/v1/roster-plans/${command.id}` } }
  },
})

export const getRosterPlans = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/roster-plans',
  id: 'listRosterPlans',
  summary: 'Plans of a subtree, or of all that one reaches, newest first',
  query: planListQuerySchema,
  answers: { 200: { description: 'At most the newest 50', schema: planJobListSchema } },
  async handle({ context, principal, query, now }) {
    const { db, districtId } = context
    const { tree } = await context.reference.current()
    const gridIds = reachedSubtree((principal as Staff).grants, query.gridId, tree)
    const plans = (await listPlans(db, districtId, gridIds)).map(planJobOf)
    return { status: 200, body: { asOf: new Date(now).toISOString(), plans }, tag: plans }
  },
})

export const getRosterPlan = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/roster-plans/{id}',
  id: 'getRosterPlan',
  summary: 'How far a plan is, and in figures what became of it',
  answers: { 200: JOB },
  async handle({ context, principal, params }) {
    const { tree } = await context.reference.current()
    return { status: 200, body: planJobOf(await expectPlan(context.db, context.districtId, params.id!, { principal, tree })) }
  },
})

export const postCancelRosterPlan = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/roster-plans/{id}/cancel',
  id: 'cancelRosterPlan',
  summary: 'Ends the making of a plan, with the best one so far as its draft or with none',
  json: { schema: cancelPlanCommandSchema },
  idempotent: true,
  answers: { 200: JOB },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('planId', command.planId, params)
    const { tree } = await context.reference.current()
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    const answer = await write(context, request, async (tx) => {
      const plan = await expectPlan(tx, districtId, command.planId, { principal, tree, lock: true })
      if (plan.state !== 'queued' && plan.state !== 'running') throw refused('plan-ended', { state: plan.state })
      const { keep = false } = command
      await stopPlan(tx, districtId, { id: plan.id, keep, at: new Date(now).toISOString() })
      const job = planJobOf((await findPlan(tx, districtId, plan.id))!)
      return { status: 200, answer: job, audit: { action: 'cancel-roster-plan', subject: plan.id }, changes: [] }
    })
    context.plans.wake()
    return answer
  },
})

export const getRosterDraft = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/roster-plans/{id}/draft',
  id: 'getRosterDraft',
  summary: 'Who has which seat in a draft, what stays empty and why, what it costs, and how far from the best it can be',
  answers: { 200: { description: 'The draft, in ids', schema: planDraftSchema } },
  async handle({ context: { db, districtId, reference }, principal, params }) {
    const { tree } = await reference.current()
    const plan = expectDraft(await expectPlan(db, districtId, params.id!, { principal, tree }))
    const assignments = assignmentsOf(await draftSeats(db, districtId, plan.id))
    return { status: 200, body: { planId: plan.id, assignments, ...plan.draft } }
  },
})

export const getRosterPlanProblem = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/roster-plans/{id}/problem',
  id: 'getRosterPlanProblem',
  summary: 'What a draft is for, as things are now, to try out changes beside it: nobody’s name; the reading is audited',
  answers: { 200: { description: 'The planner’s problem, in ids', schema: planQuestionSchema } },
  async handle({ context, principal, params, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const plan = expectDraft(await expectPlan(db, districtId, params.id!, { principal, tree: reference.tree }))
    const { problem } = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => planRecords(tx, context, reference, { ...scopeOf(plan), now }))
    await recordAct(context, { now, actor: principalName(principal), action: 'read-roster-plan', subject: plan.id })
    return { status: 200, body: { planId: plan.id, problem } }
  },
})

export const getRosterComparison = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/roster-plans/{id}/comparison',
  id: 'compareRosterPlan',
  summary: 'A draft beside what holds now: who is added, moved, removed, and what has changed since; the reading is audited',
  answers: { 200: { description: 'Names as in the roster', schema: planComparisonSchema } },
  async handle({ context, principal, params, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree, timeZone } = reference
    const plan = expectDraft(await expectPlan(db, districtId, params.id!, { principal, tree }))
    const { records, changed, difference } = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => standingDraft(tx, context, reference, { plan, now }))
    const { added, removed, moved, kept } = difference
    const seatOf = ({ slotId, personId }: { slotId: string; personId: string }) => ({ slotId, personId })
    const roleOf = ({ slotId, need }: { slotId: string; need: number | null }) => {
      const role = need === null ? undefined : records.problem.slots.find(({ id }) => id === slotId)?.needs[need]?.role
      return role === undefined ? {} : { role }
    }
    const { unfilled } = plan.draft
    const slotIds = new Set([
      ...[...added, ...removed, ...moved].map(({ slotId }) => slotId),
      ...moved.map(({ from }) => from),
      ...unfilled.map(({ slot }) => slot),
      ...changed.flatMap(({ slotId }) => slotId ?? []),
    ])
    const slots = await findSlotViews(db, districtId, [...slotIds].sort())
    const posts = new Map(slots.map(({ post: { kind: _, ...post } }) => [post.id, post]))
    const personIds = new Set([...added, ...removed, ...moved, ...changed].flatMap(({ personId }) => personId ?? []))
    const known = new Map((await findPeople(db, context, [...personIds])).map((one) => [one.id, one]))
    const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, tree))
    await recordAct(context, { now, actor: principalName(principal), action: 'read-roster-plan', subject: plan.id })
    const told = {
      planId: plan.id,
      changed,
      added: added.map((seat) => ({ ...seatOf(seat), ...roleOf(seat) })),
      removed: removed.map(seatOf),
      moved: moved.map((seat) => ({ ...seatOf(seat), ...roleOf(seat), from: seat.from })),
      kept: kept.length,
      costs: { draft: plan.draft.costs, ...(plan.base?.costs && { present: plan.base.costs }) },
      unfilled,
      slots: slots.map(({ id, post, startsAt, endsAt }) => ({
        id,
        postId: post.id,
        date: localDate(Date.parse(startsAt), timeZone),
        startsAt,
        endsAt,
      })),
      posts: [...posts.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
      people: [...personIds].sort().map((id) => {
        const { name = ERASED, minor = false } = known.get(id) ?? {}
        // A minor is masked for everybody but the street.
        return { id, name: minor && !isStreet && name !== ERASED ? maskName(name) : name }
      }),
    }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...told }, tag: told }
  },
})

export const postPublishRosterPlan = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/roster-plans/{id}/publish',
  id: 'publishRosterPlan',
  summary: 'Gives the seats as the draft has them, all or none, by the rules of sign-up; those concerned are told',
  json: { schema: publishPlanCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'What was changed', schema: publishedPlanSchema } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('planId', command.planId, params)
    const reference = await context.reference.current()
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const where = { principal, tree: reference.tree, lock: true }
      const plan = expectDraft(await expectPlan(tx, districtId, command.planId, where))
      if (plan.state === 'published') throw refused('plan-published', { at: plan.published_at })
      const { answer, changes } = await publishPlan(tx, context, reference, { plan, now })
      await markPublished(tx, districtId, { id: plan.id, at: new Date(now).toISOString() })
      return { status: 200, answer, audit: { action: 'publish-roster-plan', subject: plan.id }, changes }
    })
  },
})

interface Where {
  principal: Principal
  tree: Reference['tree']
  lock?: boolean
}

/**
 * Another's plan is none.
 * @throws ProblemError 404 `unknown-plan`
 */
export async function expectPlan(
  db: Queries,
  districtId: string,
  id: string,
  { principal, tree, lock = false }: Where,
): Promise<PlanRow> {
  const plan = await findPlan(db, districtId, id, { lock })
  const { grants } = principal as Staff
  if (plan && grants.some((grant) => reachesGrid(grant, plan.grid_id, tree))) return plan
  throw notFound('unknown-plan', 'There is no such plan')
}

type DraftedPlan = PlanRow & { draft: NonNullable<PlanRow['draft']> }

/** @throws ProblemError 409 where there is no draft, or none yet */
function expectDraft(plan: PlanRow): DraftedPlan {
  if (plan.draft !== null) return plan as DraftedPlan
  throw refused('no-draft', { state: plan.state })
}

/** @throws ProblemError 404, 409, 422 for days or grids that cannot be planned */
async function planOf(
  tx: Queries,
  command: PlanRosterCommand,
  { call, reference }: { call: Call<unknown, unknown>; reference: Reference },
): Promise<NewPlan> {
  const { context, principal, now } = call
  const { tree } = reference
  const { id, from, days = 7, gridId, basedOn, ...choices } = command
  const at = new Date(now).toISOString()
  const { seed, gap, timeLimitSeconds, iterationLimit, existing, rules, weights } = choices
  const limits = { seed, gap, timeLimitSeconds, iterationLimit }
  if (basedOn !== undefined) {
    const earlier = await expectPlan(tx, context.districtId, basedOn, { principal, tree })
    expectDraft(earlier)
    const { grid_id, from_date, days: same, options } = earlier
    return { id, gridId: grid_id, from: from_date, days: same, choices: defined({ ...options, ...limits }), basedOn, at }
  }
  const { grants } = principal as Staff
  const last = new Date(now + FARTHEST_MS).toISOString().slice(0, 10)
  if (from > last) throw outOfRange('from', `Expected a day up to ${last}, got ${from}`)
  if (gridId !== undefined && !grants.some((grant) => reachesGrid(grant, gridId, tree))) throw refused('unknown-grid', { gridId })
  const [own, ...others] = reachedGrids(grants, tree)
  if (gridId === undefined && others.length > 0) {
    throw outOfRange('gridId', `Expected one of ${[own, ...others].join(', ')}, got nothing`)
  }
  return { id, gridId: gridId ?? own!, from, days, choices: defined({ ...limits, existing, rules, weights }), at }
}

/** All grids of the community that one lies in; the district’s own plans are beside no other’s. */
function besideOf(gridId: string, tree: Reference['tree']): string[] {
  const [root, community] = tree.path(gridId).map(({ id }) => id)
  return community === undefined ? [root!] : [community, ...tree.descendants(community).map(({ id }) => id)]
}

const outOfRange = (field: string, message: string) => invalidBody([{ path: [field], code: 'out-of-range', message }])

const defined = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
