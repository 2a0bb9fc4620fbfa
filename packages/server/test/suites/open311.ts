import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { open311Transport } from '@wangge/core/adapters/open311'
import { createClient } from '@wangge/core/client'
import type { ReportInput } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import { createListedAnswers } from '../../src/open311/listed-answers.ts'
import { assertProblem, nextUlid, ORIGINS, reportCommand } from '../harness.ts'
import type { CallOptions, District } from '../harness.ts'
import { asWords, readXml } from '../read-xml.ts'
import { dump } from '../dump.ts'
import { FORM } from './examples.ts'

const FORMATS = ['xml', 'json'] as const
const TYPES = { xml: 'text/xml; charset=utf-8', json: 'application/json; charset=utf-8' }
const V2 = '/open311/v2'
const DAY_MS = 86_400_000

type Fields = Record<string, string | readonly string[]>
type Row = Record<string, unknown>

/** The specification's documented calls (wiki.open311.org/GeoReport_v2 and Service_Discovery), each in XML and in JSON. */
export function open311(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      const attribute = (code: string, datatype: string, required: boolean, keys?: string[]) => ({
        code,
        datatype,
        required,
        label: { zh: `问${code}`, en: `Ask ${code}` },
        hint: { zh: '提示', en: 'A hint' },
        ...(keys && { values: keys.map((key) => ({ key, name: { zh: `值${key}`, en: `Value ${key}` } })) }),
      })
      const attributes = [
        attribute('WHISHETN', 'singlevaluelist', true, ['123', '124']),
        attribute('KINDS', 'multivaluelist', false, ['one', 'two', 'three']),
        attribute('PLATE', 'string', false),
        attribute('COUNT', 'number', false),
        attribute('SINCE', 'datetime', false),
        attribute('NOTE', 'text', false),
      ]
      const category = {
        id: 'street-car',
        parent_id: 'street',
        name: JSON.stringify({ zh: '停车 <乱>', en: 'Parking & more' }),
        version: 1,
      }
      await district.database.db
        .insertInto('categories')
        .values({
          district_id: 'main',
          ordinal: 99,
          ...category,
          attributes: JSON.stringify(attributes),
          severity: null,
          terms: null,
        })
        .execute()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** The call in both formats; both say the same, in their own types. */
    async function read(path: string, options: CallOptions = {}) {
      const [bare, query = ''] = path.split('?')
      const [xml, json] = await Promise.all(FORMATS.map((format) => district.call('GET', `${bare}.${format}?${query}`, options)))
      assert.equal(xml!.status, json!.status, path)
      assert.equal(xml!.headers.get('content-type'), TYPES.xml)
      assert.equal(json!.headers.get('content-type'), TYPES.json)
      assert.deepEqual(asWords(json!.body), asWords(readXml(xml!.body as string)), path)
      return json!
    }
    const rows = async (path: string): Promise<Row[]> => {
      const { status, body } = await read(`${V2}/${path}`)
      assert.equal(status, 200, JSON.stringify(body))
      return body as Row[]
    }
    const send = (fields: Fields, options: CallOptions = {}, format = 'json') => {
      const form = new URLSearchParams()
      for (const [field, value] of Object.entries({ 'attribute[WANGGE_CONSENT]': '2', ...fields }))
        for (const one of [value].flat()) form.append(field, one)
      const headers = { 'content-type': FORM['content-type'], ...options.headers }
      return district.call('POST', `${V2}/requests.${format}`, { as: 'public', body: form.toString(), ...options, headers })
    }
    const litter = { service_code: 'street-litter', lat: '30.5705', long: '104.0605', description: 'A large heap' }
    const filed = async (fields: Fields = {}) => {
      const { status, body } = await send({ ...litter, ...fields })
      assert.equal(status, 201, JSON.stringify(body))
      return body[0] as { service_request_id: string; service_notice: string; account_id: null }
    }
    const step = async (issueId: string, version: number, action: string, more: object = {}) => {
      const body = { id: nextUlid(), issueId, version, action, ...more }
      const answer = await district.post(`/v1/issues/${issueId}/transitions`, body, 'street')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const whole = async (id: string) => (await district.call('GET', `/v1/issues/${id}`, { as: 'street' })).body
    const codesOf = async (path: string, options: CallOptions = {}) => {
      const { status, body } = await read(path, options)
      assert.ok(Array.isArray(body) && body.length > 0, JSON.stringify(body))
      for (const { code, description } of body) {
        assert.equal(code, status)
        assert.match(description, /\S/)
      }
      return { status, said: (body as { description: string }[]).map(({ description }) => description).join('\n') }
    }

    it('discovery: where the endpoint is, and what it speaks', async () => {
      const { status, body } = await read('/open311/discovery')
      assert.equal(status, 200)
      const { endpoints, changeset, contact, key_service: keyService } = body
      for (const text of [changeset, contact, keyService]) assert.match(text, /\S/)
      assert.deepEqual(endpoints, [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: 'http://district.test/open311/v2',
          changeset,
          type: 'production',
          formats: ['text/xml', 'application/json'],
        },
      ])
    })

    it('GET Service List: categories of the second level, grouped by the first, in the language that is asked for', async () => {
      const list = await rows('services?jurisdiction_id=sample')
      assert.deepEqual(
        list.find(({ service_code: code }) => code === 'street-litter'),
        {
          service_code: 'street-litter',
          service_name: '垃圾',
          description: '垃圾 · 街面',
          metadata: true,
          type: 'realtime',
          keywords: '垃圾, Litter, 街面, Street',
          group: '街面',
        },
      )
      assert.deepEqual(
        list.map(({ service_code: code }) => code),
        ['street-litter', 'street-stall', 'street-car'],
      )
      const english = await read(`${V2}/services`, { headers: { 'accept-language': 'en-GB,zh;q=0.5' } })
      assert.equal(english.headers.get('content-language'), 'en')
      assert.equal(english.body.at(-1).service_name, 'Parking & more')
    })

    it('GET Service Definition: attributes of every data type, in order, and the statement to agree to as the last', async () => {
      const { status, body } = await read(`${V2}/services/street-car?jurisdiction_id=sample`, {
        headers: { 'accept-language': 'en' },
      })
      assert.equal(status, 200)
      assert.equal(body.service_code, 'street-car')
      assert.deepEqual(body.attributes[0], {
        variable: true,
        code: 'WHISHETN',
        datatype: 'singlevaluelist',
        required: true,
        datatype_description: 'A hint',
        order: 1,
        description: 'Ask WHISHETN',
        values: [
          { key: '123', name: 'Value 123' },
          { key: '124', name: 'Value 124' },
        ],
      })
      assert.deepEqual(
        body.attributes.map(({ datatype, order }: Row) => `${String(order)} ${String(datatype)}`),
        ['1 singlevaluelist', '2 multivaluelist', '3 string', '4 number', '5 datetime', '6 text', '7 singlevaluelist'],
      )
      const consent = body.attributes.at(-1)
      assert.deepEqual([consent.code, consent.required, consent.description], ['WANGGE_CONSENT', true, 'To settle the issue'])
      assert.deepEqual(consent.values, [{ key: '2', name: 'I have read this and agree' }])
    })

    for (const format of FORMATS) {
      it(`POST Service Request in ${format}: filed as any report, and followed by its number and by its token`, async () => {
        const answer = await send(
          {
            jurisdiction_id: 'sample',
            service_code: 'street-car',
            lat: '30.5705',
            long: '104.0605',
            address_string: '1234 5th street',
            email: 'smit333@sfgov.example',
            device_id: 'tt222111',
            account_id: '123456',
            first_name: 'john',
            last_name: 'smith',
            phone: '111111111',
            description: 'A large sinkhole is destroying the street',
            media_url: 'http://photos.example/2212426634_5ed477a060.jpg',
            'attribute[WHISHETN]': '123',
            'attribute[KINDS][]': ['one', 'three'],
            'attribute[COUNT]': '4',
            'attribute[PLATE]': '川A00000',
            'attribute[SINCE]': '2026-03-01T08:15:30+08:00',
          },
          { headers: { 'accept-language': 'en' } },
          format,
        )
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        assert.equal(answer.headers.get('content-type'), TYPES[format])
        const [row] = (format === 'xml' ? readXml(answer.body as string) : answer.body) as Row[]
        assert.deepEqual(Object.keys(row!), ['service_request_id', 'service_notice', 'account_id'])
        const { service_request_id: id, service_notice: notice } = row as { service_request_id: string; service_notice: string }
        assert.match(notice, /Not kept: email, device_id, account_id, first_name, last_name, phone, media_url\.$/)

        const issue = await whole(id)
        assert.deepEqual([issue.state, issue.source, issue.position], ['submitted', 'resident', [104.0605, 30.5705]])
        assert.deepEqual([issue.description, issue.placeText], ['A large sinkhole is destroying the street', '1234 5th street'])
        assert.deepEqual(issue.attributes, {
          WHISHETN: '123',
          KINDS: ['one', 'three'],
          COUNT: 4,
          PLATE: '川A00000',
          SINCE: '2026-03-01T08:15:30+08:00',
        })
        const kept = await dump(district)
        for (const personal of ['smit333', 'tt222111', 'smith', '111111111', 'photos.example'])
          assert.ok(!kept.includes(personal), personal)

        const token = /Receipt code (\S+):/.exec(notice)![1]!
        assert.deepEqual(await rows(`tokens/${token}?jurisdiction_id=sample`), [{ service_request_id: id, token }])
        const again = await district.call('GET', `${V2}/tokens/${token}.${format}`)
        assert.deepEqual([again.headers.get('cache-control'), again.headers.get('content-type')], ['no-store', TYPES[format]])
        const [one, ...others] = await rows(`requests/${id}?jurisdiction_id=sample`)
        assert.deepEqual([one!.service_request_id, one!.status, others.length], [id, 'open', 0])
      })
    }

    it('POST: by address_id, by an address that names one place, and without words', async () => {
      const at = async (fields: Fields) => whole((await filed({ lat: '', long: '', ...fields })).service_request_id)
      assert.equal((await at({ address_id: 'micro-3' })).gridPath.at(-1), 'micro-3')
      const named = await at({ address_string: '网格micro-2' })
      assert.deepEqual([named.gridPath.at(-1), named.placeText], ['micro-2', '网格micro-2'])
      const house = { id: 'b-7', grid_id: 'micro-2', address: JSON.stringify({ zh: '样例路7号', en: '7 Sample Road' }) }
      await district.database.db
        .insertInto('buildings')
        .values({ district_id: 'main', position: null, units: '[]', door_count: 0, ...house })
        .execute()
      await district.database.db.updateTable('districts').set({ reference_version: 7 }).execute()
      const byNumber = await at({ address_id: 'b-7' })
      assert.deepEqual([byNumber.gridPath.at(-1), byNumber.placeText], ['micro-2', '样例路7号'])
      assert.equal((await at({ address_string: '7 Sample Road' })).gridPath.at(-1), 'micro-2')
      assert.equal((await whole((await filed({ description: '' })).service_request_id)).description, '垃圾')
      const { body } = await send({ ...litter, description: '' }, { headers: { 'accept-language': 'en' } })
      assert.equal((await whole(body[0].service_request_id)).description, 'Litter')
    })

    it('POST: the key as a field, of a site from its own pages, or a token of a server that reports inside its own grids', async () => {
      const key = district.headersOf('public')['wangge-site-key']!
      const token = district.headersOf('estate').authorization!.replace('Bearer ', '')
      const as = (api_key: string, origin?: string, more: Fields = {}) =>
        send({ ...litter, ...more, api_key }, { as: 'nobody', headers: { ...(origin !== undefined && { origin }) } })
      assert.equal((await as(key, ORIGINS.public)).status, 201)
      const near = { lat: '', long: '', address_id: 'micro-3' }
      assert.equal((await as(token, undefined, near)).status, 201)
      const refused: [string, Awaited<ReturnType<typeof as>>, number][] = [
        ['no key', await send(litter, { as: 'nobody' }), 403],
        ['a key from elsewhere', await as(key, ORIGINS.org), 403],
        ['a key without a page', await as(key), 403],
        ['an unknown key', await as('wk_wrong', ORIGINS.public), 403],
        ['an unknown token', await as('xyz'), 403],
        ['what is no key', await as('网格'), 403],
        ['another’s place', await as(token), 400],
      ]
      for (const [what, { status, headers, body }, expected] of refused) {
        assert.equal(status, expected, `${what}: ${JSON.stringify(body)}`)
        assert.equal(headers.get('content-type'), TYPES.json)
        assert.deepEqual(Object.keys(body[0]), ['code', 'description'], what)
        assert.equal(body[0].code, expected)
      }
    })

    it('POST: under an Idempotency-Key a report that is sent again is made once', async () => {
      const headers = { 'idempotency-key': nextUlid() }
      const first = await send(litter, { headers })
      const again = await send(litter, { headers })
      assert.equal(first.body[0].service_request_id, headers['idempotency-key'])
      assert.deepEqual([again.status, again.body], [201, first.body])
      const other = await send({ ...litter, description: 'Another' }, { headers })
      assert.equal(other.status, 400)
      assert.equal((await send(litter, { headers: { 'idempotency-key': 'seven' } })).status, 400)
    })

    it('POST: says in the format that was asked for what is wrong, field by field', async () => {
      const wrong: [Fields, number, RegExp][] = [
        [{ service_code: '' }, 400, /^service_code: Expected/],
        [{ service_code: 'nothing' }, 404, /service_code/],
        [{ service_code: 'street' }, 404, /service_code/],
        [{ jurisdiction_id: 'city.gov' }, 404, /jurisdiction_id/],
        [{ lat: '', long: '' }, 400, /^lat: Expected lat and long, address_id or address_string/],
        [{ long: '' }, 400, /^long: Expected lat and long together/],
        [{ lat: '104.0605', long: '30.5705' }, 400, /^lat: Expected/],
        [{ lat: '31.5', long: '104.0605' }, 400, /lat 和 long/],
        [{ lat: '', long: '', address_id: 'nowhere' }, 400, /address_id/],
        [
          { lat: '', long: '', address_string: 'nowhere at all' },
          400,
          /^address_string: Expected one place of that name, got none/,
        ],
        [
          { lat: '', long: '', address_string: '网格micro' },
          400,
          /^address_string: Expected one place of that name, got micro-1 \(网格micro-1\), .*micro-3/,
        ],
        [{ 'attribute[WANGGE_CONSENT]': '' }, 400, /^attribute\[WANGGE_CONSENT\]: Expected the version/],
        [{ 'attribute[WANGGE_CONSENT]': '3' }, 400, /告知同意/],
        [{ 'attribute[COLOUR]': 'red' }, 400, /^attribute\[COLOUR\]: Expected an attribute of the category/],
        [{ service_code: 'street-car' }, 400, /^attribute\[WHISHETN\]: Expected a value, got none/],
        [{ service_code: 'street-car', 'attribute[WHISHETN]': '9', 'attribute[COUNT]': 'many' }, 400, /WHISHETN.*\n?.*COUNT/],
        [{ description: 'x'.repeat(2001) }, 400, /^description: Expected at most 2000/],
        [{ description: ['one', 'two'] }, 400, /^description: Expected once/],
      ]
      for (const format of FORMATS) {
        for (const [fields, status, said] of wrong) {
          const answer = await send({ ...litter, ...fields }, {}, format)
          const what = JSON.stringify(fields)
          assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`)
          assert.equal(answer.headers.get('content-type'), TYPES[format], what)
          const errors = (format === 'xml' ? readXml(answer.body as string) : answer.body) as Row[]
          assert.match(errors.map(({ description }) => String(description)).join('\n'), said, what)
          for (const { code } of errors) assert.equal(Number(code), status, what)
        }
      }
      const json = await send({}, { headers: { 'content-type': 'application/json' } })
      assert.equal(json.status, 400)
    })

    it('tells problems to whoever accepts them', async () => {
      const headers = { accept: 'application/json, application/problem+json' }
      assertProblem(await send({ ...litter, 'attribute[COLOUR]': 'red' }, { headers }), 422, 'invalid-body')
      assertProblem(await send(litter, { as: 'nobody', headers }), 401, 'credentials-required')
      assertProblem(await district.call('GET', `${V2}/nothing.json`, { headers }), 404, 'unknown-path')
    })

    it('each documented error of a reading call, in both formats', async () => {
      for (const path of ['services', 'services/street-car', 'requests', 'requests/x', 'tokens/x']) {
        const { status, said } = await codesOf(`${V2}/${path}?jurisdiction_id=city.gov`)
        assert.deepEqual([status, said], [404, 'jurisdiction_id provided was not found'])
      }
      const expected: [string, number, RegExp][] = [
        ['services/nothing', 404, /^service_code provided was not found$/],
        ['services/street', 404, /^service_code provided was not found$/],
        ['requests/638344', 404, /^service_request_id provided was not found$/],
        ['tokens/123456', 404, /^token provided was not found$/],
        ['requests?service_code=street-litter,nothing', 404, /service_code provided was not found: nothing/],
        ['requests?status=new', 400, /^status: Expected open, closed/],
        ['requests?start_date=yesterday', 400, /^start_date: Expected/],
        ['requests?start_date=2026-01-01T00:00:00', 400, /^start_date: Expected/],
        [
          'requests?start_date=2026-01-01T00:00:00Z&end_date=2026-05-01T00:00:00Z',
          400,
          /^end_date: Expected start_date and at most 90 days/,
        ],
        ['requests?start_date=2026-02-02T00:00:00Z&end_date=2026-02-01T00:00:00Z', 400, /^end_date/],
        ['nothing', 404, /nothing here/],
      ]
      for (const [path, status, said] of expected) {
        const answer = await codesOf(`${V2}/${path}`)
        assert.equal(answer.status, status, `${path}: ${answer.said}`)
        assert.match(answer.said, said, path)
      }
      // The required format where none was asked for.
      const bare = await district.call('GET', `${V2}/services`)
      assert.deepEqual([bare.status, bare.headers.get('content-type')], [404, TYPES.xml])
      // A parameter without a value is none.
      assert.equal((await read(`${V2}/services?jurisdiction_id=`)).status, 200)
      assert.equal((await read(`${V2}/requests?status=&start_date=&service_code=`)).status, 200)
    })

    it('GET Service Requests: what somebody has taken up, without words or points, the place only where it gives nobody away', async () => {
      await district.database.db.deleteFrom('issue_transitions').execute()
      await district.database.db.deleteFrom('issues').execute()
      const ids: string[] = []
      for (let time = 0; time < 4; time++) {
        district.clock.now += 60_000
        ids.push((await filed({ description: `secret words ${time}`, address_string: 'secret place' })).service_request_id)
      }
      const [first, second, third, fourth] = ids as [string, string, string, string]
      const listed = async (query = '') => (await rows(`requests?${query}`)).map(({ service_request_id: id }) => id)
      assert.deepEqual(await listed(), [], 'nobody has looked at them')
      await step(first, 1, 'accept')
      await step(second, 1, 'accept')
      assert.deepEqual(await listed(), [], 'two in a district could be counted')
      await step(third, 1, 'accept')
      assert.deepEqual(await listed(), [third, second, first])
      await step(fourth, 1, 'reject', { reason: 'secret reason' })
      assert.deepEqual(await listed(), [third, second, first], 'what was turned away is not told')
      const list = await read(`${V2}/requests`, { headers: { 'accept-language': 'en' } })
      assert.deepEqual(list.body.at(-1), {
        service_request_id: first,
        status: 'open',
        status_notes: 'Taken up',
        service_name: 'Litter',
        service_code: 'street-litter',
        description: null,
        agency_responsible: 'Grid root',
        service_notice: null,
        requested_datetime: '2026-03-02T01:01:00Z',
        updated_datetime: '2026-03-02T01:04:00Z',
        // Three working days from Monday on, to the end of business, at five.
        expected_datetime: '2026-03-05T09:00:00Z',
        address: 'Grid north, Grid root',
        address_id: 'north',
        zipcode: null,
        lat: null,
        long: null,
        media_url: null,
      })
      assert.doesNotMatch(JSON.stringify(list.body), /secret|micro/)

      // Whoever knows a number follows it, whatever became of it; of the place less is told then.
      assert.deepEqual(await listed(`service_request_id=${fourth},nothing,${first}&status=closed`), [fourth, first])
      const [turnedAway] = await rows(`requests/${fourth}`)
      assert.deepEqual([turnedAway!.status, turnedAway!.address_id], ['closed', 'root'])
    })

    it('GET Service Requests: by service, status and time; 90 days where nothing is said, page by page', async () => {
      const before = (await rows('requests')).map(({ service_request_id: id }) => String(id))
      assert.equal(before.length, 3)
      const listed = async (query: string) => (await rows(`requests?${query}`)).map(({ service_request_id: id }) => id)
      assert.deepEqual(await listed('service_code=street-car'), [])
      assert.deepEqual(await listed('service_code=street-car,street-litter&status=open'), before)
      assert.deepEqual(await listed('page_size=2&page=2'), before.slice(2))
      assert.deepEqual(await listed('start_date=2026-03-02T01:02:00Z&end_date=2026-03-02T01:02:00Z'), [before[1]])
      assert.deepEqual(await listed('start_date=2026-03-02T09:03:00%2B08:00'), [before[0]])
      assert.deepEqual(await listed('end_date=2026-03-02T01:01:30Z'), [before[2]])
      for (const id of before) {
        const steps = ['start', 'resolve', 'verify', 'close']
        for (const [index, action] of steps.entries()) {
          const as = action === 'verify' ? 'inspector' : 'street'
          const body = { id: nextUlid(), issueId: id, version: index + 2, action, reason: '已清理' }
          assert.equal((await district.post(`/v1/issues/${id}/transitions`, body, as)).status, 200, action)
        }
      }
      assert.deepEqual(await listed('status=open'), [])
      assert.deepEqual(await listed('status=closed'), before)
      const [closed] = await rows(`requests/${before[0]!}`)
      assert.deepEqual([closed!.status, closed!.status_notes, closed!.expected_datetime], ['closed', '已办结', null])
      district.clock.now += 90 * DAY_MS
      assert.deepEqual(await listed(''), [], 'longer ago than is told unasked')
      assert.deepEqual(await listed('start_date=2026-03-01T00:00:00Z'), before)
      district.clock.now -= 90 * DAY_MS
    })

    it('GET Service Requests: made once for all who ask the same, until an issue changes or a minute is over', async () => {
      const answers = createListedAnswers({ db: district.database.db, districtId: 'main' })
      let made = 0
      const ask = (question = 'all', now = district.clock.now) =>
        answers.current(question, now, async () => `${question} ${++made}`)
      assert.deepEqual([await ask(), await ask(), await ask('open'), await ask()], ['all 1', 'all 1', 'open 2', 'all 1'])
      assert.deepEqual(await Promise.all([ask('closed'), ask('closed')]), ['closed 3', 'closed 3'])
      await filed()
      assert.equal(await ask(), 'all 4')
      assert.equal(await ask('all', district.clock.now + 59_000), 'all 4')
      assert.equal(await ask('all', district.clock.now + 60_000), 'all 5')
      assert.equal(await ask('all', district.clock.now - 1), 'all 6', 'a clock that was set back')
      const broken = answers.current('broken', district.clock.now, () => Promise.reject(new Error('no database')))
      await assert.rejects(broken, /no database/)
      assert.equal(await ask('broken'), 'broken 7')
      for (let index = 0; index < 30; index++) await ask(`page ${index}`)
      assert.equal(await ask('broken'), 'broken 38', 'the oldest made room')

      const list = await read(`${V2}/requests`)
      assert.equal(list.headers.get('cache-control'), 'public, no-cache')
      assert.equal(list.headers.get('vary')?.includes('Accept-Language'), true)
      const headers = { 'if-none-match': list.headers.get('etag')! }
      assert.equal((await district.call('GET', `${V2}/requests.json`, { headers })).status, 304)
      assert.equal(
        (await district.call('GET', `${V2}/requests.json`, { headers: { ...headers, 'accept-language': 'en' } })).status,
        200,
      )
      // Reading needs no key, whatever is sent as one.
      assert.deepEqual(await rows('requests?api_key=xyz'), list.body)
    })

    it('is what the client’s own adapter speaks: the same categories, a report made once, refusals by field, and how far it is', async () => {
      const endpoint = `http://district.test${V2}`
      let lost = 2
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const answer = await district.app.fetch(
          new Request(input, { ...init, headers: { ...init?.headers, origin: ORIGINS.public } }),
        )
        // The first report arrives, and its answer does not.
        if (init?.method === 'POST' && lost-- === 2) throw new TypeError('Failed to fetch')
        return answer
      }
      const apiKey = district.headersOf('public')['wangge-site-key']!
      const statement = { version: 2, zh: '用于处置问题', en: 'To settle the issue', retentionDays: 365 }
      const now = () => district.clock.now
      const transport = open311Transport({ endpoint, apiKey, statement, fetch, now, idempotent: true })
      const stores = createMemoryStores()
      const client = createClient({ endpoint, transport, stores, now })
      const told = (await client.categories().refresh()).data!.categories
      const { body } = await district.call('GET', '/v1/categories', { as: 'public' })
      const shape = ({ id, attributes }: Category) => [
        id,
        attributes.map(({ code, datatype, required }) => [code, datatype, required]),
      ]
      assert.deepEqual(
        told.filter(({ parentId }) => parentId !== undefined).map(shape),
        (body.categories as Category[]).filter(({ parentId }) => parentId !== undefined).map(shape),
      )
      const input: ReportInput = {
        categoryId: 'street-litter',
        description: '垃圾没有清走',
        place: { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' },
        photos: [],
        consent: { version: 2 },
      }
      const before = await client.report(input)
      assert.ok(before.ok)
      // Its clock stands still: what waits for its turn is told to go once the first try has failed.
      const stop = client.outbox.subscribe(({ entries }) => {
        if (entries.some(({ state, failure }) => failure && state === 'queued')) client.outbox.sendNow()
      })
      const outcome = await before.settled
      stop()
      assert.ok(outcome.state === 'acknowledged', JSON.stringify(outcome))
      assert.equal(outcome.answer.receipt, before.id)
      assert.equal((await whole(before.id)).description, '垃圾没有清走')
      assert.equal((await client.myReports().refresh()).data![0]!.state, 'submitted')
      district.clock.now += 60_000
      await step(before.id, 1, 'reject', { reason: '不在本辖区' })
      assert.equal((await client.myReports().refresh()).data![0]!.state, 'closed')

      const away = await client.report({ ...input, place: { by: 'point', position: [1, 1], crs: 'wgs84' } })
      assert.ok(away.ok)
      const refused = await away.settled
      assert.ok(refused.state === 'refused' && refused.problem.refusal?.reason === 'outside-district', JSON.stringify(refused))
      client.close()
    })

    it('tells what a report by any other way tells, and to pages of the district’s sites', async () => {
      const { body } = await district.post('/v1/issues', reportCommand(), 'public')
      const [row] = await rows(`requests/${body.id}`)
      assert.equal(row!.service_code, 'street-litter')
      for (const [origin, allowed] of [
        [ORIGINS.public, ORIGINS.public],
        ['https://evil.example', null],
      ] as const) {
        const { headers } = await district.call('GET', `${V2}/services.json`, { headers: { origin } })
        assert.equal(headers.get('access-control-allow-origin'), allowed)
      }
      const again = await district.call('GET', `${V2}/services.json`)
      const headers = { 'if-none-match': again.headers.get('etag')! }
      assert.equal((await district.call('GET', `${V2}/services.json`, { headers })).status, 304)
    })
  })
}
