import { expect, fixture, html } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import type { KeptRecords } from '@wangge/core/roster/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { communityToken, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import { typeInto } from '../../test/type-into.ts'
import type { RosterBoardElement } from './roster-board.ts'
import './define.ts'

const day = (daysAgo: number) => new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10)

describe('wg-roster-board, on what a unit recorded', function () {
  this.timeout(120_000)
  let district: DistrictAnswer
  let street: TestClient
  let community: TestClient

  before(async () => {
    district = await openDistrict(7)
    const server = { endpoint: district.endpoint, siteKey: district.publicKey }
    street = await openClient({ ...server, token: streetToken })
    community = await openClient({ ...server, token: () => communityToken() })
  })
  after(() => Promise.all([street.client.close(), community.client.close()]))

  async function open({ client }: Pick<TestClient, 'client'>, { lang = 'en', width = '' } = {}) {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} style=${width && `inline-size: ${width}`} .client=${client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#tab-hours'), 'the view is offered')
    inside.one('#tab-hours').click()
    return { element, inside }
  }

  /** All of it: what the sample recorded in some weeks. */
  async function showWeeks(board: Awaited<ReturnType<typeof open>>, weeks = 12) {
    const { inside } = board
    await waitUntil(() => inside.has('#kept-from'), 'the form')
    await typeInto(board, '#kept-from', day(weeks * 7))
    await waitUntil(() => inside.has('[data-record]') && inside.has('#kept-sum'), 'the records')
  }

  it('offers the street one organisation’s or all organisations’, a community’s or all, with how much there is', async () => {
    const board = await open(street)
    const { element, inside } = board
    await waitUntil(() => inside.has('[data-all]'), 'there is a choice')
    expect(inside.all('[data-all]').map((one) => one.getAttribute('aria-pressed'))).to.deep.equal(['true', 'false'])
    expect(inside.has('.kept-records')).to.equal(false)
    inside.one('[data-all=true]').click()
    await showWeeks(board)
    await expect(element).to.be.accessible()
    const span = { from: day(84), to: day(0) }
    const { data } = await street.client.keptRecords(span).refresh()
    const number = new Intl.NumberFormat('en-GB')
    const says = () => inside.one('#kept-sum').textContent ?? ''
    await waitUntil(
      () =>
        says().includes(`Records: ${number.format(data!.total!.records)}`) &&
        says().includes(`People: ${number.format(data!.total!.people)}`),
      'as told',
    )
    expect(inside.all('[data-record]').map((one) => one.dataset['record'])).to.deep.equal(
      data!.records.map(({ signUpId }) => signUpId),
    )

    const select = inside.one<HTMLSelectElement>('#kept-community')
    expect(select.options.length).to.equal(1 + 13)
    const { value } = select.options[1]!
    const { data: part } = await street.client.keptRecords({ ...span, gridId: value }).refresh()
    select.value = value
    select.dispatchEvent(new Event('change'))
    await waitUntil(() => says().includes(`Records: ${number.format(part!.total!.records)}`), 'that community’s')
    expect(part!.total!.records).to.be.lessThan(data!.total!.records)
    inside.one('[data-all=false]').click()
    await waitUntil(() => !inside.has('.kept-records') && inside.has('.hours-head'), 'one organisation again')
  })

  it('goes through the pages and back, and keeps the focus', async () => {
    const board = await open(street)
    const { element, inside } = board
    await waitUntil(() => inside.has('[data-all=true]'), 'there is a choice')
    inside.one('[data-all=true]').click()
    await showWeeks(board)
    const ids = () => inside.all('[data-record]').map((one) => one.dataset['record'])
    await waitUntil(() => ids().length === 50, 'a whole page')
    const first = ids()
    inside.one('#kept-older').click()
    await waitUntil(() => inside.has('[data-record]') && !first.includes(ids()[0]), 'the next page')
    expect(inside.focused()?.id).to.equal('kept-list')
    expect(ids().some((id) => first.includes(id))).to.equal(false)
    await expect(element).to.be.accessible()
    inside.one('#kept-newer').click()
    await waitUntil(() => ids()[0] === first[0], 'the first page again')
    expect(inside.one<HTMLButtonElement>('#kept-newer').disabled).to.equal(true)
  })

  it('shows a community its own alone, on a phone too, and says so of days without any and of days that are none', async () => {
    const board = await open(community, { lang: 'zh', width: '336px' })
    const { element, inside } = board
    await showWeeks(board)
    expect(inside.has('[data-all]') || inside.has('#kept-community')).to.equal(false)
    expect(inside.text()).to.contain('未成年人的姓名只对街道完整显示')
    const { data } = await community.client.keptRecords({ from: day(84), to: day(0) }).refresh()
    expect(inside.one('#kept-sum').textContent).to.contain(`${data!.total!.records} 条记录`)
    expect(new Set(data!.records.map(({ organiser }) => organiser.zh)).size).to.equal(1)
    const card = inside.one('.kept-records')
    expect(card.scrollWidth).to.be.at.most(card.clientWidth)
    await expect(element).to.be.accessible()

    await typeInto(board, '#kept-to', '2020-01-01')
    expect(inside.one('#kept-to-error').textContent).to.equal('结束不早于开始')
    expect(inside.has('[data-record]')).to.equal(false)
    await typeInto(board, '#kept-from', '2018-01-01')
    expect(inside.one('#kept-to-error').textContent).to.contain('366')
    await expect(element).to.be.accessible()
    await typeInto(board, '#kept-from', '2020-01-01')
    await waitUntil(() => inside.text().includes('这段时间没有记录完整的服务'), 'there is none')
    expect(inside.one<HTMLButtonElement>('#kept-csv').disabled).to.equal(true)
    await expect(element).to.be.accessible()
  })

  it('gives the records as a file, by its name, and says why where it is refused', async () => {
    const asked: unknown[] = []
    let refuses = false
    const client = new Proxy(street.client, {
      get(target, key: keyof Client) {
        if (key === 'keptRecordsFile')
          return async (input: Parameters<Client['keptRecordsFile']>[0]) => {
            asked.push(input)
            // A span that the server refuses.
            return target.keptRecordsFile(refuses ? { ...input, from: '2001-01-01' } : input)
          }
        return target[key]
      },
    })
    const board = await open({ client })
    const { inside } = board
    await waitUntil(() => inside.has('[data-all=true]'), 'there is a choice')
    inside.one('[data-all=true]').click()
    await showWeeks(board)
    for (const format of ['csv', 'xlsx'] as const) {
      inside.one(`#kept-${format}`).click()
      await waitUntil(() => inside.one('#kept-outcome').textContent?.includes(`.${format}`), `the ${format}`)
      expect(inside.one('#kept-outcome').textContent).to.contain(`Service records The whole street ${day(84)} to ${day(0)}`)
      expect(asked.at(-1)).to.deep.equal({ from: day(84), to: day(0), format })
    }
    refuses = true
    inside.one('#kept-csv').click()
    await waitUntil(() => inside.has('#kept-outcome .notice.bad'), 'it is refused')
    expect(inside.one<HTMLButtonElement>('#kept-csv').disabled).to.equal(false)
  })

  it('says where there is no answer, and asks again', async () => {
    const device = await openClient({
      endpoint: district.endpoint,
      siteKey: district.publicKey,
      token: streetToken,
    })
    const board = await open(device)
    const { element, inside } = board
    await waitUntil(() => inside.has('[data-all=true]'), 'there is a choice')
    device.setOffline(true)
    inside.one('[data-all=true]').click()
    await waitUntil(() => inside.has('.kept-records [role=alert] button'), 'it says so')
    await expect(element).to.be.accessible()
    device.setOffline(false)
    inside.one('.kept-records [role=alert] button').click()
    await waitUntil(() => inside.has('#kept-sum'), 'it is there')
    const told: KeptRecords | undefined = (await device.client.keptRecords({ from: day(0), to: day(0) }).refresh()).data
    expect(told?.kind).to.equal('platform-record')
    await device.client.close()
  })
})
