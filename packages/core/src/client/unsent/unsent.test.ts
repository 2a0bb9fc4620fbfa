import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClientWorld } from '../../../test/client-world.ts'
import { employee } from '../../../test/host-token.ts'
import { createLocalLocks } from '../../adapters/locks.ts'
import { createMemoryStores } from '../../adapters/memory-stores.ts'
import { createLocalChannel } from '../../adapters/page.ts'
import type { Client } from '../client.ts'
import type { UnsentFile } from './unsent-schema.ts'

const SEAT = { slotId: 's1', orgId: 'o1', consent: { version: 1 } }
const photo = new Blob([new Uint8Array([1, 2, 3, 250])], { type: 'image/jpeg' })

const report = (client: Client, description = '占道') =>
  client.report({
    categoryId: 'stall',
    description,
    place: { by: 'grid', gridId: 'c1' },
    photos: [photo],
    consent: { version: 1 },
  })

/** One district, whose line is down until told otherwise, and devices that know nothing of each other. */
function createDevices() {
  const clients = createClientWorld()
  const { world, district } = clients
  district.faults.push(...Array<'lost-request'>(200).fill('lost-request'))
  const device = (token?: ReturnType<typeof employee>) =>
    clients.open(token, {
      stores: createMemoryStores(),
      platform: {
        locks: createLocalLocks(),
        channel: createLocalChannel(),
        wakeups: world.wakeups,
        random: world.random,
      },
    })
  return { ...clients, device, lineIsBack: () => void (district.faults.length = 0) }
}

const changed = async (file: Blob, change: (content: UnsentFile) => void) => {
  const content = JSON.parse(await file.text()) as UnsentFile
  change(content)
  return new Blob([JSON.stringify(content)])
}

test('what waits on one device goes out from another, with its photos, and once even where both send it', async () => {
  const { world, district, device, lineIsBack } = createDevices()
  const [old, fresh] = [device(employee()), device(employee())]
  const made = [await report(old), await old.signUp(SEAT)]
  assert.ok(made.every(({ ok }) => ok))
  await world.settle()
  const file = await old.outbox.exportUnsent()
  assert.equal(file.type, 'application/json')
  assert.deepEqual(await fresh.outbox.importUnsent(file), { ok: true, taken: 2, known: 0, left: [] })
  assert.deepEqual(await fresh.outbox.importUnsent(file), { ok: true, taken: 0, known: 2, left: [] })
  lineIsBack()
  await world.advance(600_000)
  assert.deepEqual(district.applied.map(({ id }) => id).sort(), made.map((each) => (each.ok ? each.id : '')).sort())
  assert.equal(district.photos.size, 1)
  // Answered here by now.
  assert.deepEqual(await fresh.outbox.importUnsent(file), { ok: true, taken: 0, known: 2, left: [] })
})

test('what somebody else made, or made with a name where nobody is known, is left and named', async () => {
  const { world, device } = createDevices()
  const old = device(employee('A001'))
  const signed = await old.signUp(SEAT)
  assert.ok(signed.ok)
  await world.settle()
  const file = await old.outbox.exportUnsent()
  const left = (reason: string) => ({ ok: true, taken: 0, known: 0, left: [{ id: signed.id, kind: 'sign-up', reason }] })
  assert.deepEqual(await device(employee('A002')).outbox.importUnsent(file), left('other-person'))
  assert.deepEqual(await device().outbox.importUnsent(file), left('not-signed-in'))
  const asOther = await changed(file, ({ commands }) => delete commands[0]!.person)
  assert.deepEqual(await device(employee('A001')).outbox.importUnsent(asOther), left('invalid'))
})

test('another person’s unsent work is in no file of mine', async () => {
  const { world, stores, district, open } = createClientWorld()
  district.faults.push(...Array<'lost-request'>(200).fill('lost-request'))
  const first = open(employee('A001'))
  await first.signUp(SEAT)
  await world.settle()
  first.close()
  assert.equal((await stores.outbox.list()).length, 1)
  const second = open(employee('A002'))
  await second.signUp({ ...SEAT, slotId: 's3' })
  const content = JSON.parse(await (await second.outbox.exportUnsent()).text()) as UnsentFile
  assert.deepEqual(
    content.commands.map(({ body }) => body['slotId']),
    ['s3'],
  )
})

test('a photo whose bytes are others than were saved keeps its report out, and says so', async () => {
  const { world, device } = createDevices()
  const old = device()
  const reported = await report(old)
  assert.ok(reported.ok)
  await world.settle()
  for (const base64 of ['AQID', '%']) {
    const broken = await changed(await old.outbox.exportUnsent(), ({ photos }) => (photos[0]!.base64 = base64))
    assert.deepEqual(await device().outbox.importUnsent(broken), {
      ok: true,
      taken: 0,
      known: 0,
      left: [{ id: reported.id, kind: 'report', reason: 'photo-broken' }],
    })
  }
})

test('a file of another district, or of nothing of ours, is refused as a whole', async () => {
  const { device } = createDevices()
  const client = device()
  await report(client)
  const file = await client.outbox.exportUnsent()
  const elsewhere = await changed(file, (content) => (content.endpoint = 'https://elsewhere.example'))
  assert.deepEqual(await client.outbox.importUnsent(elsewhere), {
    ok: false,
    reason: 'other-district',
    detail: { expected: 'https://grid.example', got: 'https://elsewhere.example' },
  })
  const newer = await changed(file, (content) => ((content as { version: number }).version = 2))
  for (const wrong of [newer, new Blob(['{']), new Blob(['null']), new Blob([])]) {
    assert.deepEqual(await client.outbox.importUnsent(wrong), { ok: false, reason: 'no-unsent-file' })
  }
})

test('whatever a file says, nothing goes anywhere but where its kind goes', async () => {
  const { world, device, district, lineIsBack } = createDevices()
  const old = device(employee())
  await report(old)
  await old.signUp(SEAT)
  await world.settle()
  const file = await old.outbox.exportUnsent()
  lineIsBack()
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.constantFrom('kind', 'body', 'path', 'subject', 'method', 'person'), async (json, field) => {
      district.requests.length = 0
      const client = device(employee())
      const evil = await changed(file, ({ commands }) => {
        for (const command of commands) Object.assign(command, { [field]: JSON.parse(json) as unknown })
      })
      await client.outbox.importUnsent(evil)
      await world.advance(1_000)
      client.close()
      const written = district.requests.filter(({ line }) => !line.startsWith('GET ')).map(({ line }) => line)
      for (const line of written) assert.match(line, /^(PUT \/v1\/photos\/[0-9a-f]{64}|POST \/v1\/(issues|sign-ups))$/)
    }),
    { numRuns: 100 },
  )
})
