import assert from 'node:assert/strict'
import { before, describe } from 'node:test'
import { shiftCodeSchema } from '@wangge/core/roster/schema'
import { createSession } from '../../src/storage/sessions.ts'
import { personOf } from '../access/two-communities.ts'
import {
  certificateCommand,
  requestedCertificateCommand,
  checkInCommand,
  correctionCommand,
  newKeyring,
  nextUlid,
  signUpCommand,
} from '../harness.ts'
import type { Caller } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const OWNER: Caller = 'employee:DUTY1'
const THIEF: Caller = 'employee:DUTY2'
const ELSEWHERE: Caller = 'otherEmployee:DUTY3'
const SLOT = 'attacked-slot'
/** When the slot takes place. */
const START = Date.parse('2026-03-03T18:00:00+08:00')
const CONSENT = { purpose: 'volunteer-duty', version: 1 }
const HOUR = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()

/** Seats, codes, hours, certificates and calendars of others. */
export function duties(arena: Arena): void {
  describe('others’ duties', () => {
    const { ask, refuses } = arena
    const seats: Record<string, string> = {}
    let swapId = ''
    before(async () => {
      const at = { starts_at: iso(START), ends_at: iso(START + 2 * HOUR) }
      await arena.context.db
        .insertInto('shifts')
        .values({ district_id: 'main', id: SLOT, post_id: 'post-1', need: 5, cancelled: false, ...at })
        .execute()
      for (const as of [OWNER, THIEF, ELSEWHERE]) {
        const body = signUpCommand({ slotId: SLOT, ...(as === ELSEWHERE && { orgId: 'org-b' }) })
        assert.equal((await ask({ path: '/v1/sign-ups', as, body })).status, 201)
        seats[as] = body.id
      }
      swapId = nextUlid()
      const offer = { id: swapId, signUpId: seats[OWNER] }
      assert.equal((await ask({ path: '/v1/swaps', as: OWNER, body: offer })).status, 201)
    })

    /** The code that is shown at the slot, and the clock where it is shown. */
    async function shownCode(now: number): Promise<string> {
      arena.district.clock.now = now
      const { status, body } = await ask({ path: `/v1/slots/${SLOT}/code`, as: 'street' })
      assert.equal(status, 200)
      return decodeURI(new URL(shiftCodeSchema.parse(body).url).hash.slice(1))
    }
    const byCode = (code: string, as: Caller, at = arena.district.clock.now): Ask => ({
      path: '/v1/check-ins',
      as,
      body: checkInCommand({ at: iso(at), proof: { by: 'code', code } }),
    })
    const byHost = (signUpId: string, as: Caller): Ask => ({
      path: '/v1/check-ins',
      as,
      body: checkInCommand({ at: iso(arena.district.clock.now), proof: { by: 'host', signUpId } }),
    })
    const reasonIs = async (reason: string, request: Ask) =>
      assert.equal((await refuses(409, 'refused', request)).body.refusal.reason, reason)
    const onSwap = (verb: string, as: Caller, more: object = {}): Ask => ({
      path: `/v1/swaps/${swapId}/${verb}`,
      as,
      body: { id: nextUlid(), swapId, ...more },
    })

    attack('a check-in code that a colleague has used, from a photograph of it', async () => {
      const code = await shownCode(START)
      assert.equal((await ask(byCode(code, OWNER))).status, 200)
      await reasonIs('code-used', byCode(code, THIEF))
    })

    attack('a check-in code kept from hours before the shift, for a time at which one was not there', async () => {
      const code = await shownCode(START - 2 * HOUR)
      arena.district.clock.now = START + 60_000
      await reasonIs('too-early', byCode(code, THIEF))
    })

    attack('a check-in code kept for days, as if it had been sent without a network', async () => {
      const code = await shownCode(START + 90_000)
      arena.district.clock.now = START + 80 * HOUR
      await reasonIs('arrived-too-late', byCode(code, THIEF, START + 90_000))
    })

    attack('a check-in code signed with a key of one’s own', async () => {
      const parts = (await shownCode(START + 120_000)).split('~')
      const own = newKeyring()
      const text = JSON.stringify(['wangge check-in', '1', 'main', SLOT, Number.parseInt(parts[2]!, 36), parts[4]])
      const mac = Buffer.from(own.sign(own.currentSigner, text)!).subarray(0, 16).toString('base64url')
      await reasonIs('code-forged', byCode(parts.with(5, mac).join('~'), THIEF))
    })

    attack('a check-in code of one shift turned to another', async () => {
      const parts = (await shownCode(START + 180_000)).split('~')
      await reasonIs('code-forged', byCode(parts.with(1, 'sh-later').join('~'), THIEF))
    })

    attack('a check-in code without a seat', async () => {
      await reasonIs('not-signed-up', byCode(await shownCode(START + 240_000), 'employee:DUTY9'))
    })

    attack('making check-in codes as somebody who has a seat', async () => {
      await refuses(403, 'audience-not-allowed', { path: `/v1/slots/${SLOT}/code`, as: THIEF })
    })

    attack('vouching for a colleague as a volunteer', async () => {
      arena.district.clock.now = START + 60_000
      await refuses(404, 'unknown-sign-up', byHost(seats[OWNER]!, THIEF))
    })

    attack('vouching for people of another organisation as its liaison’s colleague', async () => {
      arena.district.clock.now = START + 60_000
      await refuses(404, 'unknown-sign-up', byHost(seats[ELSEWHERE]!, 'liaison'))
    })

    attack('who comes to the posts of another building, as the head of one', async () => {
      arena.district.clock.now = START - HOUR
      const shown = await ask({ path: '/v1/roster/today', as: 'head' })
      assert.ok(JSON.stringify(shown.body).includes(seats[OWNER]!), 'there is something to be seen')
      const headers = { authorization: `Bearer ${(await createSession(arena.context, personOf('buildingHead', 'there'))).token}` }
      const { status, body } = await ask({ path: '/v1/roster/today', headers })
      assert.deepEqual([status, body.slots, body.posts, body.organisations], [200, [], [], []])
      await refuses(400, 'invalid-query', { path: '/v1/roster/today?gridId=micro-1', headers })
      await refuses(404, 'unknown-slot', { path: `/v1/slots/${SLOT}/code`, headers })
      const absence = { id: nextUlid(), signUpId: seats[OWNER] }
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${seats[OWNER]}/no-show`, headers, body: absence })
    })

    attack('who comes on another day, as the head of the building', async () => {
      for (const [now, isSeen] of [
        [START - 24 * HOUR, false],
        [START, true],
        [START + 24 * HOUR, false],
      ] as const) {
        arena.district.clock.now = now
        const { body } = await ask({ path: '/v1/roster/today', as: 'head' })
        assert.equal(JSON.stringify(body).includes(seats[OWNER]!), isSeen, iso(now))
      }
      for (const query of ['from=2026-03-02', 'date=2026-03-02', 'to=2026-03-30'])
        await refuses(400, 'invalid-query', { path: `/v1/roster/today?${query}`, as: 'head' })
      await refuses(403, 'role-not-allowed', { path: '/v1/roster?from=2026-03-02', as: 'head' })
      await refuses(403, 'role-not-allowed', { path: '/v1/roster.xlsx?from=2026-03-02', as: 'head' })
    })

    attack('a place that is none: far away, with an accuracy as wide as the district', async () => {
      arena.district.clock.now = START + 60_000
      const proof = { by: 'place', slotId: SLOT, position: [104.2, 30.7], accuracy: 50_000 }
      await refuses(409, 'refused', {
        path: '/v1/check-ins',
        as: THIEF,
        body: checkInCommand({ at: iso(arena.district.clock.now), proof }),
      })
    })

    attack('marking a colleague absent as a volunteer', async () => {
      arena.district.clock.now = START + 60_000
      const body = { id: nextUlid(), signUpId: seats[OWNER] }
      await refuses(403, 'audience-not-allowed', { path: `/v1/sign-ups/${seats[OWNER]}/no-show`, as: THIEF, body })
    })

    attack('confirming a colleague’s presence', async () => {
      const body = { id: nextUlid(), signUpId: seats[OWNER] }
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${seats[OWNER]}/confirm`, as: THIEF, body })
    })

    attack('offering a colleague’s seat in a swap', async () => {
      const body = { id: nextUlid(), signUpId: seats[OWNER] }
      await refuses(404, 'unknown-sign-up', { path: '/v1/swaps', as: THIEF, body })
    })

    attack('withdrawing a colleague’s swap', async () => {
      await refuses(404, 'unknown-swap', onSwap('withdraw', THIEF))
    })

    attack('accepting a swap of another organisation', async () => {
      await refuses(404, 'unknown-swap', onSwap('accept', ELSEWHERE, { consent: CONSENT }))
    })

    attack('approving a swap that one wants oneself', async () => {
      await refuses(403, 'audience-not-allowed', onSwap('approve', THIEF))
    })

    attack('asking for a correction of a colleague’s hours', async () => {
      const body = correctionCommand(seats[OWNER]!)
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${seats[OWNER]}/corrections`, as: THIEF, body })
    })

    attack('having a colleague’s record tell something else', async () => {
      arena.district.clock.now = START + 3 * HOUR
      const facts = { activity: '领奖', inCharge: '我' }
      const body = { id: nextUlid(), signUpId: seats[OWNER], facts, reason: '记错了' }
      for (const as of [THIEF, ELSEWHERE]) {
        await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${seats[OWNER]}/corrections`, as, body })
      }
      // By a path of one’s own, with the record of another.
      await refuses(422, 'invalid-body', { path: `/v1/sign-ups/${seats[THIEF]}/corrections`, as: THIEF, body })
    })

    attack('a record that tells more than one line, turns a line around or is longer than a line', async () => {
      arena.district.clock.now = START + 3 * HOUR
      for (const place of ['门\n负责人：我', '\u202E门', '\u0007', '门'.repeat(201), '']) {
        const body = { id: nextUlid(), signUpId: seats[THIEF], facts: { place }, reason: '记错了' }
        await refuses(422, 'invalid-body', { path: `/v1/sign-ups/${seats[THIEF]}/corrections`, as: THIEF, body })
      }
    })

    let correctionId = ''
    /** What somebody says of their hours, once the shift is over. */
    async function asked(): Promise<string> {
      arena.district.clock.now = START + 3 * HOUR
      if (correctionId) return correctionId
      const body = correctionCommand(seats[OWNER]!, { checkedInAt: iso(START), checkedOutAt: iso(START + 2 * HOUR) })
      assert.equal((await ask({ path: `/v1/sign-ups/${seats[OWNER]}/corrections`, as: OWNER, body })).status, 201)
      return (correctionId = body.id)
    }
    const accepts = (id: string, request: Pick<Ask, 'as' | 'headers'>): Ask => ({
      path: `/v1/corrections/${id}/steps`,
      body: { id: nextUlid(), correctionId: id, action: 'accept' },
      ...request,
    })

    attack('deciding on the hours of one’s own people as their liaison, who sees how they stand', async () => {
      const id = await asked()
      await refuses(403, 'role-not-allowed', accepts(id, { as: 'liaison' }))
      await refuses(403, 'role-not-allowed', { path: '/v1/corrections', as: 'liaison' })
    })

    attack('deciding on one’s own hours and a colleague’s as a volunteer', async () => {
      const id = await asked()
      await reasonIs('action-not-allowed', accepts(id, { as: OWNER }))
      await refuses(404, 'unknown-correction', accepts(id, { as: THIEF }))
    })

    attack('seeing and deciding what another community recorded', async () => {
      const id = await asked()
      const token = { role: 'community', gridId: 'south' }
      const made = await ask({ path: '/v1/admin/token-create', as: 'admin', body: token })
      const headers = { authorization: `Bearer ${made.body.token}` }
      await refuses(404, 'unknown-correction', accepts(id, { headers }))
      await refuses(404, 'unknown-grid', { path: '/v1/corrections?gridId=north', headers })
      const list = async (request: Pick<Ask, 'as' | 'headers'>) => (await ask({ path: '/v1/corrections', ...request })).body
      assert.deepEqual((await list({ headers })).corrections, [])
      assert.deepEqual(
        (await list({ as: 'community' })).corrections.map((one: { id: string }) => one.id),
        [id],
      )
    })

    attack('an organisation’s hours and their export as one who serves there', async () => {
      for (const path of ['hours', 'hours.csv', 'hours.xlsx']) {
        await refuses(403, 'audience-not-allowed', { path: `/v1/organisations/org-a/${path}`, as: THIEF })
      }
    })

    attack('another organisation’s hours as a liaison', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b/hours', as: 'liaison' })
    })

    attack('certificates by codes that are guessed', async () => {
      for (const code of ['AAAA-AAAA-AAAA-AAAA', '0000-0000-0000-0000', '%25', `${'A'.repeat(15)}%00`, 'A'.repeat(4000)]) {
        await refuses(404, undefined, { path: `/v1/certificates/${code}`, as: 'nobody' })
      }
    })

    attack('a certificate for hours that one does not have', async () => {
      await reasonIs('no-hours', { path: '/v1/me/certificates', as: THIEF, body: certificateCommand() })
    })

    attack('a certificate of somebody of another organisation, or of somebody who did not serve', async () => {
      const { db } = arena.context
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('org_id', '=', 'org-a')
        .executeTakeFirstOrThrow()
      const of = (orgId: string) => ({ path: `/v1/organisations/${orgId}/certificates`, as: 'liaison' as const })
      await refuses(403, 'other-organisation', { ...of('org-b'), body: requestedCertificateCommand(personId) })
      for (const whom of ['nobody-at-all', 'chief-1']) {
        await reasonIs('no-hours', { ...of('org-a'), body: requestedCertificateCommand(whom) })
      }
      for (const asked of [undefined, '', 'by-nobody']) {
        await refuses(422, 'invalid-body', { ...of('org-a'), body: requestedCertificateCommand(personId, { asked }) })
      }
    })

    attack('calendars by addresses that are guessed', async () => {
      for (const secret of ['x'.repeat(43), OWNER.split(':')[1]!, '%25', '..%2Fv1%2Fme']) {
        await refuses(404, undefined, { path: `/v1/calendars/${secret}.ics`, as: 'nobody' })
      }
    })

    attack('a calendar by the address that its owner has replaced', async () => {
      const renew = async () => (await ask({ path: '/v1/me/calendar', as: OWNER, body: {} })).body.path as string
      const old = await renew()
      const { status } = await ask({ path: await renew(), as: 'nobody' })
      assert.equal(status, 200)
      await refuses(404, undefined, { path: old, as: 'nobody' })
    })

    for (const as of ['liaison', 'community', 'estate', THIEF, 'public', 'org'] as const) {
      attack(`an import of people as ${as.split(':')[0]}`, async () => {
        const body = new TextEncoder().encode('姓名,手机\n张三,13700001234\n')
        await refuses(403, undefined, { path: '/v1/people:import', as, body, headers: { 'content-type': 'text/csv' } })
      })
    }

    attack('calling off shifts as a liaison', async () => {
      const body = { id: nextUlid(), from: iso(START), to: iso(START + HOUR), reason: 'other' }
      await refuses(403, undefined, { path: '/v1/shifts:cancel', as: 'liaison', body })
    })

    attack('naming people of another organisation for a slot', async () => {
      const body = { id: nextUlid(), slotId: SLOT, people: [{ personId: 'head-1' }] }
      await refuses(404, undefined, { path: '/v1/organisations/org-b/sign-ups', as: 'liaison', body })
    })

    attack('the people of another organisation', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b/people', as: 'liaison' })
    })
  })
}
