import { expect } from '@open-wc/testing'
import type { LitElement } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openElement, openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import './define.ts'

describe('wg-volunteer-signup, own skills and age', () => {
  let org: Organisation
  let me: Volunteer

  before(async () => {
    org = await openOrganisation('profile')
  })

  beforeEach(async () => {
    me = await org.volunteer('陈晓')
  })

  afterEach(() => org.close())

  const open = (lang = 'en') => openElement(org.district, me, { lang, tab: 'duties' })
  type Inside = Awaited<ReturnType<typeof open>>['inside']

  const formIn = (inside: Inside) => waitUntil(() => inside.has('.profile form'), 'the form')
  const skill = (inside: Inside, tag: string) => inside.one<HTMLInputElement>(`#skills [value="${tag}"]`)
  const save = (inside: Inside) => inside.one('.profile [type=submit]').click()
  const outcome = (inside: Inside) => inside.one('#profile-outcome').textContent ?? ''
  const onRecord = async () => {
    const { data } = await me.client.myVolunteerProfile().refresh()
    return { skills: data!.skills, birthYear: data!.birthYear }
  }

  function give(inside: Inside, year: string) {
    const field = inside.one<HTMLInputElement>('#birth-year')
    field.value = year
    field.dispatchEvent(new Event('input'))
  }

  async function slotThat(asks: (slot: SlotView) => boolean): Promise<SlotView> {
    const { data } = await me.client.slots(org.district.orgId).refresh()
    const now = Date.now()
    const slot = data!.slots.find(
      (one) => asks(one) && !one.cancelled && one.seated < one.capacity && Date.parse(one.startsAt) > now + 7_200_000,
    )
    if (!slot) throw new Error(`expected a shift that asks for it among ${data!.slots.length}, got none`)
    return slot
  }

  /** What becomes of signing up by the client: `seated`, or the reason why not. */
  async function signUp({ id: slotId }: SlotView): Promise<string> {
    const sent = await me.client.signUp({ slotId, orgId: org.district.orgId, consent: { version: 1 } })
    const outcome = sent.ok ? await sent.settled : undefined
    if (outcome?.state === 'acknowledged') return outcome.answer.state
    return (outcome?.state === 'refused' && outcome.problem.refusal?.reason) || JSON.stringify(outcome)
  }

  it('opens a shift to whoever says that they can do what it asks for', async () => {
    const slot = await slotThat(({ skills }) => skills !== undefined && skills.length > 0)
    expect(await signUp(slot)).to.equal('skill-missing')
    const { element, inside } = await open()
    await formIn(inside)
    await expect(element).to.be.accessible()
    for (const tag of slot.skills!) skill(inside, tag).click()
    save(inside)
    await waitUntil(() => outcome(inside).includes('Saved'), 'saved')
    expect(inside.focused()?.id).to.equal('profile-outcome')
    await expect(element).to.be.accessible()
    expect(await onRecord()).to.deep.equal({ skills: slot.skills, birthYear: undefined })
    expect(await signUp(slot)).to.equal('seated')
  })

  /** Opens the form of a shift that may be on another day, or behind "more". */
  async function choose(element: LitElement, inside: Inside, { id }: SlotView) {
    const button = () => element.renderRoot.querySelector<HTMLElement>(`[data-slot="${id}"]`)
    const click = async (target: HTMLElement) => {
      target.click()
      await element.updateComplete
    }
    const anywhere = inside.one<HTMLSelectElement>('#communityId')
    anywhere.value = ''
    anywhere.dispatchEvent(new Event('change'))
    await element.updateComplete
    for (let day = 0; !button() && day < inside.all('.day').length; day += 1) {
      await click(inside.all('.day')[day]!)
      while (!button() && inside.has('.more')) await click(inside.one('.more'))
    }
    await click(button()!)
  }

  it('says at once, and offline, that a shift asks for what one has not said to be able to', async () => {
    const slot = await slotThat(({ skills }) => skills !== undefined && skills.length > 0)
    await me.client.myVolunteerProfile().refresh()
    const { element, inside } = await openElement(org.district, me)
    me.setOffline(true)
    await choose(element, inside, slot)
    await waitUntil(() => inside.has('#refusal'), 'told')
    expect(inside.one('#refusal').textContent).to.include('This shift asks for')
    await expect(element).to.be.accessible()
    inside.one('#consent').click()
    inside.one('[type=submit]').click()
    await waitUntil(() => inside.focused()?.id === 'refusal', 'refused')
    let kept: unknown
    me.client.outbox.subscribe(({ entries }) => (kept = entries))
    await waitUntil(() => kept !== undefined, 'the outbox')
    expect(kept).to.deep.equal([])
  })

  it('keeps the year of birth and what was said before, and forgets what is taken out again', async () => {
    await me.client.saveVolunteerProfile({ skills: ['juggling'] })
    const { element, inside } = await open('zh')
    await formIn(inside)
    expect(skill(inside, 'juggling').checked).to.equal(true)
    skill(inside, 'sign-language').click()
    give(inside, '１９９０')
    save(inside)
    await waitUntil(() => outcome(inside).includes('已保存'), 'saved')
    await expect(element).to.be.accessible()
    expect(await onRecord()).to.deep.equal({ skills: ['juggling', 'sign-language'], birthYear: 1990 })
    expect(inside.one<HTMLInputElement>('#birth-year').value).to.equal('1990')
    skill(inside, 'juggling').click()
    await element.updateComplete
    expect(outcome(inside).trim(), 'no word on what is not saved').to.equal('')
    skill(inside, 'sign-language').click()
    give(inside, '')
    save(inside)
    await waitUntil(() => outcome(inside).includes('已保存'), 'saved')
    expect(await onRecord()).to.deep.equal({ skills: [], birthYear: undefined })
  })

  it('says that a year cannot be one, and sends nothing', async () => {
    const { element, inside } = await open()
    await formIn(inside)
    give(inside, '90')
    save(inside)
    await waitUntil(() => inside.has('#birth-year-error'), 'said')
    expect(inside.focused()?.id).to.equal('birth-year')
    expect(inside.one('#birth-year-error').textContent).to.equal(
      `Give a year from 1900 to ${new Date().getFullYear()}, as four digits`,
    )
    await expect(element).to.be.accessible()
    expect(await onRecord()).to.deep.equal({ skills: [], birthYear: undefined })
  })

  it('says that it could not be saved without a connection, and keeps what was ticked', async () => {
    const { element, inside } = await open()
    await formIn(inside)
    skill(inside, 'driving').click()
    me.setOffline(true)
    save(inside)
    await waitUntil(() => inside.has('#profile-outcome [role=alert]'), 'said')
    expect(outcome(inside)).not.to.include('Saved')
    expect(skill(inside, 'driving').checked).to.equal(true)
    await expect(element).to.be.accessible()
    me.setOffline(false)
    save(inside)
    await waitUntil(() => outcome(inside).includes('Saved'), 'saved')
    expect(await onRecord()).to.deep.equal({ skills: ['driving'], birthYear: undefined })
  })
})
