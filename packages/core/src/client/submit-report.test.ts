import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import type { Category } from '../issue/schema.ts'
import type { ReportInput } from './client.ts'

const name = (text: string) => ({ zh: text, en: text })
const CATEGORIES: Category[] = [
  { id: 'street', name: name('street'), version: 1, attributes: [] },
  {
    id: 'street-stall',
    parentId: 'street',
    name: name('stall'),
    version: 1,
    attributes: [
      { code: 'amount', datatype: 'number', required: true, label: name('amount') },
      {
        code: 'hours',
        datatype: 'multivaluelist',
        required: false,
        label: name('hours'),
        values: [{ key: 'noon', name: name('noon') }],
      },
    ],
  },
]

const report = (more: Partial<ReportInput>): ReportInput => ({
  categoryId: 'street-stall',
  description: '占道',
  place: { by: 'grid', gridId: 'c1' },
  photos: [],
  consent: { version: 1 },
  ...more,
})

/** A client that has seen the categories, or not; what it finds wrong with a report, and what reached the server. */
async function tryReport(more: Partial<ReportInput>, { known = true } = {}) {
  const { world, district, open } = createClientWorld()
  district.resources.set('/v1/categories', () => ({ status: 200, headers: {}, body: { categories: CATEGORIES } }))
  const client = open()
  if (known) await client.categories().refresh()
  const result = await client.report(report(more))
  await world.settle()
  const wrong = !result.ok && 'fields' in result ? result.fields.map(({ path, code }) => [path.join('.'), code]) : []
  return { ok: result.ok, wrong, sent: district.applied.length }
}

test('attributes are held to the category that this device knows, and nothing wrong is sent', async () => {
  assert.deepEqual(await tryReport({ attributes: { amount: 'many', hours: ['noon', 'dusk'], colour: 'red' } }), {
    ok: false,
    wrong: [
      ['attributes.amount', 'invalid_type'],
      ['attributes.hours', 'invalid_value'],
      ['attributes.colour', 'unknown'],
    ],
    sent: 0,
  })
  assert.deepEqual(await tryReport({ attributes: { amount: 3, hours: ['noon'] } }), { ok: true, wrong: [], sent: 1 })
})

test('what is wrong with attributes is told together with what is wrong with the rest', async () => {
  const { wrong } = await tryReport({ description: ' ', consent: false })
  assert.deepEqual(wrong, [
    ['description', 'required'],
    ['attributes.amount', 'required'],
    ['consent', 'required'],
  ])
})

test('a category of the first level is too wide to be reported', async () => {
  const { wrong, sent } = await tryReport({ categoryId: 'street' })
  assert.deepEqual([wrong, sent], [[['categoryId', 'invalid_value']], 0])
})

test('on a category that this device does not know the server decides', async () => {
  assert.deepEqual(await tryReport({ categoryId: 'new-one', attributes: { any: 1 } }), { ok: true, wrong: [], sent: 1 })
  assert.deepEqual(await tryReport({}, { known: false }), { ok: true, wrong: [], sent: 1 })
})

test('what fills in the field that nobody sees is told so and not sent; without it the report goes', async () => {
  const { world, district, open } = createClientWorld()
  const client = open()
  const refused = await client.report(report({ website: 'https://spam.example' }))
  assert.deepEqual(refused, { ok: false, reason: 'looks-automated', detail: { field: 'website' } })
  for (const website of [undefined, '', '  ']) {
    const sent = await client.report(report({ description: `反映 ${website}`, ...(website !== undefined && { website }) }))
    assert.ok(sent.ok, JSON.stringify(sent))
  }
  await world.settle()
  assert.equal(district.applied.length, 3)
})

test('what staff find on their duty is theirs to report alone, and needs no consent', async () => {
  const { world, district, open } = createClientWorld()
  const me = { kind: 'staff', personKey: keyOf('A001'), minor: false, grants: [{ role: 'buildingHead', gridId: 'c1' }] }
  district.resources.set('/v1/me', () => ({ status: 200, headers: {}, body: me }))
  const nobody = await open().report(report({ source: 'sweep', consent: false }))
  assert.deepEqual(nobody, { ok: false, reason: 'source-not-allowed', detail: { source: 'sweep', allowed: ['resident'] } })
  const client = open(employee())
  // Before anybody has said who they are the server decides; then this device does.
  await client.me().refresh()
  const inspected = await client.report(report({ source: 'inspection', consent: false }))
  const allowed = ['resident', 'keeper', 'sweep']
  assert.deepEqual(inspected, { ok: false, reason: 'source-not-allowed', detail: { source: 'inspection', allowed } })
  const asResident = await client.report(report({ consent: false }))
  assert.ok(!asResident.ok && 'fields' in asResident)
  assert.ok((await client.report(report({ source: 'keeper', consent: false }))).ok)
  await world.settle()
  assert.equal(district.applied.length, 1)
})
