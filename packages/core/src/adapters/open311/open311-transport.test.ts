import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../client/index.ts'
import { categoryListSchema, issueTrackSchema } from '../../issue/schema.ts'
import type { ReportInput } from '../../client/client.ts'
import type { TransportResponse } from '../../ports/index.ts'
import { createUlid } from '../../ulid.ts'
import { convert } from '../../grid/crs/convert.ts'
import { createMemoryStores } from '../memory-stores.ts'
import { open311Transport } from './open311-transport.ts'
import type { Open311TransportOptions } from './open311-transport.ts'

const ENDPOINT = 'https://city.example/open311/v2'
const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const STATEMENT = { version: 3, zh: '用于处置问题', en: 'To settle the issue', retentionDays: 365 }

type Answer = unknown
interface Asked {
  path: string
  query: URLSearchParams
  form?: URLSearchParams
  headers: Headers
}

/** A city as its answers were written down by hand; `answers` by method and path. What it was asked is kept. */
function city(answers: Record<string, Answer | ((asked: Asked) => Answer)>, options: Partial<Open311TransportOptions> = {}) {
  const asked: Asked[] = []
  const begun = new Set<string>()
  const request = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(String(input as string))
    const { method = 'GET' } = init
    const path = `${method} ${url.pathname.replace('/open311/v2', '')}`
    const one = {
      path,
      query: url.searchParams,
      headers: new Headers(init.headers),
      ...(init.body instanceof URLSearchParams && { form: init.body }),
    }
    asked.push(one)
    if (!(path in answers)) return json([{ code: 404, description: `no ${path}` }], 404)
    const known = answers[path]
    const answer: unknown = typeof known === 'function' ? (known as (one: Asked) => Answer)(one) : known
    return answer instanceof Response ? answer : json(answer)
  }
  const transport = open311Transport({
    endpoint: `${ENDPOINT}/`,
    statement: STATEMENT,
    fetch: request,
    now: () => NOW,
    begun: { has: (id) => begun.has(id), add: (id) => void begun.add(id), delete: (id) => void begun.delete(id) },
    ...options,
  })
  return { transport, asked, begun, posted: () => asked.filter(({ path }) => path === 'POST /requests.json') }
}

const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })

const SERVICES = [
  { service_code: '001', service_name: 'Cans left out 24x7', metadata: false, type: 'realtime', group: 'sanitation' },
  { service_code: 'DMV66', service_name: 'Abandoned Vehicle', metadata: true, type: 'realtime', group: 'street' },
]
const DEFINITION = {
  service_code: 'DMV66',
  attributes: [
    {
      variable: true,
      code: 'NOTE',
      datatype: 'text',
      required: false,
      datatype_description: 'In a few words',
      order: 2,
      description: 'What else?',
    },
    {
      variable: true,
      code: 'WHISHETN',
      datatype: 'singlevaluelist',
      required: true,
      datatype_description: null,
      order: 1,
      description: 'Make of the car',
      values: [
        { key: 123, name: 'Ford' },
        { key: 124, name: 'Chrysler' },
      ],
    },
    {
      variable: false,
      code: 'INFO',
      datatype: 'string',
      required: false,
      order: 3,
      description: 'Tow lots are closed on Sundays.',
    },
  ],
}

const command = (changes: object = {}) => ({
  id: createUlid(NOW, () => 0.5),
  source: 'resident',
  categoryId: '001',
  attributes: {},
  description: 'A large heap',
  place: { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' },
  photos: [],
  consent: { purpose: 'issue-report', version: 3 },
  ...changes,
})
const FILED = [{ service_request_id: 293944, service_notice: 'We will look at it', account_id: null }]
type City = ReturnType<typeof city>
const report = ({ transport }: City, body: object = command()) => transport.send({ method: 'POST', path: '/v1/issues', body })
const receiptOf = ({ body }: TransportResponse) => (body as { receipt: string }).receipt
const codeOf = ({ status, body }: TransportResponse) => `${status} ${(body as { code: string }).code}`

async function categoriesOf({ transport }: City) {
  const { status, body } = await transport.send({ method: 'GET', path: '/v1/categories' })
  assert.equal(status, 200, JSON.stringify(body))
  return categoryListSchema.parse(body).categories
}

test('services are categories of two levels, their definitions attributes in order, without what only informs', async () => {
  const there = city({ 'GET /services.json': SERVICES, 'GET /services/DMV66.json': DEFINITION }, { jurisdictionId: 'city.gov' })
  const categories = await categoriesOf(there)
  const [sanitation, street, cans, car] = categories
  assert.deepEqual([sanitation!.name.en, street!.name.en], ['sanitation', 'street'])
  assert.deepEqual([cans!.id, cans!.parentId, cans!.attributes], ['001', sanitation!.id, []])
  assert.deepEqual([car!.id, car!.parentId], ['DMV66', street!.id])
  assert.deepEqual(car!.attributes, [
    {
      code: 'WHISHETN',
      datatype: 'singlevaluelist',
      required: true,
      label: { zh: 'Make of the car', en: 'Make of the car' },
      values: [
        { key: '123', name: { zh: 'Ford', en: 'Ford' } },
        { key: '124', name: { zh: 'Chrysler', en: 'Chrysler' } },
      ],
    },
    {
      code: 'NOTE',
      datatype: 'text',
      required: false,
      label: { zh: 'What else?', en: 'What else?' },
      hint: { zh: 'In a few words', en: 'In a few words' },
    },
  ])
  // Definitions seldom change: the second list asks for none.
  await categoriesOf(there)
  assert.equal(there.asked.filter(({ path }) => path === 'GET /services/DMV66.json').length, 1)
  assert.ok(there.asked.every(({ query }) => query.get('jurisdiction_id') === 'city.gov'))
})

test('another city leaves groups out, writes numbers and truths as texts, wraps lists, and defines nothing where it says so', async () => {
  const there = city({
    'GET /services.json': {
      services: {
        service: [
          { service_code: 42, service_name: 'Pothole', metadata: 'true' },
          { service_code: 'Abandoned vehicles / other', service_name: '', metadata: 'false', group: '' },
          { service_code: 42, service_name: 'Twice' },
          { service_name: 'Without a code' },
          { service_code: 'gone', service_name: 'Gone', metadata: 'true' },
        ],
      },
    },
    'GET /services/42.json': () =>
      json(
        {
          service_definition: {
            attributes: {
              attribute: [
                { code: 'B', datatype: 'Number', required: 'false', order: '10', description: '' },
                { code: 7, datatype: 'SINGLEVALUELIST', required: 'TRUE', order: '2', values: { value: { key: 1, name: null } } },
                { code: 'C', datatype: 'multivaluelist', required: 'true', order: '11' },
                { code: 'D', datatype: 'picture', variable: 'true', order: '12' },
              ],
            },
          },
        },
        200,
        'text/html',
      ),
  })
  const [group, pothole, other, gone, ...more] = await categoriesOf(there)
  assert.deepEqual(more, [])
  assert.deepEqual(group!.name, { zh: '其他', en: 'Other' })
  assert.deepEqual([pothole!.id, pothole!.name.en, pothole!.parentId], ['42', 'Pothole', group!.id])
  assert.match(other!.id, /^x-[0-9a-f]{32}$/)
  assert.equal(other!.name.en, 'Abandoned vehicles / other')
  assert.deepEqual(gone!.attributes, [])
  assert.deepEqual(
    pothole!.attributes.map(({ code, datatype, required, values }) => [
      code,
      datatype,
      required,
      values?.map(({ key, name }) => `${key} ${name.en}`),
    ]),
    [
      ['7', 'singlevaluelist', true, ['1 1']],
      ['B', 'number', false, undefined],
      ['C', 'string', true, undefined],
      ['D', 'string', false, undefined],
    ],
  )
})

test('a report is sent in the specification’s words, the place in WGS-84, and gives the city’s number', async () => {
  const there = city(
    { 'GET /services.json': SERVICES, 'POST /requests.json': FILED },
    {
      apiKey: 'xyz',
      jurisdictionId: 'city.gov',
      keepPhoto: async ({ sha256 }) => `https://photos.example/${sha256.slice(0, 2)}`,
    },
  )
  const photos = ['aa', 'bb'].map((two) => ({ sha256: two.repeat(32), type: 'image/jpeg', size: 3 }))
  const headers = { 'content-type': 'image/jpeg' }
  const lost = await report(there, command({ photos }))
  assert.equal(
    (lost.body as { refusal: { reason: string } }).refusal.reason,
    'photo-missing',
    'as after a reload: it is put there again',
  )
  for (const { sha256 } of photos) {
    const put = await there.transport.send({ method: 'PUT', path: `/v1/photos/${sha256}`, headers, body: new ArrayBuffer(3) })
    assert.equal(put.status, 201)
  }
  const position = convert([104.0605, 30.5705], { from: 'wgs84', to: 'gcj02' })
  const sent = command({
    categoryId: 'DMV66',
    attributes: { WHISHETN: '123', COUNT: 4, KINDS: ['one', 'two'] },
    place: { by: 'point', position, crs: 'gcj02' },
    placeText: '1234 5th street',
    photos,
  })
  const answer = await report(there, sent)
  assert.deepEqual(answer.body, {
    id: sent.id,
    receipt: '293944',
    state: 'submitted',
    gridPath: [],
    createdAt: '2026-03-02T01:00:00.000Z',
  })
  const [{ form }] = there.posted() as [Asked]
  const { lat, long, description, ...fields } = Object.fromEntries(form!) as Record<string, string>
  assert.ok(Math.abs(Number(lat) - 30.5705) < 1e-8 && Math.abs(Number(long) - 104.0605) < 1e-8)
  assert.equal(description, `A large heap\nhttps://photos.example/bb\n[wangge ${sent.id}]`)
  assert.deepEqual(fields, {
    api_key: 'xyz',
    jurisdiction_id: 'city.gov',
    service_code: 'DMV66',
    address_string: '1234 5th street',
    media_url: 'https://photos.example/aa',
    'attribute[WHISHETN]': '123',
    'attribute[COUNT]': '4',
    'attribute[KINDS][]': 'two',
    'attribute[WANGGE_CONSENT]': '3',
  })
  assert.deepEqual(form!.getAll('attribute[KINDS][]'), ['one', 'two'])
  assert.equal(there.begun.size, 0)
})

test('what Open311 cannot take is refused, not left out: photos, planar places, services that are no more', async () => {
  const there = city({ 'GET /services.json': SERVICES, 'POST /requests.json': FILED })
  const photo = { method: 'PUT', path: `/v1/photos/${'a'.repeat(64)}`, body: new ArrayBuffer(1) } as const
  assert.equal(codeOf(await there.transport.send(photo)), '422 photos-not-supported')
  assert.equal(
    codeOf(await report(there, command({ place: { by: 'point', position: [1, 2], crs: 'planar' } }))),
    '409 crs-not-supported',
  )
  assert.equal(codeOf(await report(there, command({ categoryId: 'gone' }))), '409 refused')
  for (const path of ['/v1/grids', '/v1/changes', '/v1/slots?org=x']) {
    assert.equal(codeOf(await there.transport.send({ method: 'GET', path })), '404 not-in-open311')
  }
  assert.equal(there.posted().length, 0)
})

test('a city’s list of errors is a refusal in its own words; a problem of ours keeps its fields', async () => {
  const refusing = (body: unknown, status: number) =>
    city({ 'GET /services.json': SERVICES, 'POST /requests.json': () => json(body, status) })
  const errors = [
    { code: 400, description: 'lat is outside of the city' },
    { code: 400, description: 'description is missing' },
  ]
  for (const body of [errors, { errors }, { errors: { error: errors } }]) {
    const answer = await report(refusing(body, 400))
    assert.equal(codeOf(answer), '400 open311-refused')
    assert.equal((answer.body as { title: string }).title, 'lat is outside of the city; description is missing')
  }
  const ours = {
    type: 'urn:x',
    title: 'The body is not as expected',
    status: 422,
    code: 'invalid-body',
    errors: [{ path: ['attributes', 'x'], code: 'required', message: 'Expected a value' }],
  }
  assert.deepEqual((await report(refusing(ours, 422))).body, ours)
  const portal = city({ 'GET /services.json': SERVICES, 'POST /requests.json': () => new Response('<html>', { status: 200 }) })
  await assert.rejects(report(portal), { name: 'SdkError', code: 'bad-response', retryable: true })
})

test('a server of ours that asks for a proof gets it with the same report, and the report is made once', async () => {
  const challenge = { kind: 'proof-of-work', token: 'from-the-server', bits: 4 }
  const isProven = (headers: Headers) => headers.get('wangge-proof')?.startsWith(`${challenge.token}:`) ?? false
  const sent: (string | null)[] = []
  const answers = {
    'GET /services.json': SERVICES,
    'POST /requests.json': ({ headers }: Asked) => {
      sent.push(headers.get('idempotency-key'))
      if (isProven(headers)) return json(FILED, 201)
      const asks = {
        type: 'urn:wangge:problem:proof-required',
        title: 'Prove it',
        status: 429,
        code: 'proof-required',
        challenge,
      }
      return json(asks, 429, 'application/problem+json')
    },
  }
  for (const idempotent of [true, false]) {
    const { transport, begun } = city(answers, { idempotent })
    const client = createClient({ endpoint: ENDPOINT, transport, stores: createMemoryStores(), now: () => NOW })
    await client.categories().refresh()
    const result = await client.report({
      ...{ categoryId: '001', description: 'Cans', place: { by: 'point', position: [104.06, 30.57], crs: 'wgs84' }, photos: [] },
      consent: { version: 3 },
    })
    assert.ok(result.ok)
    const outcome = await result.settled
    assert.ok(outcome.state === 'acknowledged', JSON.stringify(outcome))
    assert.deepEqual(sent.splice(0), idempotent ? [result.id, result.id] : [null, null])
    assert.ok(!begun.has(result.id))
    client.close()
  }
})

test('a report whose answer was lost is found by its mark and not made again', async () => {
  let lost = true
  const there = city({
    'GET /services.json': SERVICES,
    'POST /requests.json': () => {
      if (!lost) return FILED
      lost = false
      throw new TypeError('Failed to fetch')
    },
    'GET /requests.json': ({ query }: Asked) => {
      assert.equal(query.get('service_code'), '001')
      assert.equal(query.get('start_date'), '2026-03-01T01:00:00.000Z')
      return [
        { service_request_id: 1, status: 'open', description: 'Another' },
        { service_request_id: 2, status: 'open', description: there.posted()[0]!.form!.get('description') },
      ]
    },
  })
  const sent = command()
  await assert.rejects(report(there, sent), { name: 'SdkError', code: 'network', retryable: true })
  assert.ok(there.begun.has(sent.id))
  assert.equal(receiptOf(await report(there, sent)), '2')
  assert.equal(there.posted().length, 1)
  assert.equal(there.begun.size, 0)
})

test('a report that did not come is sent again; where nobody’s words are told, a person has to decide', async () => {
  const trying = (listed: unknown) => {
    let tries = 0
    return city({
      'GET /services.json': SERVICES,
      'POST /requests.json': () => ((tries += 1) === 1 ? new Response('{}', { status: 502 }) : FILED),
      'GET /requests.json': () => listed,
    })
  }
  const told = trying([{ service_request_id: 1, status: 'open', description: 'Another' }])
  const sent = command()
  assert.equal((await report(told, sent)).status, 502)
  assert.equal(receiptOf(await report(told, sent)), '293944')
  const hidden = { service_request_id: 2, status: 'open', description: null }
  const another = { service_request_id: 1, status: 'open', description: 'Another' }
  // One of which the words are not told yet may be this one.
  for (const listed of [[], [hidden], [another, hidden], json([], 403)]) {
    const untold = trying(listed)
    await report(untold, sent)
    assert.equal(codeOf(await report(untold, sent)), '409 outcome-unknown')
    assert.equal(untold.posted().length, 1)
  }
})

test('it is looked for on all pages of the city’s list, twenty at most', async () => {
  const sent = command()
  const paging = (rowOn: (page: number) => string | undefined) => {
    const pages: number[] = []
    let tries = 0
    const there = city({
      'GET /services.json': SERVICES,
      'POST /requests.json': () => ((tries += 1) === 1 ? new Response('{}', { status: 502 }) : FILED),
      'GET /requests.json': ({ query }: Asked) => {
        const page = Number(query.get('page') ?? '1')
        pages.push(page)
        const description = rowOn(page)
        return description === undefined ? [] : [{ service_request_id: page, status: 'open', description }]
      },
    })
    return { there, pages }
  }
  const later = paging((page) => (page === 3 ? String(later.there.posted()[0]!.form!.get('description')) : 'Another'))
  await report(later.there, sent)
  assert.equal(receiptOf(await report(later.there, sent)), '3')
  assert.deepEqual([later.pages, later.there.posted().length], [[1, 2, 3], 1])
  const none = paging((page) => (page < 3 ? 'Another' : undefined))
  await report(none.there, sent)
  assert.equal(receiptOf(await report(none.there, sent)), '293944')
  assert.deepEqual([none.pages, none.there.posted().length], [[1, 2, 3], 2])
  const endless = paging(() => 'Another')
  await report(endless.there, sent)
  assert.equal(codeOf(await report(endless.there, sent)), '409 outcome-unknown')
  assert.deepEqual([endless.pages.length, endless.there.posted().length], [20, 1])
})

test('without a line nothing has begun: the report is simply sent later', async () => {
  let offline = true
  const there = city({
    'GET /services.json': () => {
      if (offline) throw new TypeError('Failed to fetch')
      return SERVICES
    },
    'POST /requests.json': FILED,
  })
  await assert.rejects(report(there), { code: 'network', retryable: true })
  assert.equal(there.begun.size, 0)
  offline = false
  assert.equal(receiptOf(await report(there)), '293944')
})

test('a token is asked for the number until there is one; a black box gives nothing to follow', async () => {
  let number: unknown = ''
  const there = city({
    'GET /services.json': SERVICES,
    'POST /requests.json': { service_requests: [{ token: 12345 }] },
    'GET /tokens/12345.json': () => [{ service_request_id: number, token: 12345 }],
    'GET /requests/638344.json': [
      {
        service_request_id: 638344,
        status: 'Closed',
        service_code: 6,
        requested_datetime: '2010-04-14T06:37:38-08:00',
        updated_datetime: '2010-04-15T06:37:38-08:00',
      },
    ],
  })
  const receipt = receiptOf(await report(there))
  const follow = (code: string) => there.transport.send({ method: 'GET', path: `/v1/receipts/${encodeURIComponent(code)}` })
  assert.equal(codeOf(await follow(receipt)), '404 not-told')
  number = 638344
  assert.deepEqual((await follow(receipt)).body, {
    id: '638344',
    categoryId: '6',
    gridPath: [],
    state: 'closed',
    createdAt: '2010-04-14T14:37:38.000Z',
    updatedAt: '2010-04-15T14:37:38.000Z',
    version: Date.parse('2010-04-15T06:37:38-08:00') / 1000,
  })
  const box = city({ 'GET /services.json': SERVICES, 'POST /requests.json': [{}] })
  assert.equal(receiptOf(await report(box)), '')
  assert.equal(codeOf(await box.transport.send({ method: 'GET', path: '/v1/receipts/' })), '404 not-followed')
})

test('of a request only what the city says is told: no zone no time, no other word than open and closed', async () => {
  const follow = (row: object) =>
    city({ 'GET /requests/7.json': [row] }).transport.send({ method: 'GET', path: '/v1/receipts/7' })
  const bare = (await follow({ status: 'open', requested_datetime: '2010-04-14T06:37:38' })).body
  assert.deepEqual(bare, {
    id: '7',
    categoryId: 'unknown',
    gridPath: [],
    state: 'submitted',
    createdAt: '2026-03-02T01:00:00.000Z',
    updatedAt: '2026-03-02T01:00:00.000Z',
    version: NOW / 1000,
  })
  await assert.rejects(follow({ status: 'in progress' }), { code: 'bad-response' })
  await assert.rejects(follow({}), { code: 'bad-response' })
})

test('a track has the report and what became of it, with the city’s words, and no step between', async () => {
  const track = async (row: object) => {
    const there = city({ 'GET /requests/7.json': [{ service_request_id: 7, service_code: '001', ...row }] })
    const { body } = await there.transport.send({ method: 'GET', path: '/v1/receipts/7/track' })
    return issueTrackSchema.parse(body)
  }
  const times = { requested_datetime: '2026-03-02T09:00:00+08:00', updated_datetime: '2026-03-03T09:00:00+08:00' }
  const closed = await track({
    status: 'closed',
    status_notes: 'Duplicate request.',
    description: 'A heap',
    address: '8TH AVE',
    ...times,
  })
  assert.deepEqual([closed.description, closed.placeText, closed.actions, closed.photos], ['A heap', '8TH AVE', [], []])
  assert.deepEqual(closed.steps, [
    { seq: 1, action: 'report', to: 'submitted', at: '2026-03-02T01:00:00.000Z', by: 'reporter' },
    {
      seq: 2,
      action: 'close',
      from: 'submitted',
      to: 'closed',
      at: '2026-03-03T01:00:00.000Z',
      by: 'staff',
      words: 'Duplicate request.',
    },
  ])
  const open = await track({ status: 'open', status_notes: 'A crew is on its way', description: null, ...times })
  assert.deepEqual(
    open.steps.map(({ action, to, words }) => [action, to, words]),
    [
      ['report', 'submitted', undefined],
      ['note', 'submitted', 'A crew is on its way'],
    ],
  )
  assert.deepEqual([open.description, (await track({ status: 'open', ...times })).steps.length], ['', 1])
})

test('a client reports and follows over it, offline first, with what the city is asked for checked here', async () => {
  let status = 'open'
  let updated = '2026-03-02T09:00:00+08:00'
  const there = city({
    'GET /services.json': SERVICES,
    'GET /services/DMV66.json': DEFINITION,
    'POST /requests.json': FILED,
    'GET /requests/293944.json': () => [
      {
        service_request_id: '293944',
        status,
        service_code: 'DMV66',
        requested_datetime: '2026-03-02T09:00:00+08:00',
        updated_datetime: updated,
      },
    ],
  })
  const client = createClient({ endpoint: ENDPOINT, transport: there.transport, stores: createMemoryStores(), now: () => NOW })
  await client.categories().refresh()
  const input = {
    categoryId: 'DMV66',
    attributes: {},
    description: 'It has stood there for weeks',
    place: { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' },
    photos: [],
    consent: { version: 3 },
  } satisfies ReportInput
  const refused = await client.report(input)
  assert.ok(!refused.ok && 'fields' in refused && refused.fields[0]?.path.join('.') === 'attributes.WHISHETN')
  const accepted = await client.report({ ...input, attributes: { WHISHETN: '124' } })
  assert.ok(accepted.ok)
  const outcome = await accepted.settled
  assert.ok(outcome.state === 'acknowledged' && outcome.answer.receipt === '293944')
  assert.equal((await client.myReports().refresh()).data?.[0]?.state, 'submitted')
  status = 'closed'
  updated = '2026-03-03T09:00:00+08:00'
  assert.equal((await client.myReports().refresh()).data?.[0]?.state, 'closed')
  client.close()
})
