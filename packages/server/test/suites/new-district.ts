import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { organisationsCheckSchema } from '@wangge/core/roster/schema'
import { createApp } from '../../src/app.ts'
import { createHostIssuer, createSiteKey } from '../../src/credentials.ts'
import { prepareDistrict } from '../../src/privacy/prepare-district.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { ADMIN_SECRET, assertProblem, ORIGINS, signUpCommand } from '../harness.ts'
import type { Answered, District } from '../harness.ts'
import { sample } from '../sample.ts'

const NEW = 'new'
const STATEMENT = {
  purpose: 'volunteer-duty',
  zh: '您的姓名只用于安排值守；两年后删除。',
  en: 'Your name is used only to arrange duties. It is deleted after two years.',
  retentionDays: 730,
}
/** Rounded, so that neighbours have the very same corners. */
const GRIDS: unknown = JSON.parse(JSON.stringify(sample().grids), (_, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
)
const PATH = '/v1/sign-ups'

/** A district that nobody seeded: grids and organisations by import, its words and its rules by command. */
export function newDistrict(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let ask: (method: string, path: string, headers: Record<string, string>, body?: object) => Promise<Answered>
    let site: Record<string, string>
    before(async () => {
      district = await open()
      const { database, keyring, clock } = district
      const where = { keyring, districtId: NEW, clock: () => clock.now }
      await prepareDistrict(database, where)
      const app = createApp({
        database,
        ...where,
        adminSecret: ADMIN_SECRET,
        limits: false,
        plans: 'when-told',
        onError: (error) => district.failures.push(error),
      })
      ask = async (method, path, headers, body) => {
        const sent = new Headers({ ...headers, ...(body && { 'content-type': 'application/json' }) })
        const request = new Request(`http://district.test${path}`, {
          ...{ method, headers: sent },
          ...(body && { body: JSON.stringify(body) }),
        })
        const response = await app.fetch(request)
        return { status: response.status, headers: response.headers, body: await response.json() }
      }
      const imported = await done('grids-import', { grids: GRIDS })
      assert.equal(imported.outcome, 'created', JSON.stringify(imported))
      const header = ['组织编号', '组织名称', '组织类别', '上级组织', '在册党员人数']
      const rows = [
        ['wc', '党工委', '党工委', '', '0'],
        ['cc', '片区综合党委', '综合党委', 'wc', '0'],
        ['org-a', '甲公司党支部', '两新', 'cc', '31'],
        ['org-b', '乙公司党支部', '两新', 'cc', '12'],
      ].map((cells, index) => ({ row: index + 2, cells }))
      assert.equal((await done('organisations-import', { table: { header, rows } })).outcome, 'imported')
      const { key } = await createSiteKey(database, { origins: [ORIGINS.org], audience: 'org:org-a', ...where })
      site = { 'wangge-site-key': key, origin: ORIGINS.org }
      const { iss, secret } = HOSTS['org-a']
      await createHostIssuer(database, { orgId: 'org-a', issuer: iss, secret, ...where })
      await database.db
        .insertInto('posts')
        .values({
          ...{ district_id: NEW, id: 'post', kind: 'patrol', name: JSON.stringify({ zh: '巡查岗', en: 'Patrol' }) },
          ...{ grid_id: 'micro-1', place_id: null, position: null, capacity: JSON.stringify({ min: 1, max: 20 }) },
        })
        .execute()
      const [day, next] = ['2026-03-03', '2026-03-04']
      for (const [id, date] of [
        ['first', day!],
        ['second', next!],
      ] as const) {
        await database.db
          .insertInto('shifts')
          .values({
            ...{ district_id: NEW, id, post_id: 'post', need: 5, mix: null, skills: null, min_age: null, campaign: null },
            ...{ starts_at: `${date}T08:00:00+08:00`, ends_at: `${date}T10:00:00+08:00` },
          })
          .execute()
      }
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const admin = (command: string, body: object) =>
      ask('POST', `/v1/admin/${command}`, { authorization: `Bearer ${ADMIN_SECRET}` }, body)
    async function done(command: string, body: object) {
      const answer = await admin(command, body)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const signUp = (sub: string, changes: object = {}) => {
      const command = signUpCommand({ slotId: 'first', ...changes })
      const claims = claimsOf('org-a', district.clock.now, { aud: `urn:wangge:${NEW}`, sub })
      const token = hostToken({ secret: HOSTS['org-a'].secret, claims })
      return ask('POST', PATH, { ...site, authorization: `Bearer ${token}`, 'idempotency-key': command.id }, command)
    }
    const agreed = (version: number) => ({ consent: { purpose: 'volunteer-duty', version } })
    const statements = async () => (await ask('GET', '/v1/statements', site)).body.statements
    const audited = async (action: string) => {
      const { db } = district.database
      const rows = await db
        .selectFrom('audit_entries')
        .select('seq')
        .where('district_id', '=', NEW)
        .where('action', '=', action)
        .execute()
      return rows.length
    }

    it('takes nobody before it has its words, and says which command gives it them', async () => {
      const { missing } = await done('statement-show', {})
      assert.deepEqual(missing, ['issue-report', 'volunteer-duty'])
      const refusal = await signUp('A-1')
      assertProblem(refusal, 409, 'refused')
      assert.deepEqual(refusal.body.refusal, { reason: 'consent-unknown', detail: { purpose: 'volunteer-duty', sent: 1 } })
      assert.match(refusal.body.detail, /no statement of volunteer-duty; wangge statement set FILE/)
    })

    it('takes volunteers once it has, each by the words that they agreed to; earlier words stay on record', async () => {
      const first = await done('statement-set', { statements: [STATEMENT] })
      assert.deepEqual([first.missing, first.statements[0].version], [['issue-report'], 1])
      assert.equal((await signUp('A-1')).status, 201)
      const changed = { ...STATEMENT, version: 1, retentionDays: 365 }
      const second = await done('statement-set', { statements: [changed] })
      assert.deepEqual(await done('statement-set', { statements: [changed] }), second, 'the same words are the same version')
      const at = new Date(district.clock.now).toISOString()
      const { purpose, ...words } = STATEMENT
      assert.deepEqual(second.statements, [
        { ...STATEMENT, version: 2, since: at, retentionDays: 365, earlier: [{ version: 1, since: at, ...words }] },
      ])
      assert.deepEqual(await statements(), [{ ...STATEMENT, version: 2, retentionDays: 365 }])
      for (const version of [1, 2]) assert.equal((await signUp(`A-${version + 1}`, agreed(version))).status, 201)
      const { db } = district.database
      const consents = await db
        .selectFrom('consents')
        .select('version')
        .where('district_id', '=', NEW)
        .where('purpose', '=', purpose)
        .orderBy('version')
        .execute()
      assert.deepEqual(
        consents.map(({ version }) => version),
        [1, 1, 2],
      )
      await done('statement-set', { statements: [{ ...changed, version: 2, minimumVersion: 2 }] })
      const outdated = await signUp('A-4', agreed(1))
      assert.equal(outdated.body.refusal.reason, 'consent-outdated')
      assert.equal(await audited('statement-set'), 3, 'what changes nothing is no entry')
    })

    it('refuses words by their path, and those that somebody else has changed meanwhile', async () => {
      const set = (...all: object[]) => admin('statement-set', { statements: all })
      const wrong = await set({ ...STATEMENT, en: ' ', retentionDays: 0 }, { ...STATEMENT, purpose: 'party-status' })
      assertProblem(wrong, 422, 'invalid-body')
      assert.deepEqual(wrong.body.errors.map(({ path }: { path: unknown[] }) => path.join('.')).sort(), [
        'statements.0.en',
        'statements.0.retentionDays',
        'statements.1.separate',
      ])
      assertProblem(await set(STATEMENT, STATEMENT), 422, 'invalid-body')
      const stale = await set({ ...STATEMENT, version: 1, retentionDays: 30 })
      assert.deepEqual(stale.body.refusal, {
        reason: 'statement-changed',
        detail: { purpose: 'volunteer-duty', sent: 1, current: 2 },
      })
      const ahead = await set({ ...STATEMENT, purpose: 'issue-report', minimumVersion: 2 })
      assert.equal(ahead.body.refusal.reason, 'minimum-version-unknown')
      assert.deepEqual((await done('statement-show', {})).missing, ['issue-report'])
    })

    it('goes by its own rules of sign-up and attendance from the moment they are set', async () => {
      const { policy, timeZone } = await done('roster-policy-show', {})
      assert.deepEqual([policy.confirmBeforeHours, policy.attendance.radius, timeZone], [undefined, 150, 'Asia/Shanghai'])
      const own = { ...policy, confirmBeforeHours: 2, swapNeedsApproval: true, attendance: { radius: 300 } }
      const set = await done('roster-policy-set', own)
      assert.deepEqual(set.policy, { ...own, attendance: { ...policy.attendance, radius: 300 } })
      assert.deepEqual(await done('roster-policy-set', set.policy), set)
      assert.deepEqual(await done('roster-policy-show', {}), set)
      assert.equal(await audited('roster-policy-set'), 1, 'what changes nothing is no entry')
      const told = (await ask('GET', '/v1/organisations/org-a', site)).body.policy
      assert.deepEqual([told.confirmBeforeHours, told.swapNeedsApproval, told.attendance], [2, true, { radius: 300 }])
      const made = await signUp('A-5', { ...agreed(2), slotId: 'second' })
      assert.equal(Date.parse(made.body.confirmBy), Date.parse('2026-03-04T06:00:00+08:00'), JSON.stringify(made.body))
      const wrong = await admin('roster-policy-set', { ...own, attendance: { radius: -1 }, timeZone: 'UTC' })
      assertProblem(wrong, 422, 'invalid-body')
      assert.ok(wrong.body.errors.some(({ path }: { path: unknown[] }) => path.join('.') === 'attendance.radius'))
    })

    it('misses the liaison of an organisation until the street has appointed one, and again when their time is over', async () => {
      const missing = async () => {
        const { problems } = organisationsCheckSchema.parse(await done('district-organisations', {}))
        return problems.filter(({ code }) => code === 'no-liaison').flatMap(({ organisations }) => organisations)
      }
      assert.deepEqual(await missing(), ['org-a', 'org-b'])
      const { person_id: personId } = await district.database.db
        .selectFrom('employees')
        .select('person_id')
        .where('district_id', '=', NEW)
        .limit(1)
        .executeTakeFirstOrThrow()
      const { id } = await done('role-appoint', { personId, role: 'liaison', orgId: 'org-a' })
      assert.deepEqual(await missing(), ['org-b'])
      district.clock.now += 60_000
      await done('role-end', { id })
      assert.deepEqual(await missing(), ['org-a', 'org-b'])
    })
  })
}
