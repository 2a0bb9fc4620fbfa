import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { rates } from '@wangge/core/issue'
import { issueRatesViewSchema } from '@wangge/core/issue/schema'
import type { Issue, IssueRatesView, Transition } from '@wangge/core/issue/schema'
import fc from 'fast-check'
import { sql } from 'kysely'
import { lifeArbitrary } from '../../../core/test/issue-walk.ts'
import { createContext } from '../../src/context.ts'
import { reckonFacts } from '../../src/storage/issue-facts.ts'
import { findIssues, insertIssue } from '../../src/storage/issues.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const PATHS = [
  ['root', 'north', 'north-1', 'micro-1'],
  ['root', 'north', 'north-1', 'micro-2'],
  ['root', 'north', 'north-2', 'micro-3'],
  // Redrawn since: it counts in the deepest that there is.
  ['root', 'north', 'north-2', 'micro-gone'],
  ['root', 'north'],
]
const SPAN = 'from=2025-03-31T16:00:00Z&to=2026-03-31T16:00:00Z'
const HOUR_MS = 3_600_000

const STAFF = { id: 'somebody', role: 'community' } as const
const ENDS = [
  { action: 'resolve', to: 'resolved' },
  { action: 'close', to: 'closed' },
  { action: 'rate', to: 'closed' },
  { action: 'reopen', to: 'reopened' },
] as const

/** The same life, every third time with an end: closed and rated, and now and then reopened. */
function ended(issue: Issue, nth: number): Issue {
  if (nth % 3 > 0) return issue
  const at = issue.history.at(-1)!.at
  const steps = ENDS.slice(0, nth % 9 === 0 ? 4 : 3).map(({ action, to }, index): Transition => {
    const rating = action === 'rate' && { rating: 1 + (nth % 5) }
    return { issueId: issue.id, seq: issue.history.length + index + 1, action, to, actor: STAFF, at, ...rating }
  })
  const history = [...issue.history, ...steps]
  return { ...issue, history, state: history.at(-1)!.to, version: history.length }
}

export function issueRates(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let categories: { id: string; parentId?: string }[]
    before(async () => {
      district = await open()
      const { db } = district.database
      await sql`delete from issues`.execute(db)
      await sql`delete from issue_transitions`.execute(db)
      categories = (await district.call('GET', '/v1/categories', { as: 'public' })).body.categories
      const leaves = categories.filter(({ parentId }) => parentId !== undefined)
      const lives = fc.sample(lifeArbitrary, { numRuns: 60, seed: 20260302 })
      // The last of them steps now.
      const shift = district.clock.now - Math.max(...lives.map(({ now }) => now))
      const moved = (at: string) => new Date(Date.parse(at) + shift).toISOString()
      await db.transaction().execute(async (tx) => {
        for (const [nth, { issue: lived }] of lives.entries()) {
          const issue = ended(lived, nth)
          const id = nextUlid()
          const placed: Issue = {
            ...issue,
            createdAt: moved(issue.createdAt),
            updatedAt: moved(issue.updatedAt),
            id,
            categoryId: leaves[nth % leaves.length]!.id,
            gridPath: PATHS[nth % PATHS.length]!,
            history: issue.history.map((step) => ({ ...step, issueId: id, at: moved(step.at) })),
          }
          assert.ok(await insertIssue(tx, 'main', placed, { receipt: `r-${nth}` }))
        }
      })
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const ask = (query: string, as: Caller = 'street') => district.call('GET', `/v1/issue-rates?${query}`, { as })
    const view = async (query: string, as?: Caller): Promise<IssueRatesView> => {
      const { status, body } = await ask(`${SPAN}&${query}`, as)
      assert.equal(status, 200, JSON.stringify(body))
      return issueRatesViewSchema.parse(body)
    }
    const stored = async () => {
      const { db } = district.database
      const ids = await db.selectFrom('issues').select('id').execute()
      return findIssues(
        db,
        'main',
        ids.map(({ id }) => id),
      )
    }
    const byRule = async (isOf: (issue: Issue) => boolean) => {
      const { calendar } = await createContext({ database: district.database, keyring: district.keyring }).reference.current()
      const { now } = district.clock
      const span = { from: Date.parse('2025-03-31T16:00:00Z'), to: Date.parse('2026-03-31T16:00:00Z') }
      return { ...rates((await stored()).filter(isOf), { ...span, now, calendar }), asOf: new Date(now).toISOString() }
    }
    const bare = ({ key: _, name: __, ...part }: IssueRatesView['parts'][number]) => part

    it('are what the rule says of the issues themselves, whole and by grid', async () => {
      const { whole, parts, gridId } = await view('')
      assert.equal(gridId, 'root')
      assert.ok(whole.reported > 30 && whole.closing.den > 10 && whole.satisfaction.den > 0, JSON.stringify(whole))
      assert.deepEqual(whole, await byRule(() => true))
      assert.deepEqual(
        parts.map(({ key }) => key),
        ['north'],
      )
      const north = await view('gridId=north')
      assert.deepEqual(
        north.parts.map(({ key, name: told }) => [key, told?.en !== undefined]),
        [
          ['north-1', true],
          ['north-2', true],
          [undefined, false],
        ],
      )
      for (const [index, key] of ['north-1', 'north-2'].entries()) {
        assert.deepEqual(bare(north.parts[index]!), await byRule(({ gridPath }) => gridPath.includes(key)))
      }
      assert.deepEqual(bare(north.parts[2]!), await byRule(({ gridPath }) => gridPath.length === 2))
    })

    it('are by categories of the first level, and of one by those below it', async () => {
      const { parts } = await view('by=category')
      const tops = categories.filter(({ parentId }) => parentId === undefined).map(({ id }) => id)
      assert.deepEqual(
        parts.map(({ key }) => key),
        tops,
      )
      const parentOf = new Map(categories.map(({ id, parentId }) => [id, parentId]))
      for (const part of parts)
        assert.deepEqual(bare(part), await byRule(({ categoryId }) => parentOf.get(categoryId) === part.key))
      const [top] = tops
      const below = await view(`by=category&categoryId=${top}`)
      assert.deepEqual(below.whole, bare(parts[0]!))
      for (const part of below.parts) assert.deepEqual(bare(part), await byRule(({ categoryId }) => categoryId === part.key))
    })

    it('are by local months, those of nothing too, and a time is to the instant', async () => {
      const { parts } = await view('by=period')
      assert.equal(parts.length, 12)
      assert.deepEqual([parts[0]!.key, parts.at(-1)!.key], ['2025-04', '2026-03'])
      for (const part of parts) {
        const ofMonth = ({ createdAt }: Issue) =>
          new Date(Date.parse(createdAt) + 8 * HOUR_MS).toISOString().slice(0, 7) === part.key
        assert.deepEqual(bare(part), await byRule(ofMonth))
      }
      const issues = await stored()
      const first = issues.map(({ createdAt }) => createdAt).sort()[0]!
      const later = new Date(Date.parse(first) + 1).toISOString()
      const counted = async (from: string, to: string) => {
        const asked = new URLSearchParams({ from, to }).toString()
        return issueRatesViewSchema.parse((await ask(asked)).body).whole.reported
      }
      assert.equal(await counted('2025-04-01T00:00:00Z', first), 0)
      const at = issues.filter(({ createdAt, state }) => createdAt === first && state !== 'merged').length
      assert.equal(await counted(first, later), at)
    })

    it('follow each step, the clock and the calendar', async () => {
      const before = await view('')
      const open = (await stored()).find(({ state }) => state === 'submitted')!
      const step = { id: nextUlid(), issueId: open.id, action: 'reject', version: open.version, reason: '不属实' }
      const answer = await district.post(`/v1/issues/${open.id}/transitions`, step, 'street')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      district.clock.now += 1000
      assert.deepEqual((await view('')).whole, await byRule(() => true))
      assert.equal((await view('')).whole.response.num, before.whole.response.num + 1)
      const { policy } = (await district.call('GET', '/v1/issue-policy', { as: 'street' })).body
      const hours = [{ from: '08:00', to: '24:00' }]
      const set = await district.call('POST', '/v1/admin/issue-policy-set', { as: 'street', body: { ...policy, hours } })
      assert.equal(set.status, 200, JSON.stringify(set.body))
      const after = await view('')
      assert.deepEqual(after.whole, await byRule(() => true))
      assert.notDeepEqual(after.whole.closingOnTime, before.whole.closingOnTime)
    })

    it('are counted from what a job keeps ready', async () => {
      await sql`update issues set facts = null, facts_version = 0`.execute(district.database.db)
      assert.equal(await district.app.reckonFacts(), 60)
      assert.equal(await district.app.reckonFacts(), 0)
      const context = createContext({ database: district.database, keyring: district.keyring })
      assert.equal(await reckonFacts(context, await context.reference.current()), 0)
      assert.deepEqual((await view('')).whole, await byRule(() => true))
    })

    it('are of what somebody reaches, for those who answer for a place', async () => {
      const own = await view('', 'estate')
      assert.equal(own.gridId, 'north-2')
      assert.deepEqual(own.whole, await byRule(({ gridPath }) => gridPath.includes('north-2')))
      assertProblem(await ask(`${SPAN}&gridId=north-1`, 'estate'), 404, 'unknown-grid')
      assertProblem(await ask(`${SPAN}&gridId=nowhere`), 404, 'unknown-grid')
      assertProblem(await ask(`${SPAN}&categoryId=nothing`), 404, 'unknown-category')
      assertProblem(await ask(SPAN, 'liaison'), 403, 'role-not-allowed')
      assertProblem(await ask(SPAN, 'public'), 403, 'audience-not-allowed')
      for (const query of [`${SPAN}&by=person`, 'from=2026-01-01T00:00:00Z', 'from=2026-01-01T00:00:00Z&to=2036-01-01T00:00:00Z'])
        assertProblem(await ask(query), 400, 'invalid-query')
    })

    it('tell the same again without sending it, and name nobody', async () => {
      const first = await ask(SPAN)
      district.clock.now += 1
      const headers = { 'if-none-match': first.headers.get('etag')! }
      assert.equal((await district.call('GET', `/v1/issue-rates?${SPAN}`, { as: 'street', headers })).status, 304)
      const { rows } = await sql<{ facts: object }>`select facts from issues where facts is not null`.execute(
        district.database.db,
      )
      assert.ok(rows.length > 0)
      for (const { facts } of rows) {
        const values = Object.values(facts)
        assert.ok(
          values.every((value) => typeof value === 'number' || typeof value === 'boolean'),
          JSON.stringify(facts),
        )
      }
    })
  })
}
