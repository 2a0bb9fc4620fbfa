import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { moveShift, openClient, streetToken } from '../../test/district.ts'
import { openElement, openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import { fromLocalInput, toLocalInput } from '../local-input.ts'
import './define.ts'

describe('wg-volunteer-signup, own hours', () => {
  let org: Organisation
  let me: Volunteer

  before(async () => {
    org = await openOrganisation('hours')
  })

  beforeEach(async () => {
    me = await org.volunteer('陈晓')
  })

  afterEach(() => org.close())

  const open = (lang = 'en') => openElement(org.district, me, { lang, tab: 'hours' })

  /** A shift that is over, whose host has seen the person come and go. */
  async function serve() {
    const slot = (await org.slots(me))[0]!
    const signUpId = await me.signUp(slot)
    await moveShift(slot.id, -240)
    const { data } = await me.client.mySignUps().refresh()
    const { startsAt, endsAt } = data!.find(({ id }) => id === signUpId)!.slot!
    const { client } = await org.liaison()
    const proof = { by: 'host', signUpId } as const
    for (const sent of [await client.checkIn({ proof, at: startsAt }), await client.checkOut({ proof, at: endsAt })]) {
      if (!sent.ok) throw new Error(`expected a host's word to be taken, got ${JSON.stringify(sent)}`)
      const outcome = await sent.settled
      if (outcome.state !== 'acknowledged') throw new Error(`expected a host's word to be taken, got ${JSON.stringify(outcome)}`)
    }
    return { signUpId, minutes: (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000 }
  }

  it('says so where nothing is on record, and why there is no certificate', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.text().includes('Nothing on record yet'), 'none')
    await expect(element).to.be.accessible()
    inside.one('.certificates [type=submit]').click()
    await waitUntil(() => inside.text().includes('No hours are on record for those days'), 'said')
  })

  it('leaves the name of a post its room on a narrow page, and says the last day to record it', async () => {
    const slot = (await org.slots(me))[0]!
    await me.signUp(slot)
    await moveShift(slot.id, -240)
    const { recordBy } = (await me.client.myHours().refresh()).data!.records[0]!
    const { element, inside } = await open()
    element.style.inlineSize = '343px'
    await waitUntil(() => inside.has('.record .chip'), 'the record')
    const [name, record] = [inside.one('.record .post'), inside.one('.record')].map((one) => one.getBoundingClientRect().width)
    expect(name! / record!).to.be.greaterThan(0.35)
    // The instant is the end of that day.
    const last = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'Asia/Shanghai' })
    expect(inside.one('.record .chip').textContent).to.include(last.format(Date.parse(recordBy) - 1))
  })

  it('awaits no record of somebody who is told not to have come, and says so', async () => {
    const slot = (await org.slots(me))[0]!
    const signUpId = await me.signUp(slot)
    await moveShift(slot.id, -240)
    const { client } = await org.liaison()
    const marked = await client.markAbsent({ signUpId, excused: false })
    expect(marked.ok).to.equal(true)
    const { inside } = await open()
    await waitUntil(() => inside.has('.record .chip'), 'the record')
    expect(inside.one('.record .chip').textContent).to.equal('On record as absent')
    expect(inside.has('[data-correct]')).to.equal(true)
  })

  it('says when a shift was called off, takes it as over from then on, and proposes that time of leaving', async () => {
    const slot = (await org.slots(me))[0]!
    const signUpId = await me.signUp(slot)
    await moveShift(slot.id, 30)
    const { client } = await org.liaison()
    const came = await client.checkIn({ proof: { by: 'host', signUpId } })
    if (!came.ok) throw new Error(`expected a host's word to be taken, got ${JSON.stringify(came)}`)
    await came.settled
    const { endpoint, publicKey: siteKey } = org.district
    const { client: street } = await openClient({ endpoint, siteKey, token: streetToken })
    const span = { from: new Date().toISOString(), to: new Date(Date.now() + 4 * 3_600_000).toISOString() }
    expect(await street.cancelShifts({ ...span, slotIds: [slot.id], reason: 'weather' })).to.deep.include({ ok: true })
    street.close()
    const { calledOffAt } = (await me.client.myHours().refresh()).data!.records[0]!
    const { element, inside } = await open()
    await waitUntil(() => inside.has('[data-called-off]'), 'it is told')
    expect(inside.one('[data-called-off]').textContent).to.match(/^Called off: .*\d\d:\d\d$/)
    expect(inside.one('.record .chip').textContent).to.include('To be recorded by')
    await expect(element).to.be.accessible()
    inside.one('[data-correct]').click()
    await waitUntil(() => inside.has('#checkedOutAt'))
    expect(inside.one<HTMLInputElement>('#checkedOutAt').value).to.equal(toLocalInput(calledOffAt!))
    element.lang = 'zh'
    await waitUntil(() => /停岗时间：.*\d\d:\d\d/.test(inside.text()), 'in Chinese too')
  })

  it('says that there is no connection where nothing is known yet', async () => {
    me.setOffline(true)
    const { inside } = await open('zh')
    await waitUntil(() => inside.has('[role=alert]') || inside.has('.person'), 'said')
  })

  it('sums hours up, and takes a correction to whoever decides', async () => {
    const { signUpId, minutes } = await serve()
    const { element, inside } = await open()
    const hours = Math.floor(minutes / 60)
    await waitUntil(() => inside.has('#total') && inside.one('#total').textContent?.startsWith(`${hours} h`), 'the sum')
    await expect(element).to.be.accessible()
    inside.one('[data-correct]').click()
    await waitUntil(() => inside.has('#reason'))
    await expect(element).to.be.accessible()
    inside.one('.panel [type=submit]').click()
    await waitUntil(() => inside.text().includes('Say what is wrong'))
    const reason = inside.one<HTMLTextAreaElement>('#reason')
    reason.value = '交接晚了十分钟'
    reason.dispatchEvent(new Event('input'))
    inside.one('.panel [type=submit]').click()
    await waitUntil(() => inside.focused()?.id === 'checkedInAt')
    expect(inside.text()).to.include('Nothing is changed yet')
    await expect(element).to.be.accessible()
    const left = inside.one<HTMLInputElement>('#checkedOutAt')
    left.value = toLocalInput(Date.parse(fromLocalInput(left.value)!) + 600_000)
    left.dispatchEvent(new Event('input'))
    inside.one('.panel [type=submit]').click()
    const record = () => inside.one(`[data-record="${signUpId}"]`).textContent?.replace(/\s+/g, ' ') ?? ''
    await waitUntil(() => record().includes('Correction requested'), 'requested')
    inside.one('[data-withdraw]').click()
    await waitUntil(() => record().includes('Correction withdrawn'), 'withdrawn')
  })

  const type = (field: HTMLInputElement | HTMLTextAreaElement, value: string) => {
    field.value = value
    field.dispatchEvent(new Event('input'))
  }

  it('asks for what else is wrong under one disclosure that begins with what stands there, and sends that alone', async () => {
    const { signUpId } = await serve()
    const { element, inside } = await open('zh')
    await waitUntil(() => inside.has('[data-correct]'))
    const known = (await me.client.myHours().refresh()).data!.records[0]!
    inside.one('[data-correct]').click()
    await waitUntil(() => inside.has('.others'))
    const others = inside.one<HTMLDetailsElement>('.others')
    expect(others.open).to.equal(false)
    expect(inside.one('.others summary').textContent).to.equal('其他内容有误')
    inside.one('.others summary').click()
    await waitUntil(() => others.open)
    await expect(element).to.be.accessible()
    const field = (id: string) => inside.one<HTMLInputElement>(`#${id}`)
    expect(['activity', 'place', 'content', 'inCharge'].map((id) => field(id).value)).to.deep.equal([
      known.activity.zh,
      known.place.zh,
      known.content.zh,
      known.inCharge ?? '',
    ])
    expect(field('place').maxLength).to.equal(200)
    type(field('place'), '')
    type(inside.one<HTMLTextAreaElement>('#reason'), '当天临时换了地方')
    others.open = false
    inside.one('.panel [type=submit]').click()
    // What is wrong is seen, though it was closed over it.
    await waitUntil(() => inside.focused()?.id === 'place')
    expect(inside.text()).to.include('请写明应该是什么')
    type(field('place'), ' 天府二街口 ')
    inside.one('.panel [type=submit]').click()
    const change = () => inside.one(`[data-record="${signUpId}"] [data-change]`)
    await waitUntil(() => inside.has(`[data-record="${signUpId}"] [data-change]`), 'requested')
    expect(inside.all('[data-change]').map(({ dataset }) => dataset['change'])).to.deep.equal(['place'])
    expect(change().textContent?.replace(/\s+/g, '')).to.equal(`地点原记录：${known.place.zh}→应为：天府二街口`)
    await expect(element).to.be.accessible()
    const { correction } = (await me.client.myHours().refresh()).data!.records[0]!
    expect([correction!.facts, correction!.checkedInAt]).to.deep.equal([{ place: '天府二街口' }, undefined])
  })

  it('asks for the times of a shift that is not recorded yet, whatever else is asked for', async () => {
    const slot = (await org.slots(me))[0]!
    await me.signUp(slot)
    await moveShift(slot.id, -240)
    const { startsAt, endsAt } = (await me.client.myHours().refresh()).data!.records[0]!
    const { inside } = await open()
    await waitUntil(() => inside.has('[data-correct]'))
    inside.one('[data-correct]').click()
    await waitUntil(() => inside.has('.others'))
    inside.one('.others summary').click()
    type(inside.one<HTMLInputElement>('#inCharge'), '李明')
    type(inside.one<HTMLTextAreaElement>('#reason'), '没带手机')
    inside.one('.panel [type=submit]').click()
    await waitUntil(() => inside.all('[data-change]').length === 2, 'requested')
    const { correction } = (await me.client.myHours().refresh()).data!.records[0]!
    expect(correction!.facts).to.deep.equal({ inCharge: '李明' })
    expect([correction!.checkedInAt, correction!.checkedOutAt].map((at) => Date.parse(at!))).to.deep.equal(
      [startsAt, endsAt].map((at) => Date.parse(at)),
    )
  })

  it('objects to a correction that was refused', async () => {
    const { signUpId } = await serve()
    const { data } = await me.client.myHours().refresh()
    const { startsAt, endsAt } = data!.records[0]!
    const sent = await me.client.requestCorrection({ signUpId, checkedInAt: startsAt, checkedOutAt: endsAt, reason: '少记了' })
    const outcome = sent.ok ? await sent.settled : undefined
    const correctionId = outcome?.state === 'acknowledged' ? outcome.answer.id : ''
    const { endpoint, publicKey: siteKey } = org.district
    const { client } = await openClient({ endpoint, siteKey, token: streetToken })
    const step = await client.stepCorrection({ correctionId, action: 'refuse', note: '签到表上没有' })
    if (step.ok) await step.settled
    client.close()
    const { element, inside } = await open()
    await waitUntil(() => inside.has('[data-dispute]'), 'it may be')
    expect(inside.text()).to.include('签到表上没有')
    inside.one('[data-dispute]').click()
    await waitUntil(() => inside.has('#reason'))
    await expect(element).to.be.accessible()
    inside.one('.panel [type=submit]').click()
    await waitUntil(() => inside.text().includes('Say why'))
    const reason = inside.one<HTMLTextAreaElement>('#reason')
    reason.value = '社区的人可以作证'
    reason.dispatchEvent(new Event('input'))
    inside.one('.panel [type=submit]').click()
    await waitUntil(() => inside.text().includes('The sub-district decides on your objection'), 'disputed')
  })

  it('lets the organisation’s liaison print a certificate only where its holder ticks that, each time', async () => {
    await serve()
    const { client } = await org.liaison()
    const printable = async () => {
      const { data } = await client.organisationCertificates(org.district.orgId).refresh()
      return data!.certificates.map(({ id }) => id)
    }
    const before = await printable()
    const { element, inside } = await open()
    await waitUntil(() => inside.has('#share'), 'known')
    const share = inside.one<HTMLInputElement>('#share')
    const issued = (n: number) => waitUntil(() => inside.all('[data-certificate]').length === n, `${n} issued`)
    const issue = () => inside.one('.certificates [type=submit]').click()
    expect(share.checked).to.equal(false)
    issue()
    await issued(1)
    expect(inside.has('[data-shared]')).to.equal(false)
    expect(await printable()).to.deep.equal(before)
    share.click()
    await expect(element).to.be.accessible()
    issue()
    await issued(2)
    await waitUntil(() => !share.checked, 'the next is asked for anew')
    expect(inside.all('[data-shared]').map(({ textContent }) => textContent)).to.deep.equal([
      'Your organisation’s liaison may print it',
    ])
    const shared = inside.one('[data-certificate]:has([data-shared])').dataset['certificate']!
    expect((await printable()).filter((id) => !before.includes(id))).to.deep.equal([shared])
    await expect(element).to.be.accessible()
    inside.one('[data-certificate]:has([data-shared]) [data-revoke]').click()
    await waitUntil(() => inside.has('#revoke-sure'))
    inside.one('#revoke-sure').click()
    await waitUntil(() => !inside.has('[data-shared]'), 'no more')
    expect(await printable()).to.deep.equal(before)
  })

  it('issues a certificate that prints and verifies, and revokes it', async () => {
    await serve()
    const { element, inside } = await open('zh')
    await waitUntil(() => inside.has('.certificates'), 'known')
    expect(inside.one('label:has(#share)').textContent).to.include('本单位的联络人可以打印')
    inside.all<HTMLInputElement>('#disclose input')[0]!.click()
    inside.one('.certificates [type=submit]').click()
    await waitUntil(() => inside.has('[data-certificate]'), 'issued')
    expect(inside.one('#certificate-outcome').textContent).to.include('证明开好了')
    expect(inside.one('.code').textContent).to.match(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    await expect(element).to.be.accessible()
    const links = inside.all<HTMLAnchorElement>('[data-certificate] a').map(({ href }) => href)
    const { data } = await me.client.myCertificates().refresh()
    expect(links).to.deep.equal([data!.certificates[0]!.printUrl, data!.certificates[0]!.verifyUrl])
    inside.one('[data-revoke]').click()
    await waitUntil(() => inside.focused()?.id === 'revoke-sure')
    inside.one('#revoke-sure').click()
    await waitUntil(() => inside.one('[data-certificate]').textContent?.includes('已作废'), 'revoked')
  })
})
