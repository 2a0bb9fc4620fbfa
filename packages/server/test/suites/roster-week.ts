import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { rosterWeekSchema } from '@wangge/core/roster/schema'
import type { RosterWeek } from '@wangge/core/roster/schema'
import readXlsxFile from 'read-excel-file/node'
import { assertProblem, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'

export function rosterWeek(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      const signUp = (as: Caller, changes: object) => district.post('/v1/sign-ups', signUpCommand(changes), as)
      await signUp('employee:R1', { slotId: 'sh-20' })
      await signUp('otherEmployee:R2', { slotId: 'sh-20', orgId: 'org-b' })
      await signUp('employee:R1', { slotId: 'sh-1' })
      await signUp('otherEmployee:R2', { slotId: 'sh-1', orgId: 'org-b' })
      await signUp('otherEmployee:R3', { slotId: 'sh-crossing', orgId: 'org-b' })
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const week = async (as: Caller, query = 'from=2026-03-02'): Promise<RosterWeek> => {
      const { status, body } = await district.call('GET', `/v1/roster?${query}`, { as })
      assert.equal(status, 200, JSON.stringify(body))
      return rosterWeekSchema.parse(body)
    }
    const names = ({ slots }: RosterWeek, id: string) =>
      slots.find((slot) => slot.id === id)?.people.map(({ name, state, position }) => [name, state, position ?? 0])

    it('shows the street seven days: posts, shifts by local day, seats, names and who waits', async () => {
      const { days, posts, slots, organisations, timeZone } = await week('street')
      assert.equal(timeZone, 'Asia/Shanghai')
      assert.deepEqual(
        days.map(({ date, kind }) => [date, kind]),
        [
          ['2026-03-02', 'workday'],
          ['2026-03-03', 'workday'],
          ['2026-03-04', 'workday'],
          ['2026-03-05', 'workday'],
          ['2026-03-06', 'workday'],
          ['2026-03-07', 'dayOff'],
          ['2026-03-08', 'dayOff'],
        ],
      )
      assert.deepEqual(
        posts.map(({ id, kind }) => [id, kind]),
        [
          ['post-1', 'patrol'],
          ['post-2', 'intersection'],
        ],
      )
      assert.deepEqual(
        slots.map(({ id, date, seated, capacity }) => [id, date, seated, capacity]),
        [
          ['sh-past', '2026-03-02', 0, 5],
          ['sh-20', '2026-03-03', 2, 20],
          ['sh-1', '2026-03-03', 1, 1],
          ['sh-overlap', '2026-03-03', 0, 5],
          ['sh-crossing', '2026-03-04', 1, 2],
          ['sh-later', '2026-03-08', 0, 1000],
        ],
      )
      assert.deepEqual(names(await week('street'), 'sh-1'), [
        ['员工R1', 'seated', 0],
        ['员工R2', 'waitlisted', 1],
      ])
      const [first] = slots.find(({ id }) => id === 'sh-20')!.people
      assert.deepEqual([first!.by, first!.attendance?.state], ['self', 'none'])
      assert.equal(slots.find(({ id }) => id === 'sh-crossing')!.sponsorId, 'org-b')
      assert.deepEqual(
        organisations.map(({ id }) => id),
        ['org-a', 'org-b'],
      )
    })

    it('shows the grid’s people what is on their posts, and a liaison their own people on posts that are open to them', async () => {
      assert.deepEqual(
        (await week('estate')).slots.map(({ id }) => id),
        ['sh-crossing'],
      )
      assert.deepEqual(names(await week('community'), 'sh-20'), [
        ['员工R1', 'seated', 0],
        ['员工R2', 'seated', 0],
      ])
      const own = await week('liaison')
      assert.deepEqual(names(own, 'sh-20'), [['员工R1', 'seated', 0]])
      assert.equal(own.slots.find(({ id }) => id === 'sh-20')!.seated, 2)
      assert.equal(names(own, 'sh-crossing'), undefined, 'another branch’s intersection')
      assert.deepEqual(
        own.organisations.map(({ id }) => id),
        ['org-a'],
      )
      assert.deepEqual(
        (await week('street', 'from=2026-03-02&gridId=north-2')).posts.map(({ id }) => id),
        ['post-2'],
      )
    })

    it('masks a minor for everybody but the street', async () => {
      await district.database.db.updateTable('people').set({ minor: true }).where('named_by_host', '=', true).execute()
      assert.equal(names(await week('street'), 'sh-20')![0]![0], '员工R1')
      assert.equal(names(await week('community'), 'sh-20')![0]![0], '员**1')
      await district.database.db.updateTable('people').set({ minor: false }).execute()
    })

    it('is audited, answers 304 where nothing changed, and knows its bounds', async () => {
      const first = await district.call('GET', '/v1/roster?from=2026-03-02', { as: 'street' })
      const etag = first.headers.get('etag')!
      const second = await district.call('GET', '/v1/roster?from=2026-03-02', {
        as: 'street',
        headers: { 'if-none-match': etag },
      })
      assert.equal(second.status, 304)
      const rows = await district.database.db
        .selectFrom('audit_entries')
        .select('action')
        .where('action', '=', 'read-roster')
        .execute()
      assert.ok(rows.length >= 2)
      const asked = (query: string) => district.call('GET', `/v1/roster?${query}`, { as: 'street' })
      assertProblem(await asked('from=2026-03-02&to=2026-03-02'), 400, 'invalid-query')
      assertProblem(await asked('from=2026-03-02&to=2026-05-02'), 400, 'invalid-query')
      assertProblem(await asked('from=2026-02-30'), 400, 'invalid-query')
      assertProblem(await asked('from=2026-03-02&gridId=nowhere'), 404, 'unknown-grid')
      assertProblem(await district.call('GET', '/v1/roster?from=2026-03-02', { as: 'head' }), 403, 'role-not-allowed')
    })

    it('is a workbook that reads back, and in which no name is a formula', async () => {
      const evil = { sub: 'R9', name: '=HYPERLINK("http://x.example","点我")' }
      const token = hostToken({ secret: HOSTS['org-a'].secret, claims: claimsOf('org-a', district.clock.now, evil) })
      const command = signUpCommand({ slotId: 'sh-overlap' })
      const headers = { ...district.headersOf('org'), authorization: `Bearer ${token}`, 'idempotency-key': command.id }
      const signedUp = await district.call('POST', '/v1/sign-ups', { body: command, headers })
      assert.equal(signedUp.status, 201, JSON.stringify(signedUp.body))
      const request = new Request('http://district.test/v1/roster.xlsx?from=2026-03-02', {
        headers: district.headersOf('street'),
      })
      const response = await district.app.fetch(request)
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('content-disposition'), 'attachment; filename="roster-2026-03-02.xlsx"')
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const bytes = Buffer.from(await response.arrayBuffer())
      const [matrix, list] = (await readXlsxFile(bytes)) as { sheet: string; data: unknown[][] }[]
      assert.deepEqual([matrix!.sheet, list!.sheet], ['周表 Week', '班次 Shifts'])
      assert.equal(matrix!.data.length, 3)
      assert.match(String(matrix!.data[1]![2]), /08:00–10:00 {2}2\/20\n员工R1、员工R2/)
      const line = list!.data.find((row) => String(row[11]).includes('HYPERLINK'))!
      assert.deepEqual(line.slice(0, 2), ['2026-03-03', '周二 Tue'])
      assert.equal(line[11], '=HYPERLINK("http://x.example","点我")')
      assert.equal(line[8], 5)
      const waiting = list!.data.find((row) => row[6] === '12:00')!
      assert.deepEqual([waiting[9], waiting[10], waiting[11], waiting[12]], [1, 1, '员工R1、(员工R2)', '满 full'])
    })
  })
}
