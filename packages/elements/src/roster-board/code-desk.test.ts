import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { moveShift, openClient, streetToken, within } from '../../test/district.ts'
import { readPicture } from '../../test/read-picture.ts'
import { openOrganisation } from '../../test/volunteers.ts'
import type { Organisation, Volunteer } from '../../test/volunteers.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

/** The code that whoever runs a shift shows there, for the cameras of those who come. */
describe('wg-roster-board, check-in code', () => {
  const realNow = Date.now
  let org: Organisation
  let liaison: Awaited<ReturnType<Organisation['liaison']>>
  let who: Volunteer

  before(async () => {
    org = await openOrganisation('code-desk')
  })

  beforeEach(async () => {
    liaison = await org.liaison()
    who = await org.volunteer('齐到')
  })

  afterEach(() => {
    Date.now = realNow
    // The real one is of the prototype.
    Reflect.deleteProperty(navigator, 'wakeLock')
    org.close()
  })

  /** A shift that begins so many minutes from now, with somebody of the organisation on it; on the board, open. */
  async function open(startsIn: number, { lang = 'en', theme = 'light' as const, own = true } = {}) {
    const slot = (await org.slots(liaison))[0]!
    if (own) await who.signUp(slot)
    await moveShift(slot.id, startsIn)
    const date = new Date(realNow() + startsIn * 60_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} theme=${theme} from=${date} .client=${liaison.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(`[data-slot="${slot.id}"]`), 'the shift is on the board')
    inside.one(`[data-slot="${slot.id}"]`).click()
    await waitUntil(() => inside.has('.panel'), 'it is open')
    return { element, inside, slot }
  }

  type Inside = ReturnType<typeof within>

  async function show(startsIn: number, options: Parameters<typeof open>[1] = {}) {
    const opened = await open(startsIn, options)
    await waitUntil(() => opened.inside.has('#code-show'), 'it may be shown')
    opened.inside.one('#code-show').click()
    await waitUntil(() => opened.inside.has('.qr'), 'it is drawn')
    return opened
  }

  const picture = (inside: Inside) => readPicture(inside.one<SVGElement>('.qr'))
  const address = (inside: Inside) => inside.one<HTMLAnchorElement>('.code details a').href
  /** Empty between one code and the next. */
  const told = (inside: Inside) => (inside.has('.code details a') ? address(inside) : '')
  /** Another code may come, or the old one run out, between two looks of a busy machine. */
  const saysAddress = (inside: Inside) =>
    waitUntil(async () => inside.has('.qr') && (await picture(inside)) === told(inside), 'the picture says the address')
  /** The one that is shown, read at once. */
  const shownAddress = async (inside: Inside) => {
    await saysAddress(inside)
    return address(inside)
  }
  const laterBy = (ms: number) => (Date.now = () => realNow() + ms)

  /** Comes, by what the picture says. */
  async function checkIn({ client }: Volunteer, url: string) {
    const sent = await client.checkIn({ proof: { by: 'code', code: new URL(url).hash.slice(1) } })
    const outcome = sent.ok ? await sent.settled : sent
    if (!('state' in outcome) || outcome.state !== 'acknowledged') {
      throw new Error(`expected to be checked in, got ${JSON.stringify(outcome)}`)
    }
  }

  for (const [lang, theme, label, words] of [
    ['en', 'dark', /^QR code to check in: /, /0 of \d+ checked in/],
    ['zh', 'light', / 的签到二维码$/, /已签到 0 人，应到 \d+ 人/],
  ] as const) {
    it(`shows the code’s address as a picture that a camera reads, in ${lang}, ${theme}`, async () => {
      const { element, inside, slot } = await show(20, { lang, theme: theme as 'light' })
      await saysAddress(inside)
      expect(address(inside)).to.match(new RegExp(`/check-in#1~${slot.id}~`))
      expect(inside.one('.qr').getAttribute('aria-label')).to.match(label)
      expect(inside.one('.code-facts').textContent).to.match(words)
      expect(inside.one('.code-facts').textContent).to.match(/\d\d:\d\d:(00|30)/)
      expect(inside.focused()?.id).to.equal('code-title')
      const { fill } = getComputedStyle(inside.one('.qr rect'))
      expect([fill, getComputedStyle(inside.one('.qr path')).fill]).to.deep.equal(['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
      await expect(element).to.be.accessible()
    })
  }

  it('shows another one once somebody has come by it, and counts them', async () => {
    const { inside } = await show(20)
    const first = await picture(inside)
    await checkIn(who, first)
    await waitUntil(() => /1 of \d+ checked in/.test(inside.one('.code-facts').textContent ?? ''), 'counted')
    const next = await picture(inside)
    expect(next).not.to.equal(first)
    expect(next).to.equal(address(inside))
  })

  it('shows another one before the one that is shown runs out, and no picture goes meanwhile', async () => {
    const { inside } = await show(20)
    const first = address(inside)
    const [{ data }] = [await liaison.client.shiftCode(new URL(first).hash.split('~')[1]!).refresh()]
    await waitUntil(() => told(inside) === data!.url, 'the newest is shown')
    let wasGone = false
    const watch = new MutationObserver(() => (wasGone ||= !inside.has('.qr')))
    watch.observe(inside.one('.code'), { childList: true, subtree: true })
    laterBy(Date.parse(data!.until) - Date.parse(data!.asOf) - 4_000)
    await waitUntil(() => told(inside) !== '' && told(inside) !== data!.url, 'another one')
    watch.disconnect()
    expect(wasGone).to.equal(false)
    await saysAddress(inside)
  })

  it('says so where no new one comes, and never shows one that has run out', async () => {
    const { element, inside } = await show(20)
    liaison.setOffline(true)
    laterBy(41_000)
    await waitUntil(() => !inside.has('.qr'), 'it has run out')
    await waitUntil(() => inside.has('.code [role=alert]'), 'told')
    expect(inside.one('.code [role=alert]').textContent).to.include('There is no valid check-in code now')
    expect(inside.has('.code details a')).to.equal(false)
    await expect(element).to.be.accessible()
    Date.now = realNow
    liaison.setOffline(false)
    inside.one('.code [role=alert] button').click()
    await waitUntil(() => inside.has('.qr'), 'back')
    await saysAddress(inside)
  })

  it('fills the window and keeps the screen on; Escape closes it and the focus is where it was', async () => {
    let locks = 0
    const request = async () => {
      locks += 1
      return Object.assign(new EventTarget(), { release: async () => void (locks -= 1) })
    }
    Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } })
    const { element, inside } = await show(20)
    expect(locks).to.equal(0)
    inside.one('#code-full').focus()
    inside.one('#code-full').click()
    await waitUntil(() => inside.has('dialog .qr') && locks === 1, 'it is large, and stays')
    const dialog = inside.one<HTMLDialogElement>('dialog')
    const { width, height } = dialog.getBoundingClientRect()
    expect([width, height]).to.deep.equal([innerWidth, innerHeight])
    expect(dialog.scrollHeight).to.be.at.most(innerHeight)
    expect(inside.all('.qr')).to.have.length(1)
    expect(dialog.contains(inside.focused())).to.equal(true)
    await saysAddress(inside)
    await expect(element).to.be.accessible()
    await sendKeys({ press: 'Escape' })
    await waitUntil(() => !inside.has('dialog .qr') && locks === 0, 'closed')
    expect(dialog.open).to.equal(false)
    expect(inside.focused()?.id).to.equal('code-full')
    await waitUntil(() => inside.has('.qr'), 'it is in the panel again')
  })

  it('says from when it can be shown, and that it is over, each in words; the time alone opens it', async () => {
    const early = await open(90)
    await waitUntil(() => early.inside.has('.code-hint'), 'told')
    expect(early.inside.one('.code-hint').textContent).to.match(/The check-in code can be shown from .*\d\d:\d\d/)
    expect(early.inside.has('#code-show')).to.equal(false)
    // Whatever the server answers now would put the clock right again.
    liaison.setOffline(true)
    laterBy(31 * 60_000)
    await waitUntil(() => early.inside.has('#code-show'), 'it is time')
    Date.now = realNow
    liaison.setOffline(false)
    // Somebody else: at some hours the next shift on the board begins while the one that was moved lasts.
    who = await org.volunteer('齐晚')
    const late = await open(-24 * 60, { lang: 'zh' })
    await waitUntil(() => late.inside.has('.code-hint'), 'told')
    expect(late.inside.one('.code-hint').textContent).to.match(/签到签退已于 .*\d\d:\d\d 截止，不再出示签到码/)
    expect(late.inside.has('#code-show')).to.equal(false)
  })

  it('stays at a shift that is called off for those who had come, until they can check out no more', async () => {
    const { element, inside, slot } = await show(20)
    const used = await shownAddress(inside)
    await checkIn(who, used)
    const { endpoint, publicKey: siteKey } = org.district
    const { client: street } = await openClient({ endpoint, siteKey, token: streetToken })
    const span = { from: new Date().toISOString(), to: new Date(realNow() + 4 * 3_600_000).toISOString() }
    expect(await street.cancelShifts({ ...span, slotIds: [slot.id], reason: 'weather' })).to.deep.include({ ok: true })
    street.close()
    await waitUntil(() => /Not checked out yet: 1/.test(inside.one('.panel').textContent ?? ''), 'the board hears of it')
    // A code is taken once: the one that they came by is none to go by.
    await waitUntil(() => told(inside) !== '' && told(inside) !== used, 'the next code')
    await expect(element).to.be.accessible()
    const code = new URL(await shownAddress(inside)).hash.slice(1)
    const sent = await who.client.checkOut({ proof: { by: 'code', code } })
    expect(sent.ok && (await sent.settled)).to.deep.include({ state: 'acknowledged' })
    // Whatever the server answers now would put the clock right again.
    liaison.setOffline(true)
    laterBy(3 * 3_600_000)
    await waitUntil(() => !inside.has('.qr') && !inside.has('#code-show'), 'nobody checks out by it any more')
    liaison.setOffline(false)
  })

  it('is not for a liaison none of whose people come', async () => {
    const { inside } = await open(20, { own: false })
    await waitUntil(() => inside.has('.panel h4'), 'the shift is open')
    expect(inside.has('#code-show') || inside.has('.code-hint')).to.equal(false)
  })
})
