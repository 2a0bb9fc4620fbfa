import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { dueEscalations, replay } from '@wangge/core/issue'
import { issuePolicySchema, staffIssueSchema } from '@wangge/core/issue/schema'
import type { StaffIssue } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import type { UntoldIssuesError } from '../../src/storage/escalate-issues.ts'
import { escalationContext } from '../../src/storage/escalation-context.ts'
import { reckonDeadlines } from '../../src/storage/issue-deadlines.ts'
import { nextUlid, reportCommand } from '../harness.ts'
import type { District } from '../harness.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function issueEscalation(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      // Nobody has seen to what the sample left open.
      await district.app.escalateIssues()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const report = async (): Promise<string> => (await district.post('/v1/issues', reportCommand(), 'public')).body.id
    const read = async (id: string): Promise<StaffIssue> =>
      staffIssueSchema.parse((await district.call('GET', `/v1/issues/${id}`, { as: 'street' })).body)
    const step = (issueId: string, changes: object) =>
      district.post(`/v1/issues/${issueId}/transitions`, { id: nextUlid(), issueId, ...changes } as { id: string }, 'street')
    const climbs = ({ history }: StaffIssue) => history.filter(({ action }) => action === 'climb')
    const reference = () => createContext({ ...district, clock: () => district.clock.now }).reference.current()
    /** What core says of the history without what the clock wrote into it. */
    async function owed(issue: StaffIssue) {
      const plain = { ...issue, history: issue.history.filter(({ action }) => action !== 'climb') }
      return dueEscalations([plain], escalationContext(await reference(), district.clock.now))
    }
    /** Every climb that is due stands in the history, in order, as of when it was due, and is audited and told once. */
    async function expectTold(id: string) {
      const issue = await read(id)
      const due = await owed(issue)
      assert.deepEqual(
        climbs(issue).map(({ at, climb, issueId }) => ({ at, ...climb, issueId })),
        due.map((climb) => ({ at: climb.dueAt, ...climb })),
      )
      assert.deepEqual(replay(issue.history), { state: issue.state, version: issue.version })
      const times = issue.history.map(({ at }) => Date.parse(at))
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
      )
      const { db } = district.database
      const audited = await db
        .selectFrom('audit_entries')
        .select('seq')
        .where('subject', '=', id)
        .where('action', '=', 'issue-climb')
        .execute()
      assert.equal(audited.length, due.length)
      return issue
    }

    it('writes the same whether it runs each hour or once after days, level by level', async () => {
      const timely = await report()
      for (const end = district.clock.now + 4 * DAY; district.clock.now < end; district.clock.now += 3 * HOUR) {
        await district.app.escalateIssues()
      }
      const levels = climbs(await expectTold(timely)).map(({ climb }) => `${climb!.gridId}${climb!.vacant ? ' vacant' : ''}`)
      assert.deepEqual(levels, ['north-1 vacant', 'north', 'root'])
      const late = await report()
      district.clock.now += 6 * DAY
      assert.equal(await district.app.escalateIssues(), 3)
      await expectTold(late)
      assert.equal(await district.app.escalateIssues(), 0)
    })

    it('tells everybody that listens, and nobody twice, however many processes run at once', async () => {
      const ids = [await report(), await report(), await report(), await report()]
      district.clock.now += 6 * DAY
      const { seq } = await district.database.db.selectFrom('change_counters').select('seq').executeTakeFirstOrThrow()
      const { database, keyring } = district
      const apps = [1, 2, 3].map(() => createApp({ database, keyring, clock: () => district.clock.now }))
      const counts = await Promise.all(apps.map((app) => app.escalateIssues()))
      for (const app of apps) app.close()
      assert.equal(
        counts.reduce((sum, count) => sum + count),
        3 * ids.length,
      )
      for (const id of ids) await expectTold(id)
      const told = await district.database.db.selectFrom('changes').select('id').where('seq', '>', seq).execute()
      assert.deepEqual(told.map(({ id }) => id).sort(), ids.toSorted())
    })

    it('what died in the middle is gone on with by the next, and nothing is lost or doubled', async () => {
      const ids = [await report(), await report(), await report()]
      district.clock.now += 6 * DAY
      const { database, keyring } = district
      let left = Infinity
      const dying = createApp({
        ...{ database, keyring, clock: () => district.clock.now },
        randomBytes(count) {
          if (left-- <= 0) throw new Error('out of randomness')
          return crypto.getRandomValues(new Uint8Array(count))
        },
      })
      left = 5
      await assert.rejects(dying.escalateIssues(), ({ failures }: UntoldIssuesError) => {
        assert.deepEqual(
          failures.map(({ error }) => (error as Error).message),
          ['out of randomness', 'out of randomness'],
        )
        return true
      })
      const written = await Promise.all(ids.map(async (id) => climbs(await read(id)).length))
      // The first issue was told as a whole, the second not at all.
      assert.deepEqual(written.toSorted(), [0, 0, 3])
      assert.equal(await district.app.escalateIssues(), 6)
      for (const id of ids) await expectTold(id)
    })

    it('one issue that fails holds up none of the others, is named, and is told once it can be', async () => {
      const ids = [await report(), await report(), await report()]
      const [first, ...others] = ids
      district.clock.now += 6 * DAY
      const { db } = district.database
      await sql`create function refuse_step() returns trigger language plpgsql as 'begin raise exception ''out of order''; end'`.execute(
        db,
      )
      await sql`create trigger refuse_step before insert on issue_transitions for each row
        when (new.issue_id = ${sql.lit(first)}) execute function refuse_step()`.execute(db)
      await assert.rejects(district.app.escalateIssues(), ({ name, failures }: UntoldIssuesError) => {
        assert.equal(name, 'UntoldIssuesError')
        assert.deepEqual(
          failures.map(({ issueId, error }) => [issueId, (error as Error).message]),
          [[first, 'out of order']],
        )
        return true
      })
      for (const id of others) await expectTold(id)
      assert.deepEqual(climbs(await read(first!)), [])
      await sql`drop trigger refuse_step on issue_transitions`.execute(db)
      await sql`drop function refuse_step()`.execute(db)
      assert.equal(await district.app.escalateIssues(), 3)
      await expectTold(first!)
    })

    it('a step that comes before a late run finds what was due before it, and is not refused for it', async () => {
      const id = await report()
      district.clock.now += 6 * DAY
      const { version } = await read(id)
      assert.equal((await step(id, { action: 'note', version, reason: '已联系物业' })).status, 200)
      const accepted = await step(id, { action: 'accept', version: version + 4 })
      assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
      await district.app.escalateIssues()
      const { history } = await expectTold(id)
      assert.deepEqual(
        history.map(({ action }) => action),
        ['report', 'climb', 'climb', 'climb', 'note', 'accept'],
      )
    })

    it('a step of the very millisecond at which a clock is up stops it, whether the job looks before or after', async () => {
      const id = await report()
      const start = district.clock.now
      const { version, clocks } = await read(id)
      district.clock.now = Date.parse(clocks![0]!.dueAt!)
      assert.equal((await step(id, { action: 'accept', version })).status, 200)
      assert.equal(await district.app.escalateIssues(), 0)
      const { history } = await expectTold(id)
      assert.deepEqual(
        history.map(({ action }) => action),
        ['report', 'accept'],
      )
      district.clock.now = start
    })

    it('another policy holds from when it is set: what was due before is told as it was due', async () => {
      const { body } = await district.call('GET', '/v1/issue-policy', { as: 'street' })
      const policy = issuePolicySchema.parse(body.policy)
      const id = await report()
      const start = district.clock.now
      // The estate, which is vacant, and the community have been told; the street would be on the next working day.
      const due = Date.parse((await read(id)).clocks![0]!.dueAt!)
      district.clock.now = due + HOUR / 2
      const every = { amount: 30, unit: 'minutes' }
      const set = (escalation: object) =>
        district.call('POST', '/v1/admin/issue-policy-set', { as: 'street', body: { ...policy, escalation } })
      assert.equal((await set({ every, emergencyToTop: true })).status, 200)
      district.clock.now += HOUR
      await district.app.escalateIssues()
      assert.deepEqual(
        climbs(await read(id)).map(({ at, climb }) => [climb!.gridId, (Date.parse(at) - due) / 60_000]),
        [
          ['north-1', 0],
          ['north', 0],
          ['root', 30],
        ],
      )
      district.clock.now = start + 30 * DAY
      assert.equal((await set(policy.escalation)).status, 200)
    })

    it('looks at all that are open, however many, and tells the next level of each', async () => {
      const id = await report()
      const { db } = district.database
      await sql`insert into issues select (jsonb_populate_record(issues, jsonb_build_object('id', id || '-' || number, 'receipt', receipt || number))).*
        from issues, generate_series(1, 520) number where id = ${id}`.execute(db)
      await sql`insert into issue_transitions select (jsonb_populate_record(steps, jsonb_build_object('issue_id', issue_id || '-' || number))).*
        from issue_transitions steps, generate_series(1, 520) number where issue_id = ${id}`.execute(db)
      const context = createContext({ ...district, clock: () => district.clock.now })
      await reckonDeadlines(context, await reference(), district.clock.now)
      const countOf = async (condition: RawBuilder<unknown>): Promise<number> => {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from issues
          where id like ${`${id}%`} and ${condition}`.execute(db)
        return rows[0]!.count
      }
      assert.equal(await countOf(sql`climb_at = due_at`), 521)
      // The estate, which is vacant, and the community at once.
      district.clock.now = Date.parse((await read(id)).clocks![0]!.dueAt!)
      await district.app.escalateIssues()
      assert.equal(await countOf(sql`version = 3`), 521)
    })
  })
}
