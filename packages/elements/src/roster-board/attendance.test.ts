import { expect, fixture, html } from '@open-wc/testing'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { communityToken, moveShift, openClient, streetToken, within } from '../../test/district.ts'
import { openElement, openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import '../volunteer-signup/define.ts'
import './define.ts'

/** Who has come to a shift, and the word of whoever runs it. */
describe('wg-roster-board, attendance', () => {
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>

  before(async () => {
    org = await openOrganisation('attendance')
  })

  beforeEach(async () => {
    liaison = await org.liaison()
  })

  afterEach(() => org.close())

  /** A shift that began ten minutes ago, or so many minutes from now, with these people on it; on the board, open. */
  async function open(people: readonly Volunteer[], lang = 'en', startsIn = -10) {
    const slot = (await org.slots(liaison)).find(({ capacity, seated }) => capacity - seated >= people.length)!
    for (const each of people) await each.signUp(slot)
    await moveShift(slot.id, startsIn)
    const date = new Date(Date.now() + startsIn * 60_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${date} .client=${liaison.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(`[data-slot="${slot.id}"]`), 'the shift is on the board')
    inside.one(`[data-slot="${slot.id}"]`).click()
    await waitUntil(() => inside.has('.people .actions button'), 'it is open')
    /** The person's line in the panel. */
    const row = (name: string) => {
      const found = inside.all('.people:not(.candidates) li').find((each) => each.querySelector('b')?.textContent === name)
      if (!found) throw new Error(`expected ${name} on the shift, got ${inside.one('.panel').textContent}`)
      return found
    }
    const says = (name: string, words: RegExp) =>
      waitUntil(() => words.test(row(name).textContent?.replace(/\s+/g, ' ') ?? ''), `${name}: ${words}`)
    /** Presses a button of the person's line once it can be. */
    const press = async (name: string, button: string) => {
      await waitUntil(() => row(name).querySelector(`${button}:not([disabled])`), `${button} of ${name}`)
      row(name).querySelector<HTMLElement>(button)!.click()
    }
    const cell = () => inside.one(`[data-slot="${slot.id}"]`).textContent?.replace(/\s+/g, ' ') ?? ''
    return { element, inside, slot, row, says, press, cell }
  }

  async function comeByCode({ client }: Volunteer, { id }: SlotView) {
    const { data } = await liaison.client.shiftCode(id).refresh()
    const sent = await client.checkIn({ proof: { by: 'code', code: new URL(data!.url).hash.slice(1) } })
    const outcome = sent.ok ? await sent.settled : sent
    if (!('state' in outcome) || outcome.state !== 'acknowledged') {
      throw new Error(`expected to be checked in, got ${JSON.stringify(outcome)}`)
    }
  }

  it('tells who has come and by which way, and takes a host’s word for who came, went, or did not come', async () => {
    const [coded, said] = [await org.volunteer('高扫码'), await org.volunteer('高口头')]
    const { element, inside, slot, row, says, press, cell } = await open([coded, said])
    await comeByCode(coded, slot)
    await says('高扫码', /Has come .*In at \d\d:\d\d, by code/)
    expect(row('高扫码').querySelector('[data-attend=in], [data-absent]')).to.equal(null)
    expect(cell()).to.include('高口头')

    await press('高口头', '[data-absent=no-show]')
    await says('高口头', /Did not come/)
    await waitUntil(() => !cell().includes('高口头'), 'the table names them no more')
    expect(cell()).to.include('高扫码')
    await expect(element).to.be.accessible()

    await press('高口头', '[data-attend=in]')
    await waitUntil(() => /高口头: on record as here/.test(inside.one('#panel-news').textContent ?? ''), 'it is told')
    await waitUntil(() => inside.focused()?.id === 'panel-news', 'it is read out')
    await says('高口头', /Has come .*In at \d\d:\d\d, entered by a host/)
    await waitUntil(() => cell().includes('高口头'), 'they came after all')
    await press('高口头', '[data-attend=out]')
    await says('高口头', /Has gone .*Out at \d\d:\d\d, entered by a host/)
    expect(row('高口头').querySelector('[data-attend], [data-absent]')).to.equal(null)
    await expect(element).to.be.accessible()
  })

  it('records by hand when somebody came and went after the shift, offline too, and refuses what cannot have been', async () => {
    const who = await org.volunteer('高补记')
    const { element, inside, row, says, press } = await open([who], 'en', -24 * 60)
    await waitUntil(() => inside.has('.people [data-times]') && !inside.has('[data-attend]'), 'it can be recorded only by hand')
    await press('高补记', '[data-times]')
    await waitUntil(() => inside.focused()?.id === 'times-title', 'asked for')
    await expect(element).to.be.accessible()
    const write = (id: string, value: string) => {
      const field = inside.one<HTMLInputElement>(id)
      field.value = value
      field.dispatchEvent(new InputEvent('input'))
    }
    const [came, went] = [inside.one<HTMLInputElement>('#time-in').value, inside.one<HTMLInputElement>('#time-out').value]
    write('#time-out', `${new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)}T10:00`)
    row('高补记').querySelector<HTMLElement>('[type=submit]')!.click()
    await waitUntil(() => row('高补记').textContent?.includes('That time has not come yet'), 'not of the future')
    write('#time-in', went)
    write('#time-out', came)
    row('高补记').querySelector<HTMLElement>('[type=submit]')!.click()
    await waitUntil(() => row('高补记').textContent?.includes('They went before they came'), 'not in that order')
    await expect(element).to.be.accessible()
    write('#time-in', came)
    write('#time-out', went)
    liaison.setOffline(true)
    row('高补记').querySelector<HTMLElement>('[type=submit]')!.click()
    await says('高补记', /Came at .*not sent yet.*Went at .*not sent yet/)
    expect(row('高补记').querySelector('[data-times]')).to.equal(null)
    liaison.setOffline(false)
    liaison.client.outbox.sendNow()
    await says('高补记', /In at \d\d:\d\d, entered by a host · Out at \d\d:\d\d, entered by a host/)
    await expect(element).to.be.accessible()
  })

  it('has a host say why where times are recorded after ten working days, and shows it beside them', async () => {
    const who = await org.volunteer('高迟补')
    const { element, inside, row, says, press } = await open([who], 'en', -40 * 24 * 60)
    await press('高迟补', '[data-times]')
    await waitUntil(() => inside.focused()?.id === 'times-title', 'asked for')
    expect(row('高迟补').textContent).to.match(/within ten working days, which ended on/)
    expect(inside.one('#time-note').getAttribute('aria-required')).to.equal('true')
    row('高迟补').querySelector<HTMLElement>('[type=submit]')!.click()
    await waitUntil(() => inside.focused()?.id === 'time-note', 'the note is asked for')
    expect(inside.one('#time-note-error').textContent).to.equal('Please say why it is recorded only now')
    await expect(element).to.be.accessible()
    const note = inside.one<HTMLTextAreaElement>('#time-note')
    note.value = '现场停电，名单在纸上'
    note.dispatchEvent(new InputEvent('input'))
    row('高迟补').querySelector<HTMLElement>('[type=submit]')!.click()
    await says('高迟补', /Out at \d\d:\d\d, entered by a host.*Note: 现场停电，名单在纸上/)
    expect(row('高迟补').querySelectorAll('.host-note')).to.have.length(1)
    await expect(element).to.be.accessible()
  })

  /** Goes back in time for what is done, on this device alone. */
  async function at(time: number, act: () => Promise<void>) {
    const real = Date.now
    const back = real() - time
    Date.now = () => real() - back
    try {
      await act()
    } finally {
      Date.now = real
    }
  }

  /** Without a connection, an hour before the time to record it ends. */
  async function recordInTime({ row, press, says }: Awaited<ReturnType<typeof open>>, names: string[], recordBy: string) {
    liaison.setOffline(true)
    await at(Date.parse(recordBy) - 3_600_000, async () => {
      for (const name of names) {
        await press(name, '[data-times]')
        await waitUntil(() => row(name).querySelector('#time-note')?.getAttribute('aria-required') === 'false', 'it is in time')
        row(name).querySelector<HTMLElement>('[type=submit]')!.click()
        await says(name, /Came at .*not sent yet.*Went at .*not sent yet/)
      }
    })
    liaison.setOffline(false)
    liaison.client.outbox.sendNow()
  }

  async function recordByOf({ id }: SlotView, startsIn: number): Promise<string> {
    const from = new Date(Date.now() + startsIn * 60_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    const { slots } = (await liaison.client.rosterWeek({ from }).refresh()).data!
    return slots.find((one) => one.id === id)!.recordBy!
  }

  it('takes what was said in time though it is sent after it, and tells that it was sent later', async () => {
    const who = await org.volunteer('高准时')
    const first = (await org.slots(liaison))[0]!
    // The tenth working day is over, and what comes late is taken still, whatever holidays lie between.
    let days = 13
    for (;;) {
      await moveShift(first.id, -days * 24 * 60)
      const since = Date.now() - Date.parse(await recordByOf(first, -days * 24 * 60))
      if (since > 3_600_000 && since < 260 * 3_600_000) break
      if ((days += 1) > 40) throw new Error('expected a day whose ten working days have just passed')
    }
    await moveShift(first.id, 72 * 60)
    const board = await open([who], 'en', -days * 24 * 60)
    await recordInTime(board, ['高准时'], await recordByOf(board.slot, -days * 24 * 60))
    await board.says('高准时', /In at \d\d:\d\d, entered by a host, sent later \(.*\) · Out at .*, sent later \(/)
    expect(board.inside.has('.refused')).to.equal(false)
    await expect(board.element).to.be.accessible()
  })

  it('asks once for a note to all that came too late, and types nothing else again', async () => {
    const names = ['高晚一', '高晚二']
    const people = [await org.volunteer(names[0]), await org.volunteer(names[1])]
    const board = await open(people, 'en', -40 * 24 * 60)
    const { element, inside, says } = board
    await recordInTime(board, names, await recordByOf(board.slot, -40 * 24 * 60))
    await waitUntil(() => inside.all('.late-words li').length === 4, 'all are told')
    expect(inside.one('.late-words').textContent).to.match(/4 entries arrived after the time to record them/)
    expect(inside.one('.late-words').textContent).to.match(/高晚一: came at [^]*高晚一: went at [^]*高晚二: came at/)
    await expect(element).to.be.accessible()
    inside.one('.late-words [type=submit]').click()
    await waitUntil(() => inside.focused()?.id === 'late-words-note', 'the note is asked for')
    const note = inside.one<HTMLTextAreaElement>('#late-words-note')
    note.value = '乡下断网半个月'
    note.dispatchEvent(new InputEvent('input'))
    inside.one('.late-words [type=submit]').click()
    for (const name of names) {
      await says(name, /In at \d\d:\d\d, entered by a host · Out at \d\d:\d\d, entered by a host.*Note: 乡下断网半个月/)
    }
    expect(inside.has('.refused')).to.equal(false)
    await waitUntil(() => inside.one('#panel-news').textContent?.includes('On record with your note: 4'), 'it is told')
    await expect(element).to.be.accessible()
  })

  it('keeps who had come to a shift that is called off, tells both until when one goes, and takes the host’s word for it', async () => {
    const [came, other, away] = [await org.volunteer('高停岗'), await org.volunteer('高停记'), await org.volunteer('高未到')]
    const { element, inside, slot, row, says, press } = await open([came, other, away], 'en', 30)
    for (const name of ['高停岗', '高停记']) {
      await press(name, '[data-attend=in]')
      await says(name, /In at \d\d:\d\d, entered by a host/)
    }
    const { endpoint, publicKey: siteKey } = org.district
    const { client: street } = await openClient({ endpoint, siteKey, token: streetToken })
    const span = { from: new Date().toISOString(), to: new Date(Date.now() + 4 * 3_600_000).toISOString() }
    const off = await street.cancelShifts({ ...span, slotIds: [slot.id], reason: 'weather' })
    street.close()
    expect(off).to.deep.include({ ok: true })
    await waitUntil(() => /for the weather|weather/i.test(inside.one('.panel').textContent ?? ''), 'the board hears of it')
    expect(inside.one('.panel').textContent).to.match(/Had checked in by then: 2\.\s+Not checked out yet: 2\./)
    expect(inside.all('.people:not(.candidates, .released) li')).to.have.length(2)
    expect(row('高停岗').querySelector('[data-attend=in], [data-absent]')).to.equal(null)
    await expect(element).to.be.accessible()

    const own = await openElement(org.district, came, { tab: 'duties', lang: 'zh' })
    await waitUntil(() => own.inside.has('[data-check]'), 'they may check out')
    expect(own.inside.one('.duty').textContent).to.match(/因天气取消（.*\d\d:\d\d 停岗）[^]*请在 .*\d\d:\d\d 前签退，从签到/)
    expect(own.inside.has('[data-act=cancel], [data-act=swap]')).to.equal(false)
    await expect(own.element).to.be.accessible()

    element.lang = 'zh'
    await waitUntil(() => /停岗前已签到 2 人。\s+2 人还没有签退/.test(inside.one('.panel').textContent ?? ''), 'in Chinese too')
    await press('高停岗', '[data-attend=out]')
    await says('高停岗', /已离岗 .*签退（代为登记）/)
    await press('高停记', '[data-times]')
    await waitUntil(() => inside.focused()?.id === 'times-title', 'asked for')
    row('高停记').querySelector<HTMLElement>('[type=submit]')!.click()
    await says('高停记', /已离岗 .*签退（代为登记）/)
    await waitUntil(() => !own.inside.has('[data-check]'), 'it is told')
    await waitUntil(() => !/还没有签退/.test(inside.one('.panel').textContent ?? ''), 'nobody is there')
    expect(inside.one('.panel').textContent).to.match(/停岗前已签到 2 人/)

    // Somebody without a phone had come too, and nobody had recorded it yet.
    expect(inside.one('.released').textContent).to.include('高未到')
    await press('高未到', '[data-times]')
    await waitUntil(() => inside.focused()?.id === 'times-title', 'asked for')
    expect(inside.one<HTMLInputElement>('#time-in').value, 'nobody knows when').to.equal('')
    await expect(element).to.be.accessible()
    const write = (value: string) => {
      const field = inside.one<HTMLInputElement>('#time-in')
      field.value = value
      field.dispatchEvent(new InputEvent('input'))
      row('高未到').querySelector<HTMLElement>('[type=submit]')!.click()
    }
    const until = inside.one<HTMLInputElement>('#time-out').value
    write(new Date(Date.parse(`${until}Z`) + 300_000).toISOString().slice(0, 16))
    await waitUntil(() => /时间不在这个班次里/.test(row('高未到').querySelector('[role=alert]')!.textContent!), 'not after it')
    write(until)
    await says('高未到', /已离岗 .*签到（代为登记）.*签退（代为登记）/)
    expect(inside.has('.released')).to.equal(false)
    expect(inside.all('.people:not(.candidates) li')).to.have.length(3)
    expect(own.inside.one('.duty').textContent).to.include('停岗前的服务时间照算。')
    await expect(element).to.be.accessible()
  })

  it('goes by the server’s clock for what a host may record, whatever the device’s says', async () => {
    const who = await org.volunteer('高钟慢')
    const { inside, row, says, press } = await open([who], 'en', -24 * 60)
    const real = Date.now
    // A device that is three days behind once the server has answered: the shift would be to come.
    Date.now = () => real() - 3 * 86_400_000
    try {
      await liaison.client.me().refresh()
      await press('高钟慢', '[data-times]')
      await waitUntil(() => inside.focused()?.id === 'times-title', 'asked for')
      expect(inside.one<HTMLInputElement>('#time-out').value, 'it is over').not.to.equal('')
      row('高钟慢').querySelector<HTMLElement>('[type=submit]')!.click()
      await says('高钟慢', /Out at \d\d:\d\d, entered by a host/)
    } finally {
      Date.now = real
    }
  })

  it('offers nobody a word on their own seat, says who has it, and leaves them the others', async () => {
    const [own, other] = [await org.volunteer('高本人'), await org.volunteer('高同岗')]
    const { slot } = await open([own, other])
    const today = new Date(Date.now() - 600_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    const week = (await liaison.client.rosterWeek({ from: today }).refresh()).data!
    const { personId } = week.slots.flatMap(({ people }) => people).find(({ name }) => name === own.employee.name)!
    const { grids } = (await liaison.client.gridTree().refresh()).data!
    const gridOf = (id: string | undefined) => grids.find((grid) => grid.id === id)!
    let grid = gridOf(slot.post.gridId)
    while (grid.level !== 'community') grid = gridOf(grid.parentId)
    const { endpoint, orgKey } = org.district
    const self = await openClient({
      endpoint,
      siteKey: orgKey,
      token: () => communityToken(grid.id, personId),
    })
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="en" from=${today} .client=${self.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(`[data-slot="${slot.id}"]`), 'the shift is on the board')
    inside.one(`[data-slot="${slot.id}"]`).click()
    const row = (name: string) =>
      inside.all('.people:not(.candidates) li').find((each) => each.querySelector('b')?.textContent === name)
    await waitUntil(() => row('高同岗')?.querySelector('[data-attend=in]'), 'the other’s word is theirs')
    expect(row('高同岗')!.querySelector('.own-seat')).to.equal(null)
    expect(row('高本人')!.querySelector('[data-attend], [data-times]')).to.equal(null)
    expect(row('高本人')!.textContent).to.match(/This is your own shift: scan the code at the post/)
    await expect(element).to.be.accessible()
    self.client.close()
  })

  it('keeps a host’s word without a connection, says so, and sends it when there is one again', async () => {
    const who = await org.volunteer('高离线')
    const { element, inside, row, says, press } = await open([who], 'zh')
    liaison.setOffline(true)
    await press('高离线', '[data-attend=in]')
    await says('高离线', /\d\d:\d\d 到岗，等待送达.*已存在这台设备/)
    await waitUntil(() => /高离线：还没有送达/.test(inside.one('#panel-news').textContent ?? ''), 'it is told')
    await press('高离线', '[data-attend=out]')
    await says('高离线', /到岗，等待送达.*离岗，等待送达/)
    expect(row('高离线').querySelector('[data-attend]')).to.equal(null)
    await expect(element).to.be.accessible()
    liaison.setOffline(false)
    liaison.client.outbox.sendNow()
    await says('高离线', /已离岗 .*\d\d:\d\d 签到（代为登记） · \d\d:\d\d 签退（代为登记）/)
    expect(row('高离线').querySelector('.notice')).to.equal(null)
  })

  it('shows a word that the server did not take until it is read, whatever shift is open', async () => {
    const who = await org.volunteer('高退回')
    const { inside, slot, says, press } = await open([who])
    liaison.setOffline(true)
    await press('高退回', '[data-attend=in]')
    await says('高退回', /Came at .*not sent yet/)
    // The street has put the shift off meanwhile.
    await moveShift(slot.id, 90)
    let sent: unknown
    const unsubscribe = liaison.client.outbox.subscribe((view) => (sent = view))
    inside.one('.panel-head button').click()
    liaison.setOffline(false)
    liaison.client.outbox.sendNow()
    await waitUntil(
      () => inside.has('[role=alert].refused'),
      () => `it is told: ${JSON.stringify(sent)} ${inside.text()}`,
    )
    expect(inside.one('.refused').textContent).to.match(/That they came at .* was not accepted[^]*too early/)
    inside.one('[data-discard]').click()
    await waitUntil(() => !inside.has('.refused'), 'it is read')
    unsubscribe()
  })
})
