import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { importReportSchema } from '@wangge/core/roster/schema'
import { JSON_LIMIT } from '../../src/body.ts'
import { openApi, describeApi } from '../../src/openapi.ts'
import type { AnyOperation, Operation } from '../../src/operation.ts'
import { OPERATIONS } from '../../src/operations.ts'
import type { AppOptions } from '../../src/app.ts'
import { assertProblem, nextUlid, ORIGINS } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { memoryPhotos } from '../memory-photos.ts'
import { makeExamples } from './examples.ts'
import type { Example } from './examples.ts'
import { mutations } from './mutations.ts'

/** The cases are made from the API's own description: a new operation is covered once it has an example. */
const ALL = [...OPERATIONS, describeApi(OPERATIONS)] as readonly AnyOperation[] as unknown as Operation<unknown, unknown>[]
const DOCUMENT = openApi(ALL as unknown as AnyOperation[]) as { paths: Record<string, Record<string, Described>> }

interface Described {
  operationId: string
  parameters: { name: string; in: string; schema: { pattern?: string } }[]
  requestBody?: { content: Record<string, unknown> }
  'x-wangge-access': { callers: string[] }
}

interface Changes {
  body?: unknown
  /** The body is written as JSON, a text too. */
  json?: boolean
  headers?: Record<string, string>
}

/** What a person reads where a program would read a problem. */
type Pages = Partial<Pick<Operation, 'answers'>>

const CALLERS: Record<string, Caller> = { public: 'public', org: 'org', staff: 'street', admin: 'admin' }
const BAD_IDS = ['nothing-here', '%00', '%', '%E0%A4%A', '..%2f..', "'%20or%201=1--", '%F0%9F%98%80', 'x'.repeat(3000)]
const BAD_VALUES = [
  '',
  'NaN',
  '-1',
  '1e99',
  '99999999999999999999',
  '%00',
  'a%00b',
  '%ED%A0%80',
  'x'.repeat(5000),
  '%',
  '[]',
  '0000-01-01',
  '0000-01-01T00:00:00Z',
  '9999-12-31',
]
/** A cell is no field: a day there that nobody knows is told by row and column, beside what else is wrong with the table. */
const IN_A_CELL = /^table\.rows\.\d+\.cells\.\d+ is of the year \d+ that nobody knows$/

export function badInput(name: string, open: (options?: Partial<AppOptions>) => Promise<District>): void {
  describe(name, () => {
    let district: District
    let examples: Record<string, () => Promise<Example>>
    before(async () => {
      district = await open({ photoStore: memoryPhotos() })
      examples = await makeExamples(district)
      const photo = await examples.putPhoto!()
      await call(photo, 'PUT')
    })
    after(() => district.database.close())

    const call = async (example: Example, method: string, changes: Changes = {}) => {
      const body = 'body' in changes ? changes.body : (example.bytes ?? example.body)
      const id = (body as { id?: unknown } | null | undefined)?.id
      const key = typeof id === 'string' && /^[\x20-\x7e]*$/.test(id) ? { 'idempotency-key': id } : {}
      const headers = { ...key, ...example.headers, ...changes.headers }
      if (!changes.json) return district.call(method, example.path, { as: example.as, body, headers })
      const type = { 'content-type': 'application/json' }
      return district.call(method, example.path, { as: example.as, body: JSON.stringify(body), headers: { ...headers, ...type } })
    }

    /** Whatever came: never the server's fault, and a problem where it is refused. */
    const assertDecent = (answer: Awaited<ReturnType<District['call']>>, why: string, { answers = {} }: Pages = {}) => {
      assert.deepEqual(district.failures, [], why)
      assert.ok(answer.status < 500, `${why}: ${answer.status}`)
      const page = answers[answer.status]?.type
      if (page !== undefined && answer.headers.get('content-type')?.startsWith(page)) return
      if (answer.status >= 400) assertProblem(answer, answer.status)
      for (const { message } of (answer.body as { errors?: { message: string }[] } | undefined)?.errors ?? [])
        assert.match(message, /^Expected /, why)
    }

    const assertRefusedTable = (answer: Awaited<ReturnType<District['call']>>, why: string) => {
      assert.equal(answer.status, 200, why)
      const { outcome, faults } = importReportSchema.parse(answer.body)
      assert.deepEqual([outcome, faults.map(({ row, code }) => `${row} ${code}`)], ['refused', ['2 invalid']], why)
      assert.ok(faults[0]!.column, why)
    }

    it('describes each operation, with an example', () => {
      const described = Object.values(DOCUMENT.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
      assert.deepEqual(described.sort(), Object.keys(examples).sort())
    })

    for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
      it(`${path} knows no other methods`, async () => {
        const { operationId } = Object.values(methods)[0]!
        const example = await examples[operationId]!()
        for (const method of ['DELETE', 'PATCH', 'PUT', 'POST', 'GET'].filter((each) => !(each.toLowerCase() in methods))) {
          const { as, headers = {} } = example
          const answer = await district.call(method, example.path, { as, headers })
          assertProblem(answer, 405, 'method-not-allowed')
          assert.ok(answer.headers.get('allow'))
        }
      })
    }

    for (const operation of ALL) {
      const { id, method, path } = operation
      const described = DOCUMENT.paths[path]![method.toLowerCase()]!
      const access = described['x-wangge-access'].callers

      describe(`${method} ${path}`, () => {
        it('answers a good call as described', async () => {
          const example = await examples[id]!()
          if (id === 'listenForEvents') {
            const headers = district.headersOf(example.as)
            const response = await district.app.fetch(new Request(`http://district.test${example.path}`, { headers }))
            assert.equal(response.headers.get('content-type'), operation.answers[200]!.type)
            return response.body!.cancel()
          }
          const answer = await call(example, method)
          const kind = operation.answers[answer.status]
          assert.ok(kind, `${answer.status} is not described: ${JSON.stringify(answer.body)}`)
          if (answer.body === undefined) return
          const types = [kind.type ?? 'application/json', ...(kind.alsoAs ?? [])]
          assert.ok(types.some((type) => answer.headers.get('content-type')!.startsWith(type)))
          const parsed = kind.schema?.safeParse(answer.body)
          assert.deepEqual(parsed?.error?.issues ?? [], [])
        })

        if (!access.includes('anyone')) {
          it('turns away who may not call', async () => {
            const example = await examples[id]!()
            const as = (caller: Caller, headers = {}) => call({ ...example, as: caller }, method, { headers })
            assertProblem(await as('nobody'), 401, 'credentials-required')
            assertProblem(await as('nobody', { authorization: 'Bearer wt_wrong' }), 401)
            assertProblem(await as('nobody', { authorization: 'Basic eDp5' }), 401, 'credentials-required')
            if (access.includes('admin')) return assertProblem(await as('estate'), 403)
            assertProblem(await as('public', { 'wangge-site-key': 'wk_wrong' }), 401, 'unknown-site-key')
            assertProblem(await as('public', { 'wangge-site-key': "' or 1=1 --" }), 401, 'unknown-site-key')
            assertProblem(await as('public', { origin: 'https://evil.example' }), 403, 'origin-not-allowed')
            assertProblem(await as('public', { origin: 'null' }), 403, 'origin-not-allowed')
            assertProblem(await as('public', { origin: ORIGINS.org }), 403, 'origin-not-allowed')
            const { origin: _, ...noOrigin } = district.headersOf('public')
            assertProblem(await as('nobody', noOrigin), 403, 'origin-required')
            for (const [audience, caller] of Object.entries(CALLERS)) {
              if (audience === 'admin' || access.includes(audience)) continue
              const isUnnamed = audience === 'org' && access.includes('person')
              if (isUnnamed) assertProblem(await as(caller), 401, 'token-required')
              else assertProblem(await as(caller), 403, 'audience-not-allowed')
            }
          })
        }

        if (path.includes('{')) {
          it('knows no record by an id that is none', async () => {
            const example = await examples[id]!()
            for (const bad of BAD_IDS) {
              const answer = await call({ ...example, path: path.replace(/\{\w+\}/, bad).replace('{format}', 'json') }, method)
              assertDecent(answer, bad, operation)
              // A body or bytes that name the record contradict the path first; to an organisation every other one is closed.
              const isClosed = id === 'getOrganisation' || id === 'listOrganisationCertificates'
              const expected = example.body || example.bytes ? [404, 422] : isClosed ? [403, 404] : [404]
              assert.ok(expected.includes(answer.status), `${bad}: ${answer.status}`)
            }
          })
        }

        it('refuses a query that it does not know', async () => {
          const example = await examples[id]!()
          const [bare, query = ''] = example.path.split('?')
          const with_ = (text: string) => call({ ...example, path: `${bare}?${text}` }, method)
          // What Open311's clients add of their own is nothing to it, and a parameter without a value is none.
          const isOpen311 = path.startsWith('/open311/')
          if (isOpen311) assert.ok((await with_(`${query}&surplus=1`)).status < 300)
          // A sign-in service may add what it likes (RFC 6749, 4.1.2).
          else if (id !== 'finishSignIn') assertProblem(await with_(`${query}&surplus=1`), 400, 'invalid-query')
          for (const { name: parameter, schema } of described.parameters.filter((each) => each.in === 'query')) {
            const others = [...new URLSearchParams(query)].filter(([key]) => key !== parameter)
            const rest = new URLSearchParams(others).toString()
            assertProblem(await with_(`${query}&${parameter}=1&${parameter}=2`), 400, 'invalid-query')
            for (const bad of BAD_VALUES) {
              const answer = await with_(`${rest}&${parameter}=${bad}`)
              if (isOpen311 && bad === '') assert.ok(answer.status < 300, `${parameter} without a value: ${answer.status}`)
              // What looks like an id may be the id of nothing.
              else if (schema.pattern && new RegExp(schema.pattern).test(bad)) assertDecent(answer, bad)
              else assertProblem(answer, 400, 'invalid-query')
            }
          }
        })

        if (described.requestBody && operation.json) {
          it('refuses a body that is no JSON, none, of another type or too large', async () => {
            const example = await examples[id]!()
            const key = { 'idempotency-key': nextUlid() }
            const send = (body: unknown, type = 'application/json') =>
              call(example, method, { body, headers: { ...key, 'content-type': type } })
            for (const bad of ['', '{', '{"id": 01}', 'undefined', '{"a":1}}']) {
              const answer = await send(bad)
              assertDecent(answer, bad)
              assert.ok([400, 422].includes(answer.status), bad)
            }
            assertProblem(await send(new Uint8Array([0x22, 0xff, 0xfe, 0x22])), 400, 'malformed-json')
            assertProblem(await send(JSON.stringify(example.body), 'text/plain'), 415, 'unsupported-media-type')
            assertProblem(await send(JSON.stringify(example.body), ''), 415, 'unsupported-media-type')
            const limit = operation.json?.maxSize ?? JSON_LIMIT
            assertProblem(await send(`"${'x'.repeat(limit)}"`), 413, 'body-too-large')
            assertProblem(await send('['.repeat(100_000) + ']'.repeat(100_000)), 422, 'invalid-body')
            assertProblem(await send('{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000)), 422, 'invalid-body')
          })

          it('refuses every field that is missing, or of another kind', async () => {
            const example = await examples[id]!()
            for (const mutation of mutations(example.body)) {
              const answer = await call(example, method, { body: mutation.body, json: true })
              assertDecent(answer, mutation.name)
              if (/U\+0000|surrogate/.test(mutation.name)) assert.equal(answer.status, 422, mutation.name)
              if (IN_A_CELL.test(mutation.name)) assertRefusedTable(answer, mutation.name)
              else if (/nobody knows/.test(mutation.name)) assertProblem(answer, 422, 'invalid-body')
            }
          })
        }

        if (described.requestBody) {
          it('stops reading a body that never ends', async () => {
            const example = await examples[id]!()
            let sent = 0
            const endless = new ReadableStream({
              pull(controller) {
                sent += 65_536
                controller.enqueue(new Uint8Array(65_536).fill(32))
              },
            })
            const type = Object.keys(described.requestBody!.content)[0]!
            const headers = {
              ...district.headersOf(example.as),
              ...example.headers,
              'content-type': type,
              'idempotency-key': nextUlid(),
            }
            const init = { method, headers, body: endless, duplex: 'half' } as RequestInit
            const response = await district.app.fetch(new Request(`http://district.test${example.path}`, init))
            assertProblem(
              { status: response.status, headers: response.headers, body: await response.json() },
              413,
              'body-too-large',
            )
            assert.ok(sent < 5_000_000 + (operation.json?.maxSize ?? operation.raw?.maxSize ?? 0))
          })
        }
      })
    }

    it('answers an unknown path with a problem, however it is written', async () => {
      for (const path of [
        '/',
        '/v1',
        '/v1/nothing',
        '/v1/%',
        '/v1/%00',
        '/v2/grids',
        '/v1/grids/',
        '/v1/grids/a/b/c',
        '//v1/grids',
      ]) {
        const answer = await district.call('GET', path, { as: 'public' })
        assertProblem(answer, 404)
      }
    })
  })
}
