// The server is killed at random moments of a stream of writes, 200 times: what it acknowledged is there, once.
// WANGGE_KILLS lowers the number for a quick run.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runLane, writeSeedFolder } from './kills/lane.ts'
import type { LaneReport } from './kills/lane.ts'
import { startPostgres } from './postgres.ts'
import type { TestPostgres } from './postgres.ts'

const KILLS = Number(process.env.WANGGE_KILLS ?? 200)
const SEED = Number(process.env.WANGGE_KILLS_SEED ?? 20_260_302)
/** One kill in five is on PostgreSQL. */
const ON_POSTGRES = Math.max(2, Math.round(KILLS / 5))
const ON_PGLITE = Math.max(2, KILLS - ON_POSTGRES)

describe('a server that is killed', () => {
  let folder: string
  let postgres: TestPostgres
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-kills-'))
    await writeSeedFolder(join(folder, 'seed'))
    postgres = await startPostgres()
  })
  after(async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it(`keeps every acknowledged write exactly once over ${ON_PGLITE + ON_POSTGRES} kills`, async (test) => {
    let done = 0
    const onKill = () => {
      if (++done % 20 === 0) process.stderr.write(`${done}/${ON_PGLITE + ON_POSTGRES} kills\n`)
    }
    const seedFolder = join(folder, 'seed')
    const failure = new AbortController()
    const { signal } = failure
    // Two lanes, each first on the embedded database and then on PostgreSQL.
    const lane = async (number: number): Promise<LaneReport[]> => {
      const half = (count: number) => (number === 0 ? Math.ceil(count / 2) : Math.floor(count / 2))
      const seed = SEED + number
      const embedded = { dataDir: join(folder, `lane-${number}`) }
      const first = await runLane({ place: embedded, seedFolder, kills: half(ON_PGLITE), seed, onKill, signal })
      const real = { dataDir: join(folder, 'unused'), databaseUrl: await postgres.createDatabase(`kills_${number}`) }
      const second = await runLane({ place: real, seedFolder, kills: half(ON_POSTGRES), seed: seed + 2, onKill, signal })
      return [first, second]
    }
    // Where one fails, the other and its processes end at once: they would keep the test from ending.
    const endAll = (error: unknown): LaneReport[] => {
      failure.abort(error)
      return []
    }
    const reports = (await Promise.all([lane(0).catch(endAll), lane(1).catch(endAll)])).flat()
    signal.throwIfAborted()
    const sum = (field: keyof LaneReport) => reports.reduce((total, report) => total + report[field], 0)
    test.diagnostic(
      `${sum('acknowledged')} writes acknowledged; ${sum('unanswered')} had no answer, of which ${sum('replayed')} were there already`,
    )
    test.diagnostic(`among them ${sum('erased')} people erased themselves and ${sum('revoked')} keys were revoked`)
    assert.equal(done, ON_PGLITE + ON_POSTGRES)
    assert.ok(sum('acknowledged') > 0 && sum('unanswered') > 0)
  })
})
