import { problemError } from '../cache/fetch-record.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type { Wakeups } from '../ports/index.ts'
import {
  cancelPlanCommandSchema,
  planComparisonSchema,
  planDraftSchema,
  planJobSchema,
  planQuestionSchema,
  planRosterCommandSchema,
  publishedPlanSchema,
  publishPlanCommandSchema,
} from '../roster/schema.ts'
import type { PlanJob } from '../roster/schema.ts'
import { askNow } from './ask-now.ts'
import type { Ask, Answered } from './ask-now.ts'
import type { Client } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { pathOf, ROSTER_PLANS, rosterPlanPath, ROSTER_WEEK, SLOTS } from './paths.ts'
import { parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

type RosterPlans = Pick<
  Client,
  | 'planRoster'
  | 'followRosterPlan'
  | 'cancelRosterPlan'
  | 'rosterDraft'
  | 'rosterPlanQuestion'
  | 'compareRosterPlan'
  | 'publishRosterPlan'
>

/** Where there is no event stream, a plan is asked after so often; milliseconds. */
const ASK_MS = 2_000
const parsePlan = parseWith(planJobSchema)

/** Plans of the rotation that the server makes: asked for, followed, compared and published, all by its word. */
export function createRosterPlans(context: Context, wakeups: Wakeups): RosterPlans {
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  async function ask<Command, T>(
    name: string,
    input: object,
    how: Pick<Ask<Command, T>, 'path' | 'schema' | 'answer'>,
  ): Promise<Answered<T>> {
    const key = `${name} ${JSON.stringify(input)}`
    const id = unanswered.get(key) ?? context.createId()
    unanswered.set(key, id)
    const result = await askNow(context, { ...how, draft: { ...input, id } })
    unanswered.delete(key)
    if (result.ok) await context.cache.expire((record) => pathOf(record).startsWith(ROSTER_PLANS))
    return result
  }

  /** Fresh from the server; nothing of it is kept on the device. */
  async function read<T>(path: string, schema: Schema<T>, signal?: AbortSignal): Promise<T> {
    const who = await requirePerson(context)
    if (!who.ok) throw new SdkError('bad-argument', `Expected a person who is signed in, got none (${who.reason})`)
    const response = await context.transport.send({ method: 'GET', path, person: who.person, ...(signal && { signal }) })
    if (response.status >= 400) throw problemError(path, response, context.now())
    const told = parseWith(schema)(response.body)
    if (told !== undefined) return told
    throw new SdkError('bad-response', `Expected ${path} to answer in the shape of its schema; it did not`, { retryable: true })
  }

  return {
    async planRoster(input) {
      const how = { path: ROSTER_PLANS, schema: planRosterCommandSchema, answer: planJobSchema }
      const result = await ask('plan', input, how)
      return result.ok ? { ok: true, plan: result.answer } : result
    },
    async cancelRosterPlan(input) {
      const how = { schema: cancelPlanCommandSchema, answer: planJobSchema }
      const result = await ask('cancel', input, { path: `${rosterPlanPath(input.planId)}/cancel`, ...how })
      return result.ok ? { ok: true, plan: result.answer } : result
    },
    async publishRosterPlan(input) {
      const how = { schema: publishPlanCommandSchema, answer: publishedPlanSchema }
      const result = await ask('publish', input, { path: `${rosterPlanPath(input.planId)}/publish`, ...how })
      if (!result.ok) return result
      await context.cache.expire((key) => pathOf(key).startsWith(ROSTER_WEEK) || key.startsWith(SLOTS))
      return { ok: true, published: result.answer }
    },
    rosterDraft: (planId) => read(`${rosterPlanPath(planId)}/draft`, planDraftSchema),
    rosterPlanQuestion: (planId) => read(`${rosterPlanPath(planId)}/problem`, planQuestionSchema),
    compareRosterPlan: (planId) => read(`${rosterPlanPath(planId)}/comparison`, planComparisonSchema),
    followRosterPlan(planId, listener) {
      const { transport } = context
      const path = rosterPlanPath(planId)
      const over = new AbortController()
      let newest = -1
      const tell = (plan: PlanJob) => {
        if (over.signal.aborted || plan.seq <= newest) return
        newest = plan.seq
        if (isEnded(plan)) over.abort()
        listener({ plan })
      }
      const look = () =>
        read(path, planJobSchema, over.signal).then(tell, (error: unknown) => {
          if (over.signal.aborted) return
          listener({ error: error as SdkError })
          // What is not there, or not for this person, will not come.
          if (!isSdkError(error) || !error.retryable) over.abort()
        })
      const again = () => {
        if (over.signal.aborted) return
        const cancel = wakeups.after(ASK_MS, () => void look().finally(again))
        over.signal.addEventListener('abort', cancel, { once: true })
      }
      void look().finally(() => {
        if (over.signal.aborted) return
        if (!transport.listen) return again()
        transport.listen({
          signal: over.signal,
          path: `${path}/events`,
          onCursor: () => {},
          onEvent({ type, data }) {
            const plan = type === 'plan' ? parsePlan(parsed(data)) : undefined
            if (plan) tell(plan)
          },
        })
      })
      return () => over.abort()
    },
  }
}

const isEnded = ({ state }: PlanJob) => state !== 'queued' && state !== 'running'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Half an event; the next one says more.
    return undefined
  }
}
