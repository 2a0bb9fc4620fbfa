import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { isOpen } from '@wangge/core/issue'
import { issueBoardSchema } from '@wangge/core/issue/schema'
import type { IssueBoard } from '@wangge/core/issue/schema'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { nextUlid, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const MICRO_1 = { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' }
const MICRO_3 = { by: 'point', position: [104.0625, 30.5705], crs: 'wgs84' }
/** More than a page is told of each. */
const MANY = { open: 2_050, ended: 1_550 }

export function issueBoard(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    /** What the sample has of its own, still waiting. */
    let sample: string[] = []
    /** Reported weeks before all others, and nobody has looked at it. */
    let old = ''
    /** Given to the estate's worker, and due after all others. */
    let late = ''

    const report = async (place: object, description: string): Promise<string> =>
      (await district.post('/v1/issues', reportCommand({ place, description }), 'public')).body.id
    const step = async (issueId: string, version: number, command: object) => {
      const body = { id: nextUlid(), issueId, version, ...command }
      const answer = await district.post(`/v1/issues/${issueId}/transitions`, body, 'street')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }

    /** As many issues as a busy street has, each with the history of the one that is told. */
    async function repeat(id: string, prefix: string, times: number) {
      const { db } = district.database
      const number = sql`${`${prefix}-`}::text || n`
      await sql`
        insert into issues select (jsonb_populate_record(one, jsonb_build_object('id', ${number}, 'receipt', ${number}))).*
        from issues one, generate_series(1, ${times}::int) n where one.district_id = 'main' and one.id = ${id}`.execute(db)
      await sql`
        insert into issue_transitions select (jsonb_populate_record(step, jsonb_build_object('issue_id', ${number}))).*
        from issue_transitions step, generate_series(1, ${times}::int) n
        where step.district_id = 'main' and step.issue_id = ${id}`.execute(db)
    }

    before(async () => {
      district = await open()
      sample = idsOf(await board('?state=waiting'))
      old = await report(MICRO_1, '很久以前的路灯')
      district.clock.now += 20 * 86_400_000
      await repeat(await report(MICRO_3, '今天的垃圾'), 'open', MANY.open)
      const rejected = await report(MICRO_3, '不属实的垃圾')
      await step(rejected, 1, { action: 'reject', reason: '不属实' })
      await repeat(rejected, 'ended', MANY.ended)
      district.clock.now += 60_000
      late = await report(MICRO_3, '最后的井盖')
      await step(late, 1, { action: 'accept' })
      await step(late, 2, { action: 'dispatch', assignee: { role: 'estateWorker', gridId: 'north-2' } })
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const board = async (query = '', as: Caller = 'street'): Promise<IssueBoard> => {
      const answer = await district.call('GET', `/v1/issue-board${query}`, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return issueBoardSchema.parse(answer.body)
    }
    const idsOf = ({ issues }: IssueBoard) => issues.map(({ id }) => id)

    it('tell what is open before what has ended, the one over its time first, however many came after it; and how many there are', async () => {
      const { issues, more, counts } = await board()
      assert.equal(more, true)
      assert.equal(issues[0]?.id, old)
      const openOnes = issues.filter(({ state }) => isOpen(state))
      assert.deepEqual([openOnes.length, issues.length - openOnes.length], [2_000, 1_500])
      assert.ok(!issues.slice(2_000).some(({ state }) => isOpen(state)))
      const due = openOnes.map(({ clocks = [] }) =>
        Math.min(...clocks.map(({ dueAt }) => (dueAt ? Date.parse(dueAt) : Infinity))),
      )
      assert.deepEqual(
        due,
        due.toSorted((one, other) => one - other),
      )
      // Beside those that were copied, the ones they are copies of.
      assert.deepEqual(counts, {
        waiting: MANY.open + 2 + sample.length,
        working: 1,
        checking: 0,
        done: MANY.ended + 1,
        overdue: 1,
        toPublish: 0,
      })
    })

    it('tell as many more as are asked for, up to all; beyond a bound a board is narrowed down', async () => {
      const { issues, more, counts } = await board('?pages=2')
      assert.deepEqual([more, counts], [false, undefined])
      assert.equal(new Set(issues.map(({ id }) => id)).size, MANY.open + MANY.ended + 4 + sample.length)
      assert.ok(issues.some(({ id }) => id === late))
      for (const pages of ['0', '6', 'all']) {
        const answer = await district.call('GET', `/v1/issue-board?pages=${pages}`, { as: 'street' })
        assert.equal(answer.status, 400, pages)
      }
    })

    it('find by each filter what the first of them do not have, and count what a filter finds as a file has it', async () => {
      assert.ok(!idsOf(await board()).includes(late))
      const narrow: [string, Caller, string[]][] = [
        ['?overdue=true', 'street', [old]],
        [`?text=${encodeURIComponent('最后的井盖')}`, 'street', [late]],
        ['?state=working', 'street', [late]],
        ['?mine=true', 'estate', [late]],
        ['?grid=micro-1', 'street', [old]],
        ['?grid=micro-1&category=street&state=waiting', 'street', [old]],
        ['?unpublished=true', 'street', []],
        ['?org=org-a', 'street', []],
      ]
      for (const [query, as, expected] of narrow) {
        const found = await board(query, as)
        const own = idsOf(found).filter((id) => !sample.includes(id))
        assert.deepEqual([own, found.more, found.counts], [expected, false, undefined], query)
      }
      const { counts, issues } = await board('?state=waiting&grid=north')
      assert.equal(issues.length, 2_000)
      const file = await district.call('GET', '/v1/issues.csv?state=waiting&grid=north&ended=30', { as: 'street' })
      const lines: string[][] = parse(file.body, { bom: true }).slice(1)
      assert.deepEqual([counts?.waiting, counts?.done], [lines.length, 0])
    })
  })
}
