import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { moveShift, within } from '../../test/district.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

/** Before a shift somebody answers for who has not said that they come; in its first minutes somebody else may stand in. */
describe('wg-roster-board, who comes after all', () => {
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>

  before(async () => {
    org = await openOrganisation('relief')
  })

  beforeEach(async () => {
    liaison = await org.liaison()
  })

  afterEach(() => org.close())

  /** A shift that begins in so many minutes with one person on it, on the board, open. */
  async function open(name: string, startsIn: number) {
    // Not within the day before it: whoever signs up then has said that they come.
    const tomorrow = Date.now() + 26 * 3_600_000
    const slots = (await org.slots(liaison)).filter(({ startsAt }) => Date.parse(startsAt) > tomorrow)
    const slot = slots.find(({ capacity, seated }) => capacity - seated >= 2)!
    const who = await org.volunteer(name)
    await who.signUp(slot)
    await moveShift(slot.id, startsIn)
    const date = new Date(Date.now() + startsIn * 60_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="en" from=${date} org=${org.district.orgId} .client=${liaison.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(`[data-slot="${slot.id}"]`), 'the shift is on the board')
    inside.one(`[data-slot="${slot.id}"]`).click()
    const row = () => inside.all('.people:not(.candidates) li').find((each) => each.querySelector('b')?.textContent === name)
    await waitUntil(row, 'they are on it')
    return { element, inside, row: () => row()!, slot }
  }

  it('tells who has not confirmed, and by when, and confirms for them', async () => {
    const { element, inside, row } = await open('高未答', 5 * 60)
    expect(row().textContent).to.match(/To be confirmed by/)
    await expect(element).to.be.accessible()
    row().querySelector<HTMLElement>('[data-confirm]')!.click()
    await waitUntil(() => inside.one('#panel-news').textContent?.includes('高未答: confirmed'), 'it is told')
    await waitUntil(() => !row().querySelector('[data-confirm]'), 'it is asked no more')
    expect(row().textContent).not.to.match(/To be confirmed by/)
  })

  it('names somebody who stands at the post into a seat that nobody took, until relief is over', async () => {
    const replacement = await org.volunteer('高替补')
    await replacement.signUp((await org.slots(liaison)).at(-1)!)
    const { inside } = await open('高在岗', -10)
    await waitUntil(() => inside.has('.candidates'), 'there is a free seat')
    const candidate = () => inside.all('.candidates li').find((each) => each.textContent?.includes('高替补'))
    await waitUntil(candidate, 'they are of the organisation')
    candidate()!.querySelector<HTMLElement>('button')!.click()
    await waitUntil(
      () => inside.all('.people:not(.candidates) li').some((each) => each.textContent?.includes('高替补')),
      'they are on it',
    )
  })

  it('names nobody once relief is over', async () => {
    const { inside } = await open('高独自', -45)
    expect(inside.has('#candidates-title')).to.equal(false)
  })
})
