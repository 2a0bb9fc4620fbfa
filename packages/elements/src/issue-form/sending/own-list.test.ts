import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import type { Client } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import type { Stores } from '@wangge/core/ports'
import { waitUntil } from '../../../../core/test/wait-until.ts'
import { openClient, openDistrict, within } from '../../../test/district.ts'
import { pickGrid } from '../../../test/report-form.ts'
import type { TestClient, TestClientOptions } from '../../../test/district.ts'
import type { DistrictAnswer } from '../../../test/district-server.ts'
import type { IssueFormElement } from '../issue-form.ts'
import '../define.ts'

type Inside = ReturnType<typeof within>

const CATEGORIES = '/v1/categories'
let devices = 0
const newDevice = () => `wangge-own-list-${Date.now()}-${devices++}`

describe('wg-issue-form, what was reported on this device', () => {
  let district: DistrictAnswer
  let opened: TestClient[] = []
  let realPosition: Geolocation['getCurrentPosition']
  let realCopy: Clipboard['writeText']

  before(async () => {
    district = await openDistrict(6)
    realPosition = navigator.geolocation.getCurrentPosition
    realCopy = navigator.clipboard.writeText
  })

  afterEach(() => {
    navigator.geolocation.getCurrentPosition = realPosition
    navigator.clipboard.writeText = realCopy
    for (const { client } of opened) client.close()
    opened = []
  })

  async function start(options: Partial<TestClientOptions> = {}) {
    const device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, ...options })
    opened.push(device)
    return device
  }

  async function show(client: Client, lang = 'en') {
    const element = await fixture<IssueFormElement>(html`<wg-issue-form lang=${lang} .client=${client}></wg-issue-form>`)
    const inside = within(element)
    await waitUntil(() => inside.has('form'), 'the form is there')
    return { element, inside }
  }

  /** What a reload does: the element and its client go, and come back over the same stores. */
  async function reload({ client }: TestClient, options: Partial<TestClientOptions>) {
    fixtureCleanup()
    client.close()
    const device = await start(options)
    return { device, ...(await show(device.client)) }
  }

  async function categoriesOf(client: Client): Promise<readonly Category[]> {
    return (await client.categories().refresh()).data?.categories ?? []
  }

  const isPlain = ({ parentId, attributes }: Category) => parentId !== undefined && attributes.length === 0
  const asksNumber = ({ attributes }: Category) =>
    attributes.some(({ datatype, required }) => datatype === 'number' && required) && attributes.length > 1

  async function fill(element: IssueFormElement, { id, parentId }: Category, point = false) {
    const inside = within(element)
    for (const choice of [parentId, id, ...(point ? ['point'] : [])]) {
      inside.one(`input[value="${choice}"]`).click()
      await element.updateComplete
    }
    const description = inside.one<HTMLTextAreaElement>('#description')
    description.value = '三单元门口的路灯两天不亮了'
    description.dispatchEvent(new InputEvent('input'))
    if (point) inside.one('.position .button').click()
    else await pickGrid(element)
    // The district's statement comes from the server, after the form.
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    inside.one('#consent').click()
    await element.updateComplete
  }

  const send = (inside: Inside) => inside.one('form [type=submit]').click()
  const isAnswered = (inside: Inside) => !inside.one<HTMLButtonElement>('form [type=submit]').disabled
  const rows = (inside: Inside) => inside.all('.own').map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim())
  const code = (inside: Inside) => (inside.has('.own .mono') ? inside.one('.own .mono').textContent : '')
  const outside = (done: PositionCallback) =>
    done({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 12 } } as GeolocationPosition)

  it('is not there before the first report', async () => {
    const { client } = await start()
    const { inside } = await show(client)
    await client.myReports().refresh()
    expect(inside.has('#mine-title')).to.equal(false)
  })

  it('gives the code of a report that was made offline, after a reload, and keeps it over the next', async () => {
    const name = newDevice()
    const first = await start({ name })
    const category = (await categoriesOf(first.client)).find(isPlain) as Category
    const { element, inside } = await show(first.client)
    await fill(element, category)
    first.setOffline(true)
    send(inside)
    await waitUntil(() => inside.has('#outcome') && rows(inside).length === 1, 'it waits in the list too')
    expect(rows(inside)[0]).to.include(category.name.en)

    const second = await reload(first, { name, offline: true })
    await waitUntil(() => rows(second.inside)[0]?.includes('Waiting to be sent'), 'it still waits')
    expect(code(second.inside)).to.equal('')
    await expect(second.element).to.be.accessible()
    second.device.setOffline(false)
    second.device.client.outbox.sendNow()
    await waitUntil(() => code(second.inside) !== '', 'its code')
    const receipt = code(second.inside)
    expect(receipt).to.match(/^[0-9A-Z]{4}(-[0-9A-Z]+)+$/)
    expect(rows(second.inside)).to.have.length(1)
    expect(rows(second.inside)[0]).to.include(category.name.en).and.to.include('Received')
    await expect(second.element).to.be.accessible()

    const third = await reload(second.device, { name, offline: true })
    await waitUntil(() => code(third.inside) === receipt, 'the same code, offline')
  })

  it('is there beside the outcome too; a code is copied where it stands', async () => {
    const copied: string[] = []
    navigator.clipboard.writeText = async (text) => void copied.push(text)
    const { client } = await start()
    const category = (await categoriesOf(client)).find(isPlain) as Category
    const { element, inside } = await show(client, 'zh')
    await fill(element, category)
    send(inside)
    await waitUntil(() => inside.has('.code') && code(inside) !== '', 'the receipt')
    expect(inside.one('#mine-title').textContent).to.equal('我在这台设备上的反映')
    expect(code(inside)).to.equal(inside.one('.code').textContent)
    const button = inside.one('.own .button')
    button.click()
    await waitUntil(() => button.textContent?.trim() === '已复制')
    expect(copied).to.deep.equal([code(inside)])
    expect(button.getAttribute('aria-label')).to.equal(`已复制 ${code(inside)}`)
  })

  it('shows five, and the others at a wish', async () => {
    const stores = createMemoryStores()
    const { client, setOffline } = await start({ stores })
    const { id: categoryId } = (await categoriesOf(client)).find(isPlain) as Category
    const { element, inside } = await show(client)
    setOffline(true)
    for (let i = 0; i < 7; i += 1) {
      const place = { by: 'grid' as const, gridId: 'guixi' }
      await client.report({ categoryId, description: `第 ${i} 个`, place, photos: [], consent: { version: 1 } })
    }
    await waitUntil(() => inside.has('.mine .more') && inside.one('.mine .more').textContent?.trim() === '2 more')
    expect(rows(inside)).to.have.length(5)
    inside.one('.mine .more').click()
    await element.updateComplete
    expect(rows(inside)).to.have.length(7)
    expect(inside.has('.mine .more')).to.equal(false)
  })

  it('says why one was refused; it is sent again, or discarded, from here after a reload', async () => {
    navigator.geolocation.getCurrentPosition = outside
    const name = newDevice()
    const first = await start({ name })
    const category = (await categoriesOf(first.client)).find(isPlain) as Category
    const { element, inside } = await show(first.client)
    await fill(element, category, true)
    await waitUntil(() => inside.has('.position .chip'))
    send(inside)
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')

    const second = await reload(first, { name })
    await waitUntil(() => rows(second.inside)[0]?.includes('This place is outside the sub-district'))
    await expect(second.element).to.be.accessible()
    const attempts: number[] = []
    second.device.client.outbox.subscribe(({ entries }) => attempts.push(entries[0]?.attempts ?? -1))
    second.inside
      .all('.own .button')
      .find((button) => button.textContent?.trim() === 'Send again')!
      .click()
    await waitUntil(() => attempts.at(-1) === 2 || (attempts.length > 2 && rows(second.inside)[0]?.includes('Not accepted')))
    second.inside.one('.own .danger').click()
    await waitUntil(() => !second.inside.has('#mine-title'))
    expect(attempts.at(-1)).to.equal(-1)
  })

  it('says how often an unsent one was tried and when next, and tries it at a wish', async () => {
    const device = await start()
    const category = (await categoriesOf(device.client)).find(isPlain) as Category
    const { element, inside } = await show(device.client)
    await fill(element, category)
    device.setOffline(true)
    send(inside)
    await waitUntil(() => inside.has('#outcome') && inside.has('.own .tries'), 'tried')
    expect(rows(inside)[0]).to.match(/Tried (once|\d+ times)(, next at about \d{1,2}:\d{2}.*)? /)
    await waitUntil(() => inside.text().includes('There is no connection to the server now'), 'and why it waits')
    await expect(element).to.be.accessible()
    device.setOffline(false)
    inside.one('.own .button').click()
    await waitUntil(() => code(inside) !== '', 'its code')
  })

  it('takes a refused one back into the form after a reload, with its photo, and sends it mended in its place', async () => {
    navigator.geolocation.getCurrentPosition = outside
    const name = newDevice()
    const first = await start({ name })
    const categories = await categoriesOf(first.client)
    const { element, inside } = await show(first.client)
    await fill(element, categories.find(isPlain) as Category, true)
    const canvas = document.createElement('canvas')
    const picture = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!)))
    const files = new DataTransfer()
    files.items.add(new File([picture], 'a.png', { type: 'image/png' }))
    const input = inside.one<HTMLInputElement>('#photo-files')
    input.files = files.files
    input.dispatchEvent(new Event('change'))
    await waitUntil(() => inside.has('.preview canvas') && inside.has('.position .chip') && isAnswered(inside), 'all is there')
    send(inside)
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')

    const second = await reload(first, { name })
    const edit = () => second.inside.all('.own .button').find((button) => button.textContent?.trim() === 'Change it')
    await waitUntil(() => edit() !== undefined, 'it can be changed')
    const description = second.inside.one<HTMLTextAreaElement>('#description')
    description.value = '别的事'
    description.dispatchEvent(new InputEvent('input'))
    await waitUntil(() => edit() === undefined, 'not over something else that is being written')
    description.value = ''
    description.dispatchEvent(new InputEvent('input'))
    await waitUntil(() => edit() !== undefined, 'again')
    edit()!.click()
    await waitUntil(() => second.inside.one<HTMLTextAreaElement>('#description').value !== '', 'filled in')
    expect(second.inside.all('.preview canvas')).to.have.length(1)
    expect(second.inside.one<HTMLInputElement>('input[value=pin]').checked).to.equal(true)
    await expect(second.element).to.be.accessible()
    await pickGrid(second.element)
    second.inside.one('#consent').click()
    await second.element.updateComplete
    const sent: number[] = []
    const report = second.device.client.report.bind(second.device.client)
    second.device.client.report = (input) => {
      sent.push(input.photos.length)
      return report(input)
    }
    send(second.inside)
    await waitUntil(() => second.inside.has('.code'), 'the receipt')
    expect(sent).to.deep.equal([1])
    await waitUntil(() => rows(second.inside).length === 1 && code(second.inside) !== '', 'the refused one is gone')
  })

  it('says at its field what a category asks for, and sends it once it is there', async () => {
    const { client } = await start()
    const category = (await categoriesOf(client)).find(asksNumber) as Category
    const asked = category.attributes.find(({ datatype }) => datatype === 'number') as Category['attributes'][number]
    const { element, inside } = await show(client)
    await fill(element, category)
    for (const wrong of ['', 'many']) {
      const input = inside.one<HTMLInputElement>(`#attribute-${asked.code}`)
      input.value = wrong
      input.dispatchEvent(new InputEvent('input'))
      send(inside)
      await element.updateComplete
      await waitUntil(() => inside.has('#summary') && isAnswered(inside), `"${wrong}" is no number`)
      const lines = inside.all('#summary li').map((line) => line.textContent)
      expect(lines).to.deep.equal([`${asked.label.en}: Enter a number`])
      expect(input.getAttribute('aria-invalid')).to.equal('true')
    }
    const input = inside.one<HTMLInputElement>(`#attribute-${asked.code}`)
    input.value = '3'
    input.dispatchEvent(new InputEvent('input'))
    send(inside)
    await waitUntil(() => inside.has('.code'), 'the receipt')
  })

  it('leads back to the field that the server asks for since the form was filled in', async () => {
    const stores: Stores = createMemoryStores()
    const first = await start({ stores })
    const categories = await categoriesOf(first.client)
    await first.client.gridTree().refresh()
    await first.client.statements().refresh()
    first.client.close()
    const category = categories.find(asksNumber) as Category
    const before = { ...category, attributes: category.attributes.map((one) => ({ ...one, required: false })) }
    const data = { categories: categories.map((one) => (one.id === category.id ? before : one)) }
    await stores.cache.put({ key: CATEGORIES, data, fetchedAt: Date.now() })

    const { client, setOffline } = await start({ stores, offline: true })
    const { element, inside } = await show(client)
    await fill(element, category)
    send(inside)
    await waitUntil(() => inside.has('#outcome'), 'taken here')
    setOffline(false)
    client.outbox.sendNow()
    await waitUntil(() => inside.has('#outcome .danger'), 'refused there')
    inside.one('#outcome .primary').click()
    await waitUntil(() => inside.has('#summary'))
    expect(inside.focused()?.id).to.equal('summary')
    expect(inside.all('#summary li')).to.have.length(1)
    inside.one('#summary button').click()
    // Its step is opened first.
    await waitUntil(() => inside.focused()?.id.startsWith('attribute-'), 'the field has the focus')
  })
})
