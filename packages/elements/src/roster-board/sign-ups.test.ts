import { expect, fixture, html } from '@open-wc/testing'
import type { Client, Snapshot } from '@wangge/core/client'
import type { Roster } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { within } from '../../test/district.ts'
import { fileAfter } from '../../test/file-after.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

describe('wg-roster-board, on the sign-ups of an organisation', function () {
  this.timeout(120_000)
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>

  before(async () => {
    org = await openOrganisation('sign-ups')
    liaison = await org.liaison()
  })
  after(() => org.close())

  async function open(lang = 'en', client: Client = liaison.client) {
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang=${lang} .client=${client}></wg-roster-board>`)
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-sign-ups'), 'the view is offered')
    inside.one('#tab-sign-ups').click()
    return { element, inside }
  }

  it('lists who comes when, with their number, and gives the same as a file', async () => {
    const volunteer = await org.volunteer('苏名单')
    const slot = (await org.slots(liaison))[0]!
    const signUpId = await volunteer.signUp(slot)
    const { element, inside } = await open()
    await waitUntil(() => inside.has(`[data-sign-up="${signUpId}"]`), 'it is listed')
    const says = inside.one(`[data-sign-up="${signUpId}"]`).textContent?.replace(/\s+/g, ' ').trim()
    expect(says).to.equal(`苏名单 staff number ${volunteer.employee.staffNumber} Has a seat`)
    expect(inside.one(`[data-slot-entries="${slot.id}"]`).textContent).to.contain(slot.post.name.en)
    await expect(element).to.be.accessible()
    const { name, text } = await fileAfter(() => inside.one('#sign-ups-csv').click())
    expect(name).to.match(/^Sign-ups.*\.csv$/)
    expect(text).to.contain(`苏名单,${volunteer.employee.staffNumber},seated`)
  })

  /** A client that is told this of sign-ups, and all else by the server. */
  function tells(entries: Roster['entries']): Client {
    const told: Snapshot<Roster> = { data: { asOf: new Date().toISOString(), entries }, refreshing: false }
    const organisationSignUps = () => ({
      subscribe(listener: (snapshot: typeof told) => void) {
        listener(told)
        return () => {}
      },
      refresh: async () => told,
    })
    return { ...liaison.client, organisationSignUps } as Client
  }

  const entry = (id: string, hours: number, state: Roster['entries'][number]['state']): Roster['entries'][number] => {
    const at = (more: number) => new Date(Date.now() + (hours + more) * 3_600_000).toISOString()
    const about = { post: { zh: `岗${id}`, en: `Post ${id}` }, personId: `p${id}`, name: `甲${id}` }
    return { ...about, signUpId: `01J000000000000000000000${id}`, slotId: `s${id}`, state, startsAt: at(0), endsAt: at(2) }
  }

  it('tells what is over apart from what is to come, and what was cancelled as such', async () => {
    const { element, inside } = await open(
      'zh',
      tells([entry('AA', -80, 'seated'), entry('BB', 60, 'seated'), entry('CC', 60, 'cancelled')]),
    )
    await waitUntil(() => inside.has('[data-sign-up]'), 'they are listed')
    expect(inside.one('[data-span=coming]').textContent?.trim()).to.equal('今天起 2')
    expect(inside.one('[data-span=past]').textContent?.trim()).to.equal('过去一周 1')
    expect(inside.text()).to.contain('1 人次有名额')
    expect(inside.one('[data-slot-entries=sCC]').textContent).to.contain('已取消')
    inside.one('[data-span=past]').click()
    await element.updateComplete
    expect(inside.all('[data-sign-up]').map((one) => one.textContent?.trim().slice(0, 3))).to.deep.equal(['甲AA'])
  })

  it('says that nobody signed up', async () => {
    const { inside } = await open('en', tells([]))
    await waitUntil(() => inside.text().includes('Nobody has signed up in this time'), 'nobody')
  })
})
