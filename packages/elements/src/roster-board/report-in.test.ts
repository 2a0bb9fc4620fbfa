import { expect, fixture, html } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import type { ReportIn } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

describe('wg-roster-board, on who reported in', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  let device: TestClient

  before(async () => {
    district = await openDistrict(7)
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: streetToken })
  })
  after(() => device.client.close())

  async function open(lang = 'en') {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-report-in'), 'the view is offered')
    inside.one('#tab-report-in').click()
    await waitUntil(() => inside.has('#report-in-rate'), 'the rate is there')
    return { element, inside }
  }

  it('says the rate with what it is worked out from, by community with its tag and by organisation', async () => {
    const { element, inside } = await open()
    inside.one('[data-weeks="4"]').click()
    await waitUntil(() => inside.one('[data-weeks="4"]').getAttribute('aria-pressed') === 'true', 'four weeks')
    const { data } = await device.client.reportIn(fourWeeks()).refresh()
    const { total, communities, organisations } = data!
    expect(total.registered).to.be.greaterThan(0)
    const says = () => inside.one('#report-in-rate').textContent ?? ''
    const number = new Intl.NumberFormat('en-GB')
    await waitUntil(
      () => says().includes(`(${number.format(total.reported)} of ${number.format(total.registered)})`),
      'the same as told',
    )
    expect(inside.all('[data-community]').length).to.equal(communities.length)
    expect(inside.one('[data-community] .chip').textContent).to.equal('四联三评')
    expect(inside.all('[data-organisation]').length).to.equal(Math.min(10, organisations.length))
    inside.all('.report-in .part button').at(-1)!.click()
    await waitUntil(() => inside.all('[data-organisation]').length === organisations.length, 'all of them')
    await expect(element).to.be.accessible()
  })

  it('fits a phone in English: of each the name, and below it the figures, still a table to who listens', async () => {
    const { element, inside } = await open()
    element.style.inlineSize = '336px'
    await element.updateComplete
    for (const table of inside.all('.report-in-table')) {
      expect(table.scrollWidth, 'nothing is out of sight').to.be.at.most(table.clientWidth)
      for (const head of table.querySelectorAll('thead .figure')) expect(head.scrollWidth).to.be.at.most(head.clientWidth)
    }
    await expect(element).to.be.accessible()
  })

  it('puts the lowest rate first, and tells those apart who came unregistered', async () => {
    const name = (text: string) => ({ zh: text, en: text })
    const data: ReportIn = {
      ...{ asOf: new Date().toISOString(), from: '2026-03-02', to: '2026-03-09' },
      total: { reported: 3, registered: 8, others: 2 },
      communities: [{ communityId: 'c', name: name('C'), reported: 3, registered: 8, others: 2, schemeTags: [] }],
      organisations: [
        { orgId: 'a', name: name('A'), reported: 2, registered: 4 },
        { orgId: 'b', name: name('B'), reported: 1, registered: 3 },
      ],
      unaffiliated: { reported: 0, registered: 1 },
    }
    const told = { data, refreshing: false }
    const reportIn = () => ({
      subscribe(listener: (snapshot: typeof told) => void) {
        listener(told)
        return () => {}
      },
      refresh: async () => told,
    })
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang="zh" .client=${{ ...device.client, reportIn } as Client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-report-in'), 'the view is offered')
    inside.one('#tab-report-in').click()
    await waitUntil(() => inside.has('#report-in-rate'), 'the rate is there')
    expect(inside.one('#report-in-rate').textContent).to.equal('报到率 37.5%（3/8 人）')
    expect(inside.text()).to.contain('另有 2 人没有在所到社区登记')
    expect(inside.all('[data-organisation]').map(({ dataset }) => dataset['organisation'])).to.deep.equal(['b', 'a'])
    expect(inside.text()).to.contain('不在任何党组织名册上')
  })

  it('speaks Chinese', async () => {
    const { inside } = await open('zh')
    expect(inside.one('#report-in-rate').textContent).to.match(/^报到率 (–|[\d.]+%)（[\d,]+\/[\d,]+ 人）$/)
  })

  /** Four weeks that end with this one. */
  function fourWeeks(): { from: string; to: string } {
    const day = new Date(Date.now() + 8 * 3_600_000)
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7) + 7)
    const to = day.toISOString().slice(0, 10)
    day.setUTCDate(day.getUTCDate() - 28)
    return { from: day.toISOString().slice(0, 10), to }
  }
})
