import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { nextEvent, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import { mondayOf } from './week/week-view.ts'
import './define.ts'

/** Several people of an organisation for one shift at once. */
describe('wg-roster-board, naming and inviting several', () => {
  let org: Organisation
  let device: TestClient

  before(async () => {
    org = await openOrganisation('several')
    device = await org.liaison()
    // They have agreed to volunteer duty once.
    const [slot] = await org.slots(device)
    for (const name of ['多选甲', '多选乙', '多选丙', '多选丁', '多选戊']) {
      const { client, signUp } = await org.volunteer(name)
      const sent = await client.cancelSignUp({ signUpId: await signUp(slot!) })
      if (sent.ok) await sent.settled
    }
  })
  after(() => org.close())

  const dayIn = (days: number) => new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
  const taken = new Set<string>()
  const weekOf = async (day: string) => (await device.client.rosterWeek({ from: mondayOf(day) }).refresh()).data!

  /** One that nobody is on, that asks for roles and nothing else; of another day each time, so that none clashes. */
  async function emptyShift() {
    for (const week of [dayIn(1), dayIn(8)]) {
      const slot = (await weekOf(week)).slots.find(
        ({ date, mix, skills, minAge, cancelled, people }) =>
          date >= dayIn(1) && !taken.has(date) && mix && !skills && minAge === undefined && !cancelled && people.length === 0,
      )
      if (slot) return slot
    }
    throw new Error('Expected a shift with a mix of roles, found none')
  }

  /** The board with such a shift open. */
  async function open(lang = 'en') {
    const slot = await emptyShift()
    const day = slot.date
    taken.add(day)
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${day} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.shift'), 'the week is there')
    await waitUntil(() => inside.has(`.shift[data-slot="${slot.id}"]`), 'the shift is shown')
    inside.one(`.shift[data-slot="${slot.id}"]`).click()
    await waitUntil(() => inside.has('.candidates li'), 'people are listed')
    const listed = () => inside.all('.candidates li b').map((each) => each.textContent ?? '')
    const boxes = () => inside.all<HTMLInputElement>('[data-choose]')
    const news = () => inside.one('#panel-news').textContent?.replace(/\s+/g, ' ') ?? ''
    const stateOf = async (personId: string) => {
      const { slots } = await weekOf(day)
      return slots.find(({ id }) => id === slot.id)?.people.find((one) => one.personId === personId)?.state
    }
    return { element, inside, slot, listed, boxes, news, stateOf }
  }

  it('names five people for a shift at once, in the role they come as', async () => {
    const { element, inside, slot, boxes, news, stateOf } = await open()
    expect(inside.has('.chosen')).to.equal(false)
    const search = inside.one<HTMLInputElement>('#search')
    const find = async (text: string, found: number) => {
      search.value = text
      search.dispatchEvent(new InputEvent('input'))
      await waitUntil(() => boxes().length === found, `${found} are found`)
    }
    await find('多选', 5)
    const ids = boxes()
      .slice(0, 5)
      .map((box) => box.dataset['choose']!)
    // By keyboard.
    boxes()[0]!.focus()
    await sendKeys({ press: 'Space' })
    await waitUntil(() => inside.has('.chosen'), 'what can be done is offered')
    for (const box of boxes().slice(1, 5)) box.click()
    await waitUntil(() => inside.one('#chosen-count').textContent === '5 chosen', 'five are chosen')
    // Whoever is chosen stays so while somebody is looked for.
    await find('nobody of that name', 0)
    expect(inside.one('#chosen-count').textContent).to.equal('5 chosen')
    await find('多选', 5)
    await expect(element).to.be.accessible()
    const role = inside.one<HTMLSelectElement>('#chosen-role')
    role.value = 'volunteer'
    role.dispatchEvent(new Event('change'))
    const changed = nextEvent(element, 'wg-roster-board-change')
    inside.one('#name-chosen').click()
    expect([...(await changed).named]).to.deep.equal(ids)
    await waitUntil(() => inside.focused()?.id === 'panel-news', 'it is read out')
    expect(news()).to.match(/Volunteers?/)
    expect(inside.has('#panel-news .bad')).to.equal(false)
    expect(inside.has('.chosen'), 'nobody is chosen any more').to.equal(false)
    const states = await Promise.all(ids.map(stateOf))
    for (const state of states) expect(state).to.be.oneOf(['seated', 'waitlisted'])
    // Volunteers take what is anybody's, and none of the places that are kept for others; the rest of them wait.
    const kept = slot.mix!.filter(({ role: of }) => of !== 'volunteer').reduce((sum, { need }) => sum + need, 0)
    expect(states.filter((state) => state === 'seated')).to.have.length(Math.min(5, slot.capacity - kept))
    await expect(element).to.be.accessible()
  })

  it('invites two, who hold no place until they accept, and says of each whom it refuses and why', async () => {
    const { element, inside, boxes, news, stateOf } = await open('zh')
    for (const box of boxes().slice(0, 2)) box.click()
    const ids = boxes()
      .slice(0, 2)
      .map((box) => box.dataset['choose']!)
    await waitUntil(() => inside.has('#invite-chosen') && inside.one('#invite-chosen').textContent?.includes('邀请 2 人'), 'two')
    inside.one('#invite-chosen').click()
    await waitUntil(() => inside.focused()?.id === 'panel-news', 'it is read out')
    expect(news()).to.include('受邀')
    for (const id of ids) expect(await stateOf(id)).to.equal('invited')
    await waitUntil(
      () => inside.all('.people:not(.candidates) .chip').filter((chip) => /邀/.test(chip.textContent ?? '')).length === 2,
      'they stand there as invited',
    )
    // Nobody of a list of volunteers is a building's head.
    for (const box of boxes().slice(0, 2)) box.click()
    await waitUntil(() => inside.has('#chosen-role'), 'what they come as')
    const role = inside.one<HTMLSelectElement>('#chosen-role')
    role.value = [...role.options].find(({ value }) => value !== '' && value !== 'volunteer')!.value
    role.dispatchEvent(new Event('change'))
    inside.one('#name-chosen').click()
    await waitUntil(() => inside.has('#panel-news .bad'), 'refused')
    expect(inside.all('#panel-news .notice'), 'the same is told once').to.have.length(1)
    expect(inside.one('#chosen-count').textContent, 'who was refused stays chosen').to.equal('已选 2 人')
    element.style.inlineSize = '360px'
    await element.updateComplete
    expect(inside.one('.panel').scrollWidth).to.be.at.most(inside.one('.panel').clientWidth)
  })
})
