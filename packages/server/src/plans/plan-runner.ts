import { createUlid } from '@wangge/core'
import type { PlanAssignment } from '@wangge/core/roster/schema'
import type { Context } from '../context.ts'
import { appendAudit } from '../storage/audit.ts'
import { planRecords } from '../storage/plan-records.ts'
import type { PlanRecords } from '../storage/plan-records.ts'
import { retryConflicts } from '../storage/retry-conflicts.ts'
import { assignmentsOf, claimPlan, draftSeats, endPlan, keepLease, releasePlan } from '../storage/roster-plans.ts'
import type { PlanEnd, PlanRow } from '../storage/roster-plans.ts'
import { draftOf } from './draft-of.ts'
import { runPlan } from './run-plan.ts'
import type { RunningPlan } from './run-plan.ts'

/** Without word for so long a plan is taken to be nobody's, and begun again by whoever finds it. Milliseconds. */
const LEASE_MS = 30_000
/** Between two words to the database, milliseconds. */
const WORD_MS = 500
const DEFAULT_SECONDS = 60

export interface PlanRunner {
  /** Makes all plans that wait, one after the other, and tells how many it made. Called again meanwhile it does nothing. */
  run(): Promise<number>
  /** A plan was asked for, or asked to end: at once, as far as it is this process's. Never fails; `onError` is told. */
  wake(): void
  /** Puts back what is being made, for the next start or another process, and makes no more. */
  stop(): Promise<void>
}

export interface PlanRunnerOptions {
  onError: (error: unknown) => void
}

/**
 * Makes the district's plans, one at a time in this process, each in a thread of its own. A plan is held by a lease that is
 * renewed while it is made: no two processes make one, and one whose process died is begun again by the next that looks.
 */
export function createPlanRunner(context: Context, { onError }: PlanRunnerOptions): PlanRunner {
  const { districtId, db, clock } = context
  const by = createUlid(clock(), context.random)
  let running: Promise<number> | undefined
  let current: { id: string; plan?: RunningPlan; look?: () => Promise<void> } | undefined
  let isStopped = false
  /** Somebody has asked since the last look. */
  let again = false

  const lease = () => ({ by, now: clock(), leaseMs: LEASE_MS })

  async function runAll(): Promise<number> {
    let count = 0
    for (;;) {
      again = false
      const row = isStopped ? undefined : await claimPlan(db, districtId, lease())
      if (!row && again && !isStopped) continue
      if (!row) return count
      count++
      current = { id: row.id }
      try {
        await make(row)
      } finally {
        current = undefined
      }
    }
  }

  async function make(row: PlanRow): Promise<void> {
    const end = await plan(row).catch((error: unknown): PlanEnd => {
      onError(error)
      return { state: 'failed', at: now(), failure: { code: 'failed', message: 'The server failed' } }
    })
    if (!end) return
    await retryConflicts(() =>
      db.transaction().execute(async (tx) => {
        const state = await endPlan(tx, districtId, { id: row.id, by }, end)
        const act = { at: end.at, actor: 'roster', action: `roster-plan-${state}`, subject: row.id }
        if (state !== undefined) await appendAudit(tx, context, act)
      }),
    )
  }

  const now = () => new Date(clock()).toISOString()

  /** Undefined where the plan is not this process's any more. */
  async function plan(row: PlanRow): Promise<PlanEnd | undefined> {
    const { records, present } = await retryConflicts(() => read(row))
    if (isStopped) return putBack(row.id)
    const { seed = 1, gap, timeLimitSeconds = DEFAULT_SECONDS, iterationLimit } = row.options
    const options = {
      seed,
      timeLimitMs: timeLimitSeconds * 1000,
      ...(gap !== undefined && { gap }),
      ...(iterationLimit !== undefined && { iterationLimit }),
    }
    const thread = runPlan({ problem: records.problem, ...(present && { present }), options })
    let isLost = false
    let isCancelled = false
    let told: unknown
    const look = async () => {
      const { progress } = thread
      const asked = await keepLease(db, districtId, { ...lease(), id: row.id, ...(progress !== told && { progress }) })
      told = progress
      if (asked === 'keep') thread.finish()
      if (asked === 'drop') isCancelled = true
      if (asked === 'lost') isLost = true
      if (isLost || isCancelled) thread.drop()
    }
    current = { id: row.id, plan: thread, look }
    const timer = setInterval(() => void look().catch(onError), WORD_MS)
    const outcome = await thread.outcome.finally(() => clearInterval(timer))
    if (isLost) return undefined
    if (outcome.kind === 'dropped') return isCancelled ? { state: 'cancelled', at: now() } : putBack(row.id)
    if (outcome.kind === 'refused') {
      return { state: 'failed', at: now(), failure: { code: outcome.code, message: outcome.message } }
    }
    return { state: 'done', at: now(), ...draftOf(records, outcome.plan) }
  }

  async function putBack(id: string): Promise<undefined> {
    await releasePlan(db, districtId, { id, by })
  }

  /** All of one moment. */
  async function read(row: PlanRow): Promise<{ records: PlanRecords; present?: PlanAssignment[] }> {
    const reference = await context.reference.current()
    return db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const scope = { gridId: row.grid_id, from: row.from_date, days: row.days, choices: row.options, now: clock() }
        const records = await planRecords(tx, context, reference, scope)
        if (row.based_on !== null) {
          return { records, present: stillThere(records, assignmentsOf(await draftSeats(tx, districtId, row.based_on))) }
        }
        return row.options.existing === 'move' && records.present.length > 0 ? { records, present: records.present } : { records }
      })
  }

  function run(): Promise<number> {
    running ??= runAll().finally(() => {
      running = undefined
      if (again && !isStopped) void run().catch(onError)
    })
    return running
  }

  return {
    run,
    wake() {
      again = true
      if (current?.look) void current.look().catch(onError)
      void run().catch(onError)
    },
    async stop() {
      isStopped = true
      current?.plan?.drop()
      await running?.catch(onError)
    },
  }
}

/** Of an earlier draft what the problem still has a say in: slots that are open, people who may serve, no seat that stands anyway. */
function stillThere({ problem, held }: PlanRecords, seats: readonly PlanAssignment[]): PlanAssignment[] {
  const needs = new Map(problem.slots.map(({ id, needs: own }) => [id, own.length]))
  const people = new Set(problem.people.map(({ id }) => id))
  const standing = new Set(held.map(({ slotId, personId }) => `${slotId} ${personId}`))
  return seats.filter(
    ({ slotId, personId, need }) =>
      need < (needs.get(slotId) ?? 0) && people.has(personId) && !standing.has(`${slotId} ${personId}`),
  )
}
