import { expect, fixture, html } from '@open-wc/testing'
import type { Client, Snapshot } from '@wangge/core/client'
import { SdkError } from '@wangge/core/errors'
import type { PointList } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import { typeInto } from '../../test/type-into.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

describe('wg-roster-board, on evaluation points', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  let device: TestClient

  before(async () => {
    district = await openDistrict(7)
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: streetToken })
  })
  after(() => device.client.close())

  async function open(lang = 'en', client: Client = device.client) {
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang=${lang} .client=${client}></wg-roster-board>`)
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-points'), 'the view is offered')
    inside.one('#tab-points').click()
    return { element, inside }
  }

  /** A client that is told this of points, and all else by the server. */
  function tells(told: Snapshot<PointList>): Client {
    const points = () => ({
      subscribe(listener: (snapshot: typeof told) => void) {
        listener(told)
        return () => {}
      },
      refresh: async () => told,
    })
    return { ...device.client, points } as Client
  }

  it('lists them with place, state and teams, those that failed first, and finds one by its leader', async () => {
    const board = await open()
    const { element, inside } = board
    await waitUntil(() => inside.has('[data-point]'), 'points are there')
    const { points, teams } = (await device.client.points().refresh()).data!
    const count = (status: string) => points.filter((point) => point.status === status).length
    expect(inside.one('[data-state=all]').textContent).to.contain(`All: ${points.length}`)
    expect(inside.one('[data-state=fail]').textContent).to.contain(`Failed: ${count('fail')}`)
    expect(inside.one('[data-point] .point-state').textContent).to.contain('Failed')
    expect(inside.all('[data-point]').length).to.equal(30)
    inside.one('#points-more').click()
    await element.updateComplete
    expect(inside.all('[data-point]').length).to.equal(60)
    await expect(element).to.be.accessible()

    const leader = teams.find((team) => team.leader)!.leader!.name
    await typeInto(board, '#point-find', leader)
    const led = new Set(teams.filter((team) => team.leader?.name === leader).map(({ id }) => id))
    const own = points.filter(({ teamIds }) => teamIds.some((id) => led.has(id)))
    expect(inside.all('[data-point]').map(({ dataset }) => dataset['point'])).to.have.members(own.map(({ id }) => id))
    expect(inside.one('[data-point] .point-teams').textContent).to.contain(`led by ${leader}`)
    await typeInto(board, '#point-find', 'nowhere at all')
    expect(inside.text()).to.contain('No such point')
  })

  const name = (text: string) => ({ zh: text, en: text })
  const DATA: PointList = {
    asOf: '2026-03-02T04:00:00Z',
    points: [
      { id: 'p1', name: name('东门市场'), gridId: 'g', placeClass: 'market', status: 'pass', lastScore: 91.5, teamIds: ['t1'] },
      { id: 'p2', name: name('西门公园'), gridId: 'g', placeClass: 'fountain', status: 'unassessed', teamIds: [] },
    ],
    teams: [
      { id: 't1', kind: 'taskForce', name: name('柳岸突击队'), members: 3, leader: { personId: 'x', name: '样本' } },
      { id: 't2', kind: 'vanguard', name: name('花园先锋队'), members: 0 },
    ],
    findings: [
      { code: 'point-without-team', pointId: 'p2' },
      { code: 'one-sided', pointId: 'p1', teamId: 't2' },
    ],
  }

  it('says by names what is not as it should be, and what has no team', async () => {
    const { element, inside } = await open('zh', tells({ data: DATA, refreshing: false }))
    await waitUntil(() => inside.has('.point-findings'), 'the findings are told')
    expect(inside.one('.point-findings summary').textContent).to.contain('有 2 处要核对')
    expect(inside.all('[data-finding]').map((one) => one.textContent)).to.deep.equal([
      '西门公园：没有责任队伍',
      '花园先锋队与东门市场：只有一方记着另一方',
    ])
    const [park, market] = inside.all('[data-point]').map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim())
    expect(park).to.match(/西门公园 fountain .*未测评.*没有责任队伍/)
    expect(market).to.match(/东门市场 农贸市场 .*达标 得分率 91.5%.*柳岸突击队 突击队 队长 样本，3 人/)
    inside.one<HTMLDetailsElement>('.point-findings').open = true
    await expect(element).to.be.accessible()
  })

  it('says that there are none, that they cannot be told, and that they are older', async () => {
    const none = await open('en', tells({ data: { ...DATA, points: [], teams: [], findings: [] }, refreshing: false }))
    await waitUntil(() => none.inside.text().includes('There are no evaluation points here yet'), 'none')
    const error = new SdkError('network', 'Expected an answer, got none', { retryable: true })
    const unknown = await open('en', tells({ error, refreshing: false }))
    await waitUntil(() => unknown.inside.has('.points [part=error] button'), 'it can be tried again')
    await expect(unknown.element).to.be.accessible()
    const older = await open('en', tells({ data: DATA, error, fetchedAt: Date.parse(DATA.asOf), refreshing: false }))
    await waitUntil(() => older.inside.has('.points .freshness .chip.wait'), 'it is said to be older')
    expect(older.inside.all('[data-point]').length).to.equal(2)
  })
})
