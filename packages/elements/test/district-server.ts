import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { App, Database, Keyring, Listening } from '@wangge/server'

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

/** Whom the organisation's own backend is to vouch for. */
export interface HostTokenPayload {
  origin: string
  orgId: string
  staffNumber: string
  name: string
  minor?: boolean
  /** @defaultValue 300 */
  seconds?: number
}

/** A liaison of the sample district, by their organisation. */
export interface LiaisonTokenPayload {
  liaisonOf: string
}

/** Staff of the street, for all of the district. */
export interface StreetTokenPayload {
  role: 'street'
}

/** A shift that is to begin at another time, as if the clocks had gone on; it keeps its length. */
export interface MoveShiftPayload {
  slotId: string
  /** Minutes from now; negative for before. */
  startsIn: number
}

interface Running {
  database: Database
  keyring: Keyring
  /** Of the organisations' backends. */
  secret: string
  /** Organisations whose backend is registered. */
  hosts: Map<string, Promise<unknown>>
  app: App
  listening: Listening
  orgIds: string[]
  /** By organisation. */
  liaisons: Map<string, string>
}

/** Well below the time in which the test runner wants a command answered. */
const ANSWER_MS = 8_000

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
    const server = await import('@wangge/server')
    const { createApp, createKeyring, listen, migrate, openDatabase, readSeedFolder, seedDistrict } = server
    const keyring = createKeyring({ fieldKeys: [{ kid: 'k1', key: randomBytes(32) }], hashKey: randomBytes(32) })
    const database = await openDatabase()
    await migrate(database)
    await seedDistrict(database, { from: SEEDS, keyring })
    const app = createApp({ database, keyring, limits: false })
    const listening = await listen(app, { port: 0 })
    const { organisations = [] } = await readSeedFolder(SEEDS, ['organisations'])
    const known = organisations as { id: string; kind: string; liaisonId?: string }[]
    const orgIds = known.filter(({ kind }) => kind === 'twoNew').map(({ id }) => id)
    const liaisons = new Map(known.flatMap(({ id, liaisonId }) => (liaisonId === undefined ? [] : [[id, liaisonId]])))
    return { database, keyring, secret: randomBytes(32).toString('hex'), hosts: new Map(), app, listening, orgIds, liaisons }
  }

  return {
    name: 'district-server',
    async executeCommand({
      command,
      payload,
    }: {
      command: string
      payload: DistrictPayload | HostTokenPayload | LiaisonTokenPayload | StreetTokenPayload | MoveShiftPayload
    }): Promise<DistrictAnswer | string | boolean | undefined> {
      if (command === 'district-ready') return isReady()
      if (command === 'district') return openDistrict(payload as DistrictPayload)
      if (command === 'host-token') return hostToken(payload as HostTokenPayload)
      if (command === 'liaison-token') return liaisonToken(payload as LiaisonTokenPayload)
      if (command === 'street-token') return streetToken(payload as StreetTokenPayload)
      if (command === 'move-shift') return moveShift(payload as MoveShiftPayload)
      return undefined
    },
    async serverStop() {
      if (!running) return
      const { app, listening, database } = await running
      await app.stopPlans()
      app.close()
      await listening.close()
      await database.close()
    },
  }

  /** False where it still starts after a while: a command has to be answered in time, and sealing 12,000 people takes its own. */
  async function isReady(): Promise<boolean> {
    running ??= start()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ANSWER_MS)))
    try {
      return await Promise.race([running.then(() => true), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function openDistrict({ origin, organisation }: DistrictPayload): Promise<DistrictAnswer> {
    const { createHostIssuer, createSiteKey } = await import('@wangge/server')
    running ??= start()
    const { database, keyring, secret, hosts, listening, orgIds } = await running
    const orgId = orgIds[organisation] as string
    const [open, own] = await Promise.all([
      createSiteKey(database, { keyring, origins: [origin], audience: 'public' }),
      createSiteKey(database, { keyring, origins: [origin], audience: `org:${orgId}` }),
    ])
    if (!hosts.has(orgId)) hosts.set(orgId, createHostIssuer(database, { keyring, orgId, issuer: issuerOf(orgId), secret }))
    await hosts.get(orgId)
    return { endpoint: listening.url, publicKey: open.key, orgKey: own.key, orgId }
  }

  async function liaisonToken({ liaisonOf: orgId }: LiaisonTokenPayload): Promise<string> {
    const { createStaffToken } = await import('@wangge/server')
    running ??= start()
    const { database, keyring, liaisons } = await running
    const personId = liaisons.get(orgId)
    if (personId === undefined) throw new Error(`Expected ${orgId} to have a liaison, got none`)
    return (await createStaffToken(database, { keyring, role: 'liaison', orgId, personId })).token
  }

  async function streetToken({ role }: StreetTokenPayload): Promise<string> {
    const { createStaffToken } = await import('@wangge/server')
    running ??= start()
    const { database, keyring } = await running
    const { id: gridId } = await database.db
      .selectFrom('grids')
      .select('id')
      .where('level', '=', 'subdistrict')
      .executeTakeFirstOrThrow()
    return (await createStaffToken(database, { keyring, role, gridId })).token
  }

  async function moveShift({ slotId, startsIn }: MoveShiftPayload): Promise<true> {
    running ??= start()
    const { db } = (await running).database
    const shift = await db
      .selectFrom('shifts')
      .select(['starts_at', 'ends_at'])
      .where('id', '=', slotId)
      .executeTakeFirstOrThrow()
    const starts = Math.floor(Date.now() / 60_000 + startsIn) * 60_000
    const ends = starts + Date.parse(shift.ends_at) - Date.parse(shift.starts_at)
    await db
      .updateTable('shifts')
      .set({ starts_at: new Date(starts).toISOString(), ends_at: new Date(ends).toISOString() })
      .where('id', '=', slotId)
      .execute()
    return true
  }

  /** What the organisation's backend would answer the page with. */
  async function hostToken({ origin, orgId, staffNumber, name, minor = false, seconds = 300 }: HostTokenPayload) {
    running ??= start()
    const { secret } = await running
    const iat = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuerOf(orgId),
      aud: 'urn:wangge:main',
      sub: staffNumber,
      name,
      minor,
      origin,
      iat,
      exp: iat + seconds,
    }
    const unsigned = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => encoded(JSON.stringify(part))).join('.')
    return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
  }
}

const issuerOf = (orgId: string) => `https://${orgId}.example`
const encoded = (text: string) => Buffer.from(text).toString('base64url')
