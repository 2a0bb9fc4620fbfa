import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { commitmentOf, entryHash, FIRST_HASH } from '@wangge/core/audit'
import { chainedStep } from '@wangge/core/issue'
import { historyHeadSchema, historyVerificationSchema } from '@wangge/core/issue/schema'
import type { HistoryHead, HistoryVerification } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { sha256 } from '../../src/auth/secrets.ts'
import { createContext } from '../../src/context.ts'
import { runRetention } from '../../src/privacy/retention.ts'
import type { Tx } from '../../src/storage/database.ts'
import { chainLeftovers, issueChain } from '../../src/storage/issue-chain.ts'
import { stepsOf } from '../../src/storage/issues.ts'
import { placeSteps } from '../../src/storage/place-steps.ts'
import { verifyHistories, verifyIssueHistory } from '../../src/storage/verify-history.ts'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const DAY = 86_400_000

/** Undoes what a hand did to the tables. */
class Undo extends Error {}

export function issueHistories(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let made: { id: string; receipt: string }
    let head: HistoryHead
    before(async () => {
      district = await open()
      made = await handled()
      await handled()
      head = historyHeadSchema.parse((await district.call('POST', '/v1/issue-histories/head', { as: 'auditor', body: {} })).body)
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** Reported with a photo, accepted, remarked on by its reporter, handled and resolved with another. */
    async function handled(): Promise<{ id: string; receipt: string }> {
      const photo = png('as it was')
      const headers = { 'content-type': 'image/png' }
      await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, { as: 'public', body: photo.bytes, headers })
      const { body } = await district.post('/v1/issues', reportCommand({ photos: [photo.ref] }), 'public')
      const step = (version: number, action: string, more: object = {}) =>
        ok(`/v1/issues/${body.id}/transitions`, { id: nextUlid(), issueId: body.id, version, action, ...more }, 'street')
      await step(1, 'accept', { reason: '马上去' })
      const remark = { receipt: body.receipt, issueId: body.id, action: 'note', version: 2, reason: '我家门口' }
      await ok('/v1/receipts:step', { id: nextUlid(), ...remark }, 'public')
      await step(3, 'dispatch', { assignee: { role: 'estateWorker', gridId: 'north-1' } })
      await step(4, 'start')
      await step(5, 'resolve', { reason: '已清走', evidence: [photo.ref] })
      return body
    }
    const ok = async (path: string, body: { id: string; [field: string]: unknown }, as: Caller) => {
      const answer = await district.post(path, body, as)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const verify = async (kept?: HistoryHead): Promise<HistoryVerification> => {
      const body = kept ? { head: kept } : {}
      const answer = await district.call('POST', '/v1/issue-histories/verification', { as: 'auditor', body })
      return historyVerificationSchema.parse(answer.body)
    }
    const contextOf = () =>
      createContext({ database: district.database, keyring: district.keyring, clock: () => district.clock.now })

    it('are checked one by one by the owner of the data, against a head that was kept', async () => {
      const run = (command: string, body: object) => district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
      const own = historyHeadSchema.parse((await run('issue-head', { id: made.id })).body)
      assert.deepEqual(own, (await district.call('GET', `/v1/issues/${made.id}/head`, { as: 'street' })).body)
      const checked = async (kept?: HistoryHead) =>
        historyVerificationSchema.parse((await run('issue-verify', { id: made.id, ...(kept && { head: kept }) })).body)
      const { ok: isInOrder, issues, steps, head: end } = await checked(own)
      assert.deepEqual([isInOrder, issues, steps, end], [true, 1, own.seq, own])
      const forged = await checked({ ...own, hash: '0'.repeat(64) })
      assert.deepEqual([forged.ok, forged.findings.length], [false, 1])
      for (const command of ['issue-head', 'issue-verify']) {
        assertProblem(await run(command, { id: '01KR9FV61G04SJC953QG90J6ZZ' }), 404, 'unknown-issue')
      }
    })

    it('is in order as the server wrote it, what was imported too, and by a head of one issue or of all', async () => {
      const all = await verify(head)
      assert.deepEqual([all.ok, all.findings, all.head], [true, [], head])
      assert.equal(all.steps, head.seq)
      const own = `/v1/issues/${made.id}`
      const kept = (await district.call('GET', `${own}/head`, { as: 'street' })).body
      assert.equal(kept.seq, 6)
      const one = await district.call('POST', `${own}/verification`, { as: 'street', body: { head: kept } })
      assert.deepEqual(historyVerificationSchema.parse(one.body), { ok: true, issues: 1, steps: 6, head: kept, findings: [] })
      assertProblem(await district.call('GET', `${own}/head`, { as: 'estate' }), 404, 'unknown-issue')
      // A step more: the old head still fits, and the new one stands for it.
      await handled()
      assert.equal((await verify(head)).ok, true)
    })

    it('finds what a hand changed, took out, put in or moved', async () => {
      const tampered = async (statement: ReturnType<typeof sql>): Promise<HistoryVerification> => {
        let result: HistoryVerification | undefined
        const undone = district.database.db.transaction().execute(async (tx: Tx) => {
          await statement.execute(tx)
          result = await verifyHistories(tx, 'main', head)
          throw new Undo()
        })
        await assert.rejects(undone, Undo)
        return result!
      }
      const step = (seq: number) => sql`district_id = 'main' and issue_id = ${made.id} and seq = ${seq}`
      const set = (seq: number, change: ReturnType<typeof sql>) => sql`update issue_transitions set ${change} where ${step(seq)}`
      const issue = (change: ReturnType<typeof sql>) =>
        sql`update issues set ${change} where district_id = 'main' and id = ${made.id}`
      const found: [string, ReturnType<typeof sql>, string[]][] = [
        ['words', set(2, sql`reason = '从未受理'`), ['opening-changed 2']],
        ['words that were left out', set(2, sql`reason = null`), ['opening-changed 2']],
        ['words and their salt', set(2, sql`reason = null, salts = salts - 'reason'`), ['opening-missing 2']],
        ['who did it', set(2, sql`actor = jsonb_set(actor, '{id}', '"another"')`), ['opening-changed 2']],
        ['the photos', set(6, sql`evidence = '[]'`), ['opening-changed 6']],
        ['the report itself', issue(sql`description = '别的事'`), ['opening-changed 1']],
        ['of what', issue(sql`category_id = 'noise'`), ['changed 1']],
        ['where, by its grids', issue(sql`grid_path = grid_path[1:2]`), ['changed 1']],
        ['what was promised', issue(sql`terms = '{"response": {"hours": 999}}'`), ['changed 1']],
        ['that nothing was promised', issue(sql`terms = null, severity = null`), ['changed 1']],
        ['how grave', issue(sql`severity = 'emergency'`), ['changed 1']],
        ['from whom it came', issue(sql`source = 'hotline'`), ['changed 1']],
        ['since when', issue(sql`created_at = created_at + interval '1 hour'`), ['changed 1']],
        ['what its hash covers', set(1, sql`chain_version = 1`), ['changed 1', 'changed 2']],
        ['in which office', set(2, sql`actor = jsonb_set(actor, '{role}', '"community"')`), ['changed 2']],
        ['when', set(2, sql`at = at - interval '1 day'`), ['changed 2', 'order']],
        ['to whom', set(4, sql`details = '{"assignee": {"role": "street"}}'`), ['changed 4']],
        ['what', set(2, sql`action = 'note'`), ['changed 2', 'state 6']],
        ['a commitment', set(2, sql`commitments = commitments - 'reason'`), ['changed 2', 'opening-changed 2']],
        ['where it stands', issue(sql`state = 'closed'`), ['state 6']],
        ['which version', issue(sql`version = 9`), ['state 6']],
        ['a step in the middle', sql`delete from issue_transitions where ${step(3)}`, ['missing 3', 'state 5', 'order']],
        ['its hash', set(3, sql`hash = null`), ['unchained 3', 'missing 3', 'order']],
        ['its place', set(3, sql`place = null`), ['order']],
      ]
      for (const [what, statement, expected] of found) {
        const { findings, ok: isOk } = await tampered(statement)
        const told = findings.map(({ code, seq, issueId }) => (issueId === undefined ? 'order' : `${code} ${seq}`))
        assert.deepEqual([isOk, [...new Set(told)].toSorted()], [false, expected.toSorted()], what)
        for (const { issueId } of findings) assert.ok(issueId === undefined || issueId === made.id, what)
      }
      const swapped = await tampered(sql`
        update issue_transitions one set action = other.action, actor = other.actor, at = other.at, reason = other.reason,
          evidence = other.evidence, details = other.details, from_state = other.from_state, to_state = other.to_state,
          salts = other.salts, commitments = other.commitments, hash = other.hash
        from issue_transitions other where one.district_id = 'main' and other.district_id = 'main'
          and one.issue_id = ${made.id} and other.issue_id = ${made.id}
          and ((one.seq = 2 and other.seq = 3) or (one.seq = 3 and other.seq = 2))`)
      const moved = swapped.findings.filter(({ issueId, code }) => issueId === made.id && code === 'changed')
      assert.deepEqual(
        moved.map(({ seq }) => seq),
        [2, 3, 4],
      )
      assert.ok(swapped.findings.some(({ code }) => code === 'state'))
      const whole = await tampered(sql`
        with gone as (delete from issues where district_id = 'main' and id = ${made.id} returning id)
        delete from issue_transitions where district_id = 'main' and issue_id in (select id from gone)`)
      assert.deepEqual(new Set(whole.findings.map(({ code }) => code)), new Set(['missing']))
      const last = await tampered(sql`delete from issue_transitions where district_id = 'main' and place >= ${head.seq}`)
      assert.ok(last.findings.some(({ code, seq }) => code === 'cut-short' && seq === head.seq))
      assert.equal((await verify(head)).ok, true)
    })

    it('verifies what an older version chained by that version, and covers what it was opened with from the next step on', async () => {
      const { db } = district.database
      const old = await handled()
      // As it was written before: nothing in its hashes of what it was opened with.
      const [history] = await stepsOf(db, 'main', [old.id])
      let previous = FIRST_HASH
      for (const { transition, commitments } of history!.steps) {
        const { opening, ...step } = chainedStep(transition, commitments!, { version: 1 })
        const entry = { ...step, commitment: commitmentOf(opening, sha256) }
        previous = entryHash(issueChain('main', old.id), entry, previous, sha256)
        await sql`update issue_transitions set hash = ${previous}, chain_version = 1
          where district_id = 'main' and issue_id = ${old.id} and seq = ${transition.seq}`.execute(db)
      }
      const findings = async () =>
        (await verifyIssueHistory(db, 'main', old.id)).findings.map(({ code, seq }) => `${code} ${seq}`)
      const withCategory = (id: string) =>
        sql`update issues set category_id = ${id} where district_id = 'main' and id = ${old.id}`.execute(db)
      const { categoryId } = history!.opened
      assert.deepEqual(await findings(), [])
      await withCategory('noise')
      assert.deepEqual(await findings(), [])
      await withCategory(categoryId)
      const back = { id: nextUlid(), issueId: old.id, version: 6, action: 'reopen', reason: '复查未清' }
      await ok(`/v1/issues/${old.id}/transitions`, back, 'community')
      await ok(
        `/v1/issues/${old.id}/transitions`,
        { id: nextUlid(), issueId: old.id, version: 7, action: 'note', reason: '再看' },
        'street',
      )
      assert.deepEqual(await findings(), [])
      await withCategory('noise')
      assert.deepEqual(await findings(), ['changed 7'])
      await withCategory(categoryId)
      await sql`update issue_transitions set place = null, place_hash = null where district_id = 'main'`.execute(db)
      await placeSteps(district.database, 'main')
      head = (await verifyHistories(db, 'main')).head
    })

    it('holds without what was erased, and tells what somebody else took out', async () => {
      const { db } = district.database
      const erasure = { id: nextUlid(), confirm: true }
      await ok(`/v1/receipts/${made.receipt}/erasure`, erasure, 'public')
      const { rows } = await sql<{ reason: string | null; actor: { id: string }; salts: object }>`
        select reason, actor, salts from issue_transitions where district_id = 'main' and issue_id = ${made.id} order by seq`.execute(
        db,
      )
      assert.deepEqual(
        rows.map(({ reason, salts }) => [reason, Object.keys(salts).length]),
        [
          [null, 0],
          ['马上去', 4],
          [null, 0],
          [null, 4],
          [null, 4],
          ['已清走', 4],
        ],
      )
      assert.deepEqual([(await verify(head)).findings, rows[2]!.actor.id], [[], 'erased'])
      // Staff go on with it, and its history still leads to where it stands.
      const verified = { id: nextUlid(), issueId: made.id, version: 6, action: 'reopen', reason: '复查未清' }
      await ok(`/v1/issues/${made.id}/transitions`, verified, 'community')
      assert.deepEqual((await verify(head)).findings, [])
      await runRetention(contextOf(), { now: district.clock.now + 4_000 * DAY, dryRun: false })
      assert.deepEqual((await verifyHistories(db, 'main', head)).findings, [])
      // The act that told of it is taken out.
      await sql`update audit_entries set salt = null, actor = null, subject = null where action = 'issue-words-erased'`.execute(
        db,
      )
      const { findings } = await verifyHistories(db, 'main', head)
      assert.ok(findings.length > 0 && findings.every(({ code }) => code === 'opening-missing'))
    })

    it('is told by a kept head where everything was written anew', async () => {
      const { db } = district.database
      await sql`update issue_transitions set reason = '改写', salts = null, commitments = null, hash = null, place = null, place_hash = null
        where district_id = 'main'`.execute(db)
      assert.ok((await chainLeftovers(district.database, 'main')) > 0)
      await placeSteps(district.database, 'main')
      assert.equal((await verifyHistories(db, 'main')).ok, true)
      assert.deepEqual(
        (await verifyHistories(db, 'main', head)).findings.map(({ code, seq }) => [code, seq]),
        [['head-mismatch', head.seq]],
      )
    })
  })
}
