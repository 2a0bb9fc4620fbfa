import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { fileAfter } from '../../test/file-after.ts'
import { checkRegistration, liaisonTokenOf, nextEvent, openClient, openDistrict, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { RosterBoardElement } from './roster-board.ts'
import { mondayOf } from './week/week-view.ts'
import './roster-board.ts'

describe('wg-roster-board', () => {
  let district: DistrictAnswer
  let device: TestClient

  before(async () => {
    await checkRegistration(
      'wg-roster-board',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(7)
  })

  beforeEach(async () => {
    device = await openClient({ endpoint: district.endpoint, siteKey: district.orgKey, token: liaisonTokenOf(district) })
  })

  afterEach(() => device.client.close())

  /** Today's shifts may all have begun: those of tomorrow have not. */
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)

  async function open(lang = 'en') {
    const element = await fixture<RosterBoardElement>(
      html`<wg-roster-board lang=${lang} from=${tomorrow} .client=${device.client}></wg-roster-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('.shift'), 'the week is there')
    return { element, inside }
  }

  type Inside = ReturnType<typeof within>

  const free = (inside: Inside) =>
    inside.all('.shift').filter((shift) => {
      const { date = '' } = (shift.closest('td') as HTMLElement).dataset
      return /empty|part/.test(shift.className) && date >= tomorrow
    })

  /** Opens a shift that has not begun, with room, and waits for the organisation's people. */
  async function choose({ element, inside }: { element: RosterBoardElement; inside: Inside }, not = ''): Promise<string> {
    for (const shift of free(inside).toReversed()) {
      if (shift.dataset['slot'] === not) continue
      shift.click()
      await element.updateComplete
      await waitUntil(() => inside.has('.candidates li'), 'people are listed')
      // One that asks for nothing that somebody may lack.
      if (!inside.has('.needs')) return shift.dataset['slot'] as string
    }
    throw new Error('Expected a shift that anybody may take, found none')
  }

  it('is accessible, in the matrix and with a shift open', async () => {
    const board = await open()
    // The fewest posts of a kind: what is looked at one by one takes its time.
    const kind = board.inside.one<HTMLSelectElement>('#kind')
    kind.value = 'reportIn'
    kind.dispatchEvent(new Event('change'))
    await board.element.updateComplete
    await expect(board.element).to.be.accessible()
    await choose(board)
    await expect(board.element).to.be.accessible()
  })

  it('says in a line what the organisation owes and has named', async () => {
    const { inside } = await open('zh')
    await waitUntil(() => inside.has('.quota'), 'what is owed is there')
    expect(inside.one('.quota').textContent).to.match(/(本周|下周|这几日)(应派 \d+ 人次，已报 \d+|无需派员)/)
  })

  it('shows one day where it is narrow: the posts that have a shift on it, twenty of a kind until more are asked for', async () => {
    const { element, inside } = await open()
    element.style.inlineSize = '360px'
    const shownRows = () => inside.all('tr.row').filter((row) => row.offsetParent !== null)
    await waitUntil(() => shownRows().length < inside.all('tr.row').length, 'the narrow page is laid out')
    const body = inside.all('tbody').find((each) => each.querySelector('.more button'))
    expect(body, 'a kind with more than twenty posts that day').to.not.equal(undefined)
    const of = () => shownRows().filter((row) => row.parentElement === body)
    expect(of()).to.have.length(20)
    for (const row of shownRows()) expect(row.querySelectorAll('td.shown .shift')).to.not.have.length(0)
    const all = [...body!.querySelectorAll('tr.row')].filter((row) => row.querySelector('td.shown .shift'))
    body!.querySelector<HTMLElement>('.more button')!.click()
    await waitUntil(() => of().length === all.length, 'the others of the kind are there')
    expect(element.scrollWidth).to.be.at.most(360)
  })

  it('prints the week alone, on paper across, and takes its frame away again', async () => {
    const { inside } = await open('zh')
    const { append } = document.body
    const frames = () => [...document.querySelectorAll('iframe')].filter(({ title }) => title.includes('–'))
    let printed: { text: string; rows: number; paper: string; landscape: boolean } | undefined
    document.body.append = (...nodes) => {
      append.apply(document.body, nodes)
      const { contentWindow } = nodes[0] as HTMLIFrameElement
      contentWindow!.print = () => {
        const { body, adoptedStyleSheets } = contentWindow!.document
        const rules = [...adoptedStyleSheets].flatMap(({ cssRules }) => [...cssRules]).map(({ cssText }) => cssText)
        printed = {
          text: body.textContent ?? '',
          rows: body.querySelectorAll('tr.row').length,
          paper: contentWindow!.getComputedStyle(body.querySelector('td')!).borderTopStyle,
          landscape: rules.some((rule) => /@page.*landscape/.test(rule)),
        }
      }
    }
    try {
      inside
        .all('button')
        .find(({ textContent }) => textContent?.trim() === '打印')!
        .click()
    } finally {
      document.body.append = append
    }
    expect(printed).to.deep.include({ rows: inside.all('tr.row').length, paper: 'solid', landscape: true })
    expect(printed!.text).to.include(inside.one('tr.row .post').textContent!.trim())
    const [frame] = frames()
    frame!.contentWindow!.dispatchEvent(new Event('afterprint'))
    expect(frames()).to.have.length(0)
  })

  it('is not longer for words that are only listened to', async () => {
    const { inside } = await open()
    await waitUntil(() => inside.has('.shift .hidden-visually'), 'the shifts are there')
    const contained = inside.all('.scroll .hidden-visually').map(({ offsetParent }) => offsetParent)
    expect(new Set(contained)).to.deep.equal(new Set([inside.one('.scroll')]))
  })

  it('names somebody by click, tells what came of it, takes them off again', async () => {
    const board = await open()
    const slotId = await choose(board)
    const { element, inside } = board
    const first = inside.one('.candidates li')
    const name = first.querySelector('b')?.textContent ?? ''
    const named = nextEvent(element, 'wg-roster-board-change')
    first.querySelector('button')?.click()
    const { slotId: at, named: whom } = await named
    expect(at).to.equal(slotId)
    expect(whom).to.have.length(1)
    await waitUntil(() => inside.one('#panel-news').textContent?.includes(name), 'it is told')
    await waitUntil(
      () => [...inside.all('.people:not(.candidates) b')].some((each) => each.textContent === name),
      'they are on it',
    )

    const removed = nextEvent(element, 'wg-roster-board-change')
    const row = inside.all('.people:not(.candidates) li').find((each) => each.querySelector('b')?.textContent === name)
    const remove = row?.querySelector<HTMLButtonElement>('.actions .danger')
    // What they are named with may be told by the live channel before its own answer is there.
    await waitUntil(() => remove?.disabled === false, 'they may be taken off')
    remove?.click()
    await waitUntil(() => inside.has('#sure'), 'it asks once more')
    expect(inside.focused()?.id).to.equal('sure')
    inside.one('#sure').click()
    expect((await removed).removed).to.deep.equal(whom)
    await waitUntil(() => !inside.all('.people:not(.candidates) b').some((each) => each.textContent === name), 'they are off it')
  })

  it('shows swaps and hours as tabs that the arrow keys go through', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.has('[role=tab]'), 'who is there is known')
    inside.one('#tab-week').focus()
    await sendKeys({ press: 'ArrowRight' })
    await waitUntil(() => inside.focused()?.id === 'tab-quota')
    await sendKeys({ press: 'ArrowRight' })
    await waitUntil(() => inside.focused()?.id === 'tab-sign-ups')
    await sendKeys({ press: 'ArrowRight' })
    await waitUntil(() => inside.focused()?.id === 'tab-swaps')
    expect(inside.all('[role=tab]').filter(({ tabIndex }) => tabIndex === 0)).to.have.length(1)
    expect(inside.one('#view').getAttribute('aria-labelledby')).to.equal('tab-swaps')
    await waitUntil(() => inside.text().includes('No swaps'), 'swaps are there')
    await expect(element).to.be.accessible()
    await sendKeys({ press: 'End' })
    await waitUntil(() => inside.has('[part=certificates]'), 'hours are there')
    expect(inside.text()).to.include('Nobody has asked for one to be printed')
    await expect(element).to.be.accessible()
    const month = inside.one('.week-name').textContent
    inside.one('.week .button').click()
    await waitUntil(() => inside.one('.week-name').textContent !== month, 'the month before')
    await sendKeys({ press: 'ArrowRight' })
    await waitUntil(() => inside.has('.shift'), 'round to the week')
  })

  it('names somebody by drag onto another shift', async () => {
    const board = await open()
    const { element, inside } = board
    // What is dropped on is a shift that anybody may take; what is dragged comes from the list beside another.
    const slotId = await choose(board)
    await choose(board, slotId)
    const candidate = inside.all('.candidates li')[1]!
    const name = candidate.querySelector('b')!.textContent
    const data = new DataTransfer()
    candidate.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }))
    const target = inside.one(`.shift[data-slot="${slotId}"]`)
    const over = new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true })
    target.dispatchEvent(over)
    expect(over.defaultPrevented).to.equal(true)
    const changed = nextEvent(element, 'wg-roster-board-change')
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    await waitUntil(() => inside.has('#panel-news .notice'), 'the server said something')
    expect(inside.one('#panel-news').textContent, 'what it said').to.contain(name)
    expect(inside.has('#panel-news .notice.bad')).to.equal(false)
    const { slotId: at, named: whom } = await changed
    expect([at, whom?.length]).to.deep.equal([slotId, 1])
    expect(inside.one('.shift[aria-pressed=true]').dataset['slot']).to.equal(slotId)
    const listed = () => inside.all('.people:not(.candidates) b').map((each) => each.textContent)
    await waitUntil(() => listed().includes(name), 'they are on it')
    const week = await device.client.rosterWeek({ from: mondayOf(tomorrow) }).refresh()
    const held = week.data?.slots.find(({ id }) => id === slotId)?.people.filter(({ personId }) => personId === whom![0])
    expect(held).to.have.length(1)
  })

  it('says so where somebody is dropped while another is being named, and names nobody in silence', async () => {
    const board = await open()
    const { inside } = board
    const slotId = await choose(board)
    const candidates = inside.all('.candidates li')
    const names = candidates.map((each) => each.querySelector('b')!.textContent)
    const drop = (at: number) => {
      const data = new DataTransfer()
      candidates[at]!.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }))
      const target = inside.one(`.shift[data-slot="${slotId}"]`)
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }
    const news = () => inside.one('#panel-news').textContent?.replace(/\s+/g, ' ') ?? ''
    drop(0)
    drop(1)
    await waitUntil(() => news().includes(`${names[1]} was not named`), 'the second is told of')
    await waitUntil(() => inside.focused()?.id === 'panel-news', 'the first is done')
    expect(news()).to.include(names[0])
    expect(news()).to.include(`${names[1]} was not named`)
    drop(1)
    await waitUntil(() => !news().includes('was not named') && news().includes(names[1]!), 'then they are')
  })

  it('goes from shift to shift by arrow keys, and to the panel and back', async () => {
    const { inside } = await open()
    const start = inside.all('.shift').find(({ tabIndex }) => tabIndex === 0)!
    expect(inside.all('.shift').filter(({ tabIndex }) => tabIndex === 0)).to.have.length(1)
    start.focus()
    await sendKeys({ press: 'ArrowDown' })
    const next = inside.focused() as HTMLElement
    expect(next.dataset['slot']).not.to.equal(start.dataset['slot'])
    expect(next.tabIndex).to.equal(0)
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.focused()?.id === 'panel-title', 'the panel has the focus')
    inside.one('.panel-head button').click()
    await waitUntil(() => inside.focused() === next, 'the focus is back')
  })

  it('shows only what lacks somebody, and finds posts by name', async () => {
    const { element, inside } = await open('zh')
    const all = inside.all('tr.row').length
    inside.one<HTMLInputElement>('.gaps-only input').click()
    await element.updateComplete
    for (const row of inside.all('tr.row')) expect(row.querySelector('.shift.empty, .shift.part')).not.to.equal(null)
    const text = inside.one<HTMLInputElement>('#text')
    text.value = '没有这样的岗位'
    text.dispatchEvent(new InputEvent('input'))
    await element.updateComplete
    expect(inside.has('table')).to.equal(false)
    expect(inside.text()).to.include('没有这样的岗位')
    text.value = ''
    text.dispatchEvent(new InputEvent('input'))
    await element.updateComplete
    expect(inside.all('tr.row').length).to.be.at.most(all)
  })

  it('gives the week as a workbook', async () => {
    const { inside } = await open()
    const { name } = await fileAfter(() => inside.one('.tools button:last-child').click())
    expect(name).to.match(/^Roster .*\.xlsx$/)
  })

  it('gives a month’s hours as a workbook and as CSV, and says so where it cannot', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.has('#tab-hours'), 'who is there is known')
    inside.one('#tab-hours').click()
    await waitUntil(() => inside.has('#export:not([disabled])'), 'the hours are there')
    const { name } = await fileAfter(() => inside.one('#export').click())
    expect(name).to.match(/^Hours of service [A-Z][a-z]+ \d{4}\.xlsx$/)
    await waitUntil(() => inside.has('#export-csv:not([disabled])'))
    const table = await fileAfter(() => inside.one('#export-csv').click())
    expect(table.name).to.match(/^Hours of service [A-Z][a-z]+ \d{4}\.csv$/)
    expect(table.text).to.contain('服务时间（小时） hours')
    await waitUntil(() => inside.has('#export:not([disabled])'))
    device.setOffline(true)
    inside.one('#export').click()
    await waitUntil(() => inside.has('[role=alert]'), 'it is said')
    await expect(element).to.be.accessible()
  })

  it('asks to sign in where nobody is known', async () => {
    const { client } = await openClient({ endpoint: district.endpoint, siteKey: district.orgKey })
    const element = await fixture<RosterBoardElement>(html`<wg-roster-board lang="zh" .client=${client}></wg-roster-board>`)
    await waitUntil(() => within(element).text().includes('请先登录'))
    client.close()
  })

  it('shows what it knew, and says so, without a connection', async () => {
    const { element, inside } = await open()
    device.setOffline(true)
    const shifts = inside.all('.shift').length
    inside.all('.shift')[0]?.click()
    await element.updateComplete
    expect(inside.all('.shift')).to.have.length(shifts)
  })
})
