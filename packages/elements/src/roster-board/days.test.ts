import { expect, fixture, html } from '@open-wc/testing'
import { sendMouse, setViewport } from '@web/test-runner-commands'
import type { Client } from '@wangge/core/client'
import type { RosterWeek } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

const DAY_MS = 86_400_000

describe('wg-roster-board, on what today is', function () {
  this.timeout(120_000)
  let district: DistrictAnswer

  before(async () => {
    district = await openDistrict(7)
  })

  const deviceThatIs = (days: number) =>
    openClient({
      endpoint: district.endpoint,
      siteKey: district.publicKey,
      token: streetToken,
      now: () => Date.now() + days * DAY_MS,
    })

  async function open(client: Client) {
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang="en" .client=${client}></wg-roster-board>`)
    const inside = within(element)
    await waitUntil(() => inside.has('table[data-day]'), 'the week is there')
    return { element, inside }
  }

  const dateIn = (timeZone: string, at = Date.now()) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

  // A week off, so that the week is another one on whatever weekday this runs.
  for (const days of [1, -1, 7, -7]) {
    it(`goes by the server's clock on a device that is ${days} days off`, async () => {
      const { client } = await deviceThatIs(days)
      const { inside } = await open(client)
      const today = dateIn('Asia/Shanghai')
      await waitUntil(() => inside.has('table[data-day]') && inside.one('table').dataset['day'] === today, 'today is shown')
      expect(inside.has('.week .quiet'), 'nothing leads back to this week').to.equal(false)
      await waitUntil(() => inside.has('#call-off-open:not([disabled])'), 'shifts can be called off')
      inside.one('#call-off-open').click()
      await waitUntil(() => inside.has('#call-off-from'), 'it asks from when on')
      const from = Date.parse(`${inside.one<HTMLInputElement>('#call-off-from').value}:00+08:00`)
      expect(Math.abs(from - Date.now())).to.be.lessThan(5 * 60_000)
      client.close()
    })
  }

  it('stays in the week that was gone to', async () => {
    const device = await deviceThatIs(0)
    const { client } = device
    const { element, inside } = await open(client)
    const named = () => inside.one('.week-name').textContent
    const first = named()
    inside.all('.week button')[1]!.click()
    await waitUntil(() => named() !== first, 'the week after')
    const second = named()
    expect(inside.has('.week .quiet'), 'a way back to this week').to.equal(true)
    // What follows today follows it at each update.
    await device.client.rosterWeek({ from: dateIn('Asia/Shanghai') }).refresh()
    element.requestUpdate()
    await element.updateComplete
    expect(named()).to.equal(second)
    client.close()
  })

  it('opens a shift of another day where that is the first thing that is tapped', async () => {
    await setViewport({ width: 1280, height: 800 })
    const { client } = await deviceThatIs(0)
    const { element, inside } = await open(client)
    const today = dateIn('Asia/Shanghai')
    const others = `td[data-date]:not([data-date="${today}"]) [data-slot]`
    // What is asked for beside the week moves the table when it comes.
    await waitUntil(() => inside.has(others) && inside.has('[part=quota]'), 'shifts of other days')
    let hasLanded = false
    element.addEventListener('click', (event) => (hasLanded = event.composedPath().includes(inside.one(others))), {
      capture: true,
    })
    // Ten taps at most: what moves the table comes once.
    for (let taps = 0; !hasLanded; taps += 1) {
      if (taps === 10) throw new Error('expected one of ten taps to land on the shift')
      const shift = inside.one(others)
      shift.scrollIntoView({ block: 'center' })
      const { x, y, width, height } = shift.getBoundingClientRect()
      // A finger's tap, not a script's: between two listeners of one event an update may come.
      await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] })
    }
    await waitUntil(() => inside.has('#panel-title'), 'the shift is open')
    client.close()
  })

  it('shows days and hours by the time zone that the week tells', async () => {
    const timeZone = 'America/Los_Angeles'
    const { client } = await deviceThatIs(0)
    const dates = ['2026-03-02', '2026-03-03']
    const data: RosterWeek = {
      ...{ asOf: new Date().toISOString(), timeZone, organisations: [] },
      days: dates.map((date) => ({ date, kind: 'workday' })),
      posts: [{ id: 'p', kind: 'patrol', name: { zh: '岗', en: 'Post' }, gridId: 'c' }],
      slots: [
        {
          ...{ id: 's', postId: 'p', date: dates[1]!, capacity: 1, seated: 0, waitlisted: 0, cancelled: false, people: [] },
          ...{ startsAt: '2026-03-04T05:00:00Z', endsAt: '2026-03-04T06:30:00Z' },
        },
      ],
    }
    const told = { data, refreshing: false }
    const rosterWeek = () => ({
      subscribe(listener: (snapshot: typeof told) => void) {
        listener(told)
        return () => {}
      },
      refresh: async () => told,
    })
    const { inside } = await open({ ...client, rosterWeek } as Client)
    await waitUntil(() => inside.one('table').dataset['day'] === dateIn(timeZone), 'today is that zone’s')
    expect(inside.all('th.date b').map((head) => head.textContent)).to.deep.equal(['Mon', 'Tue'])
    expect(inside.all('th.date span').map((head) => head.textContent)).to.deep.equal(['02/03', '03/03'])
    expect(inside.one('.shift .top b').textContent).to.equal('21:00–22:30')
    client.close()
  })
})
