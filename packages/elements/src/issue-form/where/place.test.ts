import { expect } from '@open-wc/testing'
import { sendKeys, sendMouse } from '@web/test-runner-commands'
import type { ReportInput } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { openClient, openDistrict } from '../../../test/district.ts'
import { categoryWith, choose, openForm, openTree, pickGrid, send, type } from '../../../test/report-form.ts'
import type { TestClient, within } from '../../../test/district.ts'
import type { DistrictAnswer } from '../../../test/district-server.ts'
import { treeOf } from '../../tree-of.ts'
import '../define.ts'

type Inside = ReturnType<typeof within>

describe('wg-issue-form, place', () => {
  const realPosition = navigator.geolocation.getCurrentPosition
  let district: DistrictAnswer
  let device: TestClient
  let categories: readonly Category[]

  before(async () => {
    district = await openDistrict(10)
  })

  beforeEach(async () => {
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    categories = (await device.client.categories().refresh()).data?.categories ?? []
  })

  afterEach(() => {
    navigator.geolocation.getCurrentPosition = realPosition
    device.client.close()
  })

  it('says what to do where the position is not given', async () => {
    navigator.geolocation.getCurrentPosition = (_done, failed) => failed?.({ code: 1 } as GeolocationPositionError)
    const { element, inside } = await openForm(device.client)
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.text().includes('No position came'))
  })

  it('finds a building by its address without a connection, by keys alone, and sends its point', async () => {
    const buildings = (await device.client.buildings().refresh()).data?.buildings ?? []
    await device.client.gridTree().refresh()
    const { gridId, address, position } = buildings[40]!
    const { element, inside } = await openForm(device.client)
    await choose(element, categoryWith(categories))
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    device.setOffline(true)
    const field = inside.one<HTMLInputElement>('#address')
    type(inside, '#address', address.zh)
    await waitUntil(() => inside.has('#addresses [role=option]'), 'found')
    await expect(element).to.be.accessible()
    field.focus()
    await sendKeys({ press: 'ArrowDown' })
    expect(field.getAttribute('aria-activedescendant')).to.equal('address-0')
    await sendKeys({ press: 'Enter' })
    await element.updateComplete
    expect(field.value).to.equal(address.en)
    expect(field.getAttribute('aria-expanded')).to.equal('false')
    type(inside, '#description', '门禁坏了')
    type(inside, '#placeText', '2单元')
    inside.one('#consent').click()
    const sent: { place: unknown; placeText?: string }[] = []
    const report = device.client.report.bind(device.client)
    device.client.report = (input) => {
      sent.push(input)
      return report(input)
    }
    const submit = async () => {
      await element.updateComplete
      send(inside)
      await waitUntil(() => inside.has('#outcome'), 'accepted')
    }
    await submit()
    expect(sent[0]?.place).to.deep.equal({ by: 'point', position, crs: 'wgs84' })
    expect(sent[0]?.placeText).to.equal(`${address.zh}，2单元`)
    inside.all('#outcome .button').at(-1)?.click()
    await waitUntil(() => inside.has('#address'), 'the form again')
    await choose(element, categoryWith(categories))
    type(inside, '#description', '门禁又坏了')
    type(inside, '#address', address.zh)
    await waitUntil(() => inside.has('#addresses [role=option]'), 'found again')
    inside.one('#addresses [role=option]').click()
    inside.one('#coarse').click()
    inside.one('#consent').click()
    await submit()
    expect(sent[1]?.place).to.deep.equal({ by: 'grid', gridId })
    expect(sent[1]?.placeText).to.equal(undefined)
  })

  it('rounds the position to its micro-grid on the device where only that is to be told', async () => {
    const buildings = (await device.client.buildings().refresh()).data?.buildings ?? []
    const { position } = buildings.find((one) => one.position)!
    const { element, inside } = await openForm(device.client)
    element.positionSource = () => Promise.resolve({ position: position!, crs: 'wgs84', accuracy: 8 })
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.text().includes('within about 8 m'), 'found')
    inside.one('#coarse').click()
    await waitUntil(() => inside.all('.position .chip')[0]?.textContent?.includes('›'), 'its grid is named')
    expect(inside.text()).not.to.include('within about 8 m')
  })

  async function openMap() {
    const opened = await openForm(device.client)
    opened.inside.one('input[value=pin]').click()
    await waitUntil(() => opened.inside.all('.pin-map .shape').length === 13, 'the communities are drawn')
    return opened
  }

  const where = (inside: Inside) => inside.one('#pin-where').textContent?.trim() ?? ''
  const shapes = (inside: Inside) => inside.all<SVGPathElement>('.pin-map .shape').map(({ dataset }) => dataset['id'] as string)

  /** Taps somewhere well inside an area, as a finger would. */
  async function tap(inside: Inside, id: string) {
    const shape = inside.one<SVGPathElement>(`.pin-map [data-id="${CSS.escape(id)}"]`)
    shape.scrollIntoView({ block: 'center' })
    const { x, y, width, height } = shape.getBBox()
    const spots = Array.from(
      { length: 81 },
      (_, at) => new DOMPoint(x + ((at % 9) + 1) * (width / 10), y + (Math.floor(at / 9) + 1) * (height / 10)),
    )
    const spot = spots.filter((point) => shape.isPointInFill(point))
    const at = spot[Math.floor(spot.length / 2)]!.matrixTransform(shape.getScreenCTM()!)
    await sendMouse({ type: 'click', position: [Math.round(at.x), Math.round(at.y)] })
  }

  /** Fills in the rest and sends; resolves with the place that was given. */
  async function report({ element, inside }: Awaited<ReturnType<typeof openMap>>) {
    const sent: ReportInput['place'][] = []
    const real = device.client.report.bind(device.client)
    device.client.report = (input) => {
      sent.push(input.place)
      return real(input)
    }
    await choose(element, categoryWith(categories))
    type(inside, '#description', '井盖松动')
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    inside.one('#consent').click()
    await element.updateComplete
    send(inside)
    await waitUntil(() => inside.has('#outcome'), 'accepted')
    return sent[0]!
  }

  it('is marked on the map, closer at each tap, as the point that was tapped', async () => {
    const opened = await openMap()
    const { element, inside } = opened
    await expect(element).to.be.accessible()
    const tree = treeOf((await device.client.gridTree().refresh()).data)
    if (!tree || tree === 'broken') throw new Error(`expected the grids, got ${tree}`)
    const community = shapes(inside)[3]!
    await tap(inside, community)
    const estates = tree.children(community).map(({ id }) => id)
    await waitUntil(() => shapes(inside).every((id) => estates.includes(id)), 'its estates are drawn')
    await waitUntil(() => where(inside).includes(tree.get(community)!.name.en!), 'it says where')
    const estate = shapes(inside)[0]!
    await tap(inside, estate)
    await waitUntil(() => tree.get(shapes(inside)[0]!)?.parentId === estate, 'its buildings are drawn')
    const building = shapes(inside).at(-1)!
    await tap(inside, building)
    await waitUntil(() => where(inside).endsWith(tree.get(building)!.name.en!), 'it says at which building')
    expect(inside.has('.pin')).to.equal(true)
    await expect(element).to.be.accessible()
    const place = await report(opened)
    if (place?.by !== 'point') throw new Error(`expected a point, got ${JSON.stringify(place)}`)
    expect(place.crs).to.equal('wgs84')
    expect(await device.client.gridAt({ position: place.position, crs: 'wgs84' })).to.equal(building)
  })

  it('is marked by keys alone, and told as its micro-grid where only that is to be told', async () => {
    const opened = await openMap()
    const { inside } = opened
    const before = inside.one<SVGPathElement>('.pin-map [tabindex="0"]')
    before.focus()
    const ahead = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']
    for (const press of ahead) if (inside.focused() === before) await sendKeys({ press })
    expect(inside.focused()).not.to.equal(before)
    await waitUntil(() => inside.one('.pin-map [tabindex="0"]') === inside.focused(), 'Tab comes back to it')
    for (let depth = 0; depth < 3; depth += 1) {
      const chosen = inside.one<SVGPathElement>('.pin-map [tabindex="0"]')
      const { id } = chosen.dataset
      chosen.focus()
      await sendKeys({ press: 'Enter' })
      await waitUntil(() => inside.focused()?.id === 'pin-where', 'what was marked has the focus')
      await waitUntil(() => where(inside).split(' › ').length > depth, 'it says where')
      await waitUntil(() => depth === 2 || (shapes(inside).length > 0 && !shapes(inside).includes(id!)), 'it goes closer')
    }
    inside.one('#coarse').click()
    await waitUntil(() => !inside.has('.pin'), 'no point is shown')
    const said = where(inside).split(' › ').at(-1)
    const place = await report(opened)
    if (place?.by !== 'grid') throw new Error(`expected a grid, got ${JSON.stringify(place)}`)
    const { grids } = (await device.client.gridTree().refresh()).data!
    expect(grids.find(({ id }) => id === place.gridId)?.name.en).to.equal(said)
  })

  it('is chosen in the tree by keys alone and without a connection; what was chosen is said, the whole district is no place', async () => {
    const { grids } = (await device.client.gridTree().refresh()).data!
    const opened = await openForm(device.client)
    const { element, inside } = opened
    await waitUntil(() => customElements.get('wg-grid-tree') !== undefined, 'the tree’s code came by itself')
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    device.setOffline(true)
    const leaked: Event[] = []
    element.addEventListener('wg-grid-tree-select', (event) => leaked.push(event))
    const { rows } = await openTree(element)
    await expect(element).to.be.accessible()
    const said = () => inside.one('#grid-chosen').textContent?.trim() ?? ''
    const active = () => rows.focused() as HTMLElement
    rows.one('[role=treeitem]').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => said().startsWith('That is all of the sub-district'), 'the root is no place')
    expect(rows.has('[aria-selected=true]')).to.equal(false)
    const path: string[] = []
    // Down to a building: each opened by one arrow, and gone into by the next.
    for (const press of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await sendKeys({ press })
      await waitUntil(() => active() !== null, 'a row has the focus')
      const { id } = active().dataset
      if (path.at(-1) !== id) path.push(id!)
    }
    expect(path).to.have.length(3)
    const names = path.map((id) => grids.find((grid) => grid.id === id)!.name.en)
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => said() === names.join(' › '), 'it says which building')
    expect(active().getAttribute('aria-selected')).to.equal('true')
    expect(leaked).to.have.length(0)
    await expect(element).to.be.accessible()
    // Less exactly: the estate alone.
    await sendKeys({ press: 'ArrowLeft' })
    await waitUntil(() => active().dataset['id'] === path[1], 'its estate')
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => said() === names.slice(0, 2).join(' › '), 'the estate is said')
    expect(await report(opened)).to.deep.equal({ by: 'grid', gridId: path[1] })
  })

  it('stays within a phone, and its mark stands on no name', async () => {
    const { element, inside } = await openForm(device.client, 340)
    const { grids } = (await device.client.gridTree().refresh()).data!
    const card = inside.one('.card')
    await choose(element, categoryWith(categories))
    type(inside, '#description', '井盖松动')
    await element.updateComplete
    const next = inside.all('.step-actions .button').find(({ textContent }) => textContent?.trim() === 'Next')!
    next.click()
    await waitUntil(() => inside.one('#placeBy').getClientRects().length > 0, 'where')
    const longest = grids.filter(({ level }) => level === 'micro').sort((a, b) => b.name.en!.length - a.name.en!.length)[0]!
    await pickGrid(element, longest.id)
    expect(card.scrollWidth).to.equal(card.clientWidth)
    element.parentElement!.style.inlineSize = '900px'
    inside.one('input[value=pin]').click()
    await waitUntil(() => shapes(inside).length === 13, 'the communities are drawn')
    // One with a name in its middle, as it is written here.
    element.lang = 'zh'
    const community = shapes(inside)[4]!
    inside.one(`.pin-map [data-id="${CSS.escape(community)}"]`).dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await waitUntil(() => inside.has('.pin') && !shapes(inside).includes(community), 'marked in the middle, and closer')
    const mark = inside.one('.pin').getBoundingClientRect()
    const isOn = (name: Element) => {
      const box = name.getBoundingClientRect()
      return box.left < mark.right && box.right > mark.left && box.top < mark.bottom && box.bottom > mark.top
    }
    const names = inside.all('.pin-map .names text')
    expect(names.length).to.be.greaterThan(3)
    expect(names.filter(isOn).map(({ textContent }) => textContent)).to.deep.equal([])
  })

  it('goes back out by the names above the map, keeps the mark over a reload, and says where there is no map', async () => {
    const { inside } = await openMap()
    const [first] = shapes(inside)
    await tap(inside, first!)
    await waitUntil(() => inside.has('.pin-field .crumb') && !shapes(inside).includes(first!), 'closer')
    inside.one('.pin-field .crumb').click()
    await waitUntil(() => shapes(inside).includes(first!) && inside.has('.pin'), 'all of it, with the mark')
    const said = where(inside)
    await waitUntil(async () => (await device.client.reportDraft.read())?.pin !== undefined, 'kept')
    const again = await openForm(device.client)
    await waitUntil(() => again.inside.has('.pin-map .pin'), 'it is marked again')
    await waitUntil(() => where(again.inside) === said, 'and said again')

    const other = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    await other.client.gridTree().refresh()
    await other.client.categories().refresh()
    other.setOffline(true)
    const offline = await openForm(other.client)
    offline.inside.one('input[value=pin]').click()
    await waitUntil(() => offline.inside.text().includes('There is no map to show now'), 'it says so')
    other.client.close()
  })
})
