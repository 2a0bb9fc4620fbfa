// One life of a device under faults, wholly told by its seed: tabs that come and go, a line and a storage that fail, clocks that
// jump. Then all is healed, and what came of every accepted command is held against what was promised.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { createFetchTransport } from '../../../packages/core/src/adapters/fetch-transport.ts'
import { createLocalChannel } from '../../../packages/core/src/adapters/page.ts'
import { createClient } from '../../../packages/core/src/client/index.ts'
import type { Client, CommandAccepted, CommandRefusal } from '../../../packages/core/src/client/index.ts'
import type { Channel } from '../../../packages/core/src/ports/index.ts'
import { createWorld, mulberry32 } from '../../../packages/core/test/world.ts'
import { ORIGINS, png } from '../../../packages/server/test/harness.ts'
import type { District } from '../../../packages/server/test/harness.ts'
import { claimsOf, HOSTS, hostToken } from '../../../packages/server/test/host-tokens.ts'
import { createDevice, openTabStores, STORE_FAULTS } from './device.ts'
import type { StoreFault } from './device.ts'
import { createLine, LINE_FAULTS } from './line.ts'
import type { LineFault } from './line.ts'
import { createLife } from './mortal.ts'
import type { Life } from './mortal.ts'
import { createTabLocks } from './tab-locks.ts'

export interface ScheduleReport {
  seed: number
  /** What was done to it, how many times. */
  injected: Record<string, number>
  accepted: number
  /** Of these, those that it said were saved. */
  saved: number
  applied: number
  refused: number
  /** Refused first, and applied by a copy that came late. */
  takenLate: number
  /** Said not to be saved, and gone with their tab. */
  lostAsTold: number
}

type Answer = CommandAccepted<unknown> | CommandRefusal

interface Command {
  id: string
  kind: 'report' | 'sign-up' | 'cancel-sign-up'
  saved: boolean
  /** By which the server's audit knows it. */
  subject: string
}

interface Tab {
  client: Client
  life: Life
  signUps: string[]
}

const DAY_MS = 86_400_000

export async function runSchedule(district: District, seed: number): Promise<ScheduleReport> {
  const random = mulberry32(seed)
  const chance = (of: number) => random() < of
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const injected: Record<string, number> = {}
  const count = (what: string) => void (injected[what] = (injected[what] ?? 0) + 1)

  let isHealed = false
  const [lineFaults, storeFaults] = [0.05 + random() * 0.55, random() * 0.1]
  const busy = { now: () => 0 }
  const world = createWorld(seed, { isBusy: () => busy.now() > 0 })
  district.clock.now = world.now()
  let skew = 0
  let tokenSeconds = 600
  const deviceClock = () => world.now() + skew

  const isNamed = seed % 2 === 0
  const site = isNamed ? 'org' : 'public'
  const line = createLine({
    serve: (request) => {
      district.clock.now = world.now()
      return district.app.fetch(request)
    },
    origin: ORIGINS[site],
    world,
    random,
    next() {
      if (isHealed || !chance(lineFaults)) return undefined
      const fault: LineFault = pick(LINE_FAULTS)
      count(fault)
      return fault
    },
  })
  busy.now = line.busy
  const siteKey = district.headersOf(site)['wangge-site-key']!
  const device = createDevice()
  const locks = createTabLocks()
  const channel = createLocalChannel()
  const token = async () => {
    if (!isHealed && chance(lineFaults / 4)) {
      count('host-gives-no-token')
      throw new Error('the host’s page is away')
    }
    const { secret } = HOSTS['org-a']
    const now = Math.floor(world.now() / 1000)
    return hostToken({ secret, claims: claimsOf('org-a', world.now(), { sub: `S${seed}`, exp: now + tokenSeconds }) })
  }

  /** Every tab hears what it can: a message may be lost. */
  const ownChannel = (): Channel => {
    const stops: (() => void)[] = []
    return {
      post: (message) => channel.post(message),
      subscribe(listener) {
        const stop = channel.subscribe((message) => {
          if (!isHealed && chance(lineFaults / 8)) return count('message-lost')
          listener(message)
        })
        stops.push(stop)
        return stop
      },
      close: () => stops.forEach((stop) => stop()),
    }
  }

  const tabs = new Set<Tab>()

  function open(): Tab {
    const own = ownChannel()
    const me = {}
    const life = createLife(() => {
      own.close()
      locks.release(me)
      tabs.delete(tab)
    })
    const stores = openTabStores({
      device,
      now: deviceClock,
      isDead: life.isDead,
      next(isWrite) {
        if (isHealed || !isWrite || !chance(storeFaults)) return undefined
        const fault: StoreFault = pick(STORE_FAULTS)
        count(fault)
        return fault
      },
    })
    const { cache, outbox, meta } = stores
    const mortal = { cache: life.wrap(cache), outbox: life.wrap(outbox), meta: life.wrap(meta) }
    const { send } = createFetchTransport({ endpoint: 'http://district.test', siteKey, fetch: line.fetch })
    const client = createClient({
      endpoint: 'http://district.test',
      siteKey,
      ...(isNamed ? { token } : {}),
      transport: life.wrap({ send }),
      // What it is in changes with what the storage does.
      stores: Object.defineProperties(
        { ...stores, ...mortal },
        { kind: { get: () => stores.kind }, reason: { get: () => stores.reason } },
      ),
      now: deviceClock,
      platform: { locks: locks.of(me), channel: own, wakeups: world.wakeups, random: world.random },
    })
    const tab: Tab = { client, life, signUps: [] }
    tabs.add(tab)
    return tab
  }

  const commands: Command[] = []
  const mySignUps: string[] = []
  let made = 0

  const report = (tab: Tab) => {
    made += 1
    const bytes = new Uint8Array(png(`${seed}-${made}`).bytes)
    const photo = chance(0.4) ? [new Blob([bytes], { type: 'image/png' })] : []
    return tab.client.report({
      ...{ categoryId: 'street-litter', description: `schedule ${seed}, ${made}`, photos: photo },
      ...{ place: { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' }, consent: { version: 2 } },
    })
  }

  /** Waits as long as the page lives; undefined where it died first, or where nothing was accepted. */
  async function command(tab: Tab, kind: Command['kind'], asked: Promise<Answer>, subject?: string) {
    let answer: Answer | undefined
    asked.then(
      (given) => (answer = given),
      () => {},
    )
    await world.settle()
    if (answer === undefined || !answer.ok) return
    const { id, saved } = answer
    commands.push({ id, kind, saved, subject: subject ?? id })
    if (kind === 'sign-up') mySignUps.push(id)
  }

  const steps = 10 + Math.floor(random() * 20)
  for (let nth = 0; nth < steps; nth += 1) {
    if (tabs.size === 0) open()
    const tab = pick([...tabs])
    const dice = random()
    if (dice < 0.4) {
      if (chance(0.15)) {
        count('tab-killed-in-a-write')
        tab.life.dieAfter(Math.floor(random() * 40))
      }
      if (!isNamed || chance(0.3)) await command(tab, 'report', report(tab))
      else if (mySignUps.length > 0 && chance(0.6)) {
        const signUpId = mySignUps.shift()!
        await command(tab, 'cancel-sign-up', tab.client.cancelSignUp({ signUpId }), signUpId)
      } else await command(tab, 'sign-up', tab.client.signUp({ slotId: 'sh-later', orgId: 'org-a', consent: { version: 1 } }))
    } else if (dice < 0.5) {
      if (tabs.size < 5) {
        count('tab-opened')
        open()
      }
    } else if (dice < 0.57) {
      count('tab-killed')
      tab.life.die()
    } else if (dice < 0.61) {
      count('tab-closed')
      tab.client.close()
      await world.settle()
      tab.life.die()
    } else if (dice < 0.67) {
      count('clock-jump')
      skew += pick([DAY_MS, -DAY_MS])
    } else if (dice < 0.73) {
      tokenSeconds = pick([1, 20, 600])
      if (isNamed && tokenSeconds < 600) count('short-token')
    } else if (dice < 0.79) await world.better()
    else await world.advance(Math.floor(random() * pick([1_000, 60_000, 600_000])))
  }

  for (const tab of [...tabs]) tab.life.die()
  // What was under way when its tab died still arrives.
  await world.advance(60_000)
  isHealed = true
  skew = 0
  tokenSeconds = 600
  const last = open()
  last.client.outbox.sendNow()
  await world.advance(30_000)
  last.client.outbox.sendNow()
  await world.advance(3_600_000)

  const { db } = district.database
  const appliedOf = async (ids: string[]) => {
    const { rows } = await sql<{ id: string }>`
      select key as id from idempotency where key = any(${ids}::text[]) and status < 300`.execute(db)
    return new Set(rows.map(({ id }) => id))
  }
  // A copy that comes late may be taken after the first was refused: nothing is kept of a refusal, for it may be sent again. What
  // is shown as refused then is answered as soon as it is.
  const refusals = (await device.outbox.list()).filter(({ state }) => state === 'refused').map(({ id }) => id)
  const takenLate = [...(await appliedOf(refusals))]
  if (takenLate.length > 0) assert.ok(injected['late-request'] ?? injected['twice'], `seed ${seed}: refused and applied`)
  for (const id of takenLate) await last.client.outbox.retry(id)
  await world.advance(60_000)

  const entries = await device.outbox.list()
  last.client.close()
  last.life.die()
  await world.settle()

  const shown = new Map(entries.map((entry) => [entry.id, entry]))
  const applied = await appliedOf(commands.map(({ id }) => id))
  const { rows: audit } = await sql<{ action: string; subject: string }>`
    select action, subject from audit_entries
    where subject = any(${commands.map(({ subject }) => subject)}::text[]) order by seq`.execute(db)
  const told = `seed ${seed}`

  const result: ScheduleReport = {
    ...{ seed, injected, accepted: commands.length, takenLate: takenLate.length },
    ...{ saved: 0, applied: 0, refused: 0, lostAsTold: 0 },
  }
  for (const { id, kind, saved, subject } of commands) {
    const entry = shown.get(id)
    const times = audit.filter((act) => act.subject === subject && act.action === ACTIONS[kind]).length
    assert.ok(times <= 1, `${told}: ${kind} ${id} was applied ${times} times`)
    assert.equal(times === 1, applied.has(id), `${told}: the audit and the answers disagree on ${kind} ${id}`)
    assert.ok(!(entry && applied.has(id)), `${told}: ${kind} ${id} was applied, and is shown as ${entry?.state}`)
    if (saved) assert.ok(entry ?? applied.has(id), `${told}: ${kind} ${id} was said to be saved, and is lost`)
    result.saved += Number(saved)
    result.applied += Number(applied.has(id))
    result.refused += Number(entry?.state === 'refused')
    result.lostAsTold += Number(!entry && !applied.has(id))
  }
  assert.deepEqual(
    entries.filter(({ state }) => state !== 'refused').map(({ id, state, failure }) => ({ id, state, failure })),
    [],
    `${told}: healed for an hour, and still here`,
  )
  const order = commands.filter(({ kind, saved, id }) => kind !== 'report' && saved && applied.has(id) && !takenLate.includes(id))
  const asked = order.map(({ kind, subject }) => `${ACTIONS[kind]} ${subject}`)
  const done = audit.map(({ action, subject }) => `${action} ${subject}`).filter((act) => asked.includes(act))
  assert.deepEqual(done, asked, `${told}: out of order`)
  return result
}

const ACTIONS: Record<Command['kind'], string> = {
  report: 'report',
  'sign-up': 'sign-up',
  'cancel-sign-up': 'cancel-sign-up',
}
