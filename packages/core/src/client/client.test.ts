import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld, slot } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import { isSdkError } from '../errors.ts'
import type { SlotView } from '../roster/schema.ts'
import type { Client, CommandAccepted, CommandRefusal, ReportInput, SignUpInput } from './client.ts'
import { createClient } from './index.ts'

const ULID = '01ARYZ6S410000000000000009'
const seat = (slotId: string, more: Partial<SignUpInput> = {}): SignUpInput => ({
  slotId,
  orgId: 'o1',
  consent: { version: 1 },
  ...more,
})
const report = (more: Partial<ReportInput> = {}): ReportInput => ({
  categoryId: 'street-light',
  description: '路灯不亮',
  place: { by: 'grid', gridId: 'c1' },
  photos: [],
  consent: { version: 1 },
  ...more,
})
const png = (byte: number) => new Blob([new Uint8Array([byte])], { type: 'image/png' })

function accepted<T>(result: CommandAccepted<T> | CommandRefusal): CommandAccepted<T> {
  assert.ok(result.ok, JSON.stringify(result))
  return result
}

function refused(result: { ok: boolean }) {
  assert.ok(!result.ok)
  return result as unknown as {
    reason: string
    detail?: Record<string, unknown>
    fields?: { path: (string | number)[]; code: string }[]
  }
}

const fieldsOf = (result: { ok: boolean }) => refused(result).fields?.map(({ path, code }) => [path.join('.'), code])

/** Lets the client know the slots and the policy, as a sign-up element does. */
async function known(client: Client) {
  await Promise.all([client.slots('o1').refresh(), client.organisation('o1').refresh()])
}

test('a sign-up with wrong fields says which, and nothing is sent', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  assert.deepEqual(fieldsOf(await client.signUp(seat('no spaces', { consent: false }))), [
    ['slotId', 'invalid_format'],
    ['consent', 'required'],
  ])
  assert.deepEqual(fieldsOf(await client.signUp(seat('s1', { consent: false }))), [['consent', 'required']])
  await world.settle()
  assert.ok(district.requests.every(({ line }) => line === 'GET /v1/me'))
})

test('a report without a place, a text or consent says so by field; so do too many photos and a wrong kind', async () => {
  const client = createClientWorld().open(employee())
  const empty = report({ description: '', place: undefined, consent: false })
  assert.deepEqual(fieldsOf(await client.report(empty)), [
    ['description', 'required'],
    ['place', 'required'],
    ['consent', 'required'],
  ])
  const seven = Array.from({ length: 7 }, (_, i) => png(i))
  assert.deepEqual(fieldsOf(await client.report(report({ photos: seven }))), [['photos', 'too_big']])
  const page = [png(1), new Blob(['x'], { type: 'text/html' })]
  assert.deepEqual(fieldsOf(await client.report(report({ photos: page }))), [['photos.1.type', 'invalid_value']])
})

test('a sign-up is accepted, sent once, and becomes one of mine', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await known(client)
  const { id, saved, settled } = accepted(await client.signUp(seat('s1')))
  assert.equal(saved, false, 'memory only is never called saved')
  const outcome = await settled
  assert.deepEqual(outcome.state === 'acknowledged' && [outcome.answer.id, outcome.answer.state], [id, 'seated'])
  assert.deepEqual(district.applied, [
    { id, slotId: 's1', orgId: 'o1', person: keyOf('A001'), consent: { purpose: 'volunteer-duty', version: 1 } },
  ])
  await world.settle()
  let mine: string[] = []
  client.mySignUps().subscribe(({ data }) => (mine = data?.map((view) => view.id) ?? []))
  await world.settle()
  assert.deepEqual(mine, [id])
})

test('what was signed up on another device is one of mine; what the server does not list any more is not', async () => {
  const { district, open } = createClientWorld({ listens: false })
  const client = open(employee())
  const view = { id: ULID, slotId: 's3', orgId: 'o1', state: 'seated', at: '2026-03-01T12:00:00+08:00', by: 'self' } as const
  district.tellSignUp(keyOf('A001'), view)
  const mine = async () => (await client.mySignUps().refresh()).data?.map(({ id }) => id)
  assert.deepEqual(await mine(), [ULID])
  district.resources.set('/v1/me/sign-ups', () => problem(503, 'unavailable'))
  assert.deepEqual(await mine(), [ULID], 'the list is there while the server is not')
  district.resources.set('/v1/me/sign-ups', () => ({ status: 200, headers: {}, body: { asOf: view.at, signUps: [] } }))
  assert.deepEqual(await mine(), [])
})

test('the rule refuses here what the server would refuse: twice, overlapping, too late', async () => {
  const { world, open } = createClientWorld()
  const client = open(employee())
  await known(client)
  await accepted(await client.signUp(seat('s1'))).settled
  assert.equal(refused(await client.signUp(seat('s1'))).reason, 'already-signed-up')
  assert.equal(refused(await client.signUp(seat('s2'))).reason, 'duty-overlaps')
  await world.advance(20.5 * 3_600_000)
  assert.equal(refused(await open(employee('B')).signUp(seat('s1'))).reason, 'sign-up-closed')
})

test('what is on its way counts as a duty, offline; a colleague on the same device is somebody else', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await known(client)
  district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
  accepted(await client.signUp(seat('s1')))
  await world.settle()
  assert.equal(refused(await client.signUp(seat('s2'))).reason, 'duty-overlaps')
  accepted(await open(employee('A002')).signUp(seat('s2')))
})

const MORNING = slot('s1', '09:00', '11:00')
const elsewhere = { id: ULID, slotId: 's1', orgId: 'o2', state: 'seated', at: '2026-03-01T12:00:00+08:00', by: 'self' } as const

for (const [what, view, reason] of [
  ['has a seat', { ...elsewhere, slot: MORNING }, 'duty-overlaps'],
  ['only waits', { ...elsewhere, state: 'waitlisted', position: 1, slot: MORNING }, 'duty-overlaps'],
  ['was invited', { ...elsewhere, state: 'invited', slot: MORNING }, undefined],
  ['cancelled', { ...elsewhere, state: 'cancelled', slot: MORNING }, undefined],
  ['did not come', { ...elsewhere, slot: MORNING, attendance: { state: 'no-show', minutes: 0 } }, undefined],
  ['is not told when', elsewhere, undefined],
] as const) {
  test(`a duty taken on another device ${reason ? 'binds' : 'does not bind'} here whoever ${what}, offline too`, async () => {
    const { world, district, open } = createClientWorld()
    const client = open(employee())
    district.tellSignUp(keyOf('A001'), view)
    await known(client)
    await client.mySignUps().refresh()
    await world.settle()
    district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
    const result = await client.signUp(seat('s2'))
    assert.equal(result.ok ? undefined : refused(result).reason, reason)
    if (reason) assert.equal(refused(await client.signUp(seat('s1'))).reason, 'already-signed-up')
  })
}

/** A client that knows the slots and what the server has of the person as a volunteer. */
async function knownAs(profile: object, { minor = false, ...needs }: Partial<SlotView> & { minor?: boolean }) {
  const clientWorld = createClientWorld()
  const { world, district, state, open } = clientWorld
  state.slots = state.slots.map((one) => (one.id === 's1' ? { ...one, ...needs } : one))
  let told = { roles: [], skills: [], ...profile }
  const me = district.resources.get('/v1/me')!
  district.resources.set('/v1/me', (request) => {
    const response = me(request)
    return { ...response, body: { ...(response.body as object), minor } }
  })
  const body = () => ({ asOf: '2026-03-02T12:00:00+08:00', ...told })
  district.resources.set('/v1/me/volunteer-profile', () => ({ status: 200, headers: {}, body: body() }))
  const client = open(employee())
  await known(client)
  await client.me().refresh()
  await client.myVolunteerProfile().refresh()
  await world.settle()
  return { ...clientWorld, client, tell: (more: object) => (told = { ...told, ...more }) }
}

const MIX = [{ role: 'buildingHead', need: 1 }] as const
for (const [what, profile, needs, input, refusal] of [
  ['a skill that is missing', { skills: ['driving'] }, { skills: ['driving', 'english'] }, {}, ['skill-missing', 'missing']],
  ['skills that are there', { skills: ['english', 'driving'] }, { skills: ['driving', 'english'] }, {}, undefined],
  ['an age that is not reached', { birthYear: 2009 }, { minAge: 18 }, {}, ['too-young', 'possibleFromYear']],
  ['an age that is reached', { birthYear: 2000 }, { minAge: 18 }, {}, undefined],
  ['an age that nobody told', {}, { minAge: 18 }, {}, undefined],
  ['an age that a minor did not tell', {}, { minAge: 16, minor: true }, {}, ['age-unknown', 'minAge']],
  ['a guardian, whose word only the server has', { birthYear: 2010 }, {}, {}, undefined],
  ['a role one has not', {}, { mix: [...MIX] }, { role: 'buildingHead' }, ['role-not-held', 'asked']],
  ['a role one has', { roles: ['buildingHead'] }, { mix: [...MIX] }, { role: 'buildingHead' }, undefined],
  ['no such role', { roles: ['dualRegistrant'] }, { mix: [...MIX] }, { role: 'dualRegistrant' }, ['role-not-asked', 'role']],
] as const) {
  test(`who is not whom a slot asks for is told here and offline: ${what}`, async () => {
    const { district, client } = await knownAs(profile, needs as Partial<SlotView>)
    district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
    const foreseen = await client.signUpRefusal({ slotId: 's1', orgId: 'o1', ...input })
    const result = await client.signUp(seat('s1', input))
    assert.deepEqual(foreseen, result.ok ? undefined : result)
    if (refusal === undefined) return void accepted(result)
    const [reason, fact] = refusal
    assert.equal(refused(result).reason, reason)
    assert.ok(refused(result).detail?.[fact], 'what would make it possible')
  })
}

test('who is not known here as a volunteer is judged by the server alone', async () => {
  const { state, open } = createClientWorld()
  state.slots = state.slots.map((one) => ({ ...one, skills: ['english'], minAge: 18, mix: [...MIX] }))
  const client = open(employee())
  await known(client)
  accepted(await client.signUp(seat('s1', { role: 'buildingHead' })))
})

test('what was learnt elsewhere counts from the next try on; what is said here counts at once', async () => {
  const { world, district, client, tell } = await knownAs({}, { skills: ['english'] })
  tell({ skills: ['english'] })
  assert.equal(refused(await client.signUp(seat('s1'))).reason, 'skill-missing')
  await world.settle()
  accepted(await client.signUp(seat('s1')))

  const other = await knownAs({}, { skills: ['english'] })
  const { send } = other.district.transport
  other.district.transport.send = async (request) => {
    if (request.method !== 'POST' || request.path !== '/v1/me/volunteer-profile') return send(request)
    const { skills } = request.body as { skills: string[] }
    return { status: 200, headers: {}, body: { asOf: '2026-03-02T12:00:00+08:00', roles: [], skills } }
  }
  assert.ok((await other.client.saveVolunteerProfile({ skills: ['english'] })).ok)
  other.district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
  accepted(await other.client.signUp(seat('s1')))
  assert.equal(district.applied.length, 1)
})

test('who cancels may take what overlapped, offline too, and the server hears of it in this order', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await known(client)
  const first = accepted(await client.signUp(seat('s1')))
  await first.settled
  district.faults.push('lost-request', 'unavailable', 'lost-answer')
  const cancelling = accepted(await client.cancelSignUp({ signUpId: first.id }))
  const second = accepted(await client.signUp(seat('s2')))
  await world.advance(60_000)
  const outcome = await cancelling.settled
  assert.equal(outcome.state === 'acknowledged' && outcome.answer.state, 'cancelled')
  assert.equal((await second.settled).state, 'acknowledged')
  assert.deepEqual(
    district.applied.map((body) => body['id']),
    [first.id, cancelling.id, second.id],
  )
  assert.equal(refused(await client.cancelSignUp({ signUpId: first.id })).reason, 'not-signed-up')
  assert.deepEqual(fieldsOf(await client.cancelSignUp({ signUpId: 'x' })), [['signUpId', 'invalid_format']])
})

test('what this device does not know the server decides, and its refusal is shown', async () => {
  const { district, open } = createClientWorld()
  district.refuses = () => problem(409, 'refused', { refusal: { reason: 'slot-full', detail: { capacity: 2 } } })
  const client = open(employee())
  const outcome = await accepted(await client.signUp(seat('s9'))).settled
  assert.deepEqual(outcome.state === 'refused' && outcome.problem.refusal, { reason: 'slot-full', detail: { capacity: 2 } })
  district.refuses = () => undefined
  await known(client)
  accepted(await client.signUp(seat('s1')))
})

test('a report takes its photos with it, named by their SHA-256, each sent once', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  const { settled } = accepted(await client.report(report({ photos: [png(1), png(2)], placeText: '三楼' })))
  const outcome = await settled
  assert.equal(outcome.state === 'acknowledged' && outcome.answer.receipt, 'K7QM-2X9F-4D')
  await world.settle()
  const sha256 = '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a'
  assert.deepEqual((district.applied[0]?.['photos'] as { sha256: string }[])[0], { sha256, type: 'image/png', size: 1 })
  assert.deepEqual([...district.photos.values()], [1, 1])
  assert.equal(district.applied[0]?.['source'], 'resident')
})

test('a photo whose file is gone is the caller’s to mend, and nothing is kept', async () => {
  const { open } = createClientWorld()
  const client = open(employee())
  const gone = png(1)
  gone.arrayBuffer = () => Promise.reject(new Error('the file is gone'))
  await assert.rejects(client.report(report({ photos: [gone] })), { name: 'SdkError', code: 'bad-argument' })
  let kept: unknown[] = ['not told yet']
  client.outbox.subscribe(({ entries }) => (kept = entries))
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(kept, [])
})

test('an acknowledged report brings the watched statuses of its grids up to date, without a feed', async () => {
  const { world, state, open } = createClientWorld({ listens: false })
  const client = open()
  const counts: (number | null | undefined)[] = []
  client.gridStatus('c1').subscribe(({ data }) => counts.push(data?.issues.open))
  await world.settle()
  state.open = 4
  await accepted(await client.report(report())).settled
  await world.settle()
  assert.deepEqual([counts.includes(3), counts.at(-1)], [true, 4])
})

test('the outbox is seen and steered through the client', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  district.refuses = () => problem(409, 'refused')
  const views: [string[], boolean][] = []
  client.outbox.subscribe(({ entries, durable }) => views.push([entries.map(({ state }) => state), durable]))
  const { id, settled } = accepted(await client.report(report()))
  assert.equal((await settled).state, 'refused')
  await world.settle()
  assert.deepEqual(views.at(-1), [['refused'], false])
  district.refuses = () => undefined
  await client.outbox.retry(id)
  await world.settle()
  assert.deepEqual(views.at(-1), [[], false])
  await assert.rejects(client.outbox.discard(id), (error) => isSdkError(error) && error.code === 'bad-argument')
})

test('a mended command takes the place of the refused one, and of no other', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  district.refuses = ({ description }) => (description === '路灯不亮' ? problem(409, 'refused') : undefined)
  const { id: old, settled } = accepted(await client.report(report({ photos: [png(1)] })))
  await settled
  const mended = accepted(await client.report(report({ description: '三号楼路灯不亮', photos: [png(1)], replaces: old })))
  assert.equal((await mended.settled).state, 'acknowledged')
  await world.settle()
  assert.deepEqual(
    district.applied.map((body) => [body['id'], body['replaces']]),
    [[mended.id, old]],
  )
  assert.equal(refused(await client.report(report({ description: '又', replaces: old }))).reason, 'not-refused')
})

test('a command that one tab accepted is settled by another after the first has closed', async () => {
  const { world, district, open } = createClientWorld()
  district.faults.push('lost-answer')
  const first = open(employee())
  const { id } = accepted(await first.report(report()))
  await world.settle()
  first.close()
  await world.settle()
  const second = open(employee())
  let left = -1
  second.outbox.subscribe(({ entries }) => (left = entries.length))
  await world.advance(60_000)
  assert.equal(left, 0)
  assert.deepEqual(
    district.applied.map((body) => body['id']),
    [id],
  )
})

for (const endpoint of ['nowhere', '', 'ftp://grid.example']) {
  test(`"${endpoint}" is no endpoint`, () => {
    assert.throws(
      () => createClient({ endpoint }),
      (error) => isSdkError(error) && error.code === 'bad-argument',
    )
  })
}

test('an endpoint keeps its path and loses its last slash', () => {
  const client = createClient({ endpoint: 'https://grid.example/base/', stores: createClientWorld().stores })
  assert.equal(client.endpoint, 'https://grid.example/base')
  client.close()
})
