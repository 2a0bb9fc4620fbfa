import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { SdkError } from '@wangge/core/errors'
import type { Stores } from '@wangge/core/ports'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, newEmployee, nextEvent, openClient, openDistrict, tokenOf, within } from '../../test/district.ts'
import type { Employee, TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { VolunteerSignupElement } from './volunteer-signup.ts'
import './volunteer-signup.ts'

describe('wg-volunteer-signup', () => {
  let district: DistrictAnswer
  let device: TestClient
  /** Who is signed in on the host's page. */
  let employee: Employee

  before(async () => {
    await checkRegistration(
      'wg-volunteer-signup',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(1)
  })

  // Each test on a device of its own, so that one's sign-ups are not the other's.
  beforeEach(async () => {
    employee = newEmployee()
    device = await deviceOf(() => employee)
  })

  afterEach(() => device.client.close())

  const deviceOf = (who: () => Employee, more: { stores?: Stores; name?: string } = {}) =>
    openClient({ endpoint: district.endpoint, siteKey: district.orgKey, token: tokenOf(district, who), ...more })

  async function open(lang = 'en', client = device.client) {
    const element = await fixture<VolunteerSignupElement>(
      html`<wg-volunteer-signup lang=${lang} org=${district.orgId} .client=${client}></wg-volunteer-signup>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('[data-slot]') && inside.has('.org'), 'the shifts are there')
    return { element, inside }
  }

  type Inside = ReturnType<typeof within>

  /** Opens the form for a slot. */
  async function choose(element: VolunteerSignupElement, slot: SlotView) {
    ;(await find(element, slot)).click()
    await element.updateComplete
  }

  /** Opens the form for a slot, agrees and sends it. */
  async function signUp(element: VolunteerSignupElement, slot: SlotView) {
    const inside = within(element)
    await choose(element, slot)
    await waitUntil(() => inside.has('#consent') && inside.has('[type=submit]'), 'somebody is known')
    inside.one('#consent').click()
    inside.one('[type=submit]').click()
  }

  const outcome = (inside: Inside) => (inside.has('#outcome') ? inside.one('#outcome').textContent : '')

  async function slots(): Promise<SlotView[]> {
    const { data } = await device.client.slots(district.orgId).refresh()
    return (data?.slots ?? [])
      .filter(({ startsAt, cancelled, capacity, seated }) => {
        return !cancelled && seated < capacity && Date.parse(startsAt) > Date.now() + 7_200_000
      })
      .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  }

  async function communityOf(gridId: string): Promise<string> {
    const grids = (await device.client.gridTree().refresh()).data?.grids ?? []
    const grid = grids.find(({ id }) => id === gridId)
    return grid?.level === 'community' || !grid?.parentId ? gridId : communityOf(grid.parentId)
  }

  /** The slots that are to be seen and chosen. */
  async function shown(inside: Inside): Promise<SlotView[]> {
    const { data } = await device.client.slots(district.orgId).refresh()
    const ids = inside.all('[data-slot]').map((button) => button.dataset['slot'])
    return (data?.slots ?? []).filter(({ id }) => ids.includes(id))
  }

  /** Leads the person's eye to a slot: its day, its community, all of them. */
  async function find(element: VolunteerSignupElement, { id, startsAt, post }: SlotView) {
    const inside = within(element)
    await waitUntil(() => inside.all('#communityId option').length > 1)
    inside.one<HTMLSelectElement>('#communityId').value = await communityOf(post.gridId)
    inside.one('#communityId').dispatchEvent(new Event('change'))
    inside.one<HTMLSelectElement>('#kind').value = post.kind
    inside.one('#kind').dispatchEvent(new Event('change'))
    await element.updateComplete
    const date = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' })
    inside
      .all('.day')
      .find((day) => day.textContent?.includes(date.format(new Date(startsAt))))
      ?.click()
    await element.updateComplete
    return inside.one(`[data-slot="${id}"]`)
  }

  it('is accessible, as list, as form and with errors', async () => {
    const { element, inside } = await open()
    await expect(element).to.be.accessible()
    inside.one('[data-slot]').click()
    await waitUntil(() => inside.has('.statement') && inside.has('[type=submit]'))
    await expect(element).to.be.accessible()
    inside.one('[type=submit]').click()
    await waitUntil(() => inside.has('#summary'))
    await expect(element).to.be.accessible()
  })

  it('names the organisation and offers the week by day, in both languages', async () => {
    const { element, inside } = await open()
    const { data } = await device.client.organisation(district.orgId).refresh()
    expect(inside.one('.org').textContent).to.equal(data?.name.en)
    expect(inside.all('.day').length).to.be.greaterThan(1)
    const community = inside.one<HTMLSelectElement>('#communityId')
    community.value = ''
    community.dispatchEvent(new Event('change'))
    await element.updateComplete
    // Late in the day little is left of the first.
    inside.all('.day')[1]!.click()
    await element.updateComplete
    expect(inside.all('.slot')).to.have.length(20)
    expect(inside.text()).to.match(/\d of \d+ taken/)
    const chinese = await open('zh')
    expect(chinese.inside.one('.org').textContent).to.equal(data?.name.zh)
    expect(chinese.inside.text()).to.match(/已报 \d+ \/ \d+ 人/)
  })

  it('begins with the shifts of the organisation’s own community, and tells each time of day once', async () => {
    const { element, inside } = await open()
    const organisation = (await device.client.organisation(district.orgId).refresh()).data
    const own = await communityOf(organisation?.gridId ?? '')
    expect(inside.one<HTMLSelectElement>('#communityId').value).to.equal(own)
    inside.all('.day')[1]!.click()
    await element.updateComplete
    const times = inside.all('.hour h4').map((time) => time.textContent ?? '')
    expect(times).to.deep.equal([...new Set(times)].sort())
    expect(inside.all('.slot').length).to.be.greaterThan(times.length)
    for (const { post } of await shown(inside)) expect(await communityOf(post.gridId)).to.equal(own)
  })

  it('hides its title where the page has one, and keeps its name', async () => {
    const { element, inside } = await open()
    expect(inside.one('h2').getBoundingClientRect().height).to.be.greaterThan(20)
    element.setAttribute('heading', 'none')
    await element.updateComplete
    expect(inside.one('h2').getBoundingClientRect().height).to.equal(1)
    await expect(element).to.be.accessible()
  })

  it('does not blame the device for a defect, and lets the page’s developer see it', async () => {
    const defect = new TypeError('x is not a function')
    const full = new SdkError('storage', 'Expected to write, got QuotaExceededError')
    const told: unknown[] = []
    const { error } = console
    // eslint-disable-next-line no-console -- what it says is what is tested
    console.error = (...args: unknown[]) => void told.push(...args)
    try {
      for (const [thrown, words] of [
        [defect, 'It did not work this time'],
        [full, 'This device could not keep it'],
      ] as const) {
        const { inside } = await open('en', { ...device.client, signUp: () => Promise.reject(thrown) })
        inside.one('[data-slot]').click()
        await waitUntil(() => inside.has('[type=submit]'))
        inside.one('[type=submit]').click()
        await waitUntil(() => inside.has('#refusal'))
        expect(inside.one('#refusal').textContent).to.include(words)
      }
    } finally {
      // eslint-disable-next-line no-console -- as it was
      console.error = error
    }
    expect(told).to.deep.equal([defect])
  })

  it('names who signs up by the host’s word, in both languages, with nothing to type', async () => {
    for (const [lang, words] of [
      ['en', `You sign up as 测试志愿者 (staff number ${employee.staffNumber})`],
      ['zh', `以 测试志愿者（工号 ${employee.staffNumber}）的身份报名`],
    ] as const) {
      const { inside } = await open(lang)
      inside.one('[data-slot]').click()
      await waitUntil(() => inside.has('.person b'), 'the name')
      expect(inside.one('.person').textContent?.replace(/\s+/g, ' ').trim()).to.equal(words)
      expect(inside.all('form input:not([type=checkbox])')).to.have.length(0)
    }
  })

  it('shows the district’s own words on what the data is for, how long it is kept, and asks for a tick', async () => {
    const { statements = [] } = (await device.client.statements().refresh()).data ?? {}
    const statement = statements.find(({ purpose }) => purpose === 'volunteer-duty')
    const { inside } = await open('zh')
    inside.one('[data-slot]').click()
    await waitUntil(() => inside.has('.statement') && inside.has('[type=submit]'))
    expect(inside.one('.statement').textContent).to.include(statement?.zh)
    expect(inside.one('.statement').textContent).to.include(`保留 ${statement?.retentionDays} 天`)
    inside.one('[type=submit]').click()
    await waitUntil(() => inside.has('#summary'))
    expect(inside.focused()?.id).to.equal('summary')
    expect(inside.one('#consent').getAttribute('aria-describedby')).to.equal('consent-statement consent-error')
    inside.one('#summary button').click()
    expect(inside.focused()?.id).to.equal('consent')
  })

  it('lists the shifts to nobody in particular, and says who has to say who one is', async () => {
    const nobody = await openClient({ endpoint: district.endpoint, siteKey: district.orgKey })
    const { element, inside } = await open('en', nobody.client)
    inside.one('[data-slot]').click()
    await waitUntil(() => inside.text().includes('You cannot sign up here yet'))
    expect(inside.text()).to.include('This page does not say who you are')
    expect(inside.has('[type=submit]')).to.equal(false)
    await expect(element).to.be.accessible()
    nobody.client.close()
  })

  it('says that the host’s page has nobody signed in, or does not answer, and tries again', async () => {
    const signedOut = new SdkError('problem', 'Expected a token, got “nobody is signed in”', { status: 401 })
    for (const [failure, words] of [
      [signedOut, 'You are not signed in to your organisation’s site'],
      [new Error('502'), 'Your organisation’s site did not say who you are'],
    ] as const) {
      let isBroken = true
      const token = () => (isBroken ? Promise.reject(failure) : tokenOf(district, () => employee)())
      const late = await openClient({ endpoint: district.endpoint, siteKey: district.orgKey, token })
      const { element, inside } = await open('en', late.client)
      inside.one('[data-slot]').click()
      await waitUntil(() => inside.text().includes(words), words)
      await expect(element).to.be.accessible()
      isBroken = false
      inside.one('#ask-again').click()
      await waitUntil(() => inside.text().includes('You sign up as'), 'asked again')
      late.client.close()
    }
  })

  it('puts away what one person began once another is there, and says that their own waits for them', async () => {
    // A token that is over soon: the host is asked anew.
    employee = { ...newEmployee('先来的人'), seconds: 5 }
    const [slot] = (await slots()) as [SlotView]
    const { element, inside } = await open()
    await choose(element, slot)
    await waitUntil(() => inside.has('.person b') && inside.has('#consent'), 'known')
    device.setOffline(true)
    inside.one('#consent').click()
    inside.one('[type=submit]').click()
    await waitUntil(() => outcome(inside)?.includes('Saved on this device'))
    const seen = new Set<string | undefined>()
    device.client.identity.subscribe(({ personKey }) => seen.add(personKey))
    employee = newEmployee('后来的人')
    const isSwitched = async () =>
      device.client
        .me()
        .refresh()
        .then(() => seen.size === 2)
    await waitUntil(isSwitched, 'somebody else')
    device.setOffline(false)
    await device.client.me().refresh()
    await waitUntil(() => inside.text().includes('Now it is 后来的人'), 'switched')
    expect(inside.has('#outcome')).to.equal(false)
    expect(inside.has('.own')).to.equal(false)
    expect(inside.one('.others').textContent).to.include('1 more of other people who used this device')
    await expect(element).to.be.accessible()
  })

  it('tells a minor that a guardian has to agree first', async () => {
    employee = { ...newEmployee('小朋友'), minor: true }
    const young = await deviceOf(() => employee)
    const [slot] = (await slots()) as [SlotView]
    const { element, inside } = await open('en', young.client)
    await signUp(element, slot)
    await waitUntil(() => inside.text().includes('For a minor, a guardian has to agree first'), 'refused')
    await expect(element).to.be.accessible()
    young.client.close()
  })

  it('gives a seat, by keys alone, and tells the host', async () => {
    const { element, inside } = await open()
    const [slot] = (await slots()) as [SlotView]
    ;(await find(element, slot)).focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.has('form'))
    expect(inside.focused()?.id).to.equal('form-title')
    await waitUntil(() => inside.has('#consent'))
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Space' })
    await sendKeys({ press: 'Tab' })
    const submitted = nextEvent(element, 'wg-volunteer-signup-submit')
    const settled = nextEvent(element, 'wg-volunteer-signup-settle')
    await sendKeys({ press: 'Enter' })
    expect(await submitted).to.include({ slotId: slot.id, saved: true })
    expect((await settled).outcome).to.have.nested.property('answer.state', 'seated')
    await waitUntil(() => outcome(inside)?.includes('You have a seat'))
    expect(inside.focused()?.id).to.equal('outcome')
    await waitUntil(() => inside.one('.own').textContent?.includes('Seated'))
    await expect(element).to.be.accessible()
  })

  it('says “saved on this device, awaiting a seat” without a network, never that there is a seat; and sends later', async () => {
    const { element, inside } = await open()
    const [slot] = (await slots()) as [SlotView]
    device.setOffline(true)
    await signUp(element, slot)
    await waitUntil(() => outcome(inside)?.includes('Saved on this device, awaiting a seat'))
    await waitUntil(() => inside.has('.own .chip'), 'one’s own')
    expect(inside.one('.own .chip').textContent).to.equal('Awaiting a seat')
    device.setOffline(false)
    device.client.outbox.sendNow()
    await waitUntil(() => outcome(inside)?.includes('You have a seat'), 'the seat')
  })

  it('does not say “saved” where there is only memory', async () => {
    const forgetful = await deviceOf(() => employee, { stores: createMemoryStores({ reason: 'test' }) })
    const [slot] = (await slots()) as [SlotView]
    const { element, inside } = await open('en', forgetful.client)
    expect(inside.text()).to.include('it is lost when the page closes')
    forgetful.setOffline(true)
    await signUp(element, slot)
    await waitUntil(() => outcome(inside)?.includes('Awaiting a seat, not saved'))
    expect(inside.text()).not.to.include('Saved on this device')
    forgetful.client.close()
  })

  it('tells the place on the waiting list where all seats are taken', async () => {
    const free = ({ capacity, seated }: SlotView) => capacity - seated
    const [slot] = (await slots()).sort((a, b) => free(a) - free(b)) as [SlotView]
    const { orgId } = district
    for (let seat = free(slot); seat > 0; seat--) {
      const early = newEmployee('先到的人')
      const other = await deviceOf(() => early)
      const sent = await other.client.signUp({ slotId: slot.id, orgId, consent: { version: 1 } })
      if (sent.ok) await sent.settled
      other.client.close()
    }
    const late = await deviceOf(() => employee)
    const { element, inside } = await open('en', late.client)
    await waitUntil(() => inside.has('#communityId'))
    expect((await find(element, slot)).textContent).to.include('Join the waiting list')
    await signUp(element, slot)
    await waitUntil(() => /Number \d+ on the waiting list/.test(outcome(inside) ?? ''), 'waitlisted')
    late.client.close()
  })

  it('tells a refusal of the server in words, keeps it, and lets it be removed', async () => {
    const [, slot] = (await slots()) as [SlotView, SlotView]
    const { orgId } = district
    // The same person's other device has not heard of it yet.
    const other = await deviceOf(() => employee)
    const { element, inside } = await open('en', other.client)
    await choose(element, slot)
    await waitUntil(() => inside.has('.person b') && inside.has('#consent'), 'known')
    other.setOffline(true)
    inside.one('#consent').click()
    inside.one('[type=submit]').click()
    await waitUntil(() => outcome(inside)?.includes('Saved on this device'))
    const first = await device.client.signUp({ slotId: slot.id, orgId, consent: { version: 1 } })
    expect(first.ok && (await first.settled).state).to.equal('acknowledged')
    other.setOffline(false)
    other.client.outbox.sendNow()
    await waitUntil(() => outcome(inside)?.includes('You have signed up for this shift already'), 'refused')
    const refused = () => inside.all('.own').find((own) => own.textContent?.includes('Not accepted'))
    await waitUntil(() => refused())
    ;[...(refused()?.querySelectorAll('button') ?? [])].at(-1)?.click()
    await waitUntil(() => !refused())
    other.client.close()
  })

  it('tells a refusal of the rule at once, with what would make it possible', async () => {
    const { element, inside } = await open()
    // Whatever the hour: the first two that begin at the same time.
    const all = await slots()
    const twin = ({ id, startsAt }: SlotView) => all.find((other) => other.id !== id && other.startsAt === startsAt)
    const slot = all.find((one) => twin(one)) as SlotView
    await signUp(element, slot)
    await waitUntil(() => outcome(inside)?.includes('You have a seat'), 'the seat')
    inside.one('.outcome .actions .button').click()
    await element.updateComplete
    await signUp(element, twin(slot) as SlotView)
    await waitUntil(() => inside.has('#refusal'))
    expect(inside.one('#refusal').textContent).to.match(
      /It overlaps with another shift of yours\s*Shifts from .* on are possible/,
    )
    expect(inside.focused()?.id).to.equal('refusal')
  })

  it('cancels after asking once more', async () => {
    const { element, inside } = await open()
    const [slot] = (await slots()) as [SlotView]
    await signUp(element, slot)
    await waitUntil(() => inside.has('.own') && inside.one('.own .chip').textContent === 'Seated', 'the seat')
    inside.one('.own button').click()
    await waitUntil(() => inside.focused()?.id === 'sure')
    const heard = nextEvent(element, 'wg-volunteer-signup-cancel')
    await sendKeys({ press: 'Enter' })
    await heard
    await waitUntil(() => inside.one('.own .chip').textContent === 'Cancelled', 'cancelled')
  })

  it('takes a consent back after asking once more, and cancels what was to come', async () => {
    const { element, inside } = await open()
    await signUp(element, (await slots())[0]!)
    await waitUntil(() => outcome(inside)?.includes('You have a seat'), 'a seat')
    await waitUntil(() => inside.has('#outcome'))
    inside.one('.outcome .actions .button').click()
    await waitUntil(() => inside.has('#withdraw'))
    inside.one('#withdraw').click()
    await waitUntil(() => inside.has('#withdraw-yes'))
    expect(inside.one('#withdraw-question').textContent).to.contain('that have not begun are cancelled')
    await expect(element).to.be.accessible()
    expect((await device.client.mySignUps().refresh()).data?.map(({ state }) => state)).to.deep.equal(['seated'])
    inside.one('#withdraw-yes').click()
    await waitUntil(() => inside.one('#withdrawal-outcome').textContent?.includes('cancelled with it: 1'), 'done')
    expect((await device.client.mySignUps().refresh()).data?.map(({ state }) => state)).to.deep.equal(['cancelled'])
  })

  it('takes no consent back without a connection, and says so', async () => {
    const { inside } = await open('zh')
    await waitUntil(() => inside.has('#withdraw'), 'somebody is known')
    device.setOffline(true)
    inside.one('#withdraw').click()
    await waitUntil(() => inside.has('#withdraw-yes'))
    inside.one('#withdraw-yes').click()
    await waitUntil(() => inside.one('#withdrawal-outcome').textContent?.includes('请连上网络再试'), 'said')
  })

  it('says that the key does not fit, and that no organisation was given', async () => {
    const wrong = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const element = await fixture<VolunteerSignupElement>(
      html`<wg-volunteer-signup lang="en" org=${district.orgId} .client=${wrong.client}></wg-volunteer-signup>`,
    )
    await waitUntil(() => within(element).text().includes('This page may not use the service yet'), 'the problem')
    element.org = ''
    await element.updateComplete
    expect(within(element).text()).to.include('No organisation given')
    wrong.client.close()
  })
})
