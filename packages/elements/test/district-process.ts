// The real server with the sample district, in a process of its own beside the test runner: sealing 12,000 people takes
// its time, and the runner has to go on answering its pages meanwhile. Started by district-server.ts.
import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  createApp,
  createHostIssuer,
  createKeyring,
  createSiteKey,
  createStaffToken,
  DEFAULT_DISTRICT,
  listen,
  migrate,
  openDatabase,
  readSeedFolder,
  seedDistrict,
} from '@wangge/server'
import type { App, Database, Keyring, Listening } from '@wangge/server'
import type {
  CloseOrganisationPayload,
  DistrictAnswer,
  DistrictCommand,
  DistrictPayload,
  DistrictReply,
  HostTokenPayload,
  LiaisonTokenPayload,
  MakeWeekPayload,
  MoveShiftPayload,
  StreetTokenPayload,
} from './district-server.ts'

interface Running {
  database: Database
  keyring: Keyring
  /** Of the organisations' backends. */
  secret: string
  /** Organisations whose backend is registered. */
  hosts: Map<string, Promise<unknown>>
  app: App
  listening: Listening[]
  orgIds: string[]
  /** By organisation. */
  liaisons: Map<string, string>
}

/** The district's files as they are committed. */
const SEEDS = join(import.meta.dirname, '../../../seeds/data')

const running = start()

/** What each command of a test page does. */
const COMMANDS: Record<DistrictCommand['command'], (payload: never) => Promise<unknown>> = {
  district: openDistrict,
  'host-token': hostToken,
  'liaison-token': liaisonToken,
  'street-token': streetToken,
  'move-shift': moveShift,
  'make-week': makeWeek,
  'close-organisation': closeOrganisation,
}

const reply = (message: DistrictReply) => process.send?.(message)

running.then(
  () => reply({ ready: true }),
  (error: unknown) => reply({ ready: false, error: String(error instanceof Error ? error.stack : error) }),
)
process.on('message', ({ id, command, payload }: DistrictCommand) => {
  COMMANDS[command](payload as never).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => reply({ id, error: String(error instanceof Error ? error.stack : error) }),
  )
})
// The runner has ended, or let go of this process.
process.on('disconnect', () => void stop())

async function stop() {
  const { app, listening, database } = await running
  await app.stopPlans()
  app.close()
  await Promise.all(listening.map((one) => one.close()))
  await database.close()
}

async function start(): Promise<Running> {
  const keyring = createKeyring({ fieldKeys: [{ kid: 'k1', key: randomBytes(32) }], hashKey: randomBytes(32) })
  const database = await openDatabase()
  await migrate(database)
  await seedDistrict(database, { from: SEEDS, keyring })
  await acceptLate(database)
  const app = createApp({ database, keyring, limits: false })
  const { organisations = [] } = await readSeedFolder(SEEDS, ['organisations'])
  const known = organisations as { id: string; kind: string; liaisonId?: string }[]
  const orgIds = known.filter(({ kind }) => kind === 'twoNew').map(({ id }) => id)
  const liaisons = new Map(known.flatMap(({ id, liaisonId }) => (liaisonId === undefined ? [] : [[id, liaisonId]])))
  return { database, keyring, secret: randomBytes(32).toString('hex'), hosts: new Map(), app, listening: [], orgIds, liaisons }
}

async function openDistrict({ origin, organisation }: DistrictPayload): Promise<DistrictAnswer> {
  const { database, keyring, secret, hosts, app, listening, orgIds } = await running
  // An address for each test file: of one address a browser opens six connections, and streams of files side by side hold some.
  const own = await listen(app, { port: 0 })
  listening.push(own)
  const orgId = orgIds[organisation] as string
  const [open, ofOrg] = await Promise.all([
    createSiteKey(database, { keyring, origins: [origin], audience: 'public' }),
    createSiteKey(database, { keyring, origins: [origin], audience: `org:${orgId}` }),
  ])
  if (!hosts.has(orgId)) hosts.set(orgId, createHostIssuer(database, { keyring, orgId, issuer: issuerOf(orgId), secret }))
  await hosts.get(orgId)
  return { endpoint: own.url, publicKey: open.key, orgKey: ofOrg.key, orgId }
}

async function liaisonToken({ liaisonOf: orgId }: LiaisonTokenPayload): Promise<string> {
  const { database, keyring, liaisons } = await running
  const personId = liaisons.get(orgId)
  if (personId === undefined) throw new Error(`Expected ${orgId} to have a liaison, got none`)
  return (await createStaffToken(database, { keyring, role: 'liaison', orgId, personId })).token
}

const LEVEL_OF = { street: 'subdistrict', community: 'community', buildingHead: 'micro' } as const

async function streetToken({ role, gridId, personId }: StreetTokenPayload): Promise<string> {
  const { database, keyring } = await running
  const { id } = await database.db
    .selectFrom('grids')
    .select('id')
    .where('level', '=', LEVEL_OF[role])
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  if (personId !== undefined) await appoint({ personId, role, gridId: gridId ?? id })
  const token = { keyring, role, gridId: gridId ?? id, ...(personId !== undefined && { personId }) }
  return (await createStaffToken(database, token)).token
}

/** A token of somebody's own is worth no more than the role that they hold. */
async function appoint({ personId, role, gridId }: Required<StreetTokenPayload>): Promise<void> {
  const { db } = (await running).database
  const id = `test-${role}-${personId}`
  const row = { id, person_id: personId, role, grid_id: gridId, from_at: '2026-01-01T00:00:00Z' }
  const values = { district_id: DEFAULT_DISTRICT, ...row }
  // Once, however often a token is made.
  await db
    .insertInto('role_appointments')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The shifts of one week from their templates, for a test that wants a week of its own. */
async function makeWeek({ from }: MakeWeekPayload): Promise<true> {
  await asStreet('shifts-make', { weeks: 1, from })
  return true
}

async function closeOrganisation({ orgId, on }: CloseOrganisationPayload): Promise<true> {
  const { outcome, ...refused } = (await asStreet('organisation-close', { orgId, on })) as { outcome: string }
  if (outcome !== 'closed') throw new Error(`Expected an organisation to be closed, got ${JSON.stringify(refused)}`)
  return true
}

async function asStreet(command: string, body: object): Promise<unknown> {
  const { app } = await running
  const headers = { authorization: `Bearer ${await streetToken({ role: 'street' })}`, 'content-type': 'application/json' }
  const wish = new Request(`http://district.test/v1/admin/${command}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await app.fetch(wish)
  if (answer.status !== 200) throw new Error(`Expected ${command} to be done, got ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function moveShift({ slotId, startsIn }: MoveShiftPayload): Promise<true> {
  const { db } = (await running).database
  const shift = await db.selectFrom('shifts').select(['starts_at', 'ends_at']).where('id', '=', slotId).executeTakeFirstOrThrow()
  const starts = Math.floor(Date.now() / 60_000 + startsIn) * 60_000
  const ends = starts + Date.parse(shift.ends_at) - Date.parse(shift.starts_at)
  await db
    .updateTable('shifts')
    .set({ starts_at: new Date(starts).toISOString(), ends_at: new Date(ends).toISOString() })
    .where('id', '=', slotId)
    .execute()
  return true
}

/** Eleven days: what is sent after the time to record it is found in time at any hour of the year, holidays and all. */
async function acceptLate({ db }: Database) {
  const { policy } = await db.selectFrom('districts').select('sign_up_policy as policy').executeTakeFirstOrThrow()
  const late = { ...policy, attendance: { ...policy.attendance, arrivesWithinHours: 264 } }
  await db
    .updateTable('districts')
    .set({ sign_up_policy: JSON.stringify(late) })
    .execute()
}

/** What the organisation's backend would answer the page with. */
async function hostToken({ origin, orgId, staffNumber, name, minor = false, seconds = 300 }: HostTokenPayload) {
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

const issuerOf = (orgId: string) => `https://${orgId}.example`
const encoded = (text: string) => Buffer.from(text).toString('base64url')
