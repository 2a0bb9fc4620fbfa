import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { buildingHeadToken, moveShift, openClient, streetToken, within } from '../../../test/district.ts'
import type { TestClient } from '../../../test/district.ts'
import { openOrganisation } from '../../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../../test/volunteers.ts'
import type { RosterBoardElement } from '../roster-board.ts'
import '../define.ts'
import { shiftToOpen } from './shift-to-open.ts'

/** What the head of a building sees on the board: the shifts of today at their own posts. */
describe('wg-roster-board, for a building’s head', function () {
  this.timeout(120_000)
  let org: Organisation
  let heads: TestClient[] = []

  before(async () => {
    org = await openOrganisation('today')
  })

  afterEach(() => {
    org.close()
    heads.forEach(({ client }) => client.close())
    heads = []
  })

  async function headOf(gridId: string) {
    const { endpoint, publicKey } = org.district
    const head = await openClient({ endpoint, siteKey: publicKey, token: () => buildingHeadToken(gridId) })
    heads.push(head)
    return head
  }

  /** Shifts at one building's posts, of which none is begun. */
  async function shiftsOfOneBuilding() {
    const slots = (await org.slots(await org.liaison())).filter(({ post }) => post.gridId.startsWith('g-m-'))
    const { gridId } = slots[0]!.post
    return { gridId, slots: slots.filter(({ post }) => post.gridId === gridId) }
  }

  async function buildingWithoutShifts(): Promise<string> {
    const { endpoint, publicKey } = org.district
    const { client } = await openClient({ endpoint, siteKey: publicKey, token: streetToken })
    const from = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
    const [week, tree] = [(await client.rosterWeek({ from }).refresh()).data!, (await client.gridTree().refresh()).data!]
    client.close()
    const busy = new Set(week.posts.map(({ gridId }) => gridId))
    return tree.grids.find(({ id, level }) => level === 'micro' && !busy.has(id))!.id
  }

  /** The board of whoever heads the building of a shift that began so many minutes ago, with these people on it. */
  async function open(people: readonly Volunteer[], lang = 'en', startsIn = -10) {
    const { gridId, slots } = await shiftsOfOneBuilding()
    const slot = slots.find(({ capacity, seated }) => capacity - seated >= people.length)!
    for (const each of people) await each.signUp(slot)
    await moveShift(slot.id, startsIn)
    const head = await headOf(gridId)
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} style="inline-size: 328px" .client=${head.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.today-open'), 'the shift of now is open')
    if (inside.has(`[data-slot="${slot.id}"]`)) inside.one(`[data-slot="${slot.id}"]`).click()
    await waitUntil(
      () => people.every(({ employee }) => inside.one('.today-open').textContent?.includes(employee.name)),
      'it is this one',
    )
    const row = (name: string) => inside.all('.people li').find((each) => each.querySelector('b')?.textContent === name)!
    const press = async (name: string, button: string) => {
      await waitUntil(() => row(name).querySelector(`${button}:not([disabled])`), `${button} of ${name}`)
      row(name).querySelector<HTMLElement>(button)!.click()
    }
    const says = (name: string, words: RegExp) =>
      waitUntil(() => words.test(row(name).textContent?.replace(/\s+/g, ' ') ?? ''), `${name}: ${words}`)
    const fits = () => expect(element.scrollWidth, 'nothing sticks out').to.be.at.most(element.clientWidth)
    return { element, inside, slot, head, row, press, says, fits }
  }

  it('has today’s shift open with its code and its people, takes their word, and nothing of the week', async () => {
    const [first, second] = [await org.volunteer('楼上来人'), await org.volunteer('楼下没来')]
    const { element, inside, press, says, row, fits } = await open([first, second])
    expect(inside.one('#title').textContent).to.equal('Today at my building')
    expect(inside.has('table, [role=tab], .week, .filters, .candidates, #named-elsewhere')).to.equal(false)
    expect(row('楼上来人').querySelectorAll('button')).to.have.length(4)
    fits()
    await expect(element).to.be.accessible()

    expect(inside.one('#code-show').getBoundingClientRect().height, 'a large button').to.be.at.least(60)
    inside.one('#code-show').click()
    await waitUntil(() => inside.has('.qr'), 'the code is there')
    fits()
    await expect(element).to.be.accessible()

    await press('楼上来人', '[data-attend=in]')
    await says('楼上来人', /Has come .*In at \d\d:\d\d, entered by a host/)
    expect(inside.focused()?.id).to.equal('panel-news')
    await press('楼下没来', '[data-absent=no-show]')
    await says('楼下没来', /Did not come/)
    const expected = inside.all('.today-open .people li').length - 1
    const counted = () => inside.one('.today-open > h4').textContent ?? ''
    await waitUntil(() => counted().includes(`1 of ${expected} checked in`), 'counted')
    fits()
    await expect(element).to.be.accessible()
  })

  it('keeps the word without a connection, in Chinese too', async () => {
    const who = await org.volunteer('楼里断网')
    const { element, inside, head, press, says, fits } = await open([who], 'zh')
    expect(inside.one('#title').textContent).to.equal('今天在我的楼栋')
    head.setOffline(true)
    await press('楼里断网', '[data-attend=in]')
    await says('楼里断网', /到岗，等待送达/)
    fits()
    await expect(element).to.be.accessible()
    head.setOffline(false)
    head.client.outbox.sendNow()
    await says('楼里断网', /已到岗 .*代为登记/)
  })

  it('says so where the building has no shift today, and asks for nothing that is not theirs', async () => {
    const head = await headOf(await buildingWithoutShifts())
    const asked: string[] = []
    const watch = new PerformanceObserver((list) => asked.push(...list.getEntries().map(({ name }) => new URL(name).pathname)))
    watch.observe({ type: 'resource' })
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang="en" .client=${head.client}></wg-roster-board>`)
    const inside = within(element)
    await waitUntil(() => inside.has('.today .blank'), 'told')
    expect(inside.text()).to.match(/No shifts at your building today/)
    await expect(element).to.be.accessible()
    await waitUntil(() => asked.includes('/v1/roster/today'), 'it was asked for')
    watch.disconnect()
    expect(asked.filter((path) => /^\/v1\/(roster$|quota|swaps|intersections|organisations)/.test(path))).to.deep.equal([])
  })
})

describe('the shift of today that is open', () => {
  const ends = (hour: string, cancelled = false) => ({ endsAt: `2026-03-02T${hour}:00:00+08:00`, cancelled })
  const day = [ends('09', true), ends('10'), ends('12'), ends('20', true)]
  const at = (hour: string) => day.indexOf(shiftToOpen(day, Date.parse(`2026-03-02T${hour}:00:00+08:00`))!)

  it('is the one that goes on or comes next, in the evening the last, and never one that is called off while there is another', () => {
    expect([at('07'), at('09'), at('10'), at('11'), at('12'), at('23')]).to.deep.equal([1, 1, 2, 2, 2, 2])
    expect(shiftToOpen([ends('09', true)], 0)).to.deep.equal(ends('09', true))
    expect(shiftToOpen([], 0)).to.equal(undefined)
  })
})
