import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, nextEvent, openClient, openDistrict, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { GridTreeElement } from './grid-tree.ts'
import './grid-tree.ts'

describe('wg-grid-tree', () => {
  let district: TestClient
  let grids: readonly GridRecord[]
  /** The first community, its first estate, that one's first building. */
  let community: GridRecord, estate: GridRecord, building: GridRecord

  before(async () => {
    await checkRegistration(
      'wg-grid-tree',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    const { endpoint, publicKey } = await openDistrict()
    district = await openClient({ endpoint, siteKey: publicKey })
    grids = (await district.client.gridTree().refresh()).data?.grids ?? []
    const firstBelow = (id: string) => grids.find(({ parentId }) => parentId === id) as GridRecord
    community = firstBelow('g-s-1')
    estate = firstBelow(community.id)
    building = firstBelow(estate.id)
  })

  after(() => district.client.close())

  async function open(lang = 'zh') {
    const element = await fixture<GridTreeElement>(html`<wg-grid-tree .client=${district.client} lang=${lang}></wg-grid-tree>`)
    const inside = within(element)
    await waitUntil(() => inside.has('[role=treeitem]'), 'the tree is there')
    const focusedName = () => inside.focused()?.querySelector('.name')?.textContent
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        await sendKeys({ press: key })
        await element.updateComplete
      }
    }
    return { element, inside, focusedName, press, rows: () => inside.all('[role=treeitem]') }
  }

  it('is accessible, with the tree and with results', async () => {
    const { element, inside } = await open()
    await expect(element).to.be.accessible()
    inside.one('input').focus()
    await sendKeys({ type: 'san wa yao' })
    await waitUntil(() => inside.has('[part=results]'))
    await expect(element).to.be.accessible()
  })

  it('shows one grid and what is below it where the page says so, and finds nothing beside', async () => {
    const { element, inside, rows } = await open()
    element.root = community.id
    await element.updateComplete
    const estates = grids.filter(({ parentId }) => parentId === community.id)
    expect(rows()).to.have.length(1 + estates.length)
    expect(rows()[0]?.dataset['id']).to.equal(community.id)
    expect(rows()[0]?.getAttribute('aria-level')).to.equal('1')
    inside.one('input').focus()
    await sendKeys({ type: grids.find(({ id }) => id === 'g-s-1')?.name.zh ?? '' })
    await element.updateComplete
    expect(inside.all('[part=results] button')).to.have.length(0)
    await sendKeys({ press: 'Escape' })
    await sendKeys({ type: estate.name.zh })
    await element.updateComplete
    expect(inside.all('[part=results] button').length).to.be.greaterThan(0)
    element.root = 'no-such-grid'
    await element.updateComplete
    expect(rows()).to.have.length(0)
  })

  it('shows the sub-district and its 13 communities, announced with level, size and place', async () => {
    const { rows } = await open()
    expect(rows()).to.have.length(14)
    const [root, first] = rows()
    expect(root?.getAttribute('aria-expanded')).to.equal('true')
    expect(root?.getAttribute('aria-level')).to.equal('1')
    expect(first?.querySelector('.name')?.textContent).to.equal('三瓦窑社区')
    expect(first?.getAttribute('aria-level')).to.equal('2')
    expect(first?.getAttribute('aria-setsize')).to.equal('13')
    expect(first?.getAttribute('aria-posinset')).to.equal('1')
    expect(first?.getAttribute('aria-expanded')).to.equal('false')
  })

  it('speaks English where its lang says so', async () => {
    const { rows, inside } = await open('en')
    expect(rows()[1]?.querySelector('.name')?.textContent).to.equal('Sanwayao Community')
    expect(inside.one('label').textContent).to.equal('Find a grid')
  })

  it('takes the language of an ancestor, and its changes', async () => {
    const host = await fixture<HTMLElement>(html`<div lang="en"><wg-grid-tree .client=${district.client}></wg-grid-tree></div>`)
    const inside = within(host.firstElementChild as Element)
    await waitUntil(() => inside.text().includes('Find a grid'))
    host.lang = 'zh-CN'
    await waitUntil(() => inside.text().includes('查找网格'))
  })

  it('is one stop for Tab and is walked with the arrow keys, Home and End', async () => {
    const { inside, focusedName, press, rows } = await open()
    expect(inside.all('[role=treeitem][tabindex="0"]')).to.have.length(1)
    inside.one('input').focus()
    await press('Tab')
    expect(focusedName()).to.equal('桂溪街道')
    await press('ArrowDown', 'ArrowRight')
    expect(inside.focused()?.getAttribute('aria-expanded')).to.equal('true')
    expect(focusedName()).to.equal('三瓦窑社区')
    await press('ArrowRight')
    expect(focusedName()).to.equal(estate.name.zh)
    await press('ArrowLeft')
    expect(focusedName()).to.equal('三瓦窑社区')
    await press('ArrowLeft')
    expect(inside.focused()?.getAttribute('aria-expanded')).to.equal('false')
    await press('ArrowLeft')
    expect(focusedName()).to.equal('桂溪街道')
    await press('End')
    expect(focusedName()).to.equal('科创社区')
    await press('Home')
    expect(focusedName()).to.equal('桂溪街道')
    await press('ArrowLeft')
    expect(rows()).to.have.length(1)
  })

  it('opens all siblings with the asterisk: 192 estates', async () => {
    const { press, rows, inside } = await open()
    inside.one('[role=treeitem]').focus()
    await press('ArrowDown', '*')
    expect(rows().filter((row) => row.getAttribute('aria-level') === '3')).to.have.length(192)
  })

  it('goes to what is typed, by name and by pinyin', async () => {
    const { inside, focusedName, press } = await open()
    inside.one('[role=treeitem]').focus()
    await press('y', 'o', 'n', 'g')
    expect(focusedName()).to.equal('永安社区')
  })

  it('tells the chosen grid and its path, by Enter and by click', async () => {
    const { element, inside, press, rows } = await open()
    inside.one('[role=treeitem]').focus()
    await press('ArrowDown')
    const heard = nextEvent(element, 'wg-grid-tree-select')
    await press('Enter')
    const event = await heard
    expect(event.grid.id).to.equal('g-c-01')
    expect(event.gridId).to.equal('g-c-01')
    expect(event.path.map(({ id }) => id)).to.deep.equal(['g-s-1', 'g-c-01'])
    const clicked = nextEvent(element, 'wg-grid-tree-select')
    rows()[2]?.click()
    expect((await clicked).grid.id).to.equal('g-c-02')
    await element.updateComplete
    expect(rows()[2]?.getAttribute('aria-selected')).to.equal('true')
    expect(rows()[1]?.getAttribute('aria-selected')).to.equal('false')
  })

  it('ends in the middle of a row, and draws the first screenful wherever the page stands', async () => {
    const { inside, rows } = await open()
    const pane = inside.one('[part=tree]')
    expect(pane.scrollHeight).to.be.greaterThan(pane.clientHeight)
    const edge = pane.getBoundingClientRect().bottom
    const cut = rows().find((row) => row.getBoundingClientRect().bottom > edge) as HTMLElement
    const { top, height } = cut.getBoundingClientRect()
    expect((edge - top) / height).to.be.within(0.25, 0.75)
    expect(rows().map((row) => getComputedStyle(row).contentVisibility)).to.deep.equal(rows().map(() => 'visible'))
  })

  it('finds by Chinese, English, pinyin, initials and code, and shows where it is', async () => {
    const { element, inside } = await open()
    const search = inside.one<HTMLInputElement>('input')
    const syllables = (estate.pinyin ?? '').split(' ')
    const initials = syllables.map(([letter]) => letter).join('')
    const code = estate.codes[0]?.value ?? ''
    for (const text of [estate.name.zh, estate.name.en, estate.pinyin ?? '', syllables.join(''), initials, code]) {
      search.value = text
      search.dispatchEvent(new InputEvent('input'))
      await element.updateComplete
      const names = inside.all('.result').map((result) => result.querySelector('.name')?.textContent)
      expect(names, text).to.include(estate.name.zh)
    }
    expect(inside.one('.result .path').textContent).to.equal(`桂溪街道 › ${community.name.zh}`)
  })

  it('leaves the search alone while an input method composes', async () => {
    const { element, inside } = await open()
    const search = inside.one<HTMLInputElement>('input')
    search.value = 'san wa'
    search.dispatchEvent(new InputEvent('input', { isComposing: true }))
    await element.updateComplete
    expect(inside.has('[part=results]')).to.equal(false)
    search.value = '三瓦'
    search.dispatchEvent(new CompositionEvent('compositionend'))
    await element.updateComplete
    expect(inside.has('[part=results]')).to.equal(true)
  })

  it('goes from the field to a result by keys and shows it in the tree', async () => {
    const { inside, press, focusedName } = await open()
    inside.one('input').focus()
    await sendKeys({ type: estate.codes[0]?.value ?? '' })
    await waitUntil(() => inside.has('.result'))
    await press('ArrowDown', 'Enter')
    await waitUntil(() => focusedName() === estate.name.zh)
    expect(inside.focused()?.getAttribute('aria-selected')).to.equal('true')
  })

  it('says what to do where nothing is found', async () => {
    const { element, inside } = await open('en')
    const search = inside.one<HTMLInputElement>('input')
    search.value = 'qqqqq'
    search.dispatchEvent(new InputEvent('input'))
    await element.updateComplete
    expect(inside.text()).to.include('Nothing found for “qqqqq”')
  })

  it('opens the ancestors of the grid it is given, before or after it knows the grids', async () => {
    const { element, inside } = await open()
    element.selected = building.id
    await element.updateComplete
    expect(inside.one('[aria-selected=true]').querySelector('.name')?.textContent).to.equal(building.name.zh)
    const early = await fixture<GridTreeElement>(
      html`<wg-grid-tree selected=${estate.id} .client=${district.client}></wg-grid-tree>`,
    )
    await waitUntil(() => within(early).has('[aria-selected=true]'))
    expect(within(early).one('[aria-selected=true]').querySelector('.name')?.textContent).to.equal(estate.name.zh)
  })

  it('works from its attributes alone', async () => {
    const { endpoint, publicKey } = await openDistrict()
    const element = await fixture<GridTreeElement>(html`<wg-grid-tree endpoint=${endpoint} site-key=${publicKey}></wg-grid-tree>`)
    await waitUntil(() => within(element).all('[role=treeitem]').length === 14, 'the tree is there')
  })

  it('says that the network is gone where it has nothing to show, and tries again on the person’s word', async () => {
    const { endpoint, publicKey } = await openDistrict()
    const alone = await openClient({ endpoint, siteKey: publicKey })
    alone.setOffline(true)
    const element = await fixture<GridTreeElement>(html`<wg-grid-tree lang="en" .client=${alone.client}></wg-grid-tree>`)
    await waitUntil(() => within(element).text().includes('The server cannot be reached'))
    await expect(element).to.be.accessible()
    // It tries by itself too, and offers no button meanwhile.
    await waitUntil(() => within(element).has('.button'), 'a way to try again')
    alone.setOffline(false)
    within(element).one('.button').click()
    await waitUntil(() => within(element).has('[role=treeitem]'))
    alone.client.close()
  })

  it('does not throw for a bad endpoint or none; it says that it is not connected', async () => {
    for (const endpoint of [undefined, 'http://[', 'mailto:x']) {
      const element = await fixture<GridTreeElement>(html`<wg-grid-tree lang="en" .endpoint=${endpoint}></wg-grid-tree>`)
      expect(within(element).text()).to.include('Not connected to a server yet')
    }
  })
})
