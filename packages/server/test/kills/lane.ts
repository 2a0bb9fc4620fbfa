import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ORIGINS } from '../harness.ts'
import { sample } from '../sample.ts'
import { createStream, SLOTS } from './ledger.ts'
import type { Sent } from './ledger.ts'
import { createRandom } from './random.ts'
import { startServer, wangge } from './server-process.ts'
import type { Place } from './server-process.ts'
import { verify } from './verify.ts'

/** Requests under way at once. */
const WRITERS = 4

export interface LaneOptions {
  place: Place
  seedFolder: string
  kills: number
  seed: number
  onKill: () => void
}

export interface LaneReport {
  acknowledged: number
  /** Sent without an answer, and settled later under the same key. */
  unanswered: number
  /** Of these, already there when they came again. */
  replayed: number
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

/** Writes, kills the server at a random moment, starts it again, settles what had no answer; at the end looks at everything. */
export async function runLane({ place, seedFolder, kills, seed, onKill }: LaneOptions): Promise<LaneReport> {
  await wangge(place, 'seed', '--from', seedFolder)
  const keyFor = async (audience: string, origin: string) =>
    JSON.parse(await wangge(place, 'key', 'create', '--audience', audience, '--origin', origin, '--json')).key
  const keys = { org: await keyFor('org:org-a', ORIGINS.org), public: await keyFor('public', ORIGINS.public) }
  const random = createRandom(seed)
  const stream = createStream(random, seed)
  const sent: Sent[] = []
  const report: LaneReport = { acknowledged: 0, unanswered: 0, replayed: 0 }

  for (let kill = 0; kill <= kills; kill++) {
    const server = await startServer(place)
    const send = async (write: Sent) => {
      const headers = { 'wangge-site-key': keys[write.as], origin: ORIGINS[write.as] }
      if (write.photo) {
        const put = await fetch(`${server.url}/v1/photos/${write.photo.ref.sha256}`, {
          method: 'PUT',
          headers: { ...headers, 'content-type': 'image/png' },
          body: write.photo.bytes as BodyInit,
        })
        assert.ok(put.ok, await put.text())
      }
      const response = await fetch(server.url + write.path, {
        method: write.method,
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': write.body.id },
        body: JSON.stringify(write.body),
      })
      const body = (await response.json()) as { receipt?: string }
      // A refusal by a rule is an answer too; anything else is not.
      assert.ok(response.ok || (body as { code?: string }).code === 'refused', JSON.stringify(body))
      write.answer = { status: response.status, body, replayed: response.headers.get('idempotency-replayed') === 'true' }
      if (write.kind === 'sign-up' && response.ok) stream.mayCancel(write.body.id)
    }

    // What had no answer is sent again under its own key; what had one is asked for.
    for (const write of sent.filter(({ answer }) => !answer)) {
      await send(write)
      report.unanswered += 1
      if (write.answer?.replayed) report.replayed += 1
    }
    const acknowledged = sent.findLast(({ kind, answer }) => kind === 'sign-up' && answer?.status === 201)
    if (acknowledged) {
      const headers = { 'wangge-site-key': keys.org, origin: ORIGINS.org }
      const response = await fetch(`${server.url}/v1/sign-ups/${acknowledged.body.id}`, { headers })
      assert.equal(response.status, 200)
    }
    if (kill === kills) {
      await server.kill()
      break
    }

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
          await send(write)
        } catch (error) {
          if (!isDead || (error as Error).name === 'AssertionError') throw error
          return
        }
        if (++answers === answersBefore) setTimeout(due.resolve, delay)
      }
    }
    const writers = Promise.allSettled(Array.from({ length: WRITERS }, writer))
    await due.promise
    isDead = true
    await server.kill()
    for (const result of await writers) if (result.status === 'rejected') throw result.reason
    onKill()
  }
  report.acknowledged = sent.filter(({ answer }) => answer && answer.status < 300).length
  await verify(place, sent)
  return report
}
