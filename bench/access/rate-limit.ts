import { createApp } from '../../packages/server/src/app.ts'
import { createContext } from '../../packages/server/src/context.ts'
import { createSiteKey } from '../../packages/server/src/credentials.ts'
import { DEFAULT_LIMITS } from '../../packages/server/src/limits.ts'
import { createRateLimiter } from '../../packages/server/src/rate-limit.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import type { Keyring } from '../../packages/server/src/privacy/keyring.ts'
import { rounded, sideBySide } from './measure.ts'

const ORIGIN = 'https://page.example'
const CHARGES = 50_000

/** A read as a page makes it, counted by address and by site key, beside the same read where nothing is counted. */
export async function measureRateLimit(database: Database, keyring: Keyring) {
  const { key } = await createSiteKey(database, { keyring, origins: [ORIGIN], audience: 'public' })
  const reader = (limits: typeof DEFAULT_LIMITS | false) => {
    const app = createApp({ database, keyring, limits })
    const headers = { 'wangge-site-key': key, origin: ORIGIN }
    return async () => {
      const response = await app.fetch(new Request('http://district.test/v1/categories', { headers }), { address: '192.0.2.1' })
      if (response.status !== 200) throw new Error(`Expected 200, got ${response.status}`)
      await response.text()
    }
  }
  const read = await sideBySide({ rounds: 3_000 }, { counted: reader(DEFAULT_LIMITS), free: reader(false) })

  let queries = 0
  const db = database.db.withPlugin({
    transformQuery: ({ node }) => ((queries += 1), node),
    transformResult: async ({ result }) => result,
  })
  const limiter = createRateLimiter({ ...createContext({ database, keyring }), db }, DEFAULT_LIMITS)
  const startedAt = performance.now()
  for (let i = 0; i < CHARGES; i += 1) {
    await limiter.charge({ class: 'reads', by: 'address', who: '192.0.2.2' })
    await limiter.charge({ class: 'reads', by: 'site', who: 'another' })
  }
  const charges = rounded((performance.now() - startedAt) / CHARGES)
  return {
    'a read, counted, ms': read.counted,
    'the same, not counted, ms': read.free,
    'both charges alone, mean ms per read': charges,
    [`queries for ${CHARGES} reads`]: queries,
  }
}
