import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { moveShift, openClient } from '../../test/district.ts'
import { openElement, openOrganisation, standAt } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import './define.ts'

describe('wg-volunteer-signup, own duties', () => {
  let org: Organisation
  let me: Volunteer

  before(async () => {
    org = await openOrganisation('duties')
  })

  beforeEach(async () => {
    me = await org.volunteer('陈晓')
  })

  afterEach(() => org.close())

  const open = (options: Parameters<typeof openElement>[2] = {}, who = me) =>
    openElement(org.district, who, { tab: 'duties', ...options })

  type Inside = Awaited<ReturnType<typeof open>>['inside']

  const duty = (inside: Inside, id: string) => (inside.has(`[data-duty="${id}"]`) ? inside.one(`[data-duty="${id}"]`) : undefined)
  const says = (inside: Inside, id: string, words: string) =>
    waitUntil(() => duty(inside, id)?.textContent?.replace(/\s+/g, ' ').includes(words), words)
  const press = (inside: Inside, id: string, selector: string) => inside.one(`[data-duty="${id}"] ${selector}`).click()

  /** The district's liaison, and the person of the organisation that an employee is. */
  async function liaisonWith({ employee }: Volunteer) {
    const { client } = await org.liaison()
    const { data } = await client.organisationPeople(org.district.orgId).refresh()
    const personId = data?.people.find(({ staffNumber }) => staffNumber === employee.staffNumber)?.personId
    if (personId === undefined) throw new Error(`expected ${employee.staffNumber} among the organisation's people, got none`)
    return { client, personId }
  }

  /** Others take all seats of a slot; the first of them is returned. */
  async function fill({ capacity, seated, ...slot }: SlotView) {
    const others: { other: Volunteer; signUpId: string }[] = []
    for (let seat = seated; seat < capacity; seat++) {
      const other = await org.volunteer('先到的人')
      others.push({ other, signUpId: await other.signUp({ capacity, seated, ...slot }) })
    }
    return others[0]!
  }

  async function leave({ other, signUpId }: { other: Volunteer; signUpId: string }) {
    const sent = await other.client.cancelSignUp({ signUpId })
    if (sent.ok) await sent.settled
  }

  const smallest = async () => (await org.slots(me)).sort((a, b) => a.capacity - a.seated - (b.capacity - b.seated))[0]!

  it('says so where there are none, and leads to the shifts', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.has('#find'), 'none')
    await expect(element).to.be.accessible()
    inside.one('#find').click()
    await waitUntil(() => inside.has('[data-slot]'))
  })

  it('offers the seat that fell free to the first who waits, who takes it by keys', async () => {
    const slot = await smallest()
    const first = await fill(slot)
    const id = await me.signUp(slot)
    const { element, inside } = await open({ lang: 'zh' })
    await says(inside, id, '候补第 1 位')
    await leave(first)
    await me.client.mySignUps().refresh()
    await says(inside, id, '轮到您了')
    await says(inside, id, '名额为您保留到')
    await expect(element).to.be.accessible()
    expect(inside.one('[data-tab=duties]').textContent).to.include('1')
    inside.one<HTMLElement>(`[data-duty="${id}"] [data-yes]`).focus()
    await sendKeys({ press: 'Enter' })
    await says(inside, id, '已报上')
  })

  it('declines what is offered', async () => {
    const slot = await smallest()
    const first = await fill(slot)
    const id = await me.signUp(slot)
    await leave(first)
    await me.client.mySignUps().refresh()
    const { inside } = await open()
    await says(inside, id, 'It is your turn')
    press(inside, id, '[data-no]')
    await waitUntil(() => !duty(inside, id), 'it is over')
    inside.one('#show-over').click()
    await says(inside, id, 'You declined')
  })

  it('takes an invitation up with consent, and says so where the tick is missing', async () => {
    const [early, late] = (await org.slots(me)).filter(
      ({ startsAt }, i, all) => i === 0 || Date.parse(startsAt) > Date.parse(all[0]!.endsAt) + 86_400_000,
    ) as [SlotView, SlotView]
    await me.signUp(early)
    const { client, personId } = await liaisonWith(me)
    const asked = await client.invite({ orgId: org.district.orgId, slotId: late.id, people: [{ personId }] })
    if (!asked.ok || !asked.results[0]?.ok) throw new Error(`expected an invitation, got ${JSON.stringify(asked)}`)
    const { id } = asked.results[0].signUp
    const { element, inside } = await open()
    await says(inside, id, 'You are invited')
    press(inside, id, '[data-yes]')
    await waitUntil(() => inside.focused()?.id === 'panel-title')
    await waitUntil(() => inside.has('#consent'))
    await expect(element).to.be.accessible()
    press(inside, id, '[type=submit]')
    await says(inside, id, 'Please agree to what your data is for')
    expect(inside.focused()?.id).to.equal('consent')
    inside.one('#consent').click()
    press(inside, id, '[type=submit]')
    await says(inside, id, 'Seated')
  })

  it('checks in by the code that the phone’s camera opened the page with, and out by a pasted address', async () => {
    const slot = (await org.slots(me))[0]!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 20)
    const liaison = await org.liaison()
    const url = async () => (await liaison.client.shiftCode(slot.id).refresh()).data!.url
    const { element, inside } = await open({ code: (await url()).split('#')[1]! })
    await waitUntil(() => inside.has('#scanned-yes'), 'read')
    await waitUntil(() => inside.one('.scanned').textContent?.includes(slot.post.name.en), 'what for')
    await expect(element).to.be.accessible()
    inside.one('#scanned-yes').click()
    await says(inside, id, 'Checked in at')
    expect(element.checkInCode).to.equal('')
    expect(inside.has('.scanned')).to.equal(false)
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-check]`), 'it may be')
    press(inside, id, '[data-check]')
    await waitUntil(() => inside.has('#check-in-code'))
    await expect(element).to.be.accessible()
    const field = inside.one<HTMLInputElement>('#check-in-code')
    field.value = await url()
    field.dispatchEvent(new Event('input'))
    await element.updateComplete
    press(inside, id, '[type=submit]')
    await says(inside, id, 'Checked out at')
  })

  it('says nothing of duties before it is known what waits on the device', async () => {
    const slot = (await org.slots(me))[0]!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 20)
    await me.client.mySignUps().refresh()
    let tell = () => {}
    const subscribe: typeof me.client.outbox.subscribe = (listener) => {
      let stop = () => {}
      tell = () => (stop = me.client.outbox.subscribe(listener))
      return () => stop()
    }
    const outbox = new Proxy(me.client.outbox, {
      get: (real, name) => (name === 'subscribe' ? subscribe : Reflect.get(real, name)),
    })
    const client = new Proxy(me.client, { get: (real, name) => (name === 'outbox' ? outbox : Reflect.get(real, name)) })
    const { element, inside } = await openElement(org.district, { client }, { tab: 'duties' })
    await waitUntil(() => inside.has('.org') && !inside.text().includes('Asking'), 'the server has told')
    await client.mySignUps().refresh()
    await element.updateComplete
    expect([inside.has('#find'), inside.has('[data-check]'), inside.has('[data-duty]')]).to.deep.equal([false, false, false])
    tell()
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-check]`), 'it may be')
  })

  it('takes the code from behind the # of the page’s own address, and out of it once it is known who is there', async () => {
    const slot = (await org.slots(me))[0]!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 20)
    const liaison = await org.liaison()
    const code = (await liaison.client.shiftCode(slot.id).refresh()).data!.url.split('#')[1]!
    const { pathname, search } = location
    const own = pathname + search
    history.replaceState({ host: 1 }, '', `${own}#${code}`)
    try {
      const nobody = await openClient({ endpoint: org.district.endpoint, siteKey: org.district.orgKey })
      const before = await openElement(org.district, nobody, { tab: 'duties' })
      await waitUntil(() => before.inside.text().includes('This page does not say who you are'), 'said')
      expect(location.hash).to.equal(`#${code}`)
      before.element.remove()
      nobody.client.close()
      const { element, inside } = await open()
      await waitUntil(() => inside.has('#scanned-yes'), 'read')
      await waitUntil(() => location.hash === '', 'out of the address')
      expect([location.pathname + location.search, history.state]).to.deep.equal([own, { host: 1 }])
      inside.one('#scanned-yes').click()
      await says(inside, id, 'Checked in at')
      location.hash = 'chapter-2'
      await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
      expect([element.checkInCode, location.hash]).to.deep.equal(['', '#chapter-2'])
    } finally {
      history.replaceState(null, '', own)
    }
  })

  it('keeps a check-in without a network, says so, and sends it later; a code that is none is refused in words', async () => {
    const slot = (await org.slots(me))[0]!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 20)
    await me.client.mySignUps().refresh()
    const liaison = await org.liaison()
    const code = (await liaison.client.shiftCode(slot.id).refresh()).data!.url.split('#')[1]!
    const { inside } = await open({ code })
    await waitUntil(() => inside.has('#scanned-yes') && inside.has('.org'), 'read')
    me.setOffline(true)
    inside.one('#scanned-yes').click()
    await says(inside, id, 'saved on this device')
    expect(duty(inside, id)?.textContent).not.to.include('Check in')
    me.setOffline(false)
    me.client.outbox.sendNow()
    await waitUntil(() => !duty(inside, id)?.textContent?.includes('saved on this device'), 'sent')
    await says(inside, id, 'Checked in at')
    await me.client.checkOut({ proof: { by: 'code', code: 'nonsense' } })
    await waitUntil(() => inside.has('.refused'), 'refused')
    expect(inside.one('.refused').textContent).to.include('This is no check-in code')
    inside.one('[data-discard]').click()
    await waitUntil(() => !inside.has('.refused'), 'read')
  })

  it('checks in by place only when asked to, and says how far it is', async () => {
    const slot = (await org.slots(me)).find(({ post }) => post.position)!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 20)
    await me.client.mySignUps().refresh()
    const [x, y] = slot.post.position!
    let moveBack = standAt([x + 0.02, y])
    try {
      const { element, inside } = await open()
      await waitUntil(() => inside.has(`[data-duty="${id}"] [data-check]`), 'it may be')
      press(inside, id, '[data-check]')
      await waitUntil(() => inside.has('#check-in-place'))
      expect(inside.one('.panel').textContent).to.include('not kept; only how far it was from the post is')
      inside.one('#check-in-place').click()
      await waitUntil(() => inside.has('.refused'), 'too far')
      expect(inside.one('.refused').textContent).to.match(/The post is [\d,]+ m away/)
      inside.one('[data-discard]').click()
      await waitUntil(
        () => !inside.has('.refused') && inside.has(`[data-duty="${id}"] [data-check]`),
        'read, and it may be again',
      )
      moveBack()
      moveBack = standAt(undefined)
      press(inside, id, '[data-check]')
      await waitUntil(() => inside.has('#check-in-place'))
      inside.one('#check-in-place').click()
      await waitUntil(() => inside.text().includes('Your position could not be found'))
      await expect(element).to.be.accessible()
      moveBack()
      moveBack = standAt([x, y])
      inside.one('#check-in-place').click()
      await says(inside, id, 'Checked in at')
    } finally {
      moveBack()
    }
  })

  /** A seat of days ahead, whose shift has come so near that the person is to say whether they come. */
  async function nearSeat() {
    const slot = (await org.slots(me)).at(-1)!
    const id = await me.signUp(slot)
    await moveShift(slot.id, 5 * 60)
    await me.client.mySignUps().refresh()
    return id
  }

  it('asks whether one comes before the shift, and keeps the seat of who says so', async () => {
    const id = await nearSeat()
    const { element, inside } = await open()
    await says(inside, id, 'Please confirm that you come')
    await says(inside, id, 'or the seat goes to others.')
    await expect(element).to.be.accessible()
    press(inside, id, '[data-yes]')
    await waitUntil(() => !inside.has(`[data-duty="${id}"] [data-yes]`), 'answered')
    await says(inside, id, 'Confirmed')
    const [own] = (await me.client.mySignUps().refresh()).data!
    expect(own).to.include({ id, state: 'seated' })
    expect(own?.confirmedAt).to.be.a('string')
  })

  it('asks once more before a seat is given up that was to be confirmed', async () => {
    const id = await nearSeat()
    const { element, inside } = await open({ lang: 'zh' })
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-no]`), 'asked')
    press(inside, id, '[data-no]')
    await waitUntil(() => inside.focused()?.id === 'sure', 'once more')
    await expect(element).to.be.accessible()
    expect((await me.client.mySignUps().refresh()).data).to.have.nested.property('[0].state', 'seated')
    inside.one('#sure').click()
    const isGone = async () => (await me.client.mySignUps().refresh()).data?.[0]?.state === 'cancelled'
    await waitUntil(isGone, 'given up')
  })

  it('gives a seat to a colleague, who takes it once the liaison agrees', async () => {
    const slot = (await org.slots(me)).at(-1)!
    const id = await me.signUp(slot)
    const { element, inside } = await open()
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-act=swap]`), 'it may be')
    press(inside, id, '[data-act=swap]')
    await waitUntil(() => inside.has('#swap-how'))
    await expect(element).to.be.accessible()
    inside.all<HTMLInputElement>('#swap-how input')[1]!.click()
    await element.updateComplete
    await expect(element).to.be.accessible()
    inside.all<HTMLInputElement>('#swap-how input')[0]!.click()
    press(inside, id, '[type=submit]')
    await says(inside, id, 'Waiting for a colleague')

    const colleague = await org.volunteer('李同事')
    const theirs = await openElement(org.district, colleague, { tab: 'duties' })
    await waitUntil(() => theirs.inside.has('[data-swap] .button.primary'), 'it is offered')
    await expect(theirs.element).to.be.accessible()
    theirs.inside.one('[data-swap] .button.primary').click()
    await waitUntil(() => theirs.inside.has('#consent'), 'asked')
    theirs.inside.one('#consent').click()
    theirs.inside.one('[data-swap] [type=submit]').click()
    await waitUntil(() => theirs.inside.text().includes('You took it; your liaison has to agree'), 'taken')
    await expect(theirs.element).to.be.accessible()
    const [{ id: swapId } = { id: '' }] = (await colleague.client.mySwaps().refresh()).data ?? []
    await (await org.liaison()).client.decideSwap({ swapId, approve: true })
    await colleague.client.mySwaps().refresh()
    await waitUntil(() => theirs.inside.text().includes('Swapped'), 'done')
    const own = (await colleague.client.mySignUps().refresh()).data
    expect(own?.map(({ slotId, state }) => [slotId, state])).to.deep.equal([[slot.id, 'seated']])
    await me.client.mySignUps().refresh()
    await waitUntil(() => !duty(inside, id), 'it is theirs')
  })

  it('does not offer a seat that others wait for: it is given back', async () => {
    const slot = await smallest()
    const id = await me.signUp(slot)
    await fill({ ...slot, seated: slot.seated + 1 }).catch(() => undefined)
    await (await org.volunteer('候补的人')).signUp(slot)
    await me.client.slots(org.district.orgId).refresh()
    const { element, inside } = await open({ lang: 'zh' })
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-act=swap]`), 'it may be tried')
    press(inside, id, '[data-act=swap]')
    await says(inside, id, '有人在候补这个名额')
    expect(inside.has('#swap-how')).to.equal(false)
    await expect(element).to.be.accessible()
    press(inside, id, '[data-give-up]')
    await waitUntil(() => inside.focused()?.id === 'sure', 'asked once more')
  })

  it('offers for an exchange the shifts in which a colleague is, and that leave rest', async () => {
    const all = (await org.slots(me)).filter(({ post }, _, [first]) => post.kind === first!.post.kind)
    const mine = all[0]!
    const apart = (one: SlotView, other: SlotView) =>
      Math.max(Date.parse(one.startsAt) - Date.parse(other.endsAt), Date.parse(other.startsAt) - Date.parse(one.endsAt))
    const wanted = all.find((one) => apart(one, mine) > 4 * 3_600_000)!
    await (await org.volunteer('同事')).signUp(wanted)
    const id = await me.signUp(mine)
    const { inside, element } = await open()
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-act=swap]`), 'it may be')
    press(inside, id, '[data-act=swap]')
    await waitUntil(() => inside.has('#swap-how'))
    inside.all<HTMLInputElement>('#swap-how input')[1]!.click()
    await waitUntil(() => inside.has(`#swap-wants input[value="${wanted.id}"]`), 'a colleague is there')
    await expect(element).to.be.accessible()
    const { data: offered } = await me.client.colleagueShifts().refresh()
    const values = inside.all<HTMLInputElement>('#swap-wants input').map(({ value }) => value)
    expect(values.every((value) => offered!.includes(value))).to.equal(true)
  })

  it('withdraws a swap', async () => {
    const slot = (await org.slots(me)).at(-1)!
    const id = await me.signUp(slot)
    const sent = await me.client.offerSwap({ signUpId: id })
    if (sent.ok) await sent.settled
    await me.client.mySignUps().refresh()
    const { inside } = await open({ lang: 'zh' })
    await says(inside, id, '等同事来接')
    press(inside, id, '[data-act=withdraw-swap]')
    await waitUntil(() => inside.has(`[data-duty="${id}"] [data-act=swap]`), 'it can be offered again')
    await waitUntil(() => inside.text().includes('已经撤回'), 'said')
  })

  it('makes a calendar address, tells it once, and stops it', async () => {
    await me.signUp((await org.slots(me))[0]!)
    const { element, inside } = await open()
    await waitUntil(() => inside.has('#calendar-make'), 'it can be')
    inside.one('#calendar-make').click()
    await waitUntil(() => inside.has('.address'), 'made')
    expect(inside.focused()?.id).to.equal('calendar-outcome')
    const address = inside.one('.address').textContent!
    expect((await fetch(address)).status).to.equal(200)
    await expect(element).to.be.accessible()
    await waitUntil(() => inside.has('#calendar-revoke'), 'known')
    inside.one('#calendar-revoke').click()
    await waitUntil(() => inside.text().includes('The address is dead now'), 'dead')
    expect((await fetch(address)).status).to.equal(404)
    me.setOffline(true)
    inside.one('#calendar-make').click()
    await waitUntil(() => inside.has('.calendar [role=alert]'), 'said')
    expect(inside.one('.calendar [role=alert]').textContent).to.include('The server cannot be reached')
  })

  it('shows nobody’s duties to nobody, and who has to say who one is', async () => {
    const nobody = await openClient({ endpoint: org.district.endpoint, siteKey: org.district.orgKey })
    const { element, inside } = await openElement(org.district, nobody, { tab: 'duties' })
    await waitUntil(() => inside.text().includes('This page does not say who you are'), 'said')
    await expect(element).to.be.accessible()
    nobody.client.close()
  })
})
