import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { categoryListSchema, historyVerificationSchema, issueTrackSchema, staffIssueSchema } from '@wangge/core/issue/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { listCategories } from '../../src/storage/categories.ts'
import { importCategories } from '../../src/storage/import-categories.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { csv } from './fresh-district.ts'

const HEADER = ['一级编号', '一级类别', '二级编号', '二级类别', '二级类别英文', '严重程度', '上报字段', '点位类别']
const LITTER = ['street', '街面', 'street-litter', '垃圾', 'Litter', '', '', '']
const STALL = ['street', '街面', 'street-stall', '占道', 'Stall', '', '', '']

/** A district's categories, version by version. */
export function categoryImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const send = (body: string, as: Caller = 'street', query = '') =>
      district.call('POST', `/v1/categories:import${query}`, { as, body, headers: { 'content-type': 'text/csv' } })
    const imported = async (...given: Parameters<typeof send>): Promise<ImportReport> => {
      const { status, body } = await send(...given)
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    const counts = ({ outcome, created, updated, unchanged, retired }: ImportReport) => [
      ...[outcome, created, updated, unchanged, retired],
    ]
    const listed = async (as: Caller) => categoryListSchema.parse((await district.call('GET', '/v1/categories', { as })).body)
    const versions = async () =>
      (await district.database.db.selectFrom('category_sets').selectAll().orderBy('version').execute()).map(
        ({ at: _, ...set }) => set,
      )
    const report = (changes: object = {}) =>
      district.post(
        '/v1/issues',
        {
          ...{ id: nextUlid(), source: 'resident', categoryId: 'street-litter', attributes: {}, description: '楼道堆物' },
          ...{ place: { by: 'grid', gridId: 'north-1' }, photos: [], consent: { purpose: 'issue-report', version: 1 } },
          ...changes,
        },
        'public',
      )
    const whole = async (id: string) =>
      staffIssueSchema.parse((await district.call('GET', `/v1/issues/${id}`, { as: 'street' })).body)
    let first: { id: string; receipt: string }

    it('begins with what the district came with', async () => {
      assert.equal((await listed('public')).version, 1)
      const [set, ...others] = await versions()
      assert.deepEqual(others, [])
      assert.deepEqual(set!.categories, await listCategories(district.database.db, 'main'))
      const { status, body } = await report()
      assert.equal(status, 201)
      first = body
      const issue = await whole(first.id)
      assert.deepEqual([issue.categorySet, issue.category?.name.zh], [1, '垃圾'])
    })

    it('tells what would come of a table, and every fault by row and column; neither writes anything', async () => {
      const dry = await imported(csv(HEADER, LITTER, STALL), 'street', '?dryRun=true')
      assert.equal(dry.outcome, 'planned')
      const bad = await imported(
        csv(
          HEADER,
          LITTER,
          ['street', '街面', 'no such code', '某', '', '很急', 'x', ''],
          ['street-litter', '', 'y', '乙', '', '', '', ''],
        ),
      )
      assert.equal(bad.outcome, 'refused')
      assert.deepEqual(
        bad.faults.map(({ row, column, code }) => `${row} ${column} ${code}`),
        ['3 严重程度 invalid', '3 上报字段 invalid', '4 一级编号 conflict'],
      )
      const unfit = await imported(csv(HEADER, LITTER, ['street', '街面', 'no such code', '某', '', '', '', '']))
      assert.deepEqual(
        unfit.faults.map(({ row, column, code }) => `${row} ${column} ${code}`),
        ['3 二级编号 invalid'],
      )
      assert.equal((await versions()).length, 1)
      assert.equal((await listed('street')).version, 1)
    })

    it('is the street’s, whole', async () => {
      assertProblem(await send(csv(HEADER, LITTER), 'community'), 403, 'role-not-allowed')
    })

    it('makes a version of a table that says something else, once; what it leaves out is retired', async () => {
      const renamed = ['street', '街面', 'street-litter', '暴露垃圾', 'Exposed litter', '突出', 'bags|袋数/Bags|数字|必填', '']
      const kept = (await listed('street')).categories.filter(({ id }) => !['street-litter', 'street-stall'].includes(id))
      const rest = kept.flatMap(({ id, parentId, name }) => {
        const group = kept.find((one) => one.id === parentId)
        return parentId === undefined ? [] : [[parentId, group!.name.zh, id, name.zh, name.en, '', '', '']]
      })
      const table = csv(HEADER, renamed, ...rest)
      assert.deepEqual(counts(await imported(table)), ['imported', 0, 1, rest.length, 1])
      assert.deepEqual(counts(await imported(table)), ['unchanged', 0, 0, rest.length + 1, undefined])
      const sets = await versions()
      assert.deepEqual(
        sets.map(({ version }) => version),
        [1, 2],
      )
      assert.equal(sets[0]!.categories.find(({ id }) => id === 'street-litter')!.name.zh, '垃圾')
      const [told, own] = [await listed('public'), await listed('street')]
      assert.deepEqual([told.version, own.version], [2, 2])
      assert.ok(!told.categories.some(({ id }) => id === 'street-stall'))
      const stall = own.categories.find(({ id }) => id === 'street-stall')!
      assert.deepEqual([stall.retired, stall.version, stall.attributes.length], [true, 2, 5])
      // What is promised is not the table's to say.
      assert.ok(own.categories.find(({ id }) => id === 'street-litter')!.terms)
    })

    it('gives a new issue the version in force, and shows each as it was called under its own', async () => {
      assertProblem(await report(), 422, 'invalid-body')
      const { status, body } = await report({ attributes: { bags: 3 } })
      assert.equal(status, 201)
      const [old, now] = [await whole(first.id), await whole(body.id)]
      assert.deepEqual(
        [old, now].map(({ categorySet, category, severity }) => [categorySet, category?.name.zh, severity]),
        [
          [1, '垃圾', 'simple'],
          [2, '暴露垃圾', 'prominent'],
        ],
      )
      assert.deepEqual([old.category!.attributes.length, now.category!.attributes.length], [0, 1])
      const board = (await district.call('GET', '/v1/issue-board', { as: 'street' })).body.issues
      const lines = new Map(board.map((row: { id: string; categoryName: { en: string } }) => [row.id, row.categoryName.en]))
      assert.deepEqual([lines.get(first.id), lines.get(body.id)], ['Litter', 'Exposed litter'])
      const track = await district.call('GET', `/v1/receipts/${first.receipt}/track`, { as: 'public' })
      assert.equal(issueTrackSchema.parse(track.body).categoryName?.zh, '垃圾')
      const { body: table } = await district.call('GET', '/v1/issues.csv', { as: 'street' })
      assert.match(table, new RegExp(`${first.id},垃圾,`))
      assert.match(table, new RegExp(`${body.id},暴露垃圾,`))
      const { features } = (await district.call('GET', '/v1/issues.geojson?lang=en', { as: 'street' })).body
      const feature = features.find(({ id }: { id: string }) => id === first.id)
      assert.deepEqual([feature.properties.category, feature.properties.categoryOver], ['Litter', 'Street'])
    })

    it('refuses a report of what is retired, by name; issues of it go on', async () => {
      const before = await district.database.db.selectFrom('issues').select('id').execute()
      const answer = await report({ categoryId: 'street-stall', attributes: { count: 1 } })
      assertProblem(answer, 409, 'refused')
      assert.deepEqual(answer.body.refusal.reason, 'category-retired')
      assert.equal((await district.database.db.selectFrom('issues').select('id').execute()).length, before.length)
      const services = (await district.call('GET', '/open311/v2/services.json')).body
      assert.ok(!services.some((one: { service_code: string }) => one.service_code === 'street-stall'))
      const only = csv(HEADER, ['street', '街面', 'street-other', '其他', 'Other', '', '', ''])
      assert.equal((await imported(only)).outcome, 'imported')
      const { version } = await whole(first.id)
      const step = { id: nextUlid(), issueId: first.id, action: 'accept', version }
      const accepted = await district.post(`/v1/issues/${first.id}/transitions`, step, 'street')
      assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
      assert.deepEqual([accepted.body.state, accepted.body.category.name.zh], ['accepted', '垃圾'])
    })

    it('has the version in the chain: who gives an issue another one is found', async () => {
      const { db } = district.database
      const verified = async (id: string) =>
        historyVerificationSchema.parse(
          (await district.call('POST', `/v1/issues/${id}/verification`, { as: 'street', body: {} })).body,
        )
      const late = await report({ categoryId: 'street-other' })
      const { id } = late.body
      assert.equal((await whole(id)).categorySet, 3)
      assert.deepEqual([(await verified(id)).ok, (await verified(first.id)).ok], [true, true])
      const change = (issueId: string, set: number) =>
        sql`update issues set category_set = ${set}::int where district_id = 'main' and id = ${issueId}`.execute(db)
      await change(id, 1)
      await change(first.id, 3)
      assert.deepEqual([(await verified(id)).ok, (await verified(first.id)).ok], [false, false])
      await change(id, 3)
      await change(first.id, 1)
      assert.deepEqual([(await verified(id)).ok, (await verified(first.id)).ok], [true, true])
    })

    it('keeps no words that were asked for as words, whatever their field is now', async () => {
      const asked = (type: string) =>
        csv(HEADER, ['street', '街面', 'street-other', '其他', 'Other', '', `who|何人/Who|${type}`, ''])
      await imported(asked('文本'))
      const { body } = await report({ categoryId: 'street-other', attributes: { who: '某人' } })
      await imported(asked('数字'))
      assert.deepEqual((await whole(body.id)).attributes, { who: '某人' })
      const erased = await district.post(`/v1/receipts/${body.receipt}/erasure`, { id: nextUlid(), confirm: true }, 'public')
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      assert.deepEqual((await whole(body.id)).attributes, {})
    })

    it('begins with the first where a district came with none', async () => {
      const { database, keyring, clock } = district
      const context = createContext({ database, keyring, clock: () => clock.now, districtId: 'fresh' })
      const rows = [{ row: 2, cells: LITTER }]
      const made = await importCategories(context, { table: { header: HEADER, rows } }, 'admin')
      assert.deepEqual([made.outcome, made.created], ['imported', 1])
      const sets = await database.db.selectFrom('category_sets').select('version').where('district_id', '=', 'fresh').execute()
      assert.deepEqual(sets, [{ version: 1 }])
    })
  })
}
