import { expect, fixture, html } from '@open-wc/testing'
import { recordingUnit } from '@wangge/core/roster'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { communityToken, moveShift, openClient, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import { localeFor } from '../locale.ts'
import { refusalOfOther } from '../refusal.ts'
import { treeOf } from '../tree-of.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

/** What a liaison decides, swaps that colleagues agreed on; and what the community does, times that people say were others. */
describe('wg-roster-board, decisions', () => {
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>
  const clerks: TestClient[] = []

  before(async () => {
    org = await openOrganisation('decisions')
  })

  beforeEach(async () => {
    liaison = await org.liaison()
  })

  afterEach(() => {
    org.close()
    clerks.splice(0).forEach(({ client }) => client.close())
  })

  async function open(tab: 'swaps' | 'hours' | 'corrections', lang = 'en', device: TestClient = liaison) {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(`#tab-${tab}`), 'who is there is known')
    inside.one(`#tab-${tab}`).click()
    await element.updateComplete
    return { element, inside }
  }

  type Inside = Awaited<ReturnType<typeof open>>['inside']

  const textOf = (inside: Inside, selector: string) => inside.one(selector).textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const says = (inside: Inside, selector: string, words: string) =>
    waitUntil(() => inside.has(selector) && textOf(inside, selector).includes(words), words)
  const press = (inside: Inside, within: string, label: RegExp) => {
    const labelOf = (button: HTMLElement) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? ''
    const button = inside.all(`${within} button`).find((each) => label.test(labelOf(each)))
    if (!button) throw new Error(`expected a button ${label} in ${within}, got none`)
    button.click()
  }

  /** One gives a seat away, a colleague takes it. */
  async function swap(from: Volunteer, to: Volunteer, slot: SlotView): Promise<string> {
    const signUpId = await from.signUp(slot)
    const offered = await from.client.offerSwap({ signUpId })
    if (!offered.ok) throw new Error(`expected an offer, got ${JSON.stringify(offered)}`)
    await offered.settled
    const taken = await to.client.acceptSwap({ swapId: offered.id, consent: { version: 1 } })
    const outcome = taken.ok ? await taken.settled : taken
    if (!('state' in outcome) || outcome.state !== 'acknowledged') {
      throw new Error(`expected it to be taken, got ${JSON.stringify(outcome)}`)
    }
    return offered.id
  }

  const seatsOf = async ({ client }: Volunteer) =>
    ((await client.mySignUps().refresh()).data ?? []).filter(({ state }) => state === 'seated').map(({ slotId }) => slotId)

  const slotWithRoom = async () => (await org.slots(liaison)).find(({ capacity, seated }) => capacity - seated >= 2)!

  it('approves a swap: the seat is the colleague’s', async () => {
    const [from, to] = [await org.volunteer('贺原'), await org.volunteer('罗接')]
    const slot = await slotWithRoom()
    const id = await swap(from, to, slot)
    expect([await seatsOf(from), await seatsOf(to)]).to.deep.equal([[slot.id], []])
    const { element, inside } = await open('swaps')
    await says(inside, `[data-swap="${id}"]`, 'To be approved')
    await expect(element).to.be.accessible()
    press(inside, `[data-swap="${id}"]`, /^Approve 罗接 instead of 贺原$/)
    await says(inside, '#swaps-news', 'Approved: 罗接 takes the shift of 贺原')
    expect(inside.focused()?.id).to.equal('swaps-news')
    await says(inside, `[data-swap="${id}"]`, 'Done')
    expect([await seatsOf(from), await seatsOf(to)]).to.deep.equal([[], [slot.id]])
  })

  it('refuses a swap: the seat stays where it was', async () => {
    const [from, to] = [await org.volunteer('贺留'), await org.volunteer('罗退')]
    const slot = await slotWithRoom()
    const id = await swap(from, to, slot)
    const { inside } = await open('swaps', 'zh')
    await says(inside, `[data-swap="${id}"]`, '待审批')
    press(inside, `[data-swap="${id}"]`, /^不同意/)
    await says(inside, '#swaps-news', '未同意 贺留 换给 罗退')
    await says(inside, `[data-swap="${id}"]`, '未同意')
    expect([await seatsOf(from), await seatsOf(to)]).to.deep.equal([[slot.id], []])
  })

  it('refuses what nobody has taken yet, so that the seat can be given to somebody else', async () => {
    const [from, to] = [await org.volunteer('贺找'), await org.volunteer('罗替')]
    const slot = await slotWithRoom()
    const signUpId = await from.signUp(slot)
    // Known to the organisation by a seat of another day.
    const isAway = ({ startsAt }: SlotView) => Math.abs(Date.parse(startsAt) - Date.parse(slot.startsAt)) > 86_400_000
    await to.signUp((await org.slots(liaison)).find(isAway)!)
    const offered = await from.client.offerSwap({ signUpId })
    if (!offered.ok) throw new Error('expected an offer')
    await offered.settled
    const people = (await liaison.client.organisationPeople(org.district.orgId).refresh()).data!.people
    const toPersonId = people.find(({ name }) => name === '罗替')!.personId
    const early = await liaison.client.replaceVolunteer({ signUpId, toPersonId })
    expect('reason' in early && early.reason).to.equal('swap-open')
    expect(refusalOfOther(localeFor('en'), 'swap-open').hint).to.match(/Refuse that swap under “Swaps” first/)
    expect(refusalOfOther(localeFor('zh'), 'swap-open').hint).to.match(/先在“换班”里不同意/)

    const { element, inside } = await open('swaps')
    await says(inside, `[data-swap="${offered.id}"]`, 'Open')
    await expect(element).to.be.accessible()
    expect(inside.all(`[data-swap="${offered.id}"] button`).map((button) => button.textContent?.trim())).to.deep.equal(['Refuse'])
    press(inside, `[data-swap="${offered.id}"]`, /^Refuse/)
    await says(inside, `[data-swap="${offered.id}"]`, 'Refused')
    const replaced = await liaison.client.replaceVolunteer({ signUpId, toPersonId })
    expect(replaced.ok, JSON.stringify(replaced)).to.equal(true)
    expect(await seatsOf(to)).to.include(slot.id)
  })

  /** Somebody whom nobody checked in, and who says that they stayed to the end; with the community that keeps the record. */
  async function correct(name: string, more: object = {}) {
    const who = await org.volunteer(name)
    const slot = await slotWithRoom()
    const signUpId = await who.signUp(slot)
    await moveShift(slot.id, -240)
    const { data } = await who.client.mySignUps().refresh()
    const { startsAt, endsAt } = data!.find(({ id }) => id === signUpId)!.slot!
    const sent = await who.client.requestCorrection({
      signUpId,
      checkedInAt: startsAt,
      checkedOutAt: endsAt,
      reason: '手机没电，签不了到',
      ...more,
    })
    const outcome = sent.ok ? await sent.settled : sent
    if (!('state' in outcome) || outcome.state !== 'acknowledged') {
      throw new Error(`expected a request, got ${JSON.stringify(outcome)}`)
    }
    const tree = treeOf((await liaison.client.gridTree().refresh()).data)
    if (!tree || tree === 'broken') throw new Error(`expected the grids, got ${tree}`)
    const clerk = await clerkOf(recordingUnit(slot.post.gridId, tree).id)
    return { who, clerk, id: outcome.answer.id, minutes: (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000 }
  }

  async function clerkOf(communityId: string) {
    const { endpoint, publicKey: siteKey } = org.district
    const clerk = await openClient({ endpoint, siteKey, token: () => communityToken(communityId) })
    clerks.push(clerk)
    return clerk
  }

  const minutesOf = async ({ client }: Volunteer) => (await client.myHours().refresh()).data?.minutes

  it('shows the liaison how a correction stands, with nothing to decide', async () => {
    const { id } = await correct('丁看')
    const { element, inside } = await open('hours')
    await says(inside, `[data-correction="${id}"]`, 'The post’s community or the sub-district decides')
    expect(inside.all('[data-correction] button')).to.have.length(0)
    expect(inside.has('#tab-corrections')).to.equal(false)
    await expect(element).to.be.accessible()
  })

  it('confirms, as the community that recorded them, the times that somebody says, which then count', async () => {
    const { who, clerk, id, minutes } = await correct('丁准')
    expect(await minutesOf(who)).to.equal(0)
    const { element, inside } = await open('corrections', 'en', clerk)
    await says(inside, `[data-correction="${id}"]`, 'Reason: 手机没电，签不了到')
    await expect(element).to.be.accessible()
    press(inside, `[data-correction="${id}"]`, /^Confirm the correction of 丁准$/)
    await says(inside, '#correction-news', 'The record of 丁准 is corrected')
    expect(inside.focused()?.id).to.equal('correction-news')
    expect(inside.has(`[data-correction="${id}"]`)).to.equal(false)
    expect(await minutesOf(who)).to.equal(minutes)
  })

  it('shows whoever decides what stands and what should stand there, of each part that is named, and puts it there', async () => {
    const { who, clerk, id } = await correct('丁改', {
      facts: { activity: '交通引导岗', place: '<b>天府二街口</b>', inCharge: '李明' },
      checkedInAt: undefined,
      checkedOutAt: undefined,
    })
    const known = (await who.client.myHours().refresh()).data!.records[0]!
    const { element, inside } = await open('corrections', 'zh', clerk)
    await says(inside, `[data-correction="${id}"]`, '丁改')
    await expect(element).to.be.accessible()
    const row = (what: string) => textOf(inside, `[data-correction="${id}"] [data-change="${what}"]`).replace(/ /g, '')
    expect(inside.all(`[data-correction="${id}"] [data-change]`).map(({ dataset }) => dataset['change'])).to.deep.equal([
      'activity',
      'place',
      'inCharge',
    ])
    expect(row('activity')).to.equal(`活动名称原记录：${known.activity.zh}→应为：交通引导岗`.replace(/ /g, ''))
    expect(row('place')).to.equal(`地点原记录：${known.place.zh}→应为：<b>天府二街口</b>`.replace(/ /g, ''))
    press(inside, `[data-correction="${id}"]`, /^核定 丁改 的更正$/)
    await says(inside, '#correction-news', '丁改 的记录已更正')
    const after = (await who.client.myHours().refresh()).data!.records[0]!
    expect([after.activity.zh, after.inCharge, after.correction!.before!.activity]).to.deep.equal([
      '交通引导岗',
      '李明',
      known.activity,
    ])
    // What stood there stays to be read, with who decided.
    inside.one('.decided summary').click()
    await says(inside, `[data-decided="${id}"]`, '已更正')
    expect(textOf(inside, `[data-decided="${id}"]`))
      .to.include(known.activity.zh)
      .and.to.include('处理时间：')
    await expect(element).to.be.accessible()
  })

  it('refuses other times only with a word why, which the person sees', async () => {
    const { who, clerk, id } = await correct('丁否')
    const { element, inside } = await open('corrections', 'en', clerk)
    await says(inside, `[data-correction="${id}"]`, '丁否')
    press(inside, `[data-correction="${id}"]`, /^Refuse the correction of 丁否$/)
    await waitUntil(() => inside.focused()?.id === 'note', 'asked why')
    await expect(element).to.be.accessible()
    press(inside, `[data-correction="${id}"]`, /^Refuse$/)
    await says(inside, `[data-correction="${id}"]`, 'Please say why.')
    const note = inside.one<HTMLTextAreaElement>('#note')
    note.value = '签到表上没有'
    note.dispatchEvent(new Event('input'))
    press(inside, `[data-correction="${id}"]`, /^Refuse$/)
    await says(inside, '#correction-news', 'Answered 丁否: no correction')
    const { data } = await who.client.myHours().refresh()
    expect(data?.minutes).to.equal(0)
    expect(data?.records[0]?.correction).to.include({ state: 'refused', note: '签到表上没有' })
  })
})
