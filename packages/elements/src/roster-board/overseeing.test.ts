import { expect, fixture, html } from '@open-wc/testing'
import type { RosterWeek } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { communityToken, makeWeek, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import { typeInto } from '../../test/type-into.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

function mondayIn(weeks: number): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + weeks * 7 * 86_400_000)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

describe('wg-roster-board, for the street', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  let device: TestClient
  /** Of a week that no other test looks at, and that does not begin with a holiday. */
  let monday = ''

  before(async () => {
    district = await openDistrict(7)
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: streetToken })
    for (let weeks = 6; monday === '' && weeks < 16; weeks += 1) {
      const from = mondayIn(weeks)
      await makeWeek(from)
      if (patrolsAfterNoon(await weekOf(from), from).length > 0) monday = from
    }
  })

  after(() => device.client.close())

  const weekOf = async (from: string) => (await device.client.rosterWeek({ from }).refresh()).data!

  function patrolsAfterNoon({ posts, slots }: RosterWeek, from: string) {
    const kinds = new Map(posts.map(({ id, kind }) => [id, kind]))
    const [noon, midnight] = ['12:00', '23:59'].map((time) => Date.parse(`${from}T${time}+08:00`))
    return slots.filter(
      ({ postId, startsAt, endsAt }) =>
        kinds.get(postId) === 'patrol' && Date.parse(endsAt) > noon! && Date.parse(startsAt) < midnight!,
    )
  }

  async function open(lang = 'en') {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${monday} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#call-off-open:not([disabled])') && inside.has('.shift'), 'the week is there')
    return { element, inside }
  }

  it('says how many shifts and people a storm would concern, calls them off, and no others', async () => {
    const board = await open()
    const { element, inside } = board
    inside.one('#call-off-open').click()
    await waitUntil(() => inside.focused()?.id === 'call-off-title', 'it asks')
    await expect(element).to.be.accessible()
    await typeInto(board, '#call-off-to', `${monday}T00:00`)
    expect(inside.one('#call-off-effect').textContent).to.contain('The end has to be after the beginning')

    await typeInto(board, '#call-off-from', `${monday}T12:00`)
    await typeInto(board, '#call-off-to', `${monday}T23:59`)
    inside.one('#call-off-kinds input[value=patrol]').click()
    await element.updateComplete
    const meant = patrolsAfterNoon(await weekOf(monday), monday)
    expect(meant.length).to.be.greaterThan(0)
    const says = () => inside.one('#call-off-effect').textContent ?? ''
    await waitUntil(() => says().includes(`Shifts called off: ${meant.length}.`), 'the server has counted')
    expect(says()).to.contain('No text message is sent')
    inside.one('#call-off-send').click()
    await waitUntil(() => inside.has('#call-off-news .notice'), 'it is told')
    expect(inside.one('#call-off-news').textContent).to.contain(`Shifts called off: ${meant.length}.`)
    const after = await weekOf(monday)
    const off = after.slots.filter(({ cancelled }) => cancelled)
    expect(off.map(({ id }) => id).sort()).to.deep.equal(meant.map(({ id }) => id).sort())
    expect(new Set(off.map(({ cancelReason }) => cancelReason))).to.deep.equal(new Set(['weather']))
    await expect(element).to.be.accessible()
  })

  it('calls one shift off from its panel, for the reason that is said', async () => {
    const { element, inside } = await open('zh')
    inside.all('.shift:not(.off)').at(-1)!.click()
    await waitUntil(() => inside.has('#call-off-one'), 'the shift is open')
    const slotId = inside.one('.shift[aria-pressed=true]').dataset['slot']
    inside.one('#call-off-one').click()
    await waitUntil(() => inside.has('#call-off-title') && inside.focused()?.id === 'call-off-title', 'it asks')
    expect(inside.has('#call-off-from')).to.equal(false)
    await waitUntil(() => inside.one('#call-off-effect').textContent?.includes('会停掉 1 个班次'), 'the server has counted')
    inside.one('#call-off-reason input[value=other]').click()
    await element.updateComplete
    inside.one('#call-off-send').click()
    await waitUntil(() => inside.has('#call-off-news .notice'), 'it is told')
    await waitUntil(() => !inside.has('#call-off-one'), 'nothing of it is left to be called off')
    const slot = (await weekOf(monday)).slots.find(({ id }) => id === slotId)
    expect([slot?.cancelled, slot?.cancelReason]).to.deep.equal([true, 'other'])
  })

  it('is never about other shifts where it was opened for one that is not shown any more', async () => {
    const { element, inside } = await open()
    inside.all('.shift:not(.off)').at(-1)!.click()
    await waitUntil(() => inside.has('#call-off-one'), 'the shift is open')
    const slotId = inside.one('.shift[aria-pressed=true]').dataset['slot']
    inside.one('#call-off-one').click()
    await waitUntil(() => inside.has('#call-off-send:not([disabled])'), 'it could be called off')
    const { posts, slots } = await weekOf(monday)
    const { postId } = slots.find(({ id }) => id === slotId)!
    // Another micro-grid, which has shifts of its own.
    const elsewhere = posts.find(
      ({ id, gridId }) => id !== postId && gridId !== posts.find((post) => post.id === postId)!.gridId,
    )!
    element.gridId = elsewhere.gridId
    const says = () => (inside.has('#call-off-effect') ? inside.one('#call-off-effect').textContent : '')
    await waitUntil(() => says()?.includes('not in this week any more'), 'there is nothing to call off')
    await waitUntil(() => inside.has('.shift'), 'others are there')
    expect(inside.has('#call-off-from')).to.equal(false)
    expect(inside.one<HTMLButtonElement>('#call-off-send').disabled).to.equal(true)
    inside.one<HTMLFormElement>('form.call-off').requestSubmit()
    await element.updateComplete
    expect(inside.has('#call-off-news .notice')).to.equal(false)
    expect((await weekOf(monday)).slots.filter(({ cancelled, id }) => cancelled && id === slotId)).to.deep.equal([])
    await expect(element).to.be.accessible()
  })

  it('says that each intersection has its branch, and where and when there is none', async () => {
    const { inside } = await open('zh')
    await waitUntil(() => /包路口：\d+ 个路口时时有支部/.test(inside.text()), 'all have one in that week')
    const before = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="en" from="2020-01-08" .client=${device.client}></wg-roster-board>`,
    )
    const old = within(before)
    await waitUntil(() => old.has('.intersections'), 'none had one before the duties began')
    expect(old.one('.intersections summary').textContent).to.match(/Intersections without a branch: (\d+), for [\d,]+ hours/)
    old.one('.intersections summary').click()
    await waitUntil(() => old.one<HTMLDetailsElement>('.intersections').open, 'it is open')
    expect(old.all('.intersections li').length).to.equal(30)
    expect(old.one('.intersections li').textContent).to.match(/168 h/)
    await expect(before).to.be.accessible()
  })

  it('takes no time outside of the week that is shown, and says so', async () => {
    const board = await open('zh')
    const { element, inside } = board
    inside.one('#call-off-open').click()
    await waitUntil(() => inside.has('#call-off-to'), 'it asks')
    const later = new Date(Date.parse(monday) + 9 * 86_400_000).toISOString().slice(0, 10)
    await typeInto(board, '#call-off-to', `${later}T00:00`)
    inside.one('#call-off-send').click()
    await waitUntil(() => inside.focused()?.id === 'call-off-to', 'it says why')
    expect(inside.one('#call-off-to-error').textContent).to.contain('请选这一周里的时间')
    await expect(element).to.be.accessible()
  })

  it('offers a community’s clerk nothing that is not theirs: whoever comes is named and taken off by others', async () => {
    const clerk = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: communityToken })
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="en" from=${monday} .client=${clerk.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.shift'), 'the week is there')
    inside.one('.shift').click()
    await waitUntil(() => inside.has('#named-elsewhere'), 'who names is said')
    expect(inside.has('#candidates-title')).to.equal(false)
    expect(inside.has('.people .button.danger')).to.equal(false)
    await expect(element).to.be.accessible()
    clerk.client.close()
  })
})
