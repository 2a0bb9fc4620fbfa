import { STAFF_ROLES } from '../auth/roles.ts'
import { stillBelieved } from '../auth/still-believed.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { currentCursor } from '../storage/changes.ts'

const HEARTBEAT_MS = 15_000

export const getEvents = operation({
  method: 'GET',
  path: '/v1/events',
  id: 'listenForEvents',
  summary: 'Server-sent events: the newest cursor at once and after each commit. A hint; the data is in the change feed',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: '`event: cursor`, `id` its number, `data: {"cursor": n}`', type: 'text/event-stream' } },
  holdsOpen: true,
  async handle({ context, request, ended }) {
    const { database, db, districtId, stopping } = context
    const isBelieved = () => stillBelieved(context, request.headers)
    const cursor = await currentCursor(db, districtId)
    const encoder = new TextEncoder()
    let stop = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        let told = -1
        let isOver = false
        const send = (text: string) => {
          if (isOver) return
          // Nobody reads any more: drop the listener instead of filling memory.
          if ((controller.desiredSize ?? 0) < -1000) return stop()
          controller.enqueue(encoder.encode(text))
        }
        const tell = (newest: number) => {
          if (newest <= told) return
          told = newest
          send(`event: cursor\nid: ${newest}\ndata: {"cursor": ${newest}}\n\n`)
        }
        // Credentials may be taken back while somebody listens: whoever lost them hears nothing more.
        const ifBelieved = (then: () => void) => {
          isBelieved().then(
            (believed) => (believed ? then() : stop()),
            () => stop(),
          )
        }
        const heartbeat = setInterval(() => ifBelieved(() => send(': alive\n\n')), HEARTBEAT_MS)
        heartbeat.unref()
        const unsubscribe = database.signal.subscribe(districtId, (newest) => ifBelieved(() => tell(newest)))
        stop = () => {
          isOver = true
          ended()
          clearInterval(heartbeat)
          unsubscribe()
          try {
            controller.close()
          } catch {
            // The reader has gone, and with it the stream.
          }
        }
        const over = AbortSignal.any([request.signal, stopping])
        if (over.aborted) return stop()
        over.addEventListener('abort', () => stop(), { once: true })
        tell(cursor)
        // A commit between the first look and the subscription was told to nobody here.
        currentCursor(db, districtId).then(tell, () => stop())
      },
      cancel: () => stop(),
    })
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }
    return new Response(body, { status: 200, headers })
  },
})
