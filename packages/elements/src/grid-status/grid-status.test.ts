import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { ReportInput } from '@wangge/core/client'
import type { GridRecord, GridStatus } from '@wangge/core/grid/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, nextEvent, openClient, openDistrict, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { GridStatusElement } from './grid-status.ts'
import './grid-status.ts'

const ROOT = 'g-s-1'

describe('wg-grid-status', () => {
  let district: TestClient
  let status: GridStatus
  let grids: readonly GridRecord[]

  before(async () => {
    await checkRegistration(
      'wg-grid-status',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    const { endpoint, publicKey } = await openDistrict()
    district = await openClient({ endpoint, siteKey: publicKey })
    grids = (await district.client.gridTree().refresh()).data?.grids ?? []
    status = (await district.client.gridStatus(ROOT).refresh()).data as GridStatus
  })

  after(() => district.client.close())

  async function open({ lang = 'zh', view = 'map' }: { lang?: string; view?: 'map' | 'table' } = {}) {
    const element = await fixture<GridStatusElement>(
      html`<wg-grid-status .client=${district.client} lang=${lang} view=${view}></wg-grid-status>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has(view === 'map' ? '.shape' : 'tbody tr'), 'the grids below are there')
    return { element, inside }
  }

  /** Others report meanwhile: what is shown is held against the newest that there is. */
  const isAsTold = (shown: () => unknown, told: (status: GridStatus) => unknown, { gridId } = status) =>
    waitUntil(async () => {
      const { data } = await district.client.gridStatus(gridId).refresh()
      return JSON.stringify(shown()) === JSON.stringify(told(data as GridStatus))
    }, 'it shows what the server tells')

  const figure = (inside: ReturnType<typeof within>, measure: string) => inside.one(`.figure.${measure} b`).textContent

  it('is accessible, as map and as table', async () => {
    const { element } = await open()
    await expect(element).to.be.accessible()
    element.view = 'table'
    await element.updateComplete
    await expect(element).to.be.accessible()
  })

  it('shows the counts, and each rate with its numerator and denominator', async () => {
    const { inside } = await open()
    await isAsTold(
      () => ['open', 'closedWithin7Days'].map((measure) => figure(inside, measure)),
      ({ issues }) => [issues.open, issues.closedWithin7Days].map(String),
    )
    const { num, den } = status.staffing.heads
    const words = new Intl.NumberFormat('zh-CN')
    expect(inside.one('.rate.heads dd').textContent).to.include(`${words.format(num)} / ${words.format(den)}`)
    expect(inside.one('.freshness').textContent).to.match(/截至 .*\d{2}:\d{2}/)
  })

  it('speaks English where its lang says so', async () => {
    const { inside } = await open({ lang: 'en' })
    expect(inside.one('h2').textContent).to.equal('Guixi Sub-district')
    expect(inside.text()).to.include('Being worked on')
    expect(inside.text()).to.match(/\d of 1,030/)
  })

  it('draws every community, the one with most open issues darkest, and tells its number', async () => {
    const { inside } = await open({ lang: 'en' })
    expect(inside.all('.shape')).to.have.length(13)
    await isAsTold(
      () => inside.all<SVGElement>('.shape.shade-4').map((shape) => shape.getAttribute('aria-label')),
      ({ children }) => {
        const most = Math.max(...children.map(({ issues }) => issues.open ?? 0))
        // By quarters of the most.
        const darkest = children.filter(({ issues }) => (issues.open ?? 0) > (most / 4) * 3)
        return darkest.map(({ name, issues }) => `${name.en}, ${issues.open} being worked on`)
      },
    )
  })

  it('has the same numbers in the table', async () => {
    const { inside } = await open({ view: 'table' })
    const amount = (cell: Element) => (cell.querySelector('.withheld') ? null : Number(cell.textContent))
    await isAsTold(
      () => inside.all('tbody tr').map((row) => [...row.children].slice(1, 4).map(amount)),
      ({ children }) => children.map(({ issues }) => [issues.open, issues.reportedToday, issues.closedWithin7Days]),
    )
  })

  it('shows a dash for a withheld count, says once what it stands for, and hatches it on the map', async () => {
    const statuses = await Promise.all(status.children.map(({ gridId }) => district.client.gridStatus(gridId).refresh()))
    const withheld = statuses.find(({ data }) => data?.children.some(({ issues }) => issues.open === null))?.data as GridStatus
    const element = await fixture<GridStatusElement>(
      html`<wg-grid-status lang="zh" grid-id=${withheld.gridId} .client=${district.client}></wg-grid-status>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.shape'), 'the map is there')
    expect(inside.all('[part="withheld"]')).to.have.length(1)
    expect(inside.one('[part="withheld"]').textContent).to.include(`少于 ${withheld.withheldBelow} 件的数`)
    const looks = (id: string) => {
      const shape = inside.one<SVGElement>(`.shape[data-id="${id}"]`)
      return [shape.getAttribute('aria-label'), /shade-\d/.test(shape.getAttribute('class') ?? '')]
    }
    await isAsTold(
      () => withheld.children.map(({ gridId }) => looks(gridId)),
      ({ children }) =>
        children.map(({ name, issues: { open } }) =>
          open === null ? [`${name.zh}，正在处理的件数不公开`, false] : [`${name.zh}，${open} 件正在处理`, true],
        ),
      withheld,
    )
    await expect(element).to.be.accessible()
  })

  it('is one stop for Tab on the map; arrow keys go to neighbours, Enter goes in, the path leads back', async () => {
    const { element, inside } = await open()
    const focused = () => inside.focused() as SVGElement
    expect(inside.all('.shape[tabindex="0"]')).to.have.length(1)
    inside.one<SVGElement>('.shape[tabindex="0"]').focus()
    const from = focused().dataset['id']
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await sendKeys({ press: key })
    await element.updateComplete
    expect(focused().classList.contains('shape')).to.equal(true)
    const into = focused().dataset['id'] as string
    const heard = nextEvent(element, 'wg-grid-status-open')
    await sendKeys({ press: 'Enter' })
    expect((await heard).gridId).to.equal(into)
    const name = grids.find(({ id }) => id === into)?.name.zh
    await waitUntil(() => inside.one('h2').textContent === name && inside.has('.shape'), 'the community is shown')
    expect(inside.focused()?.localName).to.equal('h2')
    inside.one('.crumb').click()
    await waitUntil(() => inside.one('h2').textContent === '桂溪街道')
    expect(from).to.be.a('string')
  })

  it('goes in from the table by click', async () => {
    const { element, inside } = await open({ view: 'table' })
    const heard = nextEvent(element, 'wg-grid-status-open')
    inside.one('.go').click()
    expect((await heard).gridId).to.equal(status.children[0]?.gridId)
  })

  it('changes its numbers without a reload when somebody reports an issue, and says so', async () => {
    const { endpoint, publicKey } = await openDistrict()
    const elsewhere = await openClient({ endpoint, siteKey: publicKey })
    const { inside } = await open({ lang: 'en' })
    const before = Number(figure(inside, 'open')?.replace(',', ''))
    const categories = (await elsewhere.client.categories().refresh()).data?.categories ?? []
    const category = categories.find(({ parentId, attributes }) => parentId && attributes.length === 0)
    const report: ReportInput = {
      categoryId: category?.id ?? '',
      description: '三单元门口的路灯不亮',
      place: { by: 'grid', gridId: status.children[0]?.gridId ?? '' },
      photos: [],
      consent: { version: 1 },
    }
    const sent = await elsewhere.client.report(report)
    expect(sent.ok && (await sent.settled).state).to.equal('acknowledged')
    const now = new Intl.NumberFormat('en-GB').format(before + 1)
    await waitUntil(() => figure(inside, 'open') === now, `the new number is shown ${document.visibilityState} ${before}`)
    expect(inside.one('[aria-live=polite]').textContent).to.include(`Being worked on: now ${now}`)
    elsewhere.client.close()
  })

  it('shows what it knew, and that it is older, where the network is gone', async () => {
    const { endpoint, publicKey } = await openDistrict()
    const alone = await openClient({ endpoint, siteKey: publicKey })
    await alone.client.gridTree().refresh()
    await alone.client.gridStatus(ROOT).refresh()
    alone.setOffline(true)
    const element = await fixture<GridStatusElement>(html`<wg-grid-status lang="en" .client=${alone.client}></wg-grid-status>`)
    await waitUntil(() => within(element).text().includes('Offline · showing earlier data'), 'offline')
    expect(within(element).one('.figure.open b').textContent).to.match(/\d/)
    alone.client.close()
  })

  it('says that it is live only while the server tells of changes', async () => {
    const { endpoint, publicKey } = await openDistrict()
    const alone = await openClient({ endpoint, siteKey: publicKey })
    const element = await fixture<GridStatusElement>(html`<wg-grid-status lang="en" .client=${alone.client}></wg-grid-status>`)
    const standing = () => (within(element).has('footer') ? within(element).one('footer').textContent : '')
    await waitUntil(() => standing()?.includes('Live'), 'live')
    alone.setOffline(true)
    await waitUntil(() => /Not connected\s+As of .*\d{2}:\d{2}/.test(standing() ?? ''), 'the line is cut')
    expect(standing()).not.to.include('Live')
    await expect(element).to.be.accessible()
    alone.setOffline(false)
    await waitUntil(() => standing()?.includes('Live'), 'live again')
    alone.client.close()
  })

  it('shows of a building who is there and who is not, and nothing to go into', async () => {
    const building = grids.find(({ level }) => level === 'micro') as GridRecord
    const { data } = await district.client.gridStatus(building.id).refresh()
    const element = await fixture<GridStatusElement>(
      html`<wg-grid-status lang="en" grid-id=${building.id} .client=${district.client}></wg-grid-status>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.outline'), 'the outline is there')
    const roles = inside.all('.roles li').map((role) => role.textContent?.replace(/\s+/g, ' ').trim())
    const words = (num = 0) => (num > 0 ? 'Yes' : 'Missing')
    expect(roles).to.deep.equal([
      `Building head ${words(data?.staffing.heads.num)}`,
      `Dual registrant ${words(data?.staffing.dual.num)}`,
      `Volunteers ${words(data?.staffing.volunteers.num)}`,
    ])
    for (const absent of ['.shape', '.switch', '.legend', '.map-keys', '.rate'])
      expect(inside.has(absent), absent).to.equal(false)
    await expect(element).to.be.accessible()
  })

  it('shows the grid that the host sets, the same again too, wherever the person has gone', async () => {
    const { element, inside } = await open({ view: 'table' })
    const [first, second] = status.children
    const shows = (name: string | undefined) => waitUntil(() => inside.one('h2').textContent === name, `${name} is shown`)
    element.gridId = first?.gridId ?? ''
    await shows(first?.name.zh)
    await waitUntil(() => inside.has('.go') && inside.has('.crumb'))
    inside.one('.crumb').click()
    await shows('桂溪街道')
    element.gridId = first?.gridId ?? ''
    await shows(first?.name.zh)
    inside.one('.crumb').click()
    await shows('桂溪街道')
    element.setAttribute('grid-id', second?.gridId ?? '')
    await shows(second?.name.zh)
    element.removeAttribute('grid-id')
    await shows('桂溪街道')
  })

  it('says that a grid is unknown, and does not throw', async () => {
    const element = await fixture<GridStatusElement>(
      html`<wg-grid-status lang="en" grid-id="nowhere" .client=${district.client}></wg-grid-status>`,
    )
    await waitUntil(() => within(element).text().includes('Not found'), 'the problem is shown')
    await expect(element).to.be.accessible()
  })
})
