// One of several processes that charge the same callers: `node limits-process.ts <database URL> <hash key, hex>`. Each line of
// its input is a round; it answers with how much it was allowed.
import { createInterface } from 'node:readline'
import { createContext } from '../src/context.ts'
import { DEFAULT_LIMITS } from '../src/limits.ts'
import type { Limits } from '../src/limits.ts'
import { createKeyring } from '../src/privacy/keyring.ts'
import { ProblemError } from '../src/problem.ts'
import { createRateLimiter } from '../src/rate-limit.ts'
import { openDatabase } from '../src/storage/database.ts'

export interface Round {
  limit: number
  who: string
  /** One charge each, several at once. */
  costs: number[]
  atOnce: number
}

const [databaseUrl = '', hashKey = ''] = process.argv.slice(2)
const database = await openDatabase({ databaseUrl })
const keyring = createKeyring({
  fieldKeys: [{ kid: 'k1', key: Buffer.from(hashKey, 'hex') }],
  hashKey: Buffer.from(hashKey, 'hex'),
})

const say = (line: string | number) => process.stdout.write(`${line}\n`)
say('ready')
for await (const line of createInterface({ input: process.stdin })) say(await run(JSON.parse(line) as Round))
await database.close()

async function run({ limit, who, costs, atOnce }: Round): Promise<number> {
  const limits = { ...DEFAULT_LIMITS, reads: { person: { limit, window: 60 } } } satisfies Limits
  // A clock that stands still: all of them are in the same window.
  const limiter = createRateLimiter(createContext({ database, keyring, clock: () => 60_000_000 }), limits)
  let allowed = 0
  const left = [...costs]
  const charge = async () => {
    for (let cost = left.pop(); cost !== undefined; cost = left.pop()) {
      try {
        await limiter.charge({ class: 'reads', by: 'person', who, cost })
        allowed += cost
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'too-many-requests')) throw error
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, charge))
  return allowed
}
