import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import type { Client, ReportInput } from '@wangge/core/client'
import type { OutboxEntry } from '@wangge/core/ports'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, openClient, openDistrict, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { SyncBadgeElement } from './sync-badge.ts'
import './sync-badge.ts'

describe('wg-sync-badge', () => {
  let district: DistrictAnswer
  let device: TestClient
  let categoryId = ''

  before(async () => {
    await checkRegistration(
      'wg-sync-badge',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(3)
  })

  beforeEach(async () => {
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const categories = (await device.client.categories().refresh()).data?.categories ?? []
    categoryId = categories.find(({ parentId, attributes }) => parentId && attributes.length === 0)?.id ?? ''
  })

  afterEach(() => device.client.close())

  const report = (place: ReportInput['place'] = { by: 'grid', gridId: 'g-c-01' }): ReportInput => ({
    categoryId,
    description: '垃圾堆了两天',
    place,
    photos: [],
    consent: { version: 1 },
  })

  async function open(client: Client = device.client, lang = 'en') {
    const element = await fixture<SyncBadgeElement>(html`<wg-sync-badge lang=${lang} .client=${client}></wg-sync-badge>`)
    return { element, inside: within(element) }
  }

  it('is accessible, with nothing and with an open list', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.text().includes('Everything is sent'))
    await expect(element).to.be.accessible()
    device.setOffline(true)
    await device.client.report(report())
    await waitUntil(() => inside.has('[aria-expanded]'))
    inside.one('[aria-expanded]').click()
    await waitUntil(() => inside.has('li'))
    await expect(element).to.be.accessible()
  })

  it('says of what it cannot read that it is kept and not sent', async () => {
    const memory = createMemoryStores()
    const odd = {
      id: 'x',
      seq: 9,
      kind: 'report',
      subject: 'x',
      method: 'POST',
      path: '',
      body: {},
      photos: [],
      attempts: 0,
    } as const
    const unreadable: OutboxEntry = {
      ...odd,
      photos: [],
      state: 'queued',
      createdAt: 0,
      nextAttemptAt: 0,
      locked: true,
      unreadable: true,
    }
    const outbox = { ...memory.outbox, list: async () => [...(await memory.outbox.list()), unreadable] }
    const { client } = await openClient({
      endpoint: district.endpoint,
      siteKey: district.publicKey,
      stores: { ...memory, outbox },
    })
    const { element, inside } = await open(client)
    await waitUntil(() => inside.text().includes('1 more cannot be read by this page'))
    expect(inside.text()).not.to.contain('Everything is sent')
    expect(inside.has('[part="others"]')).to.equal(false)
    await expect(element).to.be.accessible()
    client.close()
  })

  it('counts what is unsent, in both languages, and sends it on the person’s word', async () => {
    device.setOffline(true)
    await device.client.report(report())
    await device.client.report(report())
    const { inside } = await open()
    await waitUntil(() => inside.text().includes('2 to be sent'))
    const chinese = await open(device.client, 'zh')
    await waitUntil(() => chinese.inside.text().includes('2 条待发送'))
    device.setOffline(false)
    inside.one('.bar .button').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.text().includes('Everything is sent'), 'all is sent')
  })

  it('lists what was refused with the reason, and discards it after asking once more', async () => {
    await device.client.report(report({ by: 'point', position: [121.47, 31.23], crs: 'wgs84' }))
    const { inside } = await open()
    await waitUntil(() => inside.text().includes('1 not accepted'), 'refused')
    inside.one('[aria-expanded]').click()
    await waitUntil(() => inside.text().includes('This place is outside the sub-district'))
    inside.one('li .danger').click()
    await waitUntil(() => inside.focused()?.id === 'sure')
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.text().includes('Everything is sent'))
  })

  it('gives what is unsent as a file, which another device takes up and sends', async () => {
    device.setOffline(true)
    await device.client.report(report())
    const { inside } = await open()
    await waitUntil(() => inside.has('[aria-expanded]'), 'it waits')
    inside.one('[aria-expanded]').click()
    await waitUntil(() => inside.has('#save'), 'the list is open')
    let saved: { name: string; file: Promise<Blob> } | undefined
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function () {
      saved = { name: this.download, file: fetch(this.href).then((answer) => answer.blob()) }
    }
    inside.one('#save').click()
    await waitUntil(() => saved, 'the file is given')
    HTMLAnchorElement.prototype.click = click
    expect(saved!.name).to.match(/^wangge-unsent-\d{4}-\d\d-\d\d\.json$/)

    const other = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, stores: createMemoryStores() })
    const badge = await fixture<SyncBadgeElement>(html`<wg-sync-badge lang="en" import .client=${other.client}></wg-sync-badge>`)
    const there = within(badge)
    await waitUntil(() => there.has('#file'), 'a file can be taken up')
    const take = (...files: File[]) => {
      const list = new DataTransfer()
      for (const file of files) list.items.add(file)
      const input = there.one<HTMLInputElement>('#file')
      input.files = list.files
      input.dispatchEvent(new Event('change'))
    }
    take(new File(['{}'], 'other.json'))
    await waitUntil(() => there.text().includes('holds no unsent work'), 'another file is refused')
    await expect(badge).to.be.accessible()
    take(new File([await saved!.file], saved!.name))
    await waitUntil(() => there.text().includes('1 taken up'), 'it is taken up')
    await waitUntil(() => there.text().includes('Everything is sent'), 'and sent')
    other.client.close()
  })

  it('warns where what is unsent is in memory only', async () => {
    const stores = createMemoryStores({ reason: 'test' })
    const forgetful = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, stores })
    forgetful.setOffline(true)
    await forgetful.client.report(report())
    const { inside } = await open(forgetful.client)
    await waitUntil(() => inside.text().includes('it is lost when the page closes'))
    forgetful.client.close()
  })
})
