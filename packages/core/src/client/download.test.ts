import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee } from '../../test/host-token.ts'

const ORG = { orgId: 'o1', from: '2026-03-01', to: '2026-03-31' }
const PATH = '/v1/organisations/o1/hours.xlsx?from=2026-03-01&to=2026-03-31'

test('the hours of an organisation come as a workbook, for whoever is signed in', async () => {
  const { district, open, stores } = createClientWorld({ listens: false })
  const bytes = new Uint8Array([80, 75, 3, 4])
  district.resources.set(PATH, () => ({ status: 200, headers: {}, body: bytes.buffer }))
  const file = await open(employee()).hoursWorkbook(ORG)
  assert.deepEqual(new Uint8Array(await file.arrayBuffer()), bytes)
  assert.match(file.type, /spreadsheetml/)
  assert.ok(!(await stores.cache.keys()).some((key) => key.includes('xlsx')), 'nothing of it is kept')
  await assert.rejects(open().hoursWorkbook(ORG), { code: 'bad-argument' })
})

test('hours and sign-ups of an organisation come as CSV', async () => {
  const { district, open } = createClientWorld({ listens: false })
  const body = new TextEncoder().encode('a,b').buffer
  for (const path of [PATH.replace('.xlsx', '.csv'), '/v1/organisations/o1/sign-ups.csv'])
    district.resources.set(path, () => ({ status: 200, headers: {}, body }))
  const client = open(employee())
  for (const file of [await client.hoursCsv(ORG), await client.signUpsCsv({ orgId: 'o1' })])
    assert.deepEqual([await file.text(), file.type], ['a,b', 'text/csv'])
})

test('issues come as a file of the filter that was asked for, in each format', async () => {
  const { district, open } = createClientWorld({ listens: false })
  const asked = {
    gridId: 'north',
    orgId: '',
    state: 'working',
    overdue: true,
    toPublish: true,
    mine: false,
    text: '路灯',
    ended: 30,
    words: true,
    lang: 'en',
  } as const
  const query = 'grid=north&overdue=true&unpublished=true&words=true&ended=30&state=working&lang=en&text=%E8%B7%AF%E7%81%AF'
  for (const [format, type] of [
    ['csv', 'text/csv'],
    ['geojson', 'application/geo+json'],
  ] as const) {
    const body = new TextEncoder().encode(format).buffer
    district.resources.set(`/v1/issues.${format}?${query}`, () => ({ status: 200, headers: {}, body }))
    const file = await open(employee()).issueFile({ format, ...asked })
    assert.deepEqual([await file.text(), file.type], [format, type])
  }
  district.resources.set('/v1/issues.xlsx', () => problem(422, 'too-many-issues'))
  await assert.rejects(open(employee()).issueFile({ format: 'xlsx' }), { code: 'problem', status: 422 })
})

test('a workbook that is refused, and an answer that is none, are said to be so', async () => {
  const { district, open } = createClientWorld({ listens: false })
  district.resources.set(PATH, () => problem(403, 'other-organisation'))
  await assert.rejects(open(employee()).hoursWorkbook(ORG), { code: 'problem', status: 403 })
  district.resources.set(PATH, () => ({ status: 200, headers: {}, body: { hello: 'portal' } }))
  await assert.rejects(open(employee()).hoursWorkbook(ORG), { code: 'bad-response', retryable: true })
})

test('the records that a unit keeps come as a file of the days and the part that were asked for', async () => {
  const { district, open } = createClientWorld({ listens: false })
  for (const [format, type] of [
    ['csv', 'text/csv'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ] as const) {
    const body = new TextEncoder().encode(format).buffer
    const path = `/v1/service-records.${format}?gridId=c1&from=2026-01-01&to=2026-03-31`
    district.resources.set(path, () => ({ status: 200, headers: {}, body }))
    const file = await open(employee()).keptRecordsFile({ format, gridId: 'c1', from: '2026-01-01', to: '2026-03-31' })
    assert.deepEqual([await file.text(), file.type], [format, type])
  }
  district.resources.set('/v1/service-records.xlsx', () => problem(422, 'too-many-records'))
  await assert.rejects(open(employee()).keptRecordsFile({ format: 'xlsx' }), { code: 'problem', status: 422 })
})
