import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { calendarAddressSchema, calendarStatusSchema } from '@wangge/core/roster/schema'
import ICAL from 'ical.js'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

export function calendars(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const renew = async (as: Caller, body: object = {}) => {
      const answer = await district.call('POST', '/v1/me/calendar', { as, body })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return calendarAddressSchema.parse(answer.body).path
    }
    const status = async (as: Caller) => calendarStatusSchema.parse((await district.call('GET', '/v1/me/calendar', { as })).body)
    const events = (text: string) =>
      new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((event) => ({
        uid: String(event.getFirstPropertyValue('uid')),
        summary: String(event.getFirstPropertyValue('summary')),
        status: String(event.getFirstPropertyValue('status')),
        start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().toISOString(),
        end: (event.getFirstPropertyValue('dtend') as ICAL.Time).toJSDate().toISOString(),
        alarms: event.getAllSubcomponents('valarm').length,
      }))
    /** What tells a program which of two copies of one event holds. */
    const copies = (text: string) =>
      new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((event) => {
        const instant = (name: string) => (event.getFirstPropertyValue(name) as ICAL.Time).toJSDate().toISOString()
        const [start, stamp, modified] = ['dtstart', 'dtstamp', 'last-modified'].map(instant)
        assert.equal(modified, stamp)
        return {
          start,
          modified,
          sequence: event.getFirstPropertyValue('sequence'),
          status: event.getFirstPropertyValue('status'),
        }
      })

    it('show one’s own duties to whoever holds the secret address, with reminders, in a form that another program reads', async () => {
      const seat = signUpCommand({ slotId: 'sh-20' })
      await district.post('/v1/sign-ups', seat, 'employee:C1')
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-20', orgId: 'org-b' }), 'otherEmployee:C9')
      const feed = await district.call('GET', await renew('employee:C1'))
      assert.equal(feed.status, 200)
      assert.equal(feed.headers.get('content-type'), 'text/calendar; charset=utf-8')
      assert.deepEqual(events(feed.body), [
        {
          uid: `${seat.id}@sample.wangge`,
          summary: '巡查岗',
          status: 'CONFIRMED',
          start: '2026-03-03T00:00:00.000Z',
          end: '2026-03-03T02:00:00.000Z',
          alarms: 1,
        },
      ])
      assert.equal(/员工|C1/.test(feed.body), false, 'names nobody')
    })

    it('tell who only waits, in the language asked for, and what was called off or given back', async () => {
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1', orgId: 'org-b' }), 'otherEmployee:C9')
      const waiting = signUpCommand({ slotId: 'sh-1' })
      await district.post('/v1/sign-ups', waiting, 'employee:C2')
      const later = signUpCommand({ slotId: 'sh-later' })
      await district.post('/v1/sign-ups', later, 'employee:C2')
      const path = await renew('employee:C2', { lang: 'en' })
      const read = async () =>
        events((await district.call('GET', path)).body).map(({ uid, summary, status: is, alarms }) => [
          uid.slice(0, 26),
          summary,
          is,
          alarms,
        ])
      assert.deepEqual(await read(), [
        [waiting.id, 'Patrol (waiting)', 'TENTATIVE', 0],
        [later.id, 'Patrol', 'CONFIRMED', 1],
      ])
      await district.post(`/v1/sign-ups/${waiting.id}/cancel`, { id: nextUlid(), signUpId: waiting.id }, 'employee:C2')
      const storm = { id: nextUlid(), from: '2026-03-08T00:00:00+08:00', to: '2026-03-09T00:00:00+08:00', reason: 'weather' }
      await district.post('/v1/shifts:cancel', storm, 'street')
      assert.deepEqual(
        (await read()).map(([, , is, alarms]) => [is, alarms]),
        [
          ['CANCELLED', 0],
          ['CANCELLED', 0],
        ],
      )
    })

    it('tell which copy of an event is the newer one, whenever its hours or what it is change', async () => {
      const setLine = async (change: object) => {
        const shown = await district.call('POST', '/v1/admin/templates-show', { as: 'admin', body: {} })
        const [template] = shown.body.templates
        const lines = template.lines.map((line: { id: string }) => (line.id === 'am' ? { ...line, ...change } : line))
        const body = { templates: [{ ...template, lines }] }
        assert.equal((await district.call('POST', '/v1/admin/templates-set', { as: 'admin', body })).status, 200)
        const made = await district.call('POST', '/v1/admin/shifts-make', { as: 'admin', body: { weeks: 1, from: '2026-03-16' } })
        assert.equal(made.status, 200, JSON.stringify(made.body))
      }
      await setLine({})
      const slotId = 'template-1:am:2026-03-17'
      const begun = new Date(district.clock.now).toISOString()
      const { body: seat } = await district.post('/v1/sign-ups', signUpCommand({ slotId }), 'employee:C4')
      assert.equal(seat.state, 'seated', JSON.stringify(seat))
      const path = await renew('employee:C4')
      const read = async () => copies((await district.call('GET', path)).body)
      assert.deepEqual(await read(), [{ start: '2026-03-17T00:00:00.000Z', modified: begun, sequence: 0, status: 'CONFIRMED' }])
      district.clock.now += 60_000
      await setLine({ from: '08:30' })
      const moved = { start: '2026-03-17T00:30:00.000Z', modified: new Date(district.clock.now).toISOString(), sequence: 1 }
      assert.deepEqual(await read(), [{ ...moved, status: 'CONFIRMED' }])
      district.clock.now += 60_000
      await setLine({ need: 3 })
      const [more] = await read()
      assert.ok(more!.modified! > moved.modified && Number(more!.sequence) > 1)
      district.clock.now += 60_000
      await district.post(`/v1/sign-ups/${seat.id}/cancel`, { id: nextUlid(), signUpId: seat.id }, 'employee:C4')
      const [off] = await read()
      assert.ok(off!.modified! > more!.modified! && Number(off!.sequence) > Number(more!.sequence))
      assert.equal(off!.status, 'CANCELLED')
    })

    it('are read again at no cost where nothing changed', async () => {
      const path = await renew('employee:C1')
      const first = await district.call('GET', path)
      const again = await district.call('GET', path, { headers: { 'if-none-match': first.headers.get('etag')! } })
      assert.deepEqual([again.status, again.body], [304, undefined])
    })

    it('end with a new address, and with its revocation; the person sees when it was read', async () => {
      const old = await renew('employee:C1')
      assert.equal((await status('employee:C1')).lastReadOn, undefined)
      await district.call('GET', old)
      assert.equal((await status('employee:C1')).lastReadOn, '2026-03-02')
      const path = await renew('employee:C1')
      assertProblem(await district.call('GET', old), 404, 'unknown-calendar')
      assert.equal((await district.call('GET', path)).status, 200)
      const revoke = () => district.call('POST', '/v1/me/calendar/revoke', { as: 'employee:C1', body: {} })
      assert.deepEqual([(await revoke()).status, (await revoke()).status], [200, 200])
      assertProblem(await district.call('GET', path), 404, 'unknown-calendar')
      assert.deepEqual(await status('employee:C1'), {})
    })

    it('are for those who signed up: nobody else has duties, nor has agreed to anything', async () => {
      const answer = await district.call('POST', '/v1/me/calendar', { as: 'employee:C8', body: {} })
      assertProblem(answer, 409, 'refused')
      assert.equal(answer.body.refusal.reason, 'no-sign-ups')
      assert.deepEqual(await status('employee:C8'), {})
    })

    it('lie in the database as a hash, and are in no audit entry', async () => {
      const path = await renew('employee:C1')
      const secret = path.slice('/v1/calendars/'.length, -'.ics'.length)
      assert.match(secret, /^wc_[A-Za-z0-9_-]{32}$/)
      const rows = await district.database.db.selectFrom('calendar_addresses').selectAll().execute()
      const entries = await district.database.db.selectFrom('audit_entries').selectAll().execute()
      const kept = await district.database.db.selectFrom('idempotency').selectAll().execute()
      assert.equal(JSON.stringify([rows, entries, kept]).includes(secret), false)
      assert.deepEqual(
        entries.slice(-1).map(({ action }) => action),
        ['renew-calendar'],
      )
    })

    it('go with the person', async () => {
      const path = await renew('employee:C1')
      const { status: done } = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true }, 'employee:C1')
      assert.equal(done, 200)
      assertProblem(await district.call('GET', path), 404, 'unknown-calendar')
    })

    it('are one path only: no other ending, no other method', async () => {
      const path = await renew('employee:C2')
      assertProblem(await district.call('GET', path.replace('.ics', '')), 404, 'unknown-path')
      assertProblem(await district.call('GET', path.replace('.ics', 'xics')), 404, 'unknown-path')
      assertProblem(await district.call('POST', path, { body: {} }), 405, 'method-not-allowed')
      assert.equal((await district.call('HEAD', path)).status, 200)
    })
  })
}
