import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { closeOrganisation, makeWeek, openClient, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

/** 撤销 of an organisation in the middle of a week that is shown. */
describe('wg-roster-board, an organisation that closes', function () {
  this.timeout(120_000)
  let org: Organisation
  let street: TestClient
  let monday = ''
  const dayOf = (days: number) => new Date(Date.parse(monday) + days * 86_400_000).toISOString().slice(0, 10)

  before(async () => {
    const day = new Date(Date.now() + 8 * 3_600_000 + 3 * 7 * 86_400_000)
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
    monday = day.toISOString().slice(0, 10)
    org = await openOrganisation('closing')
    await makeWeek(monday)
    const { endpoint, publicKey: siteKey, orgId } = org.district
    street = await openClient({ endpoint, siteKey, token: streetToken })
    await closeOrganisation(orgId, dayOf(4))
  })

  after(() => {
    street.client.close()
    org.close()
  })

  async function open({ client }: TestClient, lang = 'en') {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${monday} .client=${client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('[data-slot]') && inside.has('[part=quota]'), 'the week and what is owed are there')
    return { element, inside }
  }

  async function openShift({ element, inside }: Awaited<ReturnType<typeof open>>, { client }: TestClient, day: number) {
    const { data } = await client.rosterWeek({ from: monday }).refresh()
    const slot = data!.slots.find(({ id, date, cancelled }) => {
      return date === dayOf(day) && !cancelled && inside.has(`[data-slot="${CSS.escape(id)}"]`)
    })
    if (!slot) throw new Error(`expected a shift on ${dayOf(day)}, got none`)
    inside.one(`[data-slot="${CSS.escape(slot.id)}"]`).click()
    await element.updateComplete
    await waitUntil(() => inside.has('#candidates-title'), 'its people are there')
  }

  it('is there to be chosen for a shift before that day, and for none from it on', async () => {
    const { orgId } = org.district
    const board = await open(street)
    const { inside, element } = board
    await openShift(board, street, 3)
    expect(inside.has(`#org option[value="${orgId}"]`)).to.equal(true)
    const select = inside.one<HTMLSelectElement>('#org')
    select.value = orgId
    select.dispatchEvent(new Event('change'))
    await waitUntil(() => inside.has('#search'), 'its people are there')
    await openShift(board, street, 5)
    expect(inside.has(`#org option[value="${orgId}"]`)).to.equal(false)
    expect(inside.one<HTMLSelectElement>('#org').value).to.equal('')
    expect(inside.has('#search'), 'nobody of it can be named').to.equal(false)
    expect(inside.one('.panel').textContent).to.contain(`The organisation is closed from ${dayOf(4)} on`)
    await expect(element).to.be.accessible()
  })

  it('says that names can be dragged onto the table where it is beside them, and not on a phone', async () => {
    const device = await org.liaison()
    const board = await open(device)
    const isSaid = () => getComputedStyle(board.inside.one('.drag-hint')).display !== 'none'
    try {
      await setViewport({ width: 1280, height: 800 })
      await openShift(board, device, 3)
      await waitUntil(() => board.inside.has('.drag-hint'), 'people are there')
      expect(isSaid()).to.equal(matchMedia('(hover: hover) and (pointer: fine)').matches)
      await setViewport({ width: 360, height: 740 })
      await waitUntil(() => !isSaid(), 'nothing is dragged here')
    } finally {
      await setViewport({ width: 1280, height: 800 })
    }
  })

  it('is told to its own liaison at a shift that it does not last to, with what is possible', async () => {
    const device = await org.liaison()
    const board = await open(device, 'zh')
    await openShift(board, device, 3)
    expect(board.inside.one('.panel').textContent).not.to.contain('撤销')
    await openShift(board, device, 4)
    const words = board.inside.one('.panel').textContent
    expect(words).to.contain(`这个组织自 ${dayOf(4)} 起撤销，不能再派人`)
    expect(words).to.contain('之前的班次照常派人')
    expect(board.inside.has('#search')).to.equal(false)
  })
})
