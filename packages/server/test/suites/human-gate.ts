import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { createClient } from '@wangge/core/client'
import type { ReportInput } from '@wangge/core/client'
import { provesWork } from '@wangge/core/outbox'
import type { TransportRequest } from '@wangge/core/ports'
import { problemSchema } from '@wangge/core/schema'
import type { Challenge } from '@wangge/core/schema'
import type { AppOptions } from '../../src/app.ts'
import { DEFAULT_LIMITS } from '../../src/limits.ts'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { dump } from '../dump.ts'
import { FORM, open311Form } from './examples.ts'

const BITS = 8
const MINUTE = 60_000

export function humanGate(name: string, open: (options?: Partial<AppOptions>) => Promise<District>): void {
  describe(name, () => {
    let district: District
    const others: District[] = []
    before(async () => {
      district = await open({ humans: { when: 'always', bits: BITS } })
    })
    after(async () => {
      for (const { database, failures } of [district, ...others]) {
        await database.close()
        assert.deepEqual(failures, [])
      }
    })
    const other = async (options: Partial<AppOptions>) => {
      others.push(await open(options))
      return others.at(-1)!
    }
    const post = (
      command: { id: string },
      proof?: string,
      { as = 'public', to = district }: { as?: Caller; to?: District } = {},
    ) =>
      to.call('POST', '/v1/issues', {
        as,
        body: command,
        headers: { 'idempotency-key': command.id, ...(proof !== undefined && { 'wangge-proof': proof }) },
      })
    const challengeOf = (answer: { status: number; headers: Headers; body: unknown }): Challenge => {
      assertProblem(answer, 429, 'proof-required')
      const { challenge } = problemSchema.parse(answer.body)
      assert.ok(challenge, JSON.stringify(answer.body))
      return challenge
    }
    const solve = ({ token, bits }: Challenge): string => {
      for (let found = 0; ; found++) if (provesWork(token, String(found), bits!)) return `${token}:${found}`
    }
    const wrong = ({ token, bits }: Challenge): string => {
      for (let found = 0; ; found++) if (!provesWork(token, String(found), bits!)) return `${token}:${found}`
    }
    const proven = async () => solve(challengeOf(await post(reportCommand())))

    it('asks for a proof, takes the same command with it, and tells its answer again without', async () => {
      const command = reportCommand()
      const challenge = challengeOf(await post(command))
      assert.deepEqual([challenge.kind, challenge.bits], ['proof-of-work', BITS])
      const made = await post(command, solve(challenge))
      assert.equal(made.status, 201, JSON.stringify(made.body))
      const again = await post(command)
      assert.deepEqual([again.status, again.body.receipt], [201, made.body.receipt])
      assert.equal(again.headers.get('idempotency-replayed'), 'true')
    })

    it('a proof is good once, also where two come at the same time, and for ten minutes', async () => {
      const proof = await proven()
      const both = await Promise.all([post(reportCommand(), proof), post(reportCommand(), proof)])
      assert.deepEqual(both.map(({ status }) => status).sort(), [201, 429])
      challengeOf(await post(reportCommand(), proof))
      const [late, inTime] = [await proven(), await proven()]
      district.clock.now += 9 * MINUTE
      assert.equal((await post(reportCommand(), inTime)).status, 201)
      district.clock.now += 2 * MINUTE
      challengeOf(await post(reportCommand(), late))
    })

    it('believes no proof but one of its own challenge, of the work that it asked for', async () => {
      const challenge = challengeOf(await post(reportCommand()))
      const [kid, end, , id, signature] = challenge.token.split('.')
      const eased = { ...challenge, token: [kid, end, '1', id, signature].join('.'), bits: 1 }
      const prolonged = { ...challenge, token: [kid, Number(end) + 600, BITS, id, signature].join('.') }
      const foreign = { ...challenge, token: [kid, end, BITS, id, 'A'.repeat(43)].join('.') }
      const unknown = { ...challenge, token: ['nobody', end, BITS, id, signature].join('.') }
      const forged = [
        wrong(challenge),
        ...[eased, prolonged, foreign, unknown].map(solve),
        challenge.token,
        'x',
        `${'9'.repeat(4000)}:1`,
      ]
      for (const proof of forged) challengeOf(await post(reportCommand(), proof))
      assert.equal((await post(reportCommand(), solve(challenge))).status, 201, 'none of these used it up')
    })

    it('asks nobody who has an account, and whoever sent what is wrong is told that first', async () => {
      assert.equal((await post(reportCommand(), undefined, { as: 'street' })).status, 201)
      const employee = await post(reportCommand(), undefined, { as: 'employee:1001' })
      assert.equal(employee.status, 201, JSON.stringify(employee.body))
      challengeOf(await post(reportCommand(), undefined, { as: 'org' }))
      assertProblem(await post(reportCommand({ description: '' })), 422, 'invalid-body')
    })

    it('asks by Open311 too, of site keys and not of tokens', async () => {
      const send = (as: Caller, headers: object = {}) =>
        district.call('POST', '/open311/v2/requests.json', { as, body: open311Form(), headers: { ...FORM, ...headers } })
      const proof = solve(challengeOf(await send('public')))
      assert.equal((await send('public', { 'wangge-proof': proof })).status, 201)
      assert.equal((await send('street')).status, 201)
      const plain = await send('public', { accept: 'application/json' })
      assert.equal(plain.status, 429)
      assert.match(plain.body[0].description, /Wangge-Proof/)
    })

    it('a client solves it and sends its report, nothing of it being refused', async () => {
      const seen: number[] = []
      const transport = {
        async send({ method, path, headers = {}, body }: TransportRequest) {
          const answer = await district.call(method, path, { as: 'public', headers, body })
          if (method === 'POST') seen.push(answer.status)
          return { status: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body as unknown }
        },
      }
      const client = createClient({
        endpoint: 'http://district.test',
        transport,
        stores: createMemoryStores(),
        now: () => district.clock.now,
      })
      const { categoryId, description } = reportCommand()
      const place: ReportInput['place'] = { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' }
      const sent = await client.report({ categoryId, description, place, photos: [], consent: { version: 2 } })
      assert.ok(sent.ok)
      assert.equal((await sent.settled).state, 'acknowledged')
      client.close()
      assert.deepEqual(seen, [429, 201])
    })

    it('by the policy over a soft rate, asks whoever reports more than that from one address', async () => {
      const limits = { ...DEFAULT_LIMITS, unproven: { address: { limit: 2, window: 3_600 } } }
      const busy = await other({ humans: { when: 'over-rate', bits: BITS }, limits })
      const from = async (address: string | undefined, proof?: string) => {
        const command = reportCommand()
        const headers = {
          ...busy.headersOf('public'),
          'content-type': 'application/json',
          'idempotency-key': command.id,
          ...(proof !== undefined && { 'wangge-proof': proof }),
        }
        const request = new Request('http://district.test/v1/issues', { method: 'POST', headers, body: JSON.stringify(command) })
        const answer = await busy.app.fetch(request, { address })
        return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown }
      }
      for (const address of ['198.51.100.7', '198.51.100.7', '203.0.113.9', undefined])
        assert.equal((await from(address)).status, 201, address)
      const challenge = challengeOf(await from('198.51.100.7'))
      assert.equal((await from('198.51.100.7', solve(challenge))).status, 201)
      assert.equal((await from('203.0.113.9')).status, 201)
    })

    it('photos count by the same soft rate, whatever the policy, and are taken beyond it with a proof', async () => {
      const limits = { ...DEFAULT_LIMITS, unproven: { address: { limit: 2, window: 3_600 } } }
      for (const when of ['over-rate', 'always'] as const) {
        const busy = await other({ humans: { when, bits: BITS }, limits })
        const send = async (as: Caller, proof?: string) => {
          const { bytes, ref } = png(nextUlid())
          const headers = {
            ...busy.headersOf(as),
            'content-type': ref.type,
            ...(proof !== undefined && { 'wangge-proof': proof }),
          }
          const request = new Request(`http://district.test/v1/photos/${ref.sha256}`, {
            ...{ method: 'PUT', headers, body: new Uint8Array(bytes) },
          })
          const answer = await busy.app.fetch(request, { address: '198.51.100.8' })
          return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown }
        }
        for (let nth = 0; nth < 2; nth += 1) assert.equal((await send('public')).status, 201, when)
        const challenge = challengeOf(await send('public'))
        assert.equal((await send('public', solve(challenge))).status, 201, when)
        assert.equal((await send('street')).status, 201, when)
      }
    })

    it('a district’s own check is asked, and its challenge is told as it is', async () => {
      const asked: (string | undefined)[] = []
      const challenge = { kind: 'captcha', token: 'site', detail: { siteKey: 'public' } }
      const own = await other({
        humans: {
          when: 'always',
          async verify({ proof }) {
            asked.push(proof)
            return proof === 'site:good' ? { ok: true } : { ok: false, challenge }
          },
        },
      })
      assert.deepEqual(challengeOf(await post(reportCommand(), undefined, { to: own })), challenge)
      assert.equal((await post(reportCommand(), 'site:good', { to: own })).status, 201)
      assert.deepEqual(asked, [undefined, 'site:good'])
    })

    it('a report that fills in what nobody sees is refused with its reason, keeps nothing, and goes without', async () => {
      const command = reportCommand({ website: 'https://spam.example' })
      const proof = await proven()
      const refused = await post(command, proof)
      assertProblem(refused, 409, 'refused')
      assert.deepEqual(refused.body.refusal, { reason: 'looks-automated', detail: { field: 'website' } })
      assert.ok(!(await dump(district)).includes('spam.example'))
      const { website: _, ...mended } = command as typeof command & { website: string }
      assert.equal((await post(mended, await proven())).status, 201)
    })

    it('stands in the description of the API', async () => {
      const { body } = await district.call('GET', '/v1/openapi.json')
      for (const [path, { post: operation }] of Object.entries(body.paths) as [
        string,
        { post?: { parameters: object[]; responses: object } },
      ][]) {
        const isAsked = ['/v1/issues', '/v1/photos/{sha256}/upload', '/open311/v2/requests.{format}'].includes(path)
        assert.equal(JSON.stringify(operation ?? {}).includes('Wangge-Proof'), isAsked, path)
      }
      assert.ok(JSON.stringify(body.paths['/v1/photos/{sha256}'].put).includes('Wangge-Proof'))
      assert.ok(body.components.schemas.Problem.properties.challenge)
    })
  })
}
