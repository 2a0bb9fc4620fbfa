import type { PlanJob } from '@wangge/core/roster/schema'
import { stillBelieved } from '../auth/still-believed.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { findPlan, planJobOf } from '../storage/roster-plans.ts'
import { expectPlan } from './roster-plans.ts'

const HEARTBEAT_MS = 15_000
/** How often the plan is looked at: whichever process makes it writes no oftener. */
const LOOK_MS = 500

const ENDED = new Set<PlanJob['state']>(['done', 'cancelled', 'failed', 'published'])

export const getRosterPlanEvents = operation({
  method: 'GET',
  path: '/v1/roster-plans/{id}/events',
  id: 'followRosterPlan',
  summary: 'Server-sent events: the plan at once and whenever it is farther, until it has ended; 204 to whoever knows the end',
  access: ['staff'],
  roles: ['street', 'community'],
  scope: 'subtree',
  query: noQuerySchema,
  answers: {
    200: { description: '`event: plan`, `id` its `seq`, `data` the plan as `getRosterPlan` has it', type: 'text/event-stream' },
    204: { description: 'The plan has ended, and `Last-Event-ID` says that its end is known' },
  },
  holdsOpen: true,
  async handle({ context, principal, params, request, ended }) {
    const { db, districtId, stopping } = context
    const { tree } = await context.reference.current()
    const first = planJobOf(await expectPlan(db, districtId, params.id!, { principal, tree }))
    const known = lastSeen(request.headers)
    if (ENDED.has(first.state) && known >= first.seq) {
      ended()
      return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
    }
    const encoder = new TextEncoder()
    let stop = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        let told = known
        let isOver = false
        let isLooking = false
        let heardAt = performance.now()
        const send = (text: string) => {
          if (isOver) return
          // Nobody reads any more: end instead of filling memory.
          if ((controller.desiredSize ?? 0) < -1000) return stop()
          controller.enqueue(encoder.encode(text))
          heardAt = performance.now()
        }
        const tell = (job: PlanJob | undefined) => {
          if (!job) return stop()
          if (job.seq > told) {
            told = job.seq
            send(`event: plan\nid: ${job.seq}\ndata: ${JSON.stringify(job)}\n\n`)
          }
          if (ENDED.has(job.state)) stop()
        }
        const look = async () => {
          const row = await findPlan(db, districtId, params.id!)
          tell(row && planJobOf(row))
          if (isOver || performance.now() - heardAt < HEARTBEAT_MS) return
          // Credentials may be taken back while somebody listens: whoever lost them hears nothing more.
          if (await stillBelieved(context, request.headers)) send(': alive\n\n')
          else stop()
        }
        const timer = setInterval(() => {
          if (isLooking) return
          isLooking = true
          look().then(
            () => (isLooking = false),
            () => stop(),
          )
        }, LOOK_MS)
        timer.unref()
        stop = () => {
          if (isOver) return
          isOver = true
          ended()
          clearInterval(timer)
          try {
            controller.close()
          } catch {
            // The reader has gone, and with it the stream.
          }
        }
        const over = AbortSignal.any([request.signal, stopping])
        if (over.aborted) return stop()
        over.addEventListener('abort', () => stop(), { once: true })
        tell(first)
      },
      cancel: () => stop(),
    })
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }
    return new Response(body, { status: 200, headers })
  },
})

/** As the browser sends it where it connects again; -1 for whoever has seen nothing. */
function lastSeen(headers: Headers): number {
  const text = headers.get('last-event-id') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : -1
}
