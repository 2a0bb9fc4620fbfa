import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  certificateCheckSchema,
  certificateViewSchema,
  myHoursSchema,
  organisationHoursSchema,
  signUpListSchema,
} from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { rosterPolicyView, setRosterPolicy } from '../../src/storage/roster-policy.ts'
import { attend, certificateCommand, checkInCommand, correctionCommand, moveSignUp, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'
import { strip } from '../strip.ts'

const HEADER = '岗位编号,岗位名称,岗位类别,所在网格,经度,纬度,坐标系,所在地点,最多人数'

/** What was written down of a service stays, whatever its post, its grid, its chief or a rule is from then on. */
export function keptRecords(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let people = 0
    before(async () => {
      district = await open()
      await sql`insert into appointments (district_id, id, role, person_id, grid_id, from_at)
        values ('main', 'chief', 'gridChief', 'head-1', 'north-1', '2026-02-01T00:00:00+08:00')`.execute(district.database.db)
      await renewed()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const renewed = () => sql`update districts set reference_version = reference_version + 1`.execute(district.database.db)
    /** Somebody with a seat at the slot that was from seven to eight. */
    async function past() {
      const as: Caller = `employee:K${people++}`
      const command = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, 'sh-past')
      return { as, id: command.id }
    }
    async function came(inAt: string, outAt: string) {
      const { as, id } = await past()
      for (const [kind, at] of [
        ['in', inAt],
        ['out', outAt],
      ]) {
        const proof = { by: 'host', signUpId: id }
        const answer = await district.post(
          '/v1/check-ins',
          checkInCommand({ kind, at: `2026-03-02T${at}:00+08:00`, proof }),
          'street',
        )
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
      }
      return { as, id }
    }
    const get = async (path: string, as: Caller) => {
      const answer = await district.call('GET', path, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const recordOf = async (as: Caller) => myHoursSchema.parse(await get('/v1/me/hours', as)).records[0]!
    const told = async (as: Caller) => {
      const { activity, content, place, organiser, inCharge, minutes } = await recordOf(as)
      return [...[activity, content, place, organiser].map(({ zh }: Localized) => zh), inCharge, minutes]
    }
    const KEPT = ['巡查岗', '街巷巡查', '网格micro-1', '网格north', '样例', 40]
    const certified = async (as: Caller) => {
      const answer = await district.post('/v1/me/certificates', certificateCommand(), as)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return certificateViewSchema.parse(answer.body)
    }
    const check = async (code: string) => certificateCheckSchema.parse(await get(`/v1/certificates/${code}`, 'nobody'))
    const setOverrun = async (overrunMinutes: number) => {
      const { database, keyring } = district
      const context = createContext({ database, keyring, clock: () => district.clock.now })
      const { policy } = rosterPolicyView(await context.reference.current())
      await setRosterPolicy(context, { ...policy, attendance: { ...policy.attendance, overrunMinutes } }, 'admin')
    }

    it('counts by the rule that held when it was recorded, and by the new one what is recorded from then on', async () => {
      const { as, id } = await came('07:10', '08:20')
      const certificate = await certified(as)
      assert.deepEqual([(await recordOf(as)).minutes, certificate.minutes], [70, 70])
      await setOverrun(0)
      assert.equal((await recordOf(as)).minutes, 70)
      const { signUps } = signUpListSchema.parse(await get('/v1/me/sign-ups', as))
      assert.equal(signUps.find((one) => one.id === id)!.attendance!.minutes, 70)
      assert.equal((await certified(as)).minutes, 70)
      assert.equal((await check(certificate.code)).state, 'valid')
      assert.equal((await recordOf((await came('07:10', '08:20')).as)).minutes, 50)
      // Whose record is corrected was recorded before the rule changed all the same.
      const asked = correctionCommand(id, { checkedInAt: '2026-03-02T07:00:00+08:00', checkedOutAt: '2026-03-02T08:20:00+08:00' })
      assert.equal((await district.post(`/v1/sign-ups/${id}/corrections`, asked, as)).status, 201)
      const accept = { id: nextUlid(), correctionId: asked.id, action: 'accept' }
      assert.equal((await district.post(`/v1/corrections/${asked.id}/steps`, accept, 'street')).status, 200)
      assert.equal((await recordOf(as)).minutes, 80)
      await setOverrun(30)
    })

    it('counts an hour once where the rule of the record before was a longer one', async () => {
      const { as } = await came('07:10', '08:20')
      await setOverrun(0)
      const { db } = district.database
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        select district_id, 'sh-next', post_id, '2026-03-02T08:00:00+08:00', '2026-03-02T08:40:00+08:00', 5, false
        from shifts where id = 'sh-past'`.execute(db)
      const command = signUpCommand({ slotId: 'sh-far' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, 'sh-next')
      for (const [kind, at] of [
        ['in', '08:00'],
        ['out', '08:40'],
      ]) {
        const proof = { by: 'host', signUpId: command.id }
        const sent = checkInCommand({ kind, at: `2026-03-02T${at}:00+08:00`, proof })
        assert.equal((await district.post('/v1/check-ins', sent, 'street')).status, 200)
      }
      const { records } = myHoursSchema.parse(await get('/v1/me/hours', as))
      assert.deepEqual(
        records.map(({ minutes }) => minutes),
        [20, 70],
      )
      await setOverrun(30)
    })

    it('keeps the activity when the table of posts calls its post something else', async () => {
      const { as } = await came('07:10', '07:50')
      const waiting = await past()
      assert.deepEqual(await told(as), KEPT)
      const body = `${HEADER}\npost-1,改名岗,巡查岗,micro-1,104.0605,30.5705,WGS-84,,20\n`
      const renamed = await district.call('POST', '/v1/posts:import', {
        as: 'street',
        body,
        headers: { 'content-type': 'text/csv' },
      })
      assert.deepEqual([renamed.status, renamed.body.outcome], [200, 'imported'], JSON.stringify(renamed.body))
      assert.deepEqual(await told(as), KEPT)
      // Nothing is written down of who has not come.
      assert.equal((await told(waiting.as))[0], '改名岗')
      const csv = await get('/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-02', 'liaison')
      assert.ok(csv.includes('巡查岗') && !csv.includes('改名岗'))
      const { code } = await certified(as)
      assert.deepEqual(
        (await check(code)).activities!.map(({ activity }) => activity.zh),
        ['巡查岗'],
      )
      const data = await get('/v1/me/data', as)
      assert.equal(data.records.attendances[0].activity.name.zh, '巡查岗')
      assert.ok(!JSON.stringify(data).includes('head-1'))
    })

    it('gives whoever was in charge what they answered for, each shift once and nothing of those who came to it', async () => {
      const { as, id } = await came('07:10', '07:50')
      await came('07:05', '07:45')
      const { records } = await get('/v1/people/head-1/data', 'street')
      type Row = { shift_id: string; in_charge_id: string; activity: { name: Localized } }
      const answered = records.attendances as Row[]
      assert.ok(answered.every((row) => Object.keys(row).sort().join() === 'activity,in_charge_id,shift_id,starts_at'))
      assert.ok(answered.every((row) => row.in_charge_id === 'head-1'))
      assert.equal(new Set(answered.map((row) => JSON.stringify(row))).size, answered.length)
      // What was written down before its post was called something else is told as it was.
      const ofShift = answered.filter((row) => row.shift_id === 'sh-past').map(({ activity }) => activity.name.zh)
      assert.deepEqual([...new Set(ofShift)].sort(), ['巡查岗', '改名岗'].sort())
      assert.equal(ofShift.filter((called) => called === '改名岗').length, 1)
      assert.ok(!JSON.stringify(records).includes(id))
      const own = await get('/v1/me/data', as)
      assert.deepEqual([own.records.attendances.length, own.records.attendances[0].sign_up_id], [1, id])
    })

    it('keeps place, organiser and who was in charge when the grid is split and its chief goes', async () => {
      const { as } = await came('07:10', '07:50')
      const before = await told(as)
      assert.deepEqual(before.slice(2), KEPT.slice(2))
      const change = {
        op: 'split',
        gridId: 'micro-1',
        into: [
          { name: { zh: '西侧', en: 'West side' }, ...strip(104.06, 104.0603) },
          { name: { zh: '东侧', en: 'East side' }, ...strip(104.0603, 104.061) },
        ],
      }
      district.clock.now = NOW + 86_400_000
      const redrawn = await district.post('/v1/grids:redraw', { id: nextUlid(), change }, 'street')
      assert.equal(redrawn.status, 200, JSON.stringify(redrawn.body))
      await sql`delete from appointments where id = 'chief'`.execute(district.database.db)
      await renewed()
      assert.deepEqual(await told(as), before)
    })

    it('says what a record lacks where nobody answered for the grid, and names nobody who was erased', async () => {
      const { as } = await past()
      const { id } = (
        await sql<{ id: string }>`select sign_ups.id from sign_ups join employees using (district_id, person_id)
        order by sign_ups.id desc limit 1`.execute(district.database.db)
      ).rows[0]!
      await attend(district, id)
      const record = await recordOf(as)
      assert.deepEqual([record.inCharge, record.lacks], [undefined, ['inCharge']])
      const path = '/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-02'
      const csv = await get(path, 'liaison')
      assert.match(csv, /缺项 lacks/)
      const days = '?from=2026-03-01&to=2026-03-02'
      const lacking = async () =>
        organisationHoursSchema.parse(await get(`/v1/organisations/org-a/hours${days}`, 'liaison')).lacking!
      const [one, ...others] = await lacking()
      assert.deepEqual(others, [])
      assert.deepEqual([one!.signUpId, one!.slotId, one!.lacks, one!.name], [id, 'sh-past', ['inCharge'], one!.name])
      assert.match(one!.name, /^员工K\d+$/)
      assert.match(csv, /活动负责人：当时网格、社区、街道均无网格长/)
      assert.ok(csv.includes('样例'))
      const erased = await district.post(
        '/v1/people/head-1/erasure',
        { id: nextUlid(), confirm: true } as { id: string },
        'street',
      )
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      const after = await get(path, 'liaison')
      assert.ok(!after.includes('样例'))
      assert.match(after, /活动负责人：姓名已不留存/)
      const kinds = new Set((await lacking()).map(({ lacks }) => lacks.join()))
      assert.deepEqual([...kinds].sort(), ['inCharge', 'inChargeName'])
      const { rows } = await sql`select 1 from attendances where in_charge_id = 'head-1'`.execute(district.database.db)
      assert.deepEqual(rows, [])
    })
  })
}
