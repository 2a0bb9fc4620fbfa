import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openElement, openOrganisation, standAt } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import './define.ts'

describe('wg-volunteer-signup, looking for a shift', () => {
  let org: Organisation
  let me: Volunteer

  before(async () => {
    org = await openOrganisation('shifts')
  })

  beforeEach(async () => {
    me = await org.volunteer()
  })

  afterEach(() => org.close())

  const open = (lang = 'en') => openElement(org.district, me, { lang })
  type Inside = Awaited<ReturnType<typeof open>>['inside']

  const all = async (): Promise<SlotView[]> => (await me.client.slots(org.district.orgId).refresh()).data?.slots ?? []
  const whereFrom = async (): Promise<[number, number]> =>
    (await all()).find(({ id, post }) => id && post.position)!.post.position as [number, number]
  const dateOf = ({ startsAt }: SlotView) => new Date(Date.parse(startsAt) + 8 * 3_600_000).toISOString().slice(0, 10)
  /** All shifts of a day of the list, in all communities. */
  async function showAll(inside: Inside, day: number): Promise<void> {
    const where = inside.one<HTMLSelectElement>('#communityId')
    where.value = ''
    where.dispatchEvent(new Event('change'))
    await waitUntil(() => inside.all('.day').length > day && inside.has('.more'), 'whatever there is')
    inside.all('.day')[day]!.click()
    await waitUntil(() => inside.all('.day')[day]?.getAttribute('aria-pressed') === 'true', 'the day')
    while (inside.has('.more')) {
      const shown = inside.all('.slot').length
      inside.one('.more').click()
      await waitUntil(() => inside.all('.slot').length > shown, 'more of them')
    }
  }
  const metresIn = (words: string | null | undefined) => {
    const [, amount = 'NaN', unit] = /([\d.,]+) (k?m)/.exec(words ?? '') ?? []
    return Number(amount.replace(',', '')) * (unit === 'km' ? 1000 : 1)
  }
  const metres = (inside: Inside) => inside.all('.hour h4').map((title) => metresIn(title.textContent))

  it('says what a sign-up comes to: a seat, a place in the waiting list, or nothing where both are full', async () => {
    const { inside } = await open()
    const free = ({ capacity, seated }: SlotView) => capacity - seated
    const tomorrow = [...new Set((await all()).map(dateOf))].sort()[1]!
    const ours = (await org.slots(me)).filter((slot) => dateOf(slot) === tomorrow)
    const slot = ours.sort((one, other) => free(one) - free(other))[0]!
    await showAll(inside, 1)
    const verb = () => inside.one(`[data-slot="${slot.id}"]`).textContent?.trim()
    expect(verb()).to.equal('Sign up')
    for (let seat = 0; seat < free(slot); seat++) await (await org.volunteer()).signUp(slot)
    await all()
    await waitUntil(() => verb() === 'Join the waiting list', 'no seat is free')
    const policy = (await me.client.organisation(org.district.orgId).refresh()).data!.policy
    for (let place = 0; place < policy.maxWaitlist; place++) await (await org.volunteer()).signUp(slot)
    await all()
    await waitUntil(() => !inside.has(`[data-slot="${slot.id}"]`), 'nothing is to be had')
    expect(inside.text()).to.include('Seats and waiting list full')
    const refusal = await me.client.signUpRefusal({ slotId: slot.id, orgId: org.district.orgId })
    expect(refusal).to.have.property('reason', 'slot-full')
  })

  it('sorts by distance when asked, and sends the position nowhere', async () => {
    const sent: string[] = []
    const real = globalThis.fetch
    const position = await whereFrom()
    const moveBack = standAt(position)
    try {
      const { element, inside } = await open()
      globalThis.fetch = (input, init) => {
        const body = typeof init?.body === 'string' ? init.body : ''
        sent.push(`${input instanceof Request ? input.url : String(input)} ${body}`)
        return real(input, init)
      }
      inside.one('#near').click()
      await waitUntil(() => metres(inside).length > 1 && metres(inside).every(Number.isFinite), 'by distance')
      expect(metres(inside)).to.deep.equal([...metres(inside)].sort((a, b) => a - b))
      expect(inside.text()).to.include('is not sent')
      await expect(element).to.be.accessible()
      inside.one('#near').click()
      await waitUntil(() => /\d\d:\d\d/.test(inside.one('.hour h4').textContent ?? ''), 'by time again')
      expect(sent.filter((one) => one.includes(String(position[0])))).to.deep.equal([])
    } finally {
      globalThis.fetch = real
      moveBack()
    }
  })

  it('says that the position could not be found, and leaves the list as it was', async () => {
    const moveBack = standAt(undefined)
    try {
      const { inside } = await open('zh')
      const before = inside.all('[data-slot]').length
      inside.one('#near').click()
      await waitUntil(() => inside.text().includes('没有取得位置'))
      expect(inside.all('[data-slot]')).to.have.length(before)
    } finally {
      moveBack()
    }
  })

  it('counts the week’s free seats by day and time, and leads to the shifts behind a number', async () => {
    const { element, inside } = await open()
    inside.one('[data-view=week]').click()
    await waitUntil(() => inside.has('.cell'))
    await expect(element).to.be.accessible()
    const [, free] = /free seats: (\d+)/.exec(inside.one('.cell').getAttribute('aria-label') ?? '') ?? []
    const { time = '' } = inside.one('.cell').dataset
    inside.one('.cell').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.has('[data-slot]'))
    expect(inside.focused()?.id).to.equal('slots-title')
    expect(inside.all('.hour h4').every((title) => title.textContent?.startsWith(time))).to.equal(true)
    const seats = inside.all('.seats').map((line) => /(\d+) of (\d+)/.exec(line.textContent ?? '') ?? [])
    expect(seats.reduce((sum, [, taken, places]) => sum + Number(places) - Number(taken), 0)).to.equal(Number(free))
  })

  it('shows free seats on a map: communities, then posts, by keys, down to a sign-up', async () => {
    const { element, inside } = await open()
    inside.one('[data-view=map]').click()
    await waitUntil(() => inside.has('.marker'), 'drawn')
    await expect(element).to.be.accessible()
    inside.one('#map-all').click()
    // Late in the day little is left of the first.
    inside.all('.day')[1]!.click()
    await waitUntil(() => !inside.has('#map-all') && inside.all('.marker').length > 5, 'communities')
    await expect(element).to.be.accessible()
    expect(inside.all('.marker[tabindex="0"]')).to.have.length(1)
    inside.one('.marker[tabindex="0"]').focus()
    const first = inside.focused()
    for (const press of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await sendKeys({ press })
    expect(inside.focused()).to.be.instanceOf(SVGGElement)
    expect(first).to.be.instanceOf(SVGGElement)
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.has('#map-all') && inside.has('.marker'), 'its posts')
    const post = inside.one('.marker.free')
    post.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))
    await waitUntil(() => inside.has('[data-slot]'), 'its shifts')
    expect(post.getAttribute('aria-pressed')).to.equal('true')
  })

  const within = (inside: Inside, metres: string) => {
    const field = inside.one<HTMLSelectElement>('#reach')
    field.value = metres
    field.dispatchEvent(new Event('change'))
  }

  it('counts in the week what is within a distance, tells how far the nearest is, and leads to it', async () => {
    const moveBack = standAt(await whereFrom())
    try {
      const { element, inside } = await open()
      inside.one('[data-view=week]').click()
      await waitUntil(() => inside.has('.cell'))
      expect(inside.has('#reach'), 'no distance without a position').to.equal(false)
      inside.one('#near').click()
      await waitUntil(() => inside.has('.cell .far'), 'how far the nearest is')
      const free = () =>
        inside
          .all('.cell')
          .map((cell) => Number(/free seats: (\d+)/.exec(cell.textContent ?? '')?.[1] ?? NaN))
          .reduce((sum, seats) => sum + seats, 0)
      const everywhere = free()
      within(inside, '1000')
      await element.updateComplete
      expect(free()).to.be.below(everywhere).and.above(0)
      const far = inside.all('.cell .far').map((words) => metresIn(words.textContent))
      expect(far).to.have.length(inside.all('.cell').length)
      expect(Math.max(...far)).to.be.at.most(1000)
      expect(inside.one('.cell .hidden-visually').textContent).to.contain(`, nearest: ${inside.one('.cell .far').textContent}`)
      await expect(element).to.be.accessible()
      const { time = '' } = inside.one('.cell').dataset
      const nearest = far[0]!
      inside.one('.cell').click()
      await waitUntil(() => inside.has('[data-slot]'), 'its shifts')
      expect(metres(inside)[0]).to.be.at.most(nearest)
      expect(Math.max(...metres(inside))).to.be.at.most(1000)
      expect(inside.text()).to.contain(time)
    } finally {
      moveBack()
    }
  })

  it('shows on the map what is within a distance, and below it the nearest first', async () => {
    const slots = (await all()).filter(({ post }) => post.position)
    const tomorrow = [...new Set(slots.map(dateOf))].sort()[1]!
    const moveBack = standAt(slots.find((slot) => dateOf(slot) === tomorrow)!.post.position as [number, number])
    try {
      const { element, inside } = await open()
      inside.one('#near').click()
      await waitUntil(() => inside.has('#reach'), 'a distance may be chosen')
      inside.one('[data-view=map]').click()
      inside.all('.day')[1]!.click()
      await waitUntil(() => inside.has('.marker') && inside.has('.here'), 'drawn')
      const everywhere = inside.all('.marker').length
      expect(metres(inside)).to.deep.equal([...metres(inside)].sort((a, b) => a - b))
      within(inside, '500')
      await element.updateComplete
      expect(inside.all('.marker').length).to.be.below(everywhere).and.above(0)
      expect(inside.has('.reach')).to.equal(true)
      expect(Math.max(...metres(inside))).to.be.at.most(500)
      await expect(element).to.be.accessible()
      inside.one('#near').click()
      await waitUntil(() => !inside.has('#reach') && !inside.has('.reach'), 'wherever it is')
      expect(inside.has('.hour')).to.equal(false)
    } finally {
      moveBack()
    }
  })

  it('tells whom a shift asks for, and lets one say what one comes as', async () => {
    const wanted = (await all()).find(({ mix, capacity, seated }) => mix?.length && seated < capacity)
    expect(wanted, 'the sample district has shifts that ask for roles').not.to.equal(undefined)
    const { element, inside } = await open()
    const community = inside.one<HTMLSelectElement>('#communityId')
    community.value = ''
    community.dispatchEvent(new Event('change'))
    await element.updateComplete
    for (const { dataset } of inside.all('.day')) void dataset
    for (const index of inside.all('.day').keys()) {
      inside.all('.day')[index]!.click()
      await element.updateComplete
      while (inside.has('.slots .more')) {
        inside.one('.slots .more').click()
        await element.updateComplete
      }
      if (inside.has(`[data-slot="${wanted!.id}"]`)) break
    }
    const button = inside.one(`[data-slot="${wanted!.id}"]`)
    expect(button.closest('.slot')?.querySelector('.needs')?.textContent).to.match(/Building head|Dual registrant|Volunteer/)
    button.click()
    await waitUntil(() => inside.has('#role') && inside.has('#consent'), 'the form')
    await expect(element).to.be.accessible()
    inside.one<HTMLInputElement>(`#role [value=${wanted!.mix![0]!.role}]`).click()
    inside.one('#consent').click()
    inside.one('[type=submit]').click()
    await waitUntil(() => inside.has('#outcome') || inside.has('#refusal'), 'an answer')
  })
})
