import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ORIGINS } from '../harness.ts'
import { HOSTS } from '../host-tokens.ts'
import { sample } from '../sample.ts'
import { createStream, SLOTS } from './ledger.ts'
import type { Sent } from './ledger.ts'
import { createRandom } from './random.ts'
import { employeeHeaders, send } from './sender.ts'
import type { Credentials } from './sender.ts'
import { startServer, wangge } from './server-process.ts'
import type { Place, ServerProcess } from './server-process.ts'
import { verify } from './verify.ts'

/** Requests under way at once. */
const WRITERS = 4

export interface LaneOptions {
  place: Place
  seedFolder: string
  kills: number
  seed: number
  onKill: () => void
  /** Ends the lane and its processes at once: another lane has failed. */
  signal: AbortSignal
}

export interface LaneReport {
  acknowledged: number
  /** Sent without an answer, and settled later under the same key. */
  unanswered: number
  /** Of these, already there when they came again. */
  replayed: number
  /** People who erased themselves, and keys that were revoked. */
  erased: number
  revoked: number
}

/** The sample district with a dozen slots that begin three days from now. */
export async function writeSeedFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const data = sample()
  const slots = SLOTS.map((id, number) => ({
    id,
    postId: 'post-1',
    startsAt: '2026-03-05T08:00:00+08:00',
    endsAt: '2026-03-05T10:00:00+08:00',
    need: 3 + number * 4,
  }))
  const files = { ...data, shifts: [...data.shifts!, ...slots] }
  for (const [name, records] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ records }))
  }
}

/** Seeds the district and makes what its writers come with. */
async function prepare({ place, seedFolder, signal }: LaneOptions): Promise<Credentials> {
  await wangge(place, signal, 'seed', '--from', seedFolder)
  const made = async (...args: string[]) => JSON.parse(await wangge(place, signal, ...args, '--json'))
  const { iss, secret } = HOSTS['org-a']
  const secretFile = join(seedFolder, 'issuer-secret')
  await writeFile(secretFile, secret, { mode: 0o600 })
  await made('issuer', 'create', '--org', 'org-a', '--issuer', iss, '--secret-file', secretFile)
  const keyFor = async (audience: string, origin: string): Promise<string> =>
    (await made('key', 'create', '--audience', audience, '--origin', origin)).key
  const { token: street } = await made('token', 'create', '--role', 'street', '--grid', 'root')
  return { org: await keyFor('org:org-a', ORIGINS.org), public: await keyFor('public', ORIGINS.public), street }
}

/** Writes, kills the server at a random moment, starts it again, settles what had no answer; at the end looks at everything. */
export async function runLane(options: LaneOptions): Promise<LaneReport> {
  const { place, kills, seed, onKill, signal } = options
  const credentials = await prepare(options)
  const random = createRandom(seed)
  const stream = createStream(random, seed)
  const sent: Sent[] = []
  const report: LaneReport = { acknowledged: 0, unanswered: 0, replayed: 0, erased: 0, revoked: 0 }

  for (let kill = 0; kill <= kills; kill++) {
    const server = await startServer(place, signal)
    const sendHere = async (write: Sent) => {
      await send(server.url, credentials, write)
      if (write.kind === 'sign-up' && write.answer!.status < 300) stream.stands(write)
    }
    try {
      await settle(sent, { sendHere, report })
      await askForOne(server.url, credentials, sent)
      if (kill === kills) break
      await writeUntilKilled({ server, stream, sent, sendHere, random })
    } finally {
      // Also where something above has failed: a server that is left keeps the test from ending.
      await server.kill()
    }
    onKill()
  }
  const taken = sent.filter(({ answer }) => answer && answer.status < 300)
  report.acknowledged = taken.length
  report.erased = taken.filter(({ kind }) => kind === 'erase').length
  report.revoked = taken.filter(({ kind }) => kind === 'revoke').length
  await verify(place, sent)
  return report
}

interface Settling {
  sendHere: (write: Sent) => Promise<void>
  report: LaneReport
}

/** What had no answer is sent again under its own key. */
async function settle(sent: readonly Sent[], { sendHere, report }: Settling): Promise<void> {
  for (const write of sent.filter(({ answer }) => !answer)) {
    await sendHere(write)
    report.unanswered += 1
    if (write.answer?.replayed) report.replayed += 1
  }
}

/** What had an answer is asked for. */
async function askForOne(url: string, credentials: Credentials, sent: readonly Sent[]): Promise<void> {
  const acknowledged = sent.findLast(({ kind, answer }) => kind === 'sign-up' && answer?.status === 201)
  if (!acknowledged) return
  const headers = employeeHeaders(credentials, acknowledged.employee!)
  const response = await fetch(`${url}/v1/sign-ups/${acknowledged.body.id}`, { headers })
  // Whoever erased themselves since owns nothing any more.
  const isErased = sent.some(({ kind, signUpId }) => kind === 'erase' && signUpId === acknowledged.body.id)
  assert.equal(response.status, isErased ? 404 : 200)
}

interface Writing {
  server: ServerProcess
  stream: ReturnType<typeof createStream>
  sent: Sent[]
  sendHere: (write: Sent) => Promise<void>
  random: () => number
}

/** @throws as soon as one of the writers does */
async function writeUntilKilled({ server, stream, sent, sendHere, random }: Writing): Promise<void> {
  const answersBefore = Math.floor(random() * 12)
  const delay = random() * 12
  let answers = 0
  let isDead = false
  const due = Promise.withResolvers<void>()
  if (answersBefore === 0) setTimeout(due.resolve, delay)
  const writer = async () => {
    while (!isDead) {
      const write = stream.next()
      sent.push(write)
      try {
        await sendHere(write)
      } catch (error) {
        if (!isDead || (error as Error).name === 'AssertionError') throw error
        return
      }
      if (++answers === answersBefore) setTimeout(due.resolve, delay)
    }
  }
  const writers = Promise.all(Array.from({ length: WRITERS }, writer))
  await Promise.race([due.promise, writers])
  isDead = true
  await server.kill()
  await writers
}
