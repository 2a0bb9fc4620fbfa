import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { ACTORS, context, NOW, PHOTO, submitted } from '../../test/sample-issue.ts'
import { advance, trackIssue } from '../issue/index.ts'
import type { Actor, AdvanceCommand } from '../issue/index.ts'
import type { Issue, IssueTrack } from '../issue/schema.ts'
import type { Client, Snapshot } from './index.ts'

const CODE = 'K7QM-2X9F-4D'
const TRACK = `/v1/receipts/${CODE}/track`

const closed = (id: string): Issue => {
  const steps: (Omit<AdvanceCommand, 'version'> & { actor: Actor })[] = [
    { actor: ACTORS.community, action: 'accept' },
    { actor: ACTORS.community, action: 'start' },
    { actor: ACTORS.community, action: 'resolve', reason: '已清走', evidence: [PHOTO] },
    { actor: ACTORS.inspector, action: 'verify' },
    { actor: ACTORS.community, action: 'close' },
  ]
  const history = submitted.history.map((step) => ({ ...step, issueId: id }))
  return steps.reduce<Issue>(
    (issue, { actor, ...command }) => {
      const result = advance(issue, { version: issue.version, ...command }, { ...context, actor })
      assert.ok(result.ok)
      return result.issue
    },
    { ...submitted, id, history },
  )
}

/** A district that has the issue of a report behind the code; `now` is in its terms. */
function createTracked(options = {}) {
  const made = createClientWorld({ listens: false, ...options })
  const state = { track: trackIssue(closed('01ARYZ6S410000000000000001'), { ...context, now: NOW }) }
  made.district.resources.set(TRACK, () => ({ status: 200, headers: {}, body: state.track }))
  return { ...made, state }
}

const summaryOf = ({ id, categoryId, gridPath, state, createdAt, updatedAt, version }: IssueTrack) => ({
  ...{ id, categoryId, gridPath, state, createdAt, updatedAt, version },
})

async function report(client: Client) {
  const result = await client.report({
    categoryId: 'waste.bulky',
    description: '楼道里有两件旧家具',
    place: { by: 'grid', gridId: 'm1' },
    photos: [],
    consent: { version: 1 },
  })
  assert.ok(result.ok)
  await result.settled
  return result.id
}

function watch(client: Client) {
  const seen: { last: Snapshot<IssueTrack> } = { last: { refreshing: true } }
  const stop = client.trackIssue(CODE).subscribe((snapshot) => (seen.last = snapshot))
  return Object.assign(seen, { stop })
}

test('a report made here is told from what is kept, without a network too; of a code that was typed in nothing is kept', async () => {
  const { world, district, open, stores, state } = createTracked()
  const stranger = watch(open())
  await world.settle()
  assert.equal(stranger.last.data?.state, 'closed')
  stranger.stop()
  const kept = async () => (await stores.cache.keys()).filter((key) => key.includes('track:') || key.includes(CODE))
  assert.deepEqual(await kept(), [])

  const client = open()
  const id = await report(client)
  state.track = { ...state.track, id }
  const seen = watch(client)
  await world.settle()
  assert.equal(seen.last.data?.id, id)
  assert.deepEqual(await kept(), [`track:${id}`])
  seen.stop()
  district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
  const offline = watch(open())
  await world.settle()
  assert.deepEqual([offline.last.data?.id, offline.last.error?.code], [id, 'network'])
})

test('a code that nobody has any more is told so, and what was kept goes', async () => {
  const { world, district, open, stores, state } = createTracked()
  const client = open()
  state.track = { ...state.track, id: await report(client) }
  await client.trackIssue(CODE).refresh()
  district.resources.set(TRACK, () => problem(404, 'unknown-receipt'))
  const seen = watch(client)
  await world.settle()
  assert.deepEqual([seen.last.data, seen.last.error?.problem], [undefined, 'unknown-receipt'])
  assert.ok(!(await stores.cache.keys()).some((key) => key.startsWith('track:')))
})

test('of a report that was erased nothing stays here, whichever way one hears of it: not its steps, nor the answers to what was sent', async () => {
  for (const hear of [(client: Client) => client.trackIssue(CODE).refresh(), (client: Client) => client.myReports().refresh()]) {
    const { world, district, open, stores, state } = createTracked()
    const client = open()
    const id = await report(client)
    state.track = { ...state.track, id }
    district.resources.set(`/v1/receipts/${CODE}`, () => ({ status: 200, headers: {}, body: summaryOf(state.track) }))
    const { send } = district.transport
    district.transport.send = async (request) => {
      const response = await send(request)
      return request.path === '/v1/receipts:step' && response.status === 201 ? { ...response, body: state.track } : response
    }
    await client.trackIssue(CODE).refresh()
    const rated = await client.rateIssue({ receipt: CODE, issueId: id, version: state.track.version, rating: 5 })
    assert.ok(rated.ok)
    await rated.settled
    await client.myReports().refresh()
    const mine = async () => (await stores.cache.keys()).filter((key) => !key.startsWith('/v1/')).sort()
    assert.deepEqual(await mine(), [`answer:${id}`, `answer:${rated.id}`, `report:${id}`, `track:${id}`].sort())
    for (const path of [TRACK, `/v1/receipts/${CODE}`]) district.resources.set(path, () => problem(404, 'unknown-receipt'))
    await world.advance(24 * 3_600_000)
    await hear(client)
    assert.deepEqual(await mine(), [])
  }
})

test('a rating waits for a network, goes with its code in no address, and is shown once the server has it', async () => {
  const { world, district, open, state } = createTracked()
  const client = open()
  const { data } = await client.trackIssue(CODE).refresh()
  const { id: issueId, version } = data!
  const rated: IssueTrack = {
    ...state.track,
    version: version + 1,
    steps: [
      ...state.track.steps,
      { seq: version + 1, action: 'rate', from: 'closed', to: 'closed', at: state.track.updatedAt, by: 'reporter', rating: 5 },
    ],
  }
  const { send } = district.transport
  district.transport.send = async (request) => {
    const response = await send(request)
    return request.path === '/v1/receipts:step' && response.status === 201 ? { ...response, body: rated } : response
  }
  const seen = watch(client)
  await world.settle()
  district.faults.push('lost-request')
  const result = await client.rateIssue({ receipt: CODE, issueId, version, rating: 5, words: '很快' })
  assert.ok(result.ok)
  await world.advance(60_000)
  assert.equal((await result.settled).state, 'acknowledged')
  assert.deepEqual(district.applied.at(-1), {
    ...{ id: result.id, receipt: CODE, issueId, action: 'rate', version, rating: 5, reason: '很快' },
  })
  assert.equal(seen.last.data?.steps.at(-1)?.rating, 5)
})

test('what lacks something, and what is known here not to be possible, is said at once', async () => {
  const { world, open, state } = createTracked()
  const client = open()
  state.track = { ...state.track, id: await report(client) }
  const { data } = await client.trackIssue(CODE).refresh()
  const seen = { receipt: CODE, issueId: data!.id, version: data!.version }
  const fields = async (result: ReturnType<Client['reopenIssue']>) => {
    const given = await result
    return !given.ok && 'fields' in given && given.fields.map(({ path, code }) => `${path.join('.')} ${code}`)
  }
  assert.deepEqual(await fields(client.reopenIssue({ ...seen, words: '' })), ['reason required'])
  assert.deepEqual(await fields(client.rateIssue({ ...seen, rating: 6 })), ['rating too_big'])
  const refused = await client.verifyIssue(seen)
  assert.equal(!refused.ok && refused.reason, 'action-not-allowed')
  await world.advance(31 * 86_400_000)
  const late = await client.reopenIssue({ ...seen, words: '又堆上了' })
  assert.equal(!late.ok && late.reason, 'term-over')
})

test('a photo of it comes as it is, and what is none is said to be so', async () => {
  const { district, open } = createTracked()
  const path = `/v1/receipts/${CODE}/photos/${PHOTO.sha256}`
  const ask = () => open().issuePhoto({ receipt: CODE, photo: PHOTO })
  district.resources.set(path, () => ({
    ...{ status: 200, headers: { 'content-type': 'image/jpeg' } },
    body: new Uint8Array([255, 216]).buffer,
  }))
  const photo = await ask()
  assert.deepEqual([photo.type, photo.size], ['image/jpeg', 2])
  district.resources.set(path, () => problem(404, 'unknown-photo'))
  await assert.rejects(ask(), (error: Error) => !error.message.includes(CODE) && 'status' in error && error.status === 404)
})
