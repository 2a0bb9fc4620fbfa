import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import { problem } from '../../test/faulty-district.ts'
import type { CheckInCommand } from '../roster/schema.ts'
import type { OutboxView } from './client-outbox.ts'

const PROOF = { by: 'code', code: '1~sh-20~10ab2c~s1~bm9uY2UxMjM~ABCDEFGHIJKLMNOPQRSTUV' } as const

test('a check-in without a network is kept for its person, with the time at which it was made', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await client.me().refresh()
  district.faults.push('lost-request', 'lost-request')
  const [came, gone] = [
    await client.checkIn({ proof: PROOF }),
    await client.checkOut({ proof: PROOF, at: '2026-03-03T10:00:00Z' }),
  ]
  assert.ok(came.ok && gone.ok)
  let view: OutboxView | undefined
  client.outbox.subscribe((news) => (view = news))
  await world.settle()
  assert.deepEqual(
    view?.entries.map(({ id, kind, path, person, subject }) => ({ id, kind, path, person, subject })),
    [came.id, gone.id].map((id) => ({
      id,
      kind: 'check-in',
      path: '/v1/check-ins',
      person: keyOf('A001'),
      subject: keyOf('A001'),
    })),
  )
  const bodies = view.entries.map(({ body }) => body as { kind: string; at: string })
  assert.deepEqual(
    bodies.map(({ kind }) => kind),
    ['in', 'out'],
  )
  assert.equal(bodies[1]!.at, '2026-03-03T10:00:00Z')
})

test('nobody checks in without a name, nor with a proof that is none', async () => {
  const { open } = createClientWorld()
  assert.deepEqual(await open().checkIn({ proof: PROOF }), { ok: false, reason: 'not-signed-in' })
  const client = open(employee())
  const vague = { by: 'place', slotId: 's1', position: [104, 30], accuracy: -1 } as const
  const refused = await client.checkIn({ proof: { ...vague, position: [104, 30] } })
  assert.ok(!refused.ok && 'fields' in refused)
  assert.deepEqual(refused.fields[0]!.path, ['proof', 'accuracy'])
})

test('a host’s word says when it was said, and a note completes it with all else as it was', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await client.me().refresh()
  const bodies: Record<string, unknown>[] = []
  const bodyOf = (id: string) => bodies.find((body) => body['id'] === id) as CheckInCommand | undefined
  district.refuses = (body) => {
    bodies.push(body)
    return problem(409, 'refused', { refusal: { reason: 'late-note-required' } })
  }
  const signUpId = '01JNY5Z0000000000000000000'
  const at = '2026-03-02T10:00:00Z'
  const said = await client.checkIn({ at, proof: { by: 'host', signUpId } })
  assert.ok(said.ok)
  assert.equal((await said.settled).state, 'refused')
  const saidAt = new Date(world.now()).toISOString()
  assert.deepEqual(bodyOf(said.id)?.proof, { by: 'host', signUpId, saidAt })

  await world.advance(3_600_000)
  const noted = await client.noteCheckIn({ id: said.id, note: '断网' })
  assert.ok(noted.ok)
  await world.settle()
  const { kind, at: when, proof, replaces } = bodyOf(noted.id)!
  assert.deepEqual([kind, when, replaces], ['in', at, said.id])
  assert.deepEqual(proof, { by: 'host', signUpId, saidAt, note: '断网' })
  assert.deepEqual(await client.noteCheckIn({ id: said.id, note: '再来' }), { ok: false, reason: 'not-refused' })
})
