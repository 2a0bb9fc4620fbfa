import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { createFetchTransport } from '@wangge/core/adapters/fetch'
import { createClient } from '@wangge/core/client'
import { personDataSchema } from '@wangge/core/privacy/schema'
import { sql } from 'kysely'
import { personKeyOf } from '../../src/auth/identify-person.ts'
import { createStaffToken } from '../../src/credentials.ts'
import { around, dump } from '../dump.ts'
import { assertProblem, nextUlid, png, reportCommand, signUpCommand } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'
import { HOSTS } from '../host-tokens.ts'
import { erasureLife } from './erasure-life.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What is left of somebody where one would not look for it: in answers, names of actors, fingerprints. */
export function erasureTraces(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.app.stopPlans()
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const erase = (path: string, as: Caller) => district.post(path, { id: nextUlid(), confirm: true } as { id: string }, as)
    const expectGone = async (...needles: string[]) => {
      const left = await dump(district)
      for (const needle of needles)
        assert.ok(!left.includes(needle), `Expected no trace of ${needle}, got ${around(left, needle)}`)
    }
    const report = async (changes: object, as: Caller): Promise<Answered['body']> => {
      const made = await district.post('/v1/issues', reportCommand(changes), as)
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body
    }
    const accept = (issueId: string) => ({ id: nextUlid(), issueId, action: 'accept', version: 1 })

    it('keeps no word of a report in the answers to the steps that staff took, and no hash of its photo in the audit', async () => {
      const words = { description: 'words that staff read', placeText: 'behind the green door' }
      const photo = png('that anybody may have, and know by its hash')
      const file = { as: 'public', body: photo.bytes, headers: { 'content-type': 'image/png' } } as const
      assert.equal((await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, file)).status, 201)
      const { id, receipt } = await report({ ...words, photos: [photo.ref] }, 'public')
      const step = accept(id)
      const taken = await district.post(`/v1/issues/${id}/transitions`, step, 'street')
      assert.equal(taken.body.description, words.description)
      const again = await district.post(`/v1/issues/${id}/transitions`, step, 'street')
      assert.equal(again.headers.get('idempotency-replayed'), 'true')
      assert.deepEqual(again.body, taken.body)
      assert.equal((await erase(`/v1/receipts/${receipt}/erasure`, 'public')).status, 200)
      await expectGone(words.description, words.placeText, receipt, photo.ref.sha256)
      const replayed = await district.post(`/v1/issues/${id}/transitions`, step, 'street')
      assert.ok(!JSON.stringify(replayed.body).includes(words.description))
    })

    it('tells a step again only to whom the issue is in reach still', async () => {
      const { id } = await report({ place: { by: 'grid', gridId: 'north-1' } }, 'public')
      const { database, keyring, clock } = district
      const role = { district_id: 'main', person_id: 'head-1', role: 'estateWorker' as const, org_id: null, to_at: null }
      for (const gridId of ['north-1', 'north-2']) {
        const appointment = { ...role, id: `reach-${gridId}`, grid_id: gridId, from_at: '2026-02-01T00:00:00Z' }
        await database.db.insertInto('role_appointments').values(appointment).execute()
      }
      const where = { keyring, clock: () => clock.now }
      const tokenFor = (gridId: string) =>
        createStaffToken(database, { role: 'estateWorker', gridId, personId: 'head-1', ...where })
      const inReach = await tokenFor('north-1')
      const elsewhere = await tokenFor('north-2')
      const step = accept(id)
      const send = ({ token }: { token: string }) =>
        district.call('POST', `/v1/issues/${id}/transitions`, {
          body: step,
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': step.id },
        })
      assert.equal((await send(inReach)).status, 200)
      assertProblem(await send(elsewhere), 404, 'unknown-issue')
    })

    it('keeps nothing by which somebody who guesses finds a staff number', async () => {
      const number = 'Q481'
      const as: Caller = `employee:${number}`
      const key = personKeyOf(HOSTS['org-a'].iss, number)
      const command = signUpCommand({ slotId: 'sh-later', person: key })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      const cancel = { id: nextUlid(), signUpId: command.id }
      assert.equal((await district.post(`/v1/sign-ups/${command.id}/cancel`, cancel, as)).status, 200)
      assert.equal((await district.call('GET', '/v1/me/data', { as })).status, 200)
      await expectGone(key, sha256(`person:${key}`))
      const fingerprints = async () =>
        new Set(
          (await district.database.db.selectFrom('idempotency').select('fingerprint').execute()).map((row) => row.fingerprint),
        )
      const guess = (who: string, path: string, body: object) => {
        const sorted = Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1))
        return sha256(JSON.stringify([who, 'POST', path, sorted]))
      }
      const known = await fingerprints()
      for (const who of [`person:${key}`, key, 'person']) {
        assert.ok(
          !known.has(guess(who, `/v1/sign-ups/${command.id}/cancel`, cancel)),
          'Expected no fingerprint that can be guessed',
        )
      }
      const erasure = { id: nextUlid(), confirm: true } as { id: string }
      const erased = await district.post('/v1/me/erasure', erasure, as)
      assert.equal(erased.status, 200)
      const recordsOf = async (...keys: string[]) => {
        const { db } = district.database
        const rows = await db.selectFrom('idempotency').selectAll().where('key', 'in', keys).execute()
        return rows.map(({ fingerprint, answer, status, actor }) => [fingerprint, answer, status, actor])
      }
      const empty = ['', null, null, null]
      assert.deepEqual(await recordsOf(command.id, cancel.id), [empty, empty])
      const nameless = ['erased', 'POST', '/v1/me/erasure', Object.entries({ confirm: true, id: erasure.id })]
      const itself = [district.keyring.hash('fingerprint', JSON.stringify(nameless)), erased.body, 200, 'erased']
      assert.deepEqual(await recordsOf(erasure.id), [itself])
      // Its answer got lost: sent again it says the same.
      assert.deepEqual((await district.post('/v1/me/erasure', erasure, as)).body, erased.body)
    })

    it('leaves alone whose id begins with the same letters', async () => {
      const { db } = district.database
      const ids = ['twin-1', 'twin-10']
      for (const id of ids) await db.insertInto('people').values({ district_id: 'main', id, minor: false }).execute()
      const at = new Date(district.clock.now).toISOString()
      const rowOf = (id: string) => ({
        district_id: 'main',
        key: `of-${id}`,
        fingerprint: 'f',
        status: 200,
        answer: JSON.stringify({ people: [{ id }] }),
        at,
        actor: null,
      })
      for (const id of ids) await db.insertInto('idempotency').values(rowOf(id)).execute()
      assert.equal((await erase('/v1/people/twin-1/erasure', 'street')).status, 200)
      const rows = await db
        .selectFrom('idempotency')
        .select(['key', 'answer'])
        .where('key', 'like', 'of-twin%')
        .orderBy('key')
        .execute()
      assert.deepEqual(rows, [
        { key: 'of-twin-1', answer: null },
        { key: 'of-twin-10', answer: { people: [{ id: 'twin-10' }] } },
      ])
    })

    it('hands out what is kept of one person without naming anybody else', async () => {
      const { db } = district.database
      const people = { me: 'export-me', other: 'export-other' }
      for (const id of Object.values(people))
        await db.insertInto('people').values({ district_id: 'main', id, minor: false }).execute()
      const duty = {
        district_id: 'main',
        role: 'gridWorker' as const,
        grid_id: 'north-1',
        from_at: '2026-02-01T00:00:00Z',
        to_at: null,
      }
      await db
        .insertInto('appointments')
        .values([
          { ...duty, id: 'ex-1', person_id: people.me, appointed_by: people.other },
          { ...duty, id: 'ex-2', person_id: people.other, appointed_by: people.me },
        ])
        .execute()
      await sql`insert into teams (district_id, id, kind, name, leader_id, member_ids, point_ids)
        values ('main', 'ex-team', 'service', '{}', ${people.other}, ${JSON.stringify(Object.values(people))}::jsonb, '[]')`.execute(
        db,
      )
      assert.equal((await district.call('GET', `/v1/people/${people.me}/data`, { as: 'street' })).status, 200)
      const { body } = await district.call('GET', `/v1/people/${people.me}/data`, { as: 'street' })
      const { appointments, teams, audit_entries: acts } = personDataSchema.parse(body).records
      assert.doesNotMatch(JSON.stringify(body), /export-other/)
      assert.ok(!JSON.stringify(acts).includes('staff:'), 'Expected that it was read, and not by whom')
      assert.deepEqual(
        appointments?.map(({ id, person_id: personId, appointed_by: by }) => [id, personId, by]),
        [
          ['ex-1', people.me, undefined],
          ['ex-2', undefined, people.me],
        ],
      )
      assert.deepEqual(teams?.[0]?.member_ids, [people.me])
      assert.equal(acts?.[0]?.subject, people.me)
    })

    it('is asked for through the client, of a report by its code and of oneself', async () => {
      const endpoint = 'http://district.test'
      const clientOf = (as: Caller) => {
        const { authorization, 'wangge-site-key': siteKey, origin } = district.headersOf(as)
        const fetch: typeof globalThis.fetch = (input, init) => {
          const request = new Request(input, init)
          request.headers.set('origin', origin!)
          return district.app.fetch(request)
        }
        const transport = createFetchTransport({ endpoint, siteKey: siteKey!, fetch })
        const token = authorization && { token: authorization.replace('Bearer ', '') }
        return createClient({ endpoint, transport, now: () => district.clock.now, ...token })
      }
      const [anybody, employee] = [clientOf('public'), clientOf('employee:Own-Client')]
      const { receipt } = await report({ description: 'words to go by the client' }, 'public')
      assert.ok((await anybody.eraseReport({ receipt })).rows.issues === 1)
      await expectGone('words to go by the client', receipt)
      await assert.rejects(anybody.eraseReport({ receipt }), { problem: 'unknown-receipt' })
      const consent = { purpose: 'volunteer-duty', version: 1 }
      const made = await employee.signUp({ slotId: 'sh-later', orgId: 'org-a', consent })
      assert.ok(made.ok && (await made.settled).state === 'acknowledged')
      const erased = await employee.eraseMe()
      assert.ok(erased.ok && erased.erasure.rows.people === 1, JSON.stringify(erased))
      anybody.close()
      employee.close()
    })

    erasureLife(() => district)
  })
}
