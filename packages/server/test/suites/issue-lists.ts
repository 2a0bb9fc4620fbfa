import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Grant } from '@wangge/core/access/schema'
import { isOpen, issueRow, selectRows } from '@wangge/core/issue'
import type { IssueFilter } from '@wangge/core/issue'
import { issueBoardSchema, staffIssueSchema } from '@wangge/core/issue/schema'
import type { StaffIssue } from '@wangge/core/issue/schema'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import readExcelFile from 'read-excel-file/node'
import { createContext } from '../../src/context.ts'
import { reachesIssue } from '../../src/auth/reaches-issue.ts'
import { askedIssues } from '../../src/storage/asked-issues.ts'
import { listCategories } from '../../src/storage/categories.ts'
import { reckonDeadlines } from '../../src/storage/issue-deadlines.ts'
import { issueCondition } from '../../src/storage/issue-condition.ts'
import { listIssues } from '../../src/storage/issues.ts'
import { assertProblem, nextUlid, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const MICRO_1 = { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' }
const MICRO_3 = { by: 'point', position: [104.0625, 30.5705], crs: 'wgs84' }
const of = (orgId: string) => ({ role: 'liaison', orgId })
const estate = { role: 'estateWorker', gridId: 'north-1' }
type Step = Record<string, unknown> & { action: string; as?: Caller }

/** Reports and what became of them, so that each way of being asked and of holding is there. */
const LIVES: readonly { place: object; more?: object; steps: Step[] }[] = [
  { place: MICRO_1, more: { description: '=路灯 Broken 50%_off' }, steps: [] },
  { place: MICRO_3, steps: [{ action: 'accept' }] },
  { place: MICRO_1, steps: [{ action: 'accept' }, { action: 'dispatch', assignee: of('org-a') }] },
  {
    place: MICRO_3,
    steps: [{ action: 'accept' }, { action: 'dispatch', assignee: of('org-a') }, { action: 'start', as: 'liaison' }],
  },
  {
    place: MICRO_3,
    steps: [
      { action: 'accept' },
      { action: 'dispatch', assignee: of('org-a') },
      { action: 'return', reason: '不属本单位', as: 'liaison' },
    ],
  },
  { place: MICRO_1, steps: [{ action: 'accept' }, { action: 'dispatch', assignee: of('org-b') }] },
  {
    place: MICRO_1,
    steps: [
      { action: 'accept' },
      { action: 'dispatch', assignee: of('org-a') },
      { action: 'reassign', assignee: estate, reason: '就近' },
    ],
  },
  { place: MICRO_1, steps: [{ action: 'accept' }, { action: 'dispatch', assignee: estate }, { action: 'start' }] },
  { place: MICRO_1, steps: [{ action: 'reject', reason: '不属实' }] },
]

export function issueLists(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    const made: string[] = []
    before(async () => {
      district = await open()
      const { policy } = (await district.call('GET', '/v1/issue-policy', { as: 'street' })).body
      for (const [nth, { place, more, steps }] of LIVES.entries()) {
        // From here on somebody has to look at what is reported.
        if (nth === 5) {
          const publication = { moderation: 'all', consentVersion: 2 }
          const { status } = await district.call('POST', '/v1/admin/issue-policy-set', {
            as: 'street',
            body: { ...policy, publication },
          })
          assert.equal(status, 200)
        }
        const { body } = await district.post('/v1/issues', reportCommand({ place, ...more }), 'public')
        made.push(body.id)
        for (const [at, { as = 'street', ...step }] of steps.entries()) {
          const command = { id: nextUlid(), issueId: body.id, version: at + 1, ...step }
          const answer = await district.post(`/v1/issues/${body.id}/transitions`, command, as)
          assert.equal(answer.status, 200, JSON.stringify(answer.body))
        }
        // Others are due later, so that some are over their time and some are not.
        district.clock.now += 5 * 3_600_000
      }
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const get = (path: string, as: Caller = 'street') => district.call('GET', path, { as })
    const listed = async (query: string, as: Caller): Promise<StaffIssue[]> => {
      const answer = await get(`/v1/issues?limit=200${query}`, as)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body.issues.map((issue: unknown) => staffIssueSchema.parse(issue))
    }
    const placesOf = (issues: readonly { id: string }[]) => issues.map(({ id }) => made.indexOf(id)).sort()

    it('are the same from SQL, page by page, as by the rules of reach and of the board’s filter', async () => {
      const context = createContext({ database: district.database, keyring: district.keyring })
      const reference = await context.reference.current()
      const { tree } = reference
      const { db, districtId } = context
      const categories = await listCategories(db, districtId)
      const { now } = district.clock
      const all = await listed('', 'street')
      const order = all.map(({ id }) => id)
      assert.ok(made.every((id) => order.includes(id)))
      await reckonDeadlines(context, reference, now)
      const names = (ids: readonly string[]) =>
        [...categories, ...tree.descendants(tree.root.id)]
          .filter(({ id }) => ids.includes(id))
          .map(({ name: { zh, en } }) => `${zh}\n${en}`)
          .join('\n')
      const parentOf = new Map(categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId]])))

      // Few at once: most together ask for nothing that there is.
      const some = <Value>(...values: Value[]) =>
        fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) })
      const filters = fc.record({
        grid: some('root', 'north', 'north-1', 'micro-3'),
        org: some('org-a', 'org-b', 'org-none'),
        category: some('street', 'street-litter', 'street-stall'),
        state: some('waiting', 'working', 'done', 'returned', 'dispatched') as fc.Arbitrary<'waiting' | undefined>,
        severity: some('simple', 'general') as fc.Arbitrary<'simple' | undefined>,
        overdue: some('true' as const),
        mine: some('true' as const),
        unpublished: some('true' as const),
        // Days: what ended last did so five hours ago.
        ended: some(0.1, 0.3),
        text: some('路灯', 'broken 50%_', '%', '垃圾 micro-3', 'litter', 'Sample'),
      })
      const grants = fc.uniqueArray(
        fc.constantFrom<Grant>(
          { role: 'street', gridId: 'root' },
          { role: 'community', gridId: 'north' },
          { role: 'estateWorker', gridId: 'north-1' },
          { role: 'buildingHead', gridId: 'micro-3' },
          { role: 'liaison', orgId: 'org-a' },
          { role: 'liaison', orgId: 'org-b' },
        ),
        { minLength: 1, maxLength: 3 },
      )
      const fruitful = new Set<string>()
      const reads = async (held: readonly Grant[], query: Parameters<typeof askedIssues>[0]) => {
        const filter: IssueFilter = {
          ...(query.grid && { gridId: query.grid }),
          ...(query.org && { orgId: query.org }),
          ...(query.category && { categoryId: query.category }),
          ...(query.state && { state: query.state }),
          ...(query.severity && { severity: query.severity }),
          overdue: query.overdue !== undefined,
          mine: query.mine !== undefined,
          toPublish: query.unpublished !== undefined,
          text: query.text ?? '',
        }
        const isAsked = ({ state, updatedAt }: StaffIssue) =>
          query.ended === undefined || isOpen(state) || Date.parse(updatedAt) >= now - query.ended * 86_400_000
        const rows = all.filter((issue) => held.some((grant) => reachesIssue(grant, issue)) && isAsked(issue)).map(issueRow)
        const wordsOf = ({ categoryId, gridPath }: { categoryId: string; gridPath: string[] }) =>
          names([categoryId, ...gridPath.slice(1)])
        const expected = selectRows(rows, filter, { grants: held, parentOf, wordsOf, now })
        const isTheirs =
          query.grid === undefined ||
          held.some(({ gridId, orgId }) => orgId ?? tree.path(query.grid!).some(({ id }) => id === gridId))
        if (!isTheirs) {
          assert.throws(() => askedIssues(query, { grants: held, tree, categories, now }), { code: 'unknown-grid' })
          return
        }
        const asked = askedIssues(query, { grants: held, tree, categories, now })
        const ids: string[] = []
        let next: string | undefined
        do {
          const page = await listIssues(db, districtId, { asked, limit: 2, after: next })
          ids.push(...page.issues.map(({ id }) => id))
          next = page.next
        } while (next !== undefined)
        const wanted = new Set(expected.map(({ id }) => id))
        assert.deepEqual(
          ids,
          order.filter((id) => wanted.has(id)),
        )
        for (const [name, value] of Object.entries(query)) if (value !== undefined && ids.length > 0) fruitful.add(name)
      }
      await fc.assert(fc.asyncProperty(grants, filters, reads), { numRuns: 150 })
      const asked = ['category', 'ended', 'grid', 'mine', 'org', 'overdue', 'severity', 'state', 'text', 'unpublished']
      assert.deepEqual([...fruitful].sort(), asked)
    })

    it('give a liaison what their organisation was asked to handle, wherever it lies, with what they may do in each', async () => {
      const own = await listed('', 'liaison')
      assert.deepEqual(placesOf(own), [2, 3, 4])
      for (const issue of own) {
        const { body } = await get(`/v1/issues/${issue.id}`, 'liaison')
        assert.deepEqual(issue.allowedActions, body.allowedActions)
      }
      assert.deepEqual(
        own.map(({ id, allowedActions }) => [made.indexOf(id), allowedActions.includes('start')]),
        [
          [4, false],
          [3, false],
          [2, true],
        ],
      )
      assert.deepEqual(placesOf(await listed('&grid=north-2', 'liaison')), [3, 4])
      assert.deepEqual(placesOf(await listed('&mine=true', 'liaison')), [2, 3])
      assertProblem(await get('/v1/issues?grid=nowhere', 'liaison'), 404, 'unknown-grid')
      const board = issueBoardSchema.parse((await get('/v1/issue-board?grid=north-1', 'liaison')).body)
      assert.deepEqual(
        board.issues.map(({ id, askedOrgId, holder }) => [made.indexOf(id), askedOrgId, holder]),
        [[2, 'org-a', of('org-a')]],
      )
      // Whoever is not told of all organisations is told the names of those that lines were given to.
      for (const [as, given] of [
        ['liaison', ['org-a']],
        ['community', ['org-a', 'org-b']],
      ] as const) {
        const { organisations = [], issues } = issueBoardSchema.parse((await get('/v1/issue-board', as)).body)
        assert.deepEqual(
          organisations.map(({ id }) => id),
          given,
          as,
        )
        assert.deepEqual([...new Set(issues.flatMap(({ askedOrgId }) => askedOrgId ?? []))].toSorted(), given, as)
        assert.ok(organisations.every(({ name }) => name.zh !== '' && name.en !== ''))
      }
      const { features } = (await get('/v1/issues.geojson?state=working', 'liaison')).body
      assert.deepEqual(placesOf(features), [2, 3])
      const table = async (query: string): Promise<string[][]> =>
        parse((await get(`/v1/issues.csv${query}`, 'liaison')).body, { bom: true, relax_column_count: true }).slice(1)
      const workbook = async (query: string) => {
        const request = new Request(`http://district.test/v1/issues.xlsx${query}`, { headers: district.headersOf('liaison') })
        const [sheet] = await readExcelFile(Buffer.from(await (await district.app.fetch(request)).arrayBuffer()))
        return sheet!.data.slice(1)
      }
      for (const [query, places] of [
        ['', [2, 3, 4]],
        ['?state=working', [2, 3]],
        ['?grid=north-2', [3, 4]],
        ['?category=street&state=returned', [4]],
      ] as const) {
        for (const rows of [await table(query), await workbook(query)]) {
          assert.deepEqual(placesOf(rows.map(([id]) => ({ id: String(id) }))), places, query)
        }
      }
      assert.deepEqual(placesOf(await listed('&org=org-a', 'community')), [2, 3, 4])
      assert.deepEqual(placesOf(await listed('&org=org-a', 'estate')), [3, 4])
    })

    it('finds by the index of signs what is found by looking through each text, and nothing of what was erased', async () => {
      const { db } = district.database
      // Few signs, so that they meet: wide and narrow, capital, beyond the first plane, with a wildcard and a quote.
      const sign = fc.constantFrom(..."路灯不亮abAB1 %_'，İß𠮷", '👍🏽')
      const text = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join(''))
      const [texts, words] = [fc.sample(fc.tuple(text, fc.option(text)), 200), fc.sample(text, 300)]
      const undone = new Error('undone')
      const tried = db.transaction().execute(async (tx) => {
        await sql`delete from issues where district_id = 'main'`.execute(tx)
        const rows = texts.map(([description, place], nth) => ({ id: `Id-${nth}`, description, place }))
        await sql`
          insert into issues (district_id, id, category_id, grid_path, state, created_at, updated_at, version, source, attributes,
            description, place_text, photos, receipt)
          select 'main', id, 'street-litter', '{root}', 'handling', now(), now(), 1, 'resident', '{}', description, place, '[]', id
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id text, description text, place text)`.execute(tx)
        // As in a table that is too long to be looked through.
        await sql`set local enable_seqscan = off`.execute(tx)
        await sql`analyze issues`.execute(tx)
        const idsOf = async (condition: RawBuilder<boolean>) =>
          (await sql<{ id: string }>`select id from issues where ${condition} order by id`.execute(tx)).rows.map(({ id }) => id)
        const reach = { gridIds: ['root'], orgIds: [] }
        const byIndex = (word: string) => idsOf(issueCondition({ reach, words: [{ word, categoryIds: [], gridIds: [] }] }))
        const byLooking = (word: string) =>
          idsOf(
            sql`(strpos(lower(description), ${word}) > 0 or strpos(lower(place_text), ${word}) > 0 or strpos(lower(id), ${word}) > 0)`,
          )
        const sought = new Set([...words.flatMap((one) => one.toLowerCase().split(/\s+/)), 'id-1', '-', '不在'].filter(Boolean))
        let found = 0
        for (const word of sought) {
          const expected = await byLooking(word)
          assert.deepEqual(await byIndex(word), expected, word)
          found += expected.length
        }
        assert.ok(sought.size > 100 && found > 1000, `${sought.size} ${found}`)
        await sql`update issues set description = '', place_text = null`.execute(tx)
        for (const word of ['路', '灯不']) assert.deepEqual(await byIndex(word), [])
        throw undone
      })
      await assert.rejects(tried, undone)
    })
  })
}
