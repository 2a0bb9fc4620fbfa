// A client in a world of its own: fixed clock, memory stores, a district behind a line that breaks as told.
import { createMemoryStores } from '../src/adapters/memory-stores.ts'
import { createLocalLocks } from '../src/adapters/locks.ts'
import { createLocalChannel } from '../src/adapters/page.ts'
import type { ClientOptions } from '../src/client/index.ts'
import { createClient } from '../src/client/index.ts'
import type { Channel } from '../src/ports/index.ts'
import type { GridStatus } from '../src/grid/schema.ts'
import type { OrganisationView, SlotView } from '../src/roster/schema.ts'
import type { Change } from '../src/schema.ts'
import { createFaultyDistrict, problem } from './faulty-district.ts'
import { personKeyOf } from './host-token.ts'
import { createWorld } from './world.ts'
import type { WorldOptions } from './world.ts'

const name = (text: string) => ({ zh: text, en: text })

export const slot = (id: string, startsAt: string, endsAt: string, more: Partial<SlotView> = {}): SlotView => ({
  id,
  post: { id: `post-${id}`, kind: 'patrol', name: name(id), gridId: 'c1' },
  startsAt: `2026-03-03T${startsAt}:00+08:00`,
  endsAt: `2026-03-03T${endsAt}:00+08:00`,
  capacity: 2,
  seated: 0,
  waitlisted: 0,
  cancelled: false,
  ...more,
})

const organisation: OrganisationView = {
  id: 'o1',
  kind: 'twoNew',
  name: name('o1'),
  registered: 12,
  policy: { closesBeforeMinutes: 60, minRestMinutes: 60, maxWaitlist: 1 },
}

/** 32 bytes in base64url, as many as a person's key has digits. */
const storageKeyOf = (personKey: string) => Buffer.from(personKey).toString('base64url')

export const status = (gridId: string, open: number): GridStatus => {
  const none = { num: 0, den: 0 }
  const asOf = '2026-03-02T12:00:00+08:00'
  const issues = { open, reportedToday: 0, closedWithin7Days: 0 }
  return { gridId, asOf, issues, staffing: { heads: none, dual: none, volunteers: none, full: none }, children: [] }
}

/** A tab's own end of a channel: that it is closed is nothing to the others. */
function endOf({ post, subscribe }: Channel): Channel {
  const stops: (() => void)[] = []
  return {
    post,
    subscribe(listener) {
      const stop = subscribe(listener)
      stops.push(stop)
      return stop
    },
    close: () => stops.forEach((stop) => stop()),
  }
}

export interface ClientWorldOptions extends WorldOptions {
  seed?: number
  /** Whether the server hints at changes. */
  listens?: boolean
  latencyMs?: number
  /** Most changes in one page of the feed. */
  pageSize?: number
}

export function createClientWorld({
  listens = true,
  latencyMs = 0,
  seed = 1,
  pageSize = 2,
  ...options
}: ClientWorldOptions = {}) {
  const world = createWorld(seed, options)
  const district = createFaultyDistrict(world.now)
  const stores = createMemoryStores()
  const locks = createLocalLocks()
  const channel = createLocalChannel()
  const state = { slots: [slot('s1', '09:00', '11:00'), slot('s2', '10:00', '12:00'), slot('s3', '14:00', '16:00')], open: 3 }
  const feed: Change[] = []
  const hearers = new Set<(cursor: number) => void>()
  const lines = new Set<(connected: boolean) => void>()

  const ok = (body: unknown, headers: Record<string, string> = {}) => ({ status: 200, headers, body })
  const asOf = '2026-03-02T12:00:00+08:00'
  district.resources.set('/v1/slots?org=o1', () => ok({ asOf, slots: state.slots }))
  district.resources.set('/v1/organisations/o1', () => ok(organisation))
  for (const gridId of ['guixi', 'c1', 'c2']) {
    district.resources.set(`/v1/grids/${gridId}/status`, ({ headers }) => {
      const etag = `"${state.open}"`
      return headers?.['if-none-match'] === etag
        ? { status: 304, headers: {}, body: undefined }
        : ok(status(gridId, state.open), { etag })
    })
  }
  const whoAsks = (headers: Record<string, string> | undefined) => personKeyOf(headers?.['authorization'])
  district.resources.set('/v1/me', ({ headers }) => {
    const personKey = whoAsks(headers)
    return personKey === undefined
      ? problem(401, 'token-required')
      : ok({
          kind: 'person',
          personKey,
          name: '志愿者',
          orgId: 'o1',
          minor: false,
          storageKey: storageKeyOf(personKey),
          grants: [],
        })
  })
  district.resources.set('/v1/me/sign-ups', ({ headers }) => {
    const person = whoAsks(headers)
    return person === undefined ? problem(401, 'token-required') : ok({ asOf, signUps: district.signUpsOf(person) })
  })
  const { send } = district.transport
  district.transport.send = async (request) => {
    if (latencyMs > 0) await new Promise<void>((resolve) => world.wakeups.after(latencyMs, resolve))
    const changes = /^\/v1\/changes(?:\?after=(\d+))?$/.exec(request.path)
    if (!changes) return send(request)
    const through = { ...request, path: '/v1/changes' }
    const after = changes[1] === undefined ? feed.length : Number(changes[1])
    const page = feed.slice(after, after + pageSize)
    const cursor = page.at(-1)?.seq ?? feed.length
    district.resources.set('/v1/changes', () => ok({ changes: page, cursor, more: cursor < feed.length }))
    return send(through)
  }
  if (listens) {
    district.transport.listen = ({ signal, turn = (connection) => connection(), onCursor, onState = () => {} }) => {
      const connection = () =>
        new Promise<void>((resolve) => {
          hearers.add(onCursor)
          lines.add(onState)
          signal.addEventListener('abort', () => {
            hearers.delete(onCursor)
            lines.delete(onState)
            onState(false)
            resolve()
          })
          onState(true)
          onCursor(feed.length)
        })
      void turn(connection).catch(() => {})
    }
  }

  return {
    world,
    district,
    stores,
    state,
    hearers,
    /** One tab of the origin, used by nobody with a name where there is no token. */
    open: (token?: ClientOptions['token'], own: Partial<ClientOptions> = {}) =>
      createClient({
        ...(token === undefined ? {} : { token }),
        endpoint: 'https://grid.example',
        siteKey: 'wk_a',
        transport: district.transport,
        stores,
        now: world.now,
        platform: { locks, channel: endOf(channel), wakeups: world.wakeups, random: world.random },
        ...own,
      }),
    /** The server commits a change and hints at it. */
    commit(change: Omit<Change, 'seq' | 'at'>) {
      feed.push({ ...change, seq: feed.length + 1, at: asOf })
      for (const hear of hearers) hear(feed.length)
    },
    /** The event streams end, or are there again. */
    line(connected: boolean) {
      for (const tell of lines) tell(connected)
    },
    /** The server begins anew, with an empty feed. */
    beginAnew() {
      feed.length = 0
    },
    problem,
  }
}
