import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { CancelReason, SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, streetToken } from '../../test/district.ts'
import { openElement, openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import './define.ts'

describe('wg-volunteer-signup, what has changed', () => {
  let org: Organisation
  let me: Volunteer

  before(async () => {
    org = await openOrganisation('news')
  })

  beforeEach(async () => {
    me = await org.volunteer('陈晓')
  })

  afterEach(() => org.close())

  type Inside = Awaited<ReturnType<typeof openElement>>['inside']
  const open = (options: Parameters<typeof openElement>[2] = {}) => openElement(org.district, me, options)
  const item = (kind: string) => `.news-item[data-news=${kind}]`
  const comes = (inside: Inside, kind: string) => waitUntil(() => inside.has(item(kind)), kind)
  const words = (inside: Inside, selector: string) => inside.one(selector).textContent?.replace(/\s+/g, ' ').trim() ?? ''

  /** The street calls one shift off. */
  async function callOff({ id, startsAt, endsAt }: SlotView, reason: CancelReason) {
    const { endpoint, publicKey } = org.district
    const { client } = await openClient({ endpoint, siteKey: publicKey, token: streetToken })
    const done = await client.cancelShifts({ from: startsAt, to: endsAt, slotIds: [id], reason })
    client.close()
    if (!done.ok || done.cancelled.slotIds.length !== 1) throw new Error(`expected one shift, got ${JSON.stringify(done)}`)
  }

  /** Waits for a seat that another holds, who then leaves. */
  async function offered() {
    const slot = (await org.slots(me)).sort((a, b) => a.capacity - a.seated - (b.capacity - b.seated))[0]!
    const others: { other: Volunteer; signUpId: string }[] = []
    for (let seat = slot.seated; seat < slot.capacity; seat++) {
      const other = await org.volunteer('先到的人')
      others.push({ other, signUpId: await other.signUp(slot) })
    }
    const id = await me.signUp(slot)
    await me.client.dutyNews().refresh()
    const sent = await others[0]!.other.client.cancelSignUp({ signUpId: others[0]!.signUpId })
    if (sent.ok) await sent.settled
    await me.client.mySignUps().refresh()
    return id
  }

  it('says that a shift was called off and why, until the person has got it, and not again after a reload', async () => {
    const slot = (await org.slots(me))[0]!
    await me.signUp(slot)
    const first = await open({ lang: 'zh' })
    await waitUntil(() => first.inside.one('[role=status]#news-status').textContent === '', 'nothing is said')
    await callOff(slot, 'weather')
    await comes(first.inside, 'called-off')
    await expect(first.element).to.be.accessible()
    expect(words(first.inside, item('called-off')))
      .to.include('因天气取消')
      .and.to.include(slot.post.name.zh)
    expect(first.inside.one('#news-status').textContent).to.equal('有 1 条变化：因天气取消')
    const { top } = first.inside.one('.news').getBoundingClientRect()
    expect(top).to.be.below(first.inside.one('.tabs').getBoundingClientRect().top)

    const second = await open({ tab: 'duties' })
    await comes(second.inside, 'called-off')
    second.inside.one<HTMLElement>(`${item('called-off')} [data-got]`).focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => !second.inside.has('.news') && !first.inside.has('.news'), 'gone, in both')
    expect(second.inside.focused()?.getAttribute('data-tab')).to.equal('duties')
    const third = await open()
    await waitUntil(() => third.inside.has('.own') || third.inside.has('[data-slot]'))
    await me.client.dutyNews().refresh()
    expect(third.inside.has('.news')).to.equal(false)
  })

  it('leads to a seat that is held, with its deadline, by keys; opening it is seeing it', async () => {
    const id = await offered()
    const { element, inside } = await open()
    await comes(inside, 'offered')
    expect(words(inside, item('offered'))).to.match(/a seat is held for you.*Answer by/)
    await expect(element).to.be.accessible()
    inside.one<HTMLElement>(`${item('offered')} [data-look]`).focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.focused()?.getAttribute('data-duty') === id, 'the duty has the focus')
    await waitUntil(() => !inside.has('.news'), 'seen')
    inside.one(`[data-duty="${id}"] [data-yes]`).click()
    await waitUntil(() => words(inside, `[data-duty="${id}"]`).includes('Seated'), 'taken')
    await me.client.dutyNews().refresh()
    expect(inside.has('.news')).to.equal(false)
  })

  it('says what came without a connection too, keeps what was got, and puts one’s own doing in no list', async () => {
    const [slot, other] = (await org.slots(me)).filter(
      ({ startsAt }, i, all) => i === 0 || Date.parse(startsAt) > Date.parse(all[0]!.endsAt) + 86_400_000,
    ) as [SlotView, SlotView]
    await me.signUp(slot)
    const left = await me.signUp(other)
    const sent = await me.client.cancelSignUp({ signUpId: left })
    if (sent.ok) await sent.settled
    await me.client.dutyNews().refresh()
    await callOff(slot, 'other')
    await me.client.mySignUps().refresh()
    await me.client.organisation(org.district.orgId).refresh()
    me.setOffline(true)
    const { inside } = await open()
    await comes(inside, 'called-off')
    expect(inside.all('.news-item')).to.have.lengthOf(1)
    inside.one(`${item('called-off')} [data-got]`).click()
    await waitUntil(() => !inside.has('.news'), 'got')
    const again = await open({ tab: 'hours' })
    await again.element.updateComplete
    expect(again.inside.has('.news')).to.equal(false)
    me.setOffline(false)
  })
})
