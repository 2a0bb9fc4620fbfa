// How many sign-ups a second the server settles, on one slot and on many, and how long each waits when fifty a second come for twenty seats.
//   node bench/sign-ups.ts            prints, and writes bench/results/sign-ups.json
// Each is a whole call: token, consent, rule under the slot's lock, audit, changes, idempotency. The peer of the same run: rows put
// one by one into one plain table of the same database, by as many clients.
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { sql } from 'kysely'
import { openDatabase } from '../packages/server/src/storage/database.ts'
import type { Database } from '../packages/server/src/storage/database.ts'
import { openDistrict, signUpCommand } from '../packages/server/test/harness.ts'
import type { Answered, Caller, District } from '../packages/server/test/harness.ts'
import { startPostgres } from '../packages/server/test/postgres.ts'
import { sample } from '../packages/server/test/sample.ts'

const CLIENTS = 200
const SEATS = 20
const PER_SECOND = 50
const SIGN_UPS = 600
const AT_ONCE = 20
const WARM_UP = 50
const SLOTS = 200

const round = (value: number) => Number(value.toPrecision(3))

function data() {
  const shift = (id: string, need: number) => ({
    id,
    postId: 'post-1',
    startsAt: '2026-03-06T08:00:00+08:00',
    endsAt: '2026-03-06T10:00:00+08:00',
    need,
  })
  const made = sample()
  const many = Array.from({ length: SLOTS }, (_, at) => shift(`many-${at}`, 1_000))
  return { ...made, shifts: [...made.shifts!, shift('rush', SEATS), shift('one', 10_000), shift('warm', 10_000), ...many] }
}

interface Prepared {
  send: () => Promise<Answered>
}

/** Everybody signs up once; what their device does is not timed. */
function prepare(district: District, name: string, count: number, slotOf: (at: number) => string): Prepared[] {
  return Array.from({ length: count }, (_, at) => {
    const command = signUpCommand({ slotId: slotOf(at) })
    const headers = { ...district.headersOf(`employee:${name}-${at}` as Caller), 'idempotency-key': command.id }
    return { send: () => district.call('POST', '/v1/sign-ups', { body: command, headers }) }
  })
}

/** So many at a time, each the next once its last is answered. @returns how many a second */
async function flood<T>(works: readonly (() => Promise<T>)[], check: (answer: T) => boolean): Promise<number> {
  let next = 0
  let good = 0
  const startedAt = performance.now()
  const client = async () => {
    while (next < works.length) if (check(await works[next++]!())) good += 1
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  const seconds = (performance.now() - startedAt) / 1000
  if (good !== works.length) throw new Error(`Expected ${works.length} seats, got ${good}`)
  return works.length / seconds
}

/** So many a second, whether the last was answered or not. @returns milliseconds that each waited, and what came of it */
async function rush(prepared: readonly Prepared[]) {
  const startedAt = performance.now()
  const settled = await Promise.all(
    prepared.map(async ({ send }, at) => {
      const due = startedAt + (at * 1000) / PER_SECOND
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      const answer = await send()
      return { answer, waited: performance.now() - due }
    }),
  )
  const waits = settled.map(({ waited }) => waited).sort((one, other) => one - other)
  const states = settled.map(({ answer }) =>
    answer.status === 201 ? (answer.body.state as string) : answer.body.refusal?.reason,
  )
  const count = (state: string) => states.filter((one) => one === state).length
  if (count('seated') !== SEATS) throw new Error(`Expected ${SEATS} seats, got ${count('seated')}`)
  return {
    seated: count('seated'),
    waitlisted: count('waitlisted'),
    'told that it is full': count('slot-full'),
    'median wait, ms': round(waits[Math.floor(waits.length / 2)]!),
    '99th percentile, ms': round(waits[Math.floor(waits.length * 0.99)]!),
  }
}

async function measure(database: Database) {
  const district = await openDistrict(database, {}, data())
  const isSeated = ({ status, body }: Answered) => status === 201 && body.state === 'seated'
  const all = (name: string, count: number, slotOf: (at: number) => string) =>
    flood(
      prepare(district, name, count, slotOf).map(({ send }) => send),
      isSeated,
    )
  await all('warm', WARM_UP, () => 'warm')
  await sql`create table plain_sign_ups (id text primary key, slot text, person text, state text)`.execute(database.db)
  const inserts = Array.from({ length: SIGN_UPS }, (_, at) => async () => {
    await sql`insert into plain_sign_ups values (${`p${at}`}, 'one', ${`person-${at}`}, 'seated')`.execute(database.db)
  })
  const rushed = await rush(prepare(district, 'rush', CLIENTS, () => 'rush'))
  const one = await all('one', SIGN_UPS, () => 'one')
  const many = await all('many', SIGN_UPS, (at) => `many-${at % SLOTS}`)
  const peer = await flood(inserts, () => true)
  district.app.close()
  if (district.failures.length > 0) throw new Error('Expected no failure of the server', { cause: district.failures[0] })
  return {
    [`${CLIENTS} clients, ${PER_SECOND} a second, ${SEATS} seats`]: rushed,
    'sign-ups a second on one slot': round(one),
    [`sign-ups a second on ${SLOTS} slots`]: round(many),
    'one slot ÷ rows put into one plain table': round(one / peer),
  }
}

const postgres = await startPostgres()
try {
  const onPglite = await openDatabase()
  const onPostgres = await openDatabase({ databaseUrl: await postgres.createDatabase('sign_ups') })
  const results = {
    what: 'Sign-ups: a rush on one slot, and how many a second',
    again: 'node bench/sign-ups.ts',
    how: `${SIGN_UPS} employees, each once, ${AT_ONCE} at a time after ${WARM_UP} to warm up; callers, server and database share the cores`,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
    'load of the machine before, per core': round(loadavg()[0]! / availableParallelism()),
    PGlite: await measure(onPglite),
    PostgreSQL: await measure(onPostgres),
  }
  await onPglite.close()
  await onPostgres.close()
  console.log(JSON.stringify(results, null, 2))
  writeFileSync(new URL('results/sign-ups.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
} finally {
  await postgres.stop()
}
