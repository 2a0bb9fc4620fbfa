import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { openDatabase } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { Round } from '../limits-process.ts'

const PROGRAM = fileURLToPath(new URL('../limits-process.ts', import.meta.url))
const PROCESSES = 3

interface Worker {
  allowed(round: Round): Promise<number>
  end(): Promise<void>
}

async function startWorker(databaseUrl: string, hashKey: string): Promise<Worker> {
  const child = spawn(process.execPath, [PROGRAM, databaseUrl, hashKey], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('The process ended before it answered')
    return value as string
  }
  assert.equal(await next(), 'ready')
  return {
    async allowed(round) {
      child.stdin.write(`${JSON.stringify(round)}\n`)
      return Number(await next())
    },
    async end() {
      child.stdin.end()
      await gone
    },
  }
}

/** Needs a database that several processes reach. */
export function limitsOfProcesses(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    let workers: Worker[] = []
    before(async () => {
      const databaseUrl = await newDatabase()
      const database = await openDatabase({ databaseUrl })
      await migrate(database)
      await database.close()
      workers = await Promise.all(Array.from({ length: PROCESSES }, () => startWorker(databaseUrl, 'ab'.repeat(32))))
    })
    after(async () => {
      await Promise.all(workers.map((worker) => worker.end()))
    })

    let callers = 0
    /** Of one caller nobody counted before. */
    const round = async (rounds: readonly Omit<Round, 'who'>[]) => {
      const who = `caller-${callers++}`
      return Promise.all(workers.map((worker, index) => worker.allowed({ ...rounds[index]!, who })))
    }
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

    it('never allow more than the limit, whatever they charge at once', async () => {
      const charges = fc.record({
        costs: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 200 }),
        atOnce: fc.integer({ min: 1, max: 20 }),
      })
      const cases = fc.record({
        limit: fc.integer({ min: 1, max: 900 }),
        each: fc.array(charges, { minLength: PROCESSES, maxLength: PROCESSES }),
      })
      await fc.assert(
        fc.asyncProperty(cases, async ({ limit, each }) => {
          const total = sum(await round(each.map((one) => ({ ...one, limit }))))
          const asked = sum(each.flatMap(({ costs }) => costs))
          assert.ok(total <= Math.min(limit, asked), `${total} of ${limit}`)
        }),
        { numRuns: 40 },
      )
    })

    it('allow all of it together where each goes on until it is refused', async () => {
      for (const limit of [1, 2, 100, 5_000]) {
        const costs = Array<number>(limit + 10).fill(1)
        assert.equal(sum(await round(Array(PROCESSES).fill({ limit, costs, atOnce: 8 }))), limit)
      }
    })
  })
}
