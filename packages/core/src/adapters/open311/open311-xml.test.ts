import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from '../../errors.ts'
import { categoryListSchema } from '../../issue/schema.ts'
import { createUlid } from '../../ulid.ts'
import { open311Transport } from './open311-transport.ts'
import { readXml } from './read-xml.ts'

const ENDPOINT = 'https://city.example/open311/v2'
const NOW = Date.parse('2026-03-02T09:00:00+08:00')

const SERVICES = [
  { service_code: '001', service_name: 'Cans & "bins" <24x7>', metadata: 'false', group: 'sanitation' },
  { service_code: 'DMV66', service_name: '占道停车', metadata: 'true', group: 'street' },
]
const DEFINITION = {
  service_code: 'DMV66',
  attributes: {
    attribute: [
      {
        ...{ variable: 'true', code: 'MAKE', datatype: 'singlevaluelist', required: 'true', order: '1', description: 'Make' },
        values: {
          value: [
            { key: '123', name: 'Ford' },
            { key: '124', name: 'Chrysler' },
          ],
        },
      },
      { variable: 'false', code: 'INFO', datatype: 'string', required: 'false', order: '3', description: 'Closed on Sundays' },
    ],
  },
}
const REQUEST = {
  service_request_id: '638344',
  status: 'closed',
  service_code: '001',
  requested_datetime: '2026-03-01T06:37:38-08:00',
  updated_datetime: '2026-03-01T08:37:38-08:00',
}

/** A value as GeoReport v2 writes it. */
function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => xml(name, one)).join('')
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, part]) => xml(key, part))
          .join('\n')
      : String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<${name}>${inner}</${name}>`
}
const document = (name: string, value: unknown) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<!-- made here -->\n${xml(name, value)}`

/** A city that has XML only; for JSON it answers as `refuses` says. What was asked is kept. */
function xmlCity(refuses: () => Response) {
  const asked: string[] = []
  const answers: Record<string, [status: number, body: string]> = {
    'GET /services': [200, document('services', { service: SERVICES })],
    'GET /services/DMV66': [200, document('service_definition', DEFINITION)],
    'POST /requests': [201, document('service_requests', { request: { service_request_id: '638344', service_notice: '' } })],
    'GET /requests/638344': [200, document('service_requests', { request: REQUEST })],
  }
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const { pathname } = new URL(String(input as string))
    const line = `${init.method ?? 'GET'} ${pathname.replace('/open311/v2', '')}`
    asked.push(line)
    if (line.endsWith('.json')) return refuses()
    const gone = [404, document('errors', { error: { code: '404', description: 'none' } })] as const
    const [status, body] = answers[line.replace(/\.xml$/, '')] ?? gone
    return new Response(body, { status, headers: { 'content-type': 'text/xml; charset=utf-8' } })
  }
  const transport = open311Transport({
    endpoint: ENDPOINT,
    statement: { version: 1, zh: '用于处置问题', en: 'To settle the issue', retentionDays: 365 },
    fetch,
    idempotent: true,
    now: () => NOW,
  })
  return { transport, asked }
}

const REFUSALS: [string, () => Response][] = [
  ['404 with a page', () => new Response('<html><body>Not Found<br></body></html>', { status: 404 })],
  ['406', () => new Response('', { status: 406 })],
  [
    '400 with errors in XML',
    () => new Response(document('errors', { error: { code: '400', description: 'format' } }), { status: 400 }),
  ],
]

for (const [how, refuses] of REFUSALS) {
  test(`a city that answers ${how} to JSON is spoken to in XML, and reported to once`, async () => {
    const { transport, asked } = xmlCity(refuses)
    const list = categoryListSchema.parse((await transport.send({ method: 'GET', path: '/v1/categories' })).body)
    const [cans, cars] = list.categories.filter(({ parentId }) => parentId !== undefined)
    assert.equal(cans?.name.en, 'Cans & "bins" <24x7>')
    assert.equal(cars?.name.zh, '占道停车')
    assert.deepEqual(
      cars.attributes.map(({ code, required, values }) => [code, required, values?.map(({ key }) => key)]),
      [['MAKE', true, ['123', '124']]],
    )
    const command = {
      ...{ id: createUlid(NOW, () => 0.5), source: 'resident', categoryId: '001', attributes: {}, description: 'A heap' },
      ...{ place: { by: 'point', position: [104.06, 30.57], crs: 'wgs84' }, photos: [] },
      consent: { purpose: 'issue-report', version: 1 },
    }
    const filed = await transport.send({ method: 'POST', path: '/v1/issues', body: command })
    assert.deepEqual([filed.status, (filed.body as { receipt: string }).receipt], [201, '638344'])
    assert.equal(asked.filter((line) => line.startsWith('POST')).length, 1)
    const told = await transport.send({ method: 'GET', path: '/v1/receipts/638344' })
    assert.equal((told.body as { state: string }).state, 'closed')
    assert.equal(asked.filter((line) => line.endsWith('.json')).length, 1)
  })
}

test('a server that is only broken is not taken for one without JSON', async () => {
  const { transport, asked } = xmlCity(() => new Response('<html></html>', { status: 503 }))
  await assert.rejects(
    transport.send({ method: 'GET', path: '/v1/categories' }),
    (error) => isSdkError(error) && error.code === 'bad-response' && error.retryable,
  )
  assert.deepEqual(asked, ['GET /services.json'])
})

test('what is no answer of GeoReport v2 is none: a page, half a document, an entity of its own, a bomb', () => {
  const wrong = [
    '<html><head></head><body></body></html>',
    '<services><service>',
    '<services>&nbsp;</services>',
    '<!DOCTYPE services [<!ENTITY x SYSTEM "file:///etc/passwd">]><services><service>&x;</service></services>',
    `<!DOCTYPE services [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><services>&b;</services>`,
    '<services></services><services></services>',
    `${'<services>'.repeat(100_000)}`,
    `<services>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</services>`.slice(0, -9),
  ]
  for (const text of wrong) assert.equal(readXml(text), undefined, text.slice(0, 80))
})

test('a name is a name, and no prototype', () => {
  const read = readXml('<services><__proto__><polluted>1</polluted></__proto__></services>') as Record<string, object>
  assert.equal(({} as { polluted?: string }).polluted, undefined)
  assert.deepEqual(Object.keys(read['services']!), ['__proto__'])
})

test('whatever a text holds comes back as it was written, and any other text is read or refused, never more', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '<', '>', '&', '"', "'", ' ', '值', '😀', ']') })
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (names) => {
      const read = readXml(document('services', { service: names.map((service_name) => ({ service_name })) }))
      const { services } = read as { services: { service: { service_name: string }[] } }
      assert.deepEqual(
        services.service.map(({ service_name }) => service_name),
        names,
      )
    }),
  )
  const soup = fc.array(
    fc.constantFrom('<services>', '</services>', '<a', '>', '/>', '<![CDATA[', ']]>', '&amp;', 'x', '<!--', '-->'),
  )
  fc.assert(
    fc.property(soup, (parts) => void readXml(`<services>${parts.join('')}`)),
    { numRuns: 1000 },
  )
})
