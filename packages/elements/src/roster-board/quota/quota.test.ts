import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { liaisonTokenOf, openClient, openDistrict, streetToken, within } from '../../../test/district.ts'
import { typeInto } from '../../../test/type-into.ts'
import type { TestClient } from '../../../test/district.ts'
import type { DistrictAnswer } from '../../../test/district-server.ts'
import type { RosterBoardElement } from '../roster-board.ts'
import '../define.ts'

const DAY_MS = 86_400_000
/** A local date, so far ahead that it is nobody's week. */
const ahead = (days: number) => new Date(Date.now() + days * DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10)

describe('wg-roster-board, the quota', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  const devices: TestClient[] = []

  before(async () => {
    district = await openDistrict(7)
  })

  afterEach(() => devices.splice(0).forEach(({ client }) => client.close()))

  async function deviceOf(token = streetToken) {
    const siteKey = token === streetToken ? district.publicKey : district.orgKey
    const device = await openClient({ endpoint: district.endpoint, siteKey, token })
    devices.push(device)
    return device
  }

  async function open({ client }: TestClient, { lang = 'en' } = {}) {
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang=${lang} .client=${client}></wg-roster-board>`)
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-quota'), 'who is there is known')
    inside.one('#tab-quota').click()
    await waitUntil(() => inside.has('.quota-fairness table'), 'the week’s fairness is there')
    return { element, inside }
  }

  type Opened = Awaited<ReturnType<typeof open>>

  async function addStep(from: string, percent: string, board: Opened) {
    await typeInto(board, '#step-from', from)
    await typeInto(board, '#step-percent', percent)
    board.inside.one('#step-add').click()
  }

  const lookedAt = ({ inside }: Opened) =>
    waitUntil(() => inside.has('#quota-adopt:not([disabled])'), 'what would come of it is there')

  async function adopt(board: Opened) {
    await lookedAt(board)
    board.inside.one('#quota-adopt').click()
    await waitUntil(() => !board.inside.has('.quota-draft') && board.inside.has('#quota-news .notice'), 'it is in force')
  }

  it('tells who is exempt by name from the first, never by id', async () => {
    const { client } = await deviceOf()
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang="zh" .client=${client}></wg-roster-board>`)
    const inside = within(element)
    const told = new Set<string>()
    const watch = new MutationObserver(() => {
      for (const each of inside.all('[data-exempt]'))
        told.add(`${each.dataset['exempt']} ${each.querySelector('b')!.textContent}`)
    })
    watch.observe(element.shadowRoot!, { subtree: true, childList: true, characterData: true })
    await waitUntil(() => inside.has('#tab-quota'), 'who is there is known')
    inside.one('#tab-quota').click()
    await waitUntil(() => inside.has('[data-exempt]') && inside.has('.quota-roll tbody tr'), 'all of it is there')
    await waitUntil(() => told.size > 0, 'it was seen')
    watch.disconnect()
    for (const each of told) {
      const [id, name] = each.split(' ')
      expect(name, each).not.to.contain(id)
    }
  })

  it('lets the street say what is to be otherwise, look at what comes of it, adopt it, and take it back', async () => {
    const board = await open(await deviceOf())
    const { element, inside } = board
    await waitUntil(() => inside.has('[data-step]'), 'the plan is there')
    await waitUntil(() => inside.has('.quota-roll tbody tr'), 'the organisations are counted')
    const roll = inside.all('.quota-roll tbody tr').map((row) => row.textContent?.replace(/\s+/g, ' ').trim())
    expect(roll).to.include.members(['Primary organisations in all 670 670 0', 'Of no kind above 9 9 0'])
    await expect(element).to.be.accessible()
    inside.one('#step-add').click()
    await waitUntil(() => inside.focused()?.id === 'step-from', 'it says that a day is missing')
    expect(inside.all('.quota-form .error')).to.have.length(2)
    await expect(element).to.be.accessible()

    const from = ahead(200)
    await addStep(from, '7.5', board)
    await lookedAt(board)
    expect(inside.focused()?.id).to.equal('quota-edits')
    expect(inside.one('.quota-draft li').textContent).to.contain(`7.5% from ${from} on`)
    const total = /(\d[\d,]*) due in all, (\d[\d,]*) by the new plan/.exec(inside.one('#quota-preview').textContent ?? '')
    const [now, then] = [total?.[1], total?.[2]].map((figure) => Number(figure?.replace(',', '')))
    expect(then).to.be.greaterThan(now!)
    expect(inside.all('.quota-changed tbody tr').length).to.equal(10)
    await expect(element).to.be.accessible()

    const name = inside.one<HTMLOptionElement>('#exempt-names option:last-child').value
    await typeInto(board, '#exempt-org', '没有这样的组织')
    await typeInto(board, '#exempt-from', from)
    inside.one('#exempt-add').click()
    await waitUntil(() => inside.focused()?.id === 'exempt-org', 'it says that there is none')
    await typeInto(board, '#exempt-org', name)
    inside.one('#exempt-add').click()
    await waitUntil(() => inside.all('.quota-draft .rows li').length === 2, 'both are to be')
    await adopt(board)
    expect(inside.one('#quota-news').textContent).to.match(/Version \d+ is in force/)
    await waitUntil(() => inside.has(`[data-step="${from}"]`), 'it is in the plan')
    expect(inside.one(`[data-step="${from}"]`).textContent).to.match(/7\.5%.*To come/s)

    inside.one(`[data-step="${from}"] button`).click()
    await waitUntil(() => inside.has('.quota-draft'), 'it is to go')
    const exempt = inside.all('[data-exempt]').find((row) => row.textContent?.includes(`from ${from} on`))
    exempt?.querySelector('button')?.click()
    await waitUntil(() => inside.all('.quota-draft .rows li').length === 2, 'both are to go')
    await adopt(board)
    await waitUntil(() => !inside.has(`[data-step="${from}"]`), 'it is gone')
  })

  it('keeps what is to be otherwise where somebody else has changed the plan meanwhile', async () => {
    const board = await open(await deviceOf(), { lang: 'zh' })
    const { inside } = board
    await waitUntil(() => inside.has('[data-step]'), 'the plan is there')
    const { client } = await deviceOf()
    const { version, plan } = (await client.quotaPlan().refresh()).data!
    const put = await client.putQuotaPlan({ version, plan })
    expect(put.ok).to.equal(true)
    await addStep(ahead(210), '3', board)
    await lookedAt(board)
    expect(inside.one('.quota-draft li').textContent).to.contain('起改为 3%')
    expect(inside.one('#quota-title').textContent).to.contain(`第 ${version + 1} 版`)
    expect(inside.one('#quota-preview').textContent).to.match(/共应派 [\d,]+ 人次，采用后 [\d,]+ 人次/)
    inside.all('.quota-draft .actions .button').at(-1)?.click()
    await waitUntil(() => !inside.has('.quota-draft'), 'nothing is to be otherwise')
  })

  it('shows what comes of each change, and lets adopt what is too far ahead to be shown', async () => {
    const board = await open(await deviceOf())
    const { inside } = board
    await waitUntil(() => inside.has('[data-step]'), 'the plan is there')
    const [near, later, far] = [ahead(230), ahead(300), ahead(380)]
    await addStep(far, '3', board)
    await lookedAt(board)
    expect(inside.one('#quota-preview').textContent).to.contain(`Too far ahead to be shown: what changes from ${far} on`)
    expect(inside.has('.quota-changed')).to.equal(false)
    await addStep(near, '9', board)
    await waitUntil(() => inside.all('.quota-draft .rows li').length === 2, 'both are to be')
    await addStep(later, '12', board)
    await waitUntil(() => inside.all('.quota-changed').length === 2, 'what comes of each is there')
    expect(inside.one('#quota-preview').textContent).to.contain(`what changes from ${far} on`)
    await adopt(board)
    for (const from of [near, later, far]) {
      await waitUntil(() => inside.has(`[data-step="${from}"] button`), 'it is in the plan')
      inside.one(`[data-step="${from}"] button`).click()
    }
    await waitUntil(() => inside.all('.quota-draft .rows li').length === 3, 'all are to go')
    await adopt(board)
  })

  it('shows what somebody else has put on the same day, and asks whose is to hold', async () => {
    const board = await open(await deviceOf())
    const { inside } = board
    await waitUntil(() => inside.has('[data-step]'), 'the plan is there')
    const from = ahead(240)
    await addStep(from, '3', board)
    await lookedAt(board)
    const { client } = await deviceOf()
    const { version, plan } = (await client.quotaPlan().refresh()).data!
    const theirs = { from, ratio: { num: 4, den: 100 }, kinds: ['agency' as const] }
    expect((await client.putQuotaPlan({ version, plan: { ...plan, steps: [...plan.steps, theirs] } })).ok).to.equal(true)
    inside.one('#quota-adopt').click()
    await waitUntil(() => inside.has('.quota-clash'), 'it is said')
    expect(inside.one('.quota-clash').textContent).to.contain(`Theirs by now: 4% from ${from} on`)
    await waitUntil(() => (inside.one('#quota-preview').textContent ?? '').includes('say of each above'), 'it asks')
    await waitUntil(() => inside.has('#quota-preview .quota-tables, #quota-preview .muted'), 'what would come of mine is there')
    expect(inside.has('#quota-adopt[disabled]')).to.equal(true)
    await expect(board.element).to.be.accessible()
    inside.one('[data-keep=mine]').click()
    await waitUntil(() => !inside.has('.quota-clash'), 'chosen')
    await adopt(board)
    expect(inside.one(`[data-step="${from}"]`).textContent).to.contain('3%')
    inside.one(`[data-step="${from}"] button`).click()
    await waitUntil(() => inside.has('.quota-draft'), 'it is to go')
    await adopt(board)
  })

  it('puts those first whose calls are farthest from their share, or who named or sent fewest of those due', async () => {
    const { element, inside } = await open(await deviceOf())
    const figures = () =>
      inside.all('.quota-fairness tbody tr').map((row) => {
        const [, due = 0, deviation = 0, named = 0, came = 0] = [...row.querySelectorAll('td')].map((cell) =>
          Number(cell.textContent?.replace(/[,+]/g, '').replace('−', '-')),
        )
        return { deviation: Math.abs(deviation), named: due - named, came: due - came }
      })
    for (const order of ['named', 'came', 'deviation'] as const) {
      inside.one(`[data-order=${order}]`).click()
      await element.updateComplete
      expect(inside.one('.quota-fairness [aria-pressed=true]').dataset['order']).to.equal(order)
      const lacking = figures().map((one) => one[order])
      expect(lacking.length).to.be.greaterThan(1)
      expect(lacking).to.deep.equal([...lacking].sort((one, other) => other - one))
    }
    element.style.inlineSize = '360px'
    await waitUntil(() => inside.one('.scrolled').clientWidth < 360, 'it is as wide as a phone')
    expect(element.scrollWidth, 'nothing sticks out').to.be.at.most(360)
    await expect(element).to.be.accessible()
  })

  it('says that the server cannot be reached, and asks again', async () => {
    const device = await deviceOf()
    const board = await open(device)
    const { inside } = board
    await waitUntil(() => inside.has('[data-step]'), 'the plan is there')
    device.setOffline(true)
    await addStep(ahead(220), '4', board)
    await waitUntil(() => inside.has('#quota-preview .notice.bad'), 'it is said')
    expect(inside.has('#quota-adopt[disabled]')).to.equal(true)
    device.setOffline(false)
    inside.one('#quota-preview .button').click()
    await lookedAt(board)
  })

  it('shows a liaison how their own stands to its share, and no plan', async () => {
    const { element, inside } = await open(await deviceOf(liaisonTokenOf(district)), { lang: 'zh' })
    expect(inside.all('.quota-fairness tbody tr')).to.have.length(1)
    expect(inside.has('.quota-plan')).to.equal(false)
    expect(inside.one('.quota-fairness').textContent).to.match(/(应派比应摊多的：|应派比应摊少的：|各组织应派和应摊的一样)/)
    await expect(element).to.be.accessible()
  })
})
