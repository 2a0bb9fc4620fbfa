import { join } from 'node:path'
import type { App, Database, Listening } from '@wangge/server'

export interface DistrictPayload {
  /** Origin of the test page. */
  origin: string
  /** Which of the two-new organisations the key speaks for; each test file takes its own. */
  organisation: number
}

/** What a test needs to embed an element: the server's address, a public key, and one of an organisation. */
export interface DistrictAnswer {
  endpoint: string
  publicKey: string
  orgKey: string
  orgId: string
}

interface Running {
  database: Database
  app: App
  listening: Listening
  orgIds: string[]
}

/** The district's files as they are committed. */
const SEEDS = join(import.meta.dirname, '../../../seeds/data')

/**
 * Plugin for web-test-runner: the real server with the sample district on a port, and so an origin, of its own. It
 * starts when the first test asks for it.
 */
export function districtServer() {
  let running: Promise<Running> | undefined

  async function start(): Promise<Running> {
    // Only now: the tests of core run without a built server.
    const { createApp, listen, migrate, openDatabase, readSeedFolder, seedDistrict } = await import('@wangge/server')
    const database = await openDatabase()
    await migrate(database)
    await seedDistrict(database, { from: SEEDS })
    const app = createApp({ database })
    const listening = await listen(app, { port: 0 })
    const { organisations = [] } = await readSeedFolder(SEEDS, ['organisations'])
    const orgIds = (organisations as { id: string; kind: string }[]).filter(({ kind }) => kind === 'twoNew').map(({ id }) => id)
    return { database, app, listening, orgIds }
  }

  return {
    name: 'district-server',
    async executeCommand({
      command,
      payload,
    }: {
      command: string
      payload: DistrictPayload
    }): Promise<DistrictAnswer | undefined> {
      if (command !== 'district') return undefined
      const { createSiteKey } = await import('@wangge/server')
      running ??= start()
      const { database, listening, orgIds } = await running
      const orgId = orgIds[payload.organisation] as string
      const [open, own] = await Promise.all([
        createSiteKey(database, { origins: [payload.origin], audience: 'public' }),
        createSiteKey(database, { origins: [payload.origin], audience: `org:${orgId}` }),
      ])
      return { endpoint: listening.url, publicKey: open.key, orgKey: own.key, orgId }
    },
    async serverStop() {
      if (!running) return
      const { app, listening, database } = await running
      app.close()
      await listening.close()
      await database.close()
    },
  }
}
