import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { convert } from '@wangge/core/grid'
import {
  issueBoardSchema,
  issueSchema,
  issueSummarySchema,
  receiptStatusSchema,
  staffIssueSchema,
  reportReceiptSchema,
  similarListSchema,
} from '@wangge/core/issue/schema'
import type { FieldError, Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import { createStaffToken } from '../../src/credentials.ts'
import { DEFAULT_LIMITS } from '../../src/limits.ts'
import { issuePolicyViewSchema } from '../../src/schema.ts'
import { duplicatesOf, mergedInto } from '../../src/storage/issues.ts'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Answered, District } from '../harness.ts'

const verification = (issueId: string) => ({ id: nextUlid(), issueId, action: 'verify', version: 4 })

export function issues(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const report = (changes: object = {}, as: 'public' | 'street' | 'estate' | 'org' = 'public') =>
      district.post('/v1/issues', reportCommand(changes), as)
    const put = (salt: string, headers = {}) => {
      const { bytes, ref } = png(salt)
      const options = { as: 'public' as const, body: bytes, headers: { 'content-type': 'image/png', ...headers } }
      return district.call('PUT', `/v1/photos/${ref.sha256}`, options)
    }
    const step = (issueId: string, changes: object, as: 'street' | 'estate' = 'street') =>
      district.post(`/v1/issues/${issueId}/transitions`, { id: nextUlid(), issueId, ...changes } as { id: string }, as)

    it('tells whoever is about to report of an open issue about the same, and lets them join it once under a code of their own', async () => {
      const words = '井盖松动，车一过就响个不停'
      const { body: first } = await report({ description: words })
      const ask = async (more: object = {}) => {
        const { categoryId, place } = reportCommand()
        const query = { categoryId, place, description: '井盖松动，过车就响', ...more }
        const answer = await district.call('POST', '/v1/issues:similar', {
          ...{ as: 'public', body: JSON.stringify(query), headers: { 'content-type': 'application/json' } },
        })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        assert.equal(JSON.stringify(answer.body).includes('井盖'), false, 'no words of others')
        return similarListSchema.parse(answer.body).issues
      }
      const seen = await district.call('GET', `/v1/receipts/${first.receipt}/track`, { as: 'public' })
      assert.ok(first.firstAnswer.dueAt)
      assert.deepEqual(seen.body.firstAnswer, first.firstAnswer, 'when an answer is due the track says as the receipt does')
      assert.deepEqual(await ask(), [], 'nobody of the district has taken it up')
      await step(first.id, { action: 'accept', version: 1 })
      assert.deepEqual(
        (await ask()).map(({ id, state, others }) => [id, state, others]),
        [[first.id, 'accepted', 0]],
      )
      assert.deepEqual(await ask({ description: '电梯门关不上' }), [], 'whoever does not know of it does not learn of it')

      const refusedFor = (answer: Answered, reason: string) => {
        assertProblem(answer, 409, 'refused')
        assert.equal(answer.body.refusal.reason, reason)
      }
      const same = { description: '井盖松动，过车就响', joins: first.id }
      const joined = await report(same)
      assert.equal(joined.body.state, 'merged')
      const track = async () => (await district.call('GET', `/v1/receipts/${joined.body.receipt}/track`, { as: 'public' })).body
      assert.deepEqual([(await track()).goesOn.state, (await ask())[0]?.others], ['accepted', 1])
      await step(first.id, { action: 'start', version: 2 })
      assert.equal((await track()).goesOn.state, 'handling', 'the news of the one are those of the other')

      refusedFor(await report({ ...same, description: '电梯门关不上' }), 'merge-target')
      refusedFor(await report({ ...same, joins: nextUlid() }), 'merge-target')
      const { database, keyring } = district
      const head = { role: 'buildingHead', gridId: 'micro-1', personId: 'head-1' } as const
      const { token } = await createStaffToken(database, { keyring, clock: () => district.clock.now, ...head })
      const byName = () => {
        const command = reportCommand(same)
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': command.id }
        return district.call('POST', '/v1/issues', { headers, body: JSON.stringify(command) })
      }
      const named = await byName()
      assert.equal(named.status, 201)
      assert.equal((await ask())[0]?.others, 2)
      refusedFor(await byName(), 'already-joined')
      const status = async () =>
        receiptStatusSchema.parse((await district.call('GET', `/v1/receipts/${joined.body.receipt}`, { as: 'public' })).body)
      const plain = await status()
      assert.deepEqual([plain.state, plain.goesOn?.state, plain.firstAnswer], ['merged', 'handling', undefined], 'no answer yet')

      // Parted by staff and put where it belongs, it counts there and not here.
      const { body: lamp } = await report({ description: '路灯不亮' })
      assert.equal((await step(named.body.id, { action: 'unmerge', version: 2, reason: '并非同一处' })).status, 200)
      const elsewhere = { action: 'merge', version: 3, reason: '同一处', into: lamp.id }
      assert.equal((await step(named.body.id, elsewhere)).status, 200)
      assert.equal((await ask())[0]?.others, 1)
      assert.equal((await byName()).status, 201)
      refusedFor(await byName(), 'already-joined')
    })

    it('tells of no issue finer than its area, at a limit of its own, and of none that was erased', async () => {
      const words = '小区北侧围栏断了一截'
      const { body: first } = await report({ description: words, place: { by: 'grid', gridId: 'micro-1' } })
      await step(first.id, { action: 'accept', version: 1 })
      const isTold = async (place: object) => {
        const body = { categoryId: 'street-litter', description: words, place }
        const answer = await district.call('POST', '/v1/issues:similar', { as: 'public', body })
        return answer.body.issues.some(({ id }: { id: string }) => id === first.id)
      }
      const { body: grids } = await district.call('GET', '/v1/grids', { as: 'street' })
      const all: { id: string; parentId?: string; level: string }[] = grids.grids
      const micros = all.filter(({ level }) => level === 'micro')
      const estate = micros.find(({ id }) => id === 'micro-1')!.parentId
      const told = await Promise.all(micros.map(async ({ id }) => ((await isTold({ by: 'grid', gridId: id })) ? [id] : [])))
      assert.deepEqual(
        told.flat(),
        micros.filter(({ parentId }) => parentId === estate).map(({ id }) => id),
      )
      assert.ok(told.flat().length > 1)

      const { database, keyring, clock } = district
      const limits = { ...DEFAULT_LIMITS, similar: { address: { limit: 2, window: 60 } } }
      const app = createApp({ database, keyring, clock: () => clock.now, limits })
      const send = async (path: string, body: object, address: string) => {
        const key = 'id' in body ? { 'idempotency-key': String(body.id) } : {}
        const headers = { ...district.headersOf('public'), 'content-type': 'application/json', ...key }
        return app.fetch(new Request(`http://district.test${path}`, { method: 'POST', headers, body: JSON.stringify(body) }), {
          address,
        })
      }
      const { categoryId, place } = reportCommand()
      const question = { categoryId, place, description: words }
      const joins = () => reportCommand({ joins: nextUlid() })
      assert.equal((await send('/v1/issues:similar', question, '192.0.2.71')).status, 200)
      assert.equal((await send('/v1/issues', joins(), '192.0.2.71')).status, 409)
      assert.equal((await send('/v1/issues', joins(), '192.0.2.71')).status, 429)
      assert.equal((await send('/v1/issues:similar', question, '192.0.2.71')).status, 429)
      assert.equal(
        (await send('/v1/issues', reportCommand(), '192.0.2.71')).status,
        201,
        'a report that joins none is not held up',
      )
      assert.equal((await send('/v1/issues:similar', question, '192.0.2.72')).status, 200)

      const erasure = { id: nextUlid(), confirm: true }
      assert.equal((await district.post(`/v1/receipts/${first.receipt}/erasure`, erasure, 'public')).status, 200)
      assert.equal(await isTold({ by: 'grid', gridId: 'micro-1' }), false)
      const refused = await report({ description: '围栏断了', place: { by: 'grid', gridId: 'micro-1' }, joins: first.id })
      assertProblem(refused, 409, 'refused')
    })

    it('takes a report with a photo, files it under the grid of its point and follows it by its receipt', async () => {
      const { ref } = png('first')
      assert.equal((await put('first')).status, 201)
      assert.equal((await put('first')).status, 200)
      const made = await report({ photos: [ref] })
      assert.equal(made.status, 201)
      const receipt = reportReceiptSchema.parse(made.body)
      assert.deepEqual(receipt.gridPath, ['root', 'north', 'north-1', 'micro-1'])
      assert.match(receipt.receipt, /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$/)
      // Whoever may report may follow.
      for (const as of ['public', 'org'] as const) {
        const followed = await district.call('GET', `/v1/receipts/${receipt.receipt.toLowerCase()}`, { as })
        assert.equal(issueSummarySchema.parse(followed.body).id, receipt.id)
      }
      const whole = issueSchema.parse((await district.call('GET', `/v1/issues/${receipt.id}`, { as: 'street' })).body)
      assert.deepEqual([whole.photos, whole.position, whole.history.length], [[ref], [104.0605, 30.5705], 1])
    })

    it('refuses a photo that was not sent, a place outside, other coordinates and another’s source', async () => {
      const reasonOf = async (changes: object) => {
        const answer = await report(changes)
        assertProblem(answer, 409, 'refused')
        return answer.body.refusal.reason
      }
      assert.equal(await reasonOf({ photos: [png('never sent').ref] }), 'photo-missing')
      const at = (position: number[], crs: string) => ({ place: { by: 'point', position, crs } })
      assert.equal(await reasonOf(at([104.07, 30.57], 'wgs84')), 'outside-district')
      assert.equal(await reasonOf(at([1e308, -1e308], 'wgs84')), 'outside-district')
      assert.equal(await reasonOf(at([104.07, 30.57], 'gcj02')), 'outside-district')
      assert.equal(await reasonOf(at([30.5705, 104.0605], 'bd09')), 'outside-district')
      assert.equal(await reasonOf(at([1e308, -1e308], 'gcj02')), 'outside-district')
      assert.equal(await reasonOf(at([500_000, 3_400_000], 'planar')), 'crs-not-supported')
      assert.equal(await reasonOf({ place: { by: 'grid', gridId: 'nowhere' } }), 'unknown-grid')
      assert.equal(await reasonOf({ categoryId: 'street' }), 'unknown-category')
      assert.equal(await reasonOf({ categoryId: 'nowhere', attributes: { any: 1 } }), 'unknown-category')
      assert.equal(await reasonOf({ source: 'keeper' }), 'source-not-allowed')
    })

    it('files a point in the coordinates of China’s web maps under the grid it means, and keeps the point as it came', async () => {
      const wgs84: Position = [104.0605, 30.5705]
      for (const crs of ['gcj02', 'bd09', 'cgcs2000'] as const) {
        const position = convert(wgs84, { from: 'wgs84', to: crs })
        const { status, body } = await report({ place: { by: 'point', position, crs } })
        assert.equal(status, 201, JSON.stringify(body))
        assert.deepEqual(body.gridPath, ['root', 'north', 'north-1', 'micro-1'], crs)
        const whole = issueSchema.parse((await district.call('GET', `/v1/issues/${body.id}`, { as: 'street' })).body)
        assert.deepEqual(whole.declared, { position, crs })
        assert.deepEqual(
          whole.position?.map((degrees) => degrees.toFixed(9)),
          wgs84.map((degrees) => degrees.toFixed(9)),
        )
      }
      // The same numbers lie several micro-grids farther where they are WGS-84: hence never a guess.
      const at = (crs: string) => report({ place: { by: 'point', position: [104.063, 30.568], crs } })
      assert.equal((await at('gcj02')).body.gridPath?.at(-1), 'micro-1')
      assert.equal((await at('wgs84')).body.refusal?.reason, 'outside-district')
    })

    it('lets staff report from their own sources, inside their own subtree', async () => {
      const near = { place: { by: 'grid', gridId: 'micro-3' } }
      const refusalOf = async (changes: object, as: 'estate' | 'street') => {
        const answer = await report(changes, as)
        assertProblem(answer, 409, 'refused')
        return answer.body.refusal
      }
      assert.equal((await report({ source: 'sweep', ...near }, 'estate')).status, 201)
      assert.equal((await report({ source: 'resident', ...near }, 'estate')).status, 201)
      assert.equal((await report({ source: 'inspection' }, 'street')).status, 201)
      assert.deepEqual(await refusalOf({ source: 'sweep' }, 'estate'), {
        reason: 'out-of-reach',
        detail: { gridId: 'north-2', gridPath: ['root', 'north', 'north-1', 'micro-1'] },
      })
      assert.deepEqual(await refusalOf({ source: 'inspection', ...near }, 'estate'), {
        reason: 'source-not-allowed',
        detail: { source: 'inspection', allowed: ['resident', 'sweep'] },
      })
      assert.equal((await refusalOf({ source: 'keeper' }, 'street')).reason, 'source-not-allowed')
    })

    it('asks a resident for consent, and nobody for what staff find on their duty', async () => {
      const near = { place: { by: 'grid', gridId: 'micro-3' }, consent: undefined }
      const { status, body } = await report({ source: 'sweep', ...near }, 'estate')
      assert.equal(status, 201, JSON.stringify(body))
      for (const as of ['public', 'estate'] as const) {
        const answer = await report({ source: 'resident', ...near }, as)
        assertProblem(answer, 422, 'invalid-body')
        assert.deepEqual(
          answer.body.errors?.map(({ path }: { path: string[] }) => path),
          [['consent']],
        )
      }
    })

    it('corrects an issue’s category and severity: it counts and is found as that, and its chain holds', async () => {
      const { body } = await report({ place: { by: 'grid', gridId: 'micro-3' } })
      const correction = { categoryId: 'street-stall', severity: 'major' }
      const command = { action: 'correct', version: 1, reason: '接报有误', correction }
      const corrected = await step(body.id, command, 'estate')
      assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
      const view = staffIssueSchema.parse(corrected.body)
      assert.deepEqual([view.categoryId, view.severity, view.state], ['street-stall', 'major', 'submitted'])
      assert.equal(view.category?.id, 'street-stall')
      const before = view.history.at(-1)?.corrected?.was
      assert.deepEqual([before?.categoryId, before?.severity], ['street-litter', 'simple'])
      const same = await step(body.id, { ...command, version: 2 }, 'estate')
      assert.deepEqual(same.body.refusal, { reason: 'correction', detail: { field: 'severity' } })
      for (const categoryId of ['street', 'nowhere']) {
        const answer = await step(body.id, { ...command, version: 2, correction: { categoryId } })
        assert.deepEqual(answer.body.refusal, { reason: 'correction', detail: { field: 'categoryId' } })
      }
      const found = await district.call('GET', '/v1/issues?category=street-stall&severity=major&limit=200', { as: 'street' })
      assert.ok(found.body.issues.some(({ id }: { id: string }) => id === body.id))
      const verify = async () =>
        (await district.call('POST', `/v1/issues/${body.id}/verification`, { as: 'street', body: {} })).body
      assert.deepEqual(await verify().then(({ ok, findings }) => ({ ok, findings })), { ok: true, findings: [] })
      const { db } = district.database
      const put = (values: object) => db.updateTable('issues').set(values).where('id', '=', body.id).execute()
      await put({ severity: 'simple' })
      assert.deepEqual(
        (await verify()).findings.map(({ code, seq }: { code: string; seq: number }) => [code, seq]),
        [['state', 2]],
      )
      await put({ severity: 'major' })
      assert.equal((await verify()).ok, true)
    })

    it('says where staff read the issue again, and to nobody else', async () => {
      const command = reportCommand()
      for (const time of ['first', 'again']) {
        const { headers } = await district.post('/v1/issues', command, 'street')
        assert.equal(headers.get('location'), `/v1/issues/${command.id}`, time)
      }
      const { status } = await district.call('GET', `/v1/issues/${command.id}`, { as: 'street' })
      assert.equal(status, 200)
      assert.equal((await report()).headers.get('location'), null)
      assert.equal((await put('nowhere to read it')).headers.get('location'), null)
    })

    it('keeps what the reporter agreed to, an earlier statement too, and refuses one that the district never made', async () => {
      const unknown = await report({ consent: { purpose: 'issue-report', version: 3 } })
      assertProblem(unknown, 409, 'refused')
      assert.deepEqual(unknown.body.refusal, {
        reason: 'consent-unknown',
        detail: { purpose: 'issue-report', sent: 3, current: 2 },
      })
      const { body } = await report({ consent: { purpose: 'issue-report', version: 1 } })
      const row = await district.database.db
        .selectFrom('issues')
        .select(['consent_purpose', 'consent_version'])
        .where('id', '=', body.id)
        .executeTakeFirst()
      assert.deepEqual(row, { consent_purpose: 'issue-report', consent_version: 1 })
    })

    it('gives the first answer again though the statement has changed since', async () => {
      const command = reportCommand()
      const first = await district.post('/v1/issues', command, 'public')
      const { db } = district.database
      const state = (consent: object) =>
        db
          .updateTable('districts')
          .set({ consent: JSON.stringify(consent), reference_version: sql`reference_version + 1` })
          .execute()
      await state({ 'issue-report': { version: 1 } })
      const again = await district.post('/v1/issues', command, 'public')
      assert.deepEqual([again.status, again.body], [201, first.body])
      assert.equal((await report()).body.refusal.detail.current, 1)
      await state({ 'issue-report': { version: 2 } })
    })

    it('keeps attributes as the category asks for them, and says field by field what is otherwise', async () => {
      const attributes = { count: 3, size: 'big', kinds: ['two'], since: '2026-03-01T09:00:00+08:00', note: '' }
      const kept = await report({ categoryId: 'street-stall', attributes })
      assert.equal(kept.status, 201)
      const { body } = await district.call('GET', `/v1/issues/${kept.body.id}`, { as: 'street' })
      assert.deepEqual(issueSchema.parse(body).attributes, attributes)
      const wrong = { count: '3', size: 'huge', kinds: 'one', since: 'yesterday', colour: 'red' }
      const answer = await report({ categoryId: 'street-stall', attributes: wrong })
      assertProblem(answer, 422, 'invalid-body')
      assert.deepEqual(
        answer.body.errors.map(({ path, code }: FieldError) => [path.join('.'), code]),
        [
          ['attributes.count', 'invalid_type'],
          ['attributes.size', 'invalid_value'],
          ['attributes.kinds', 'invalid_type'],
          ['attributes.since', 'invalid_format'],
          ['attributes.colour', 'unknown'],
        ],
      )
      const missing = await report({ categoryId: 'street-stall' })
      assertProblem(missing, 422, 'invalid-body')
      assert.deepEqual([missing.body.errors.length, missing.body.errors[0].code], [1, 'required'])
      const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`a${index}`, index]))
      assert.equal((await report({ attributes: many })).body.errors.length, 50)
    })

    it('takes a report again once its attributes are mended, under the same key', async () => {
      const command = reportCommand({ categoryId: 'street-stall', attributes: {} })
      assertProblem(await district.post('/v1/issues', command, 'public'), 422, 'invalid-body')
      const mended = { ...command, attributes: { count: 1 } }
      assert.equal((await district.post('/v1/issues', mended, 'public')).status, 201)
    })

    it('refuses bytes that are not what they are called', async () => {
      const { bytes, ref } = png('named wrongly')
      const other = png('other').ref.sha256
      const send = (sha256: string, type: string, body: Uint8Array) =>
        district.call('PUT', `/v1/photos/${sha256}`, { as: 'public', body, headers: { 'content-type': type } })
      assertProblem(await send(other, 'image/png', bytes), 422, 'photo-mismatch')
      assertProblem(await send(ref.sha256, 'image/jpeg', bytes), 422, 'photo-mismatch')
      assertProblem(await send(ref.sha256, 'text/html', bytes), 415, 'unsupported-media-type')
      assertProblem(await send(ref.sha256, 'image/png', new Uint8Array(3_000_001)), 413, 'body-too-large')
    })

    it('keeps the bytes of a picture as they were made, zeros and all', async () => {
      await put('exact bytes')
      const photos = district.database.db.selectFrom('photos').selectAll()
      const { bytes, digest } = await photos.where('sha256', '=', png('exact bytes').ref.sha256).executeTakeFirstOrThrow()
      assert.ok(Buffer.from(bytes!).includes(0))
      assert.equal(createHash('sha256').update(bytes!).digest('hex'), digest)
    })

    it('takes steps by the rule, and refuses one that rests on an old version', async () => {
      const { body } = await report()
      const accepted = await step(body.id, { action: 'accept', version: 1 })
      assert.equal(accepted.status, 200)
      assert.deepEqual([accepted.body.state, accepted.body.version, accepted.body.history.length], ['accepted', 2, 2])
      const late = await step(body.id, { action: 'reject', version: 1, reason: '重复' })
      assertProblem(late, 409, 'refused')
      assert.equal(late.body.refusal.reason, 'version-conflict')
    })

    it('lets one of two who take the same step at once, and tells the other', async () => {
      const { body } = await report()
      const answers = await Promise.all([1, 2, 3].map(() => step(body.id, { action: 'accept', version: 1 })))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
    })

    const read = async (issueId: string) =>
      issueSchema.parse((await district.call('GET', `/v1/issues/${issueId}`, { as: 'street' })).body)
    /** Takes steps one after the other that must be taken, each on the version before. */
    const steps = async (issueId: string, ...all: object[]) => {
      for (const one of all) {
        const { version } = await read(issueId)
        const answer = await step(issueId, { version, ...one })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
      }
      return read(issueId)
    }

    it('keeps with an issue what its category promised, and what a step says besides its reason', async () => {
      const { body } = await report()
      const { severity, terms } = await read(body.id)
      assert.deepEqual([severity, terms?.handling], ['simple', { amount: 3, unit: 'workingDays' }])
      const assignee = { role: 'liaison', orgId: 'org-a' }
      const extension = { amount: 2, unit: 'workingDays' }
      const { history, state } = await steps(
        body.id,
        { action: 'accept' },
        { action: 'dispatch', assignee },
        { action: 'extend', reason: '等配件', extension },
        { action: 'note', reason: '已联系物业' },
        { action: 'reassign', reason: '改由物业', assignee: { role: 'estateWorker', gridId: 'north-1' } },
      )
      assert.equal(state, 'dispatched')
      assert.deepEqual(history[2]!.assignee, assignee)
      assert.deepEqual(history[3]!.extension, extension)
      assert.deepEqual(history[5]!.assignee, { role: 'estateWorker', gridId: 'north-1' })
      const minutes = await step(body.id, {
        action: 'extend',
        version: 6,
        reason: '等',
        extension: { amount: 5, unit: 'minutes' },
      })
      assertProblem(minutes, 409, 'refused')
      assert.deepEqual(minutes.body.refusal, { reason: 'extension-unit', detail: { sent: 'minutes', expected: 'workingDays' } })
    })

    it('stays closed since it was closed, whatever is remarked later', async () => {
      const { body } = await report()
      const closedAt = async () => {
        const issues = district.database.db.selectFrom('issues').select('closed_at').where('id', '=', body.id)
        return (await issues.executeTakeFirstOrThrow()).closed_at
      }
      const { updatedAt } = await steps(body.id, { action: 'accept' }, { action: 'start' }, { action: 'resolve', reason: '已清' })
      assert.equal(await closedAt(), null)
      assert.equal((await step(body.id, { action: 'verify', version: 4 })).body.refusal.reason, 'own-work')
      const verified = await district.post(`/v1/issues/${body.id}/transitions`, verification(body.id), 'inspector')
      assert.equal(verified.status, 200, JSON.stringify(verified.body))
      district.clock.now += 60_000
      const { updatedAt: closed } = await steps(body.id, { action: 'close' })
      assert.ok(closed > updatedAt)
      district.clock.now += 60_000
      await steps(body.id, { action: 'note', reason: '回访：满意' })
      assert.equal(new Date((await closedAt())!).toISOString(), closed)
    })

    it('merges duplicates into a star, and takes one out again', async () => {
      const [one, other, third] = await Promise.all([report(), report(), report()].map(async (made) => (await made).body.id))
      const merge = (issueId: string, into: string, version = 1) =>
        step(issueId, { action: 'merge', version, reason: '重复', into })
      assert.equal((await merge(one, other)).status, 200)
      assert.equal((await read(one)).history.at(-1)!.into, other)
      const refusal = async (issueId: string, into: string) => (await merge(issueId, into)).body.refusal
      assert.deepEqual(await refusal(third, one), { reason: 'merge-target', detail: { into: one, state: 'merged' } })
      assert.deepEqual(await refusal(third, third), { reason: 'merge-target', detail: { into: third } })
      assert.deepEqual(await refusal(third, 'nowhere'), { reason: 'merge-target', detail: { into: 'nowhere' } })
      assert.deepEqual(await refusal(other, third), {
        reason: 'merge-target',
        detail: { into: third, state: 'submitted', duplicates: 1 },
      })
      assert.equal((await steps(one, { action: 'unmerge', reason: '并非同一处' })).state, 'submitted')
      // It goes on in another from now on: nothing of it is left in the first.
      assert.equal((await merge(one, third, 3)).status, 200)
      assert.equal((await merge(other, third)).status, 200)
    })

    it('finds duplicates by the index of what was merged, not by looking at every step', async () => {
      const [one, other] = await Promise.all([report(), report()].map(async (made) => (await made).body.id))
      assert.equal((await step(one, { action: 'merge', version: 1, reason: '重复', into: other })).status, 200)
      const { db, districtId } = createContext({ ...district, clock: () => district.clock.now })
      const looked = db.transaction().execute(async (tx) => {
        await sql`insert into issues select (jsonb_populate_record(issues, jsonb_build_object('id', id || '-' || number, 'receipt', receipt || number))).*
          from issues, generate_series(1, 2000) number where id = ${one}`.execute(tx)
        await sql`insert into issue_transitions
          select (jsonb_populate_record(steps, jsonb_build_object('issue_id', issue_id || '-' || number, 'details', details || jsonb_build_object('into', 'other-' || number)))).*
          from issue_transitions steps, generate_series(1, 2000) number where issue_id = ${one}`.execute(tx)
        await sql`analyze issues, issue_transitions`.execute(tx)
        const { rows } = await sql<object>`explain ${mergedInto(districtId, [other])}`.execute(tx)
        assert.match(JSON.stringify(rows), /issue_transitions_into/)
        assert.deepEqual(await duplicatesOf(tx, districtId, [other]), new Map([[other, [one]]]))
        throw new Error('undone')
      })
      await assert.rejects(looked, /undone/)
    })

    it('says to each reader what they may do with an issue, by the rule that decides on it', async () => {
      const { body } = await report()
      const viewOf = async (as: 'street' | 'community' | 'inspector' | 'auditor' | 'head') =>
        staffIssueSchema.parse((await district.call('GET', `/v1/issues/${body.id}`, { as })).body)
      assert.deepEqual((await viewOf('street')).allowedActions, ['accept', 'reject', 'merge', 'correct', 'note'])
      assert.deepEqual((await viewOf('head')).allowedActions, ['accept', 'note'])
      assert.deepEqual((await viewOf('auditor')).allowedActions, [])
      assert.deepEqual((await viewOf('street')).vacantPosts, ['north-1'])
      const accepted = await step(body.id, { action: 'accept', version: 1 })
      assert.deepEqual(staffIssueSchema.parse(accepted.body).allowedActions, (await viewOf('street')).allowedActions)
      await steps(body.id, { action: 'start' }, { action: 'resolve', reason: '已清' })
      // Nobody verifies their own work.
      assert.deepEqual((await viewOf('street')).allowedActions, ['reopen', 'note'])
      assert.deepEqual((await viewOf('community')).allowedActions, ['verify', 'reopen', 'note'])
      assert.deepEqual((await viewOf('inspector')).allowedActions, ['verify', 'reopen', 'note'])
    })

    it('gives the board a line for each issue that is open or ended lately, within reach', async () => {
      const [one, other, third] = await Promise.all([report(), report(), report()].map(async (made) => (await made).body.id))
      await steps(one, { action: 'merge', reason: '重复', into: other })
      await steps(other, { action: 'accept' }, { action: 'dispatch', assignee: { role: 'estateWorker', gridId: 'north-1' } })
      await steps(third, { action: 'reject', reason: '不属实' })
      const board = async (query = '', as: 'street' | 'estate' = 'street') =>
        issueBoardSchema.parse((await district.call('GET', `/v1/issue-board${query}`, { as })).body)
      const { issues: lines, more } = await board()
      const lineOf = (id: string) => lines.find((line) => line.id === id)
      assert.equal(more, false)
      assert.deepEqual([lineOf(one)?.into, lineOf(one)?.allowedActions], [other, ['unmerge']])
      assert.deepEqual(lineOf(other)?.duplicates, [one])
      assert.deepEqual(lineOf(other)?.holder, { role: 'estateWorker', gridId: 'north-1' })
      assert.equal(lineOf(third)?.state, 'rejected')
      assert.deepEqual(
        (await board('', 'estate')).issues.filter(({ gridPath }) => !gridPath.includes('north-2')),
        [],
      )
      assertProblem(await district.call('GET', '/v1/issue-board?grid=north-1', { as: 'estate' }), 404, 'unknown-grid')
      const later = district.clock.now
      district.clock.now += 8 * 86_400_000
      const week = (await board('?ended=7&grid=north')).issues.map(({ id }) => id)
      district.clock.now = later
      assert.deepEqual(
        [one, other, third].map((id) => week.includes(id)),
        [false, true, false],
      )
      const whole = await read(other)
      assert.equal(lineOf(other)?.version, whole.version)
    })

    it('hides what lies outside the caller’s subtree', async () => {
      const { body } = await report()
      const before = (await district.call('GET', '/v1/issues', { as: 'estate' })).body
      assertProblem(await district.call('GET', `/v1/issues/${body.id}`, { as: 'estate' }), 404, 'unknown-issue')
      assertProblem(await step(body.id, { action: 'accept', version: 1 }, 'estate'), 404, 'unknown-issue')
      assert.ok(before.issues.every(({ gridPath }: { gridPath: string[] }) => gridPath.includes('north-2')))
      assert.equal(JSON.stringify(before).includes(body.id), false)
      assertProblem(await district.call('GET', '/v1/issues?grid=north-1', { as: 'estate' }), 404, 'unknown-grid')
    })

    it('pages through all issues, newest first, each once', async () => {
      const seen: string[] = []
      let next: string | undefined
      do {
        const page = await district.call('GET', `/v1/issues?limit=2${next ? `&after=${next}` : ''}`, { as: 'street' })
        seen.push(...page.body.issues.map((issue: { id: string }) => issue.id))
        next = page.body.next
      } while (next)
      const all = await district.call('GET', '/v1/issues?limit=200', { as: 'street' })
      assert.ok(seen.length > 4)
      assert.deepEqual(
        seen,
        all.body.issues.map((issue: { id: string }) => issue.id),
      )
      assert.equal(new Set(seen).size, seen.length)
      const submitted = await district.call('GET', '/v1/issues?grid=micro-2&state=submitted', { as: 'street' })
      assert.deepEqual(
        submitted.body.issues.map((issue: { id: string }) => issue.id),
        ['01KR9FV61G04SJC953QG90J6VD'],
      )
    })

    it('says when an answer is due, to whoever reported it and to staff, with every clock as it stands', async () => {
      const made = await report()
      const { firstAnswer, receipt, id } = reportReceiptSchema.parse(made.body)
      const followed = async () =>
        receiptStatusSchema.parse((await district.call('GET', `/v1/receipts/${receipt}`, { as: 'public' })).body).firstAnswer
      assert.ok(firstAnswer?.dueAt)
      assert.deepEqual(await followed(), firstAnswer)
      const view = async () => staffIssueSchema.parse((await district.call('GET', `/v1/issues/${id}`, { as: 'street' })).body)
      const seen = await view()
      assert.deepEqual(
        seen.clocks!.map(({ kind, state, dueAt }) => [kind, state, dueAt === firstAnswer.dueAt]),
        [['response', 'running', true]],
      )
      const listed = await district.call('GET', '/v1/issues?limit=1', { as: 'street' })
      assert.deepEqual(listed.body.issues[0].clocks, seen.clocks)
      const answer = await step(id, { action: 'accept', version: 1 })
      const stand = staffIssueSchema.parse(answer.body).clocks!.map(({ kind, state }) => [kind, state])
      assert.deepEqual(stand, [
        ['response', 'met'],
        ['handling', 'running'],
      ])
      assert.equal((await followed())!.cameAt, answer.body.updatedAt)
    })

    /** The liaison of the organisation that was asked, and no other than what it was asked for. */
    async function liaisonTakesOn(): Promise<void> {
      const see = (id: string) => district.call('GET', `/v1/issues/${id}`, { as: 'liaison' })
      const { body: asked } = await report()
      const seen = await see(asked.id)
      assert.equal(seen.status, 200, JSON.stringify(seen.body))
      assert.deepEqual(staffIssueSchema.parse(seen.body).allowedActions, ['accept', 'note'])
      const accept = { id: nextUlid(), issueId: asked.id, action: 'accept', version: 1 }
      const accepted = await district.post(`/v1/issues/${asked.id}/transitions`, accept, 'liaison')
      assert.equal(accepted.body.state, 'accepted', JSON.stringify(accepted.body))
      const elsewhere = { role: 'estateWorker', gridId: 'north-1' }
      assert.equal((await step(asked.id, { action: 'dispatch', version: 2, assignee: elsewhere })).status, 200)
      assertProblem(await see(asked.id), 404, 'unknown-issue')
    }

    it('asks first whom the district’s rules name, passes a vacancy upwards, and says both', async () => {
      const askedOf = async (place: object) => {
        const { body } = await report({ place })
        const { assignee, vacant } = (await read(body.id)).history[0]!
        return [body.askedFirst, assignee, vacant]
      }
      const near = await askedOf({ by: 'grid', gridId: 'micro-1' })
      assert.deepEqual(near, ['buildingHead', { role: 'buildingHead', gridId: 'micro-1' }, undefined])
      const far = await askedOf({ by: 'grid', gridId: 'micro-3' })
      assert.deepEqual(far, ['community', { role: 'community', gridId: 'north' }, ['micro-3', 'north-2']])
      const { body } = await district.call('GET', '/v1/issue-policy', { as: 'street' })
      const set = (policy: object) => district.call('POST', '/v1/admin/issue-policy-set', { as: 'street', body: policy })
      const routing = [{ categoryId: 'street', to: { role: 'liaison', orgId: 'org-a' } }]
      assert.equal((await set({ ...body.policy, routing })).status, 200)
      // Nobody is its liaison: a vacancy, which is passed upwards.
      const vacancy = await askedOf({ by: 'grid', gridId: 'micro-1' })
      assert.deepEqual(vacancy, ['street', { role: 'street', gridId: 'root' }, ['org-a']])
      const role = { personId: 'head-2', role: 'liaison', orgId: 'org-a' }
      const { body: appointed } = await district.call('POST', '/v1/admin/role-appoint', { as: 'admin', body: role })
      const department = await askedOf({ by: 'grid', gridId: 'micro-1' })
      assert.deepEqual(department, ['liaison', { role: 'liaison', orgId: 'org-a' }, undefined])
      await liaisonTakesOn()
      assert.equal((await district.call('POST', '/v1/admin/role-end', { as: 'admin', body: { id: appointed.id } })).status, 200)
      assert.equal((await set(body.policy)).status, 200)
    })

    it('an ETag tells of a clock that is over, and not of each minute on it', async () => {
      const { body } = await report()
      const etag = async () => (await district.call('GET', `/v1/issues/${body.id}`, { as: 'street' })).headers.get('etag')
      const first = await etag()
      const start = district.clock.now
      district.clock.now += 60_000
      assert.equal(await etag(), first)
      district.clock.now = Date.parse(body.firstAnswer.dueAt)
      assert.notEqual(await etag(), first)
      district.clock.now = start
    })

    it('lists what is over or soon is, also once a holiday moves the end, and nothing that has ended', async () => {
      const { body } = await report()
      const start = district.clock.now
      const due = body.firstAnswer.dueAt
      const listed = async (query: string) => {
        const page = await district.call('GET', `/v1/issues?limit=200&${query}`, { as: 'street' })
        assert.equal(page.status, 200, JSON.stringify(page.body))
        return page.body.issues.some(({ id }: { id: string }) => id === body.id)
      }
      const before = (at: string) => listed(`dueBefore=${encodeURIComponent(at)}`)
      const minuteEarlier = new Date(Date.parse(due) - 60_000).toISOString()
      assert.deepEqual([await before(due), await before(minuteEarlier), await listed('overdue=true')], [true, false, false])
      district.clock.now = Date.parse(due)
      assert.equal(await listed('overdue=true'), true)
      const date = new Date(Date.parse(due) + 8 * 3_600_000).toISOString().slice(0, 10)
      const year = { year: Number(date.slice(0, 4)), days: [{ date, kind: 'holiday', name: { zh: '放假', en: 'Day off' } }] }
      const calendar = await district.call('POST', '/v1/admin/calendar-show', { as: 'admin', body: {} })
      const set = (years: object[]) =>
        district.call('POST', '/v1/admin/calendar-set', { as: 'admin', body: { years, source: 'test' } })
      assert.equal((await set([year])).status, 200)
      assert.deepEqual([await listed('overdue=true'), await before(due)], [false, false])
      const [known] = calendar.body.years.filter((one: { year: number }) => one.year === year.year)
      assert.equal((await set([{ year: year.year, days: known?.days ?? [] }])).status, 200)
      assert.equal(await listed('overdue=true'), true)
      district.clock.now = start
      await steps(body.id, { action: 'reject', reason: '不属于职责范围' })
      assert.equal(await before('2030-01-01T00:00:00Z'), false)
    })

    it('works by the hours that the district sets, and refuses rules for what there is not', async () => {
      const get = async () => issuePolicyViewSchema.parse((await district.call('GET', '/v1/issue-policy', { as: 'estate' })).body)
      const { policy, calendar } = await get()
      assert.deepEqual([policy.hours.length, calendar.timeZone], [2, 'Asia/Shanghai'])
      const set = (body: object, as: 'admin' | 'estate' | 'street' = 'street') =>
        district.call('POST', '/v1/admin/issue-policy-set', { as, body })
      const { body } = await report()
      const nights = { ...policy, hours: [{ from: '00:00', to: '24:00' }] }
      assertProblem(await set(nights, 'estate'), 403, 'role-not-allowed')
      assertProblem(await set({ ...policy, hours: [...policy.hours].reverse() }), 422, 'invalid-body')
      const nobody = { role: 'liaison', orgId: 'nobody' }
      const routing = [{ categoryId: 'street-stall', to: nobody }]
      assert.deepEqual((await set({ ...policy, routing })).body.refusal, {
        reason: 'unknown-organisation',
        detail: { orgId: 'nobody' },
      })
      assert.equal((await set(nights)).status, 200)
      assert.equal(Date.parse((await get()).since!), district.clock.now)
      const { clocks } = staffIssueSchema.parse((await district.call('GET', `/v1/issues/${body.id}`, { as: 'street' })).body)
      assert.equal(Date.parse(clocks![0]!.dueAt!), Date.parse(body.createdAt) + 120 * 60_000)
      assert.equal((await set(policy)).status, 200)
    })

    it('counts a new report at once', async () => {
      const open = async () => (await district.call('GET', '/v1/grids/north/status', { as: 'public' })).body.issues
      const before = await open()
      await report()
      const after_ = await open()
      assert.deepEqual([after_.open, after_.reportedToday], [before.open + 1, before.reportedToday + 1])
    })
  })
}
