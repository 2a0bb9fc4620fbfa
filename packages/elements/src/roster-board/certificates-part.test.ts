import { expect, fixture, html } from '@open-wc/testing'
import type { AttendanceView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { moveShift, within } from '../../test/district.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

const monthOf = (at: number | string) => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 7)

/** Not everybody has a page of their own to ask for a certificate: somebody issues it who answers for their records. */
describe('wg-roster-board, certificates on request', () => {
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>

  before(async () => {
    org = await openOrganisation('certificates')
  })

  beforeEach(async () => {
    liaison = await org.liaison()
  })

  afterEach(() => org.close())

  /** Somebody who was at a shift from its start to its end. @returns when it began */
  async function serve(who: Volunteer): Promise<string> {
    const slot = (await org.slots(liaison)).find(({ capacity, seated }) => seated < capacity)!
    const signUpId = await who.signUp(slot)
    await moveShift(slot.id, -240)
    const { data } = await who.client.mySignUps().refresh()
    const { startsAt, endsAt } = data!.find(({ id }) => id === signUpId)!.slot!
    let attendance: AttendanceView | undefined
    for (const [kind, at] of [
      ['checkIn', startsAt],
      ['checkOut', endsAt],
    ] as const) {
      const sent = await liaison.client[kind]({ at, proof: { by: 'host', signUpId } })
      const outcome = sent.ok ? await sent.settled : sent
      if (!('state' in outcome) || outcome.state !== 'acknowledged') throw new Error(`got ${JSON.stringify(outcome)}`)
      attendance = outcome.answer.attendance
    }
    expect(attendance?.state).to.equal('out')
    return startsAt
  }

  async function open(startsAt: string, lang: string) {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} org=${org.district.orgId} .client=${liaison.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-hours'), 'who is there is known')
    inside.one('#tab-hours').click()
    await waitUntil(() => inside.has('.hours-head .week .button'), 'the month')
    if (monthOf(startsAt) !== monthOf(Date.now())) inside.one('.hours-head .week .button').click()
    await waitUntil(() => inside.has('#certificate-open'), 'there is somebody to ask')
    return { element, inside }
  }

  it('issues one for somebody who asked, prints it and takes it back, and says what is missing first', async () => {
    const startsAt = await serve(await org.volunteer('康无页'))
    const { element, inside } = await open(startsAt, 'en')
    inside.one('#certificate-open').click()
    await waitUntil(() => inside.focused()?.id === 'asked-by', 'the form')
    await expect(element).to.be.accessible()
    const submit = () => inside.one('.requested [type=submit]').click()
    submit()
    await waitUntil(() => inside.focused()?.id === 'summary', 'what is missing')
    expect(inside.one('#summary').textContent).to.match(/Choose who asks[^]*Choose how they asked/)
    await expect(element).to.be.accessible()

    const who = inside.one<HTMLSelectElement>('#asked-by')
    expect(inside.has('#asked-disclose input:checked'), 'nothing is agreed to beforehand').to.equal(false)
    // There may be two of the name.
    who.value = [...who.options].find(({ text }) => /^康无页 \(came 1 ×, .*h.*\)$/.test(text))!.value
    who.dispatchEvent(new Event('change'))
    inside.one<HTMLInputElement>('#asked-how input[value=in-person]').click()
    await element.updateComplete
    submit()
    await waitUntil(
      () => inside.one('#certificate-news').textContent?.includes('The certificate of 康无页 can be printed'),
      'issued',
    )
    await waitUntil(() => inside.has('[data-certificate]'), 'it is in the list')
    expect(inside.one('[data-certificate]').textContent).to.match(/康无页[^]*Asked in person/)
    expect(inside.has('.requested')).to.equal(false)
    const print = inside.one<HTMLAnchorElement>('[data-certificate] a')
    expect(print.href).to.match(/\/certificates\/[0-9a-f]{32}\/print$/)
    await expect(element).to.be.accessible()

    inside.one('[data-revoke]').click()
    await waitUntil(() => inside.focused()?.id === 'revoke-sure', 'it is asked once more')
    inside.one<HTMLElement>('[data-certificate] #revoke-sure + button').click()
    await waitUntil(() => inside.focused()?.matches('[data-revoke]'), 'back where one came from')
    inside.one('[data-revoke]').click()
    await waitUntil(() => inside.focused()?.id === 'revoke-sure', 'asked again')
    expect(inside.one('#revoke-sure').getAttribute('aria-label')).to.equal('Revoke it: certificate of 康无页')
    inside.one('#revoke-sure').click()
    await waitUntil(() => inside.one('#certificate-news').textContent?.includes('is revoked'), 'taken back')
    await waitUntil(() => !inside.has('[data-certificate]'), 'it is gone')

    // Somebody of one month is not chosen in another, where they are not listed.
    inside.one('#certificate-open').click()
    await waitUntil(() => inside.has('#asked-by'), 'the form again')
    const again = inside.one<HTMLSelectElement>('#asked-by')
    again.value = again.options[1]!.value
    again.dispatchEvent(new Event('change'))
    inside.one<HTMLInputElement>('#asked-how input[value=by-phone]').click()
    inside.one('.hours-head .week .button').click()
    await waitUntil(
      () => inside.has('#asked-by') && inside.one<HTMLSelectElement>('#asked-by').options.length === 1,
      'nobody there',
    )
    submit()
    await waitUntil(() => inside.focused()?.id === 'summary', 'somebody is to be chosen')
    expect(inside.one('#summary').textContent).to.match(/Choose who asks/)
  })
})
