import { expect } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, openDistrict, streetToken, useOwnDistrict } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import { categoryWith, choose, openForm, pickGrid, send, type } from '../../test/report-form.ts'
import './define.ts'

useOwnDistrict('categories')

describe('wg-issue-form, while the district changes its categories', () => {
  let district: DistrictAnswer
  const clients: Client[] = []

  before(async () => {
    district = await openDistrict()
  })

  afterEach(() => clients.splice(0).forEach((client) => client.close()))

  async function open() {
    const device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    clients.push(device.client)
    return device
  }

  /** The street brings in a table of all but one. */
  async function retire(gone: Category, categories: readonly Category[]) {
    const names = new Map(categories.map(({ id, name }) => [id, name.zh]))
    const rows = categories.flatMap(({ id, parentId, name }) =>
      parentId === undefined || id === gone.id ? [] : [[parentId, names.get(parentId), id, name.zh, name.en].join(',')],
    )
    const answer = await fetch(`${district.endpoint}/v1/categories:import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await streetToken()}`, 'content-type': 'text/csv' },
      body: ['一级编号,一级类别,二级编号,二级类别,二级类别英文', ...rows].join('\n'),
    })
    expect((await answer.json()).retired).to.equal(1)
  }

  it('keeps a report of what was retired meanwhile, says why it was refused, and sends it under another category', async () => {
    const device = await open()
    let unsent: readonly OutboxEntry[] = []
    device.client.outbox.subscribe(({ entries }) => (unsent = entries))
    const { categories } = (await device.client.categories().refresh()).data!
    const gone = categoryWith(categories)
    const other = categories.find(({ id, parentId, attributes }) => parentId && id !== gone.id && attributes.length === 0)!
    const { element, inside } = await openForm(device.client)
    await choose(element, gone)
    type(inside, '#description', '楼道里的灯坏了两天')
    await pickGrid(element)
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    inside.one('#consent').click()
    await element.updateComplete
    device.setOffline(true)
    send(inside)
    await waitUntil(() => inside.has('#outcome') && inside.one('#outcome').textContent?.includes('Saved on this device'), 'kept')

    await retire(gone, categories)
    device.setOffline(false)
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')
    expect(inside.one('#outcome').textContent).to.include('This category takes no more reports')
    const [entry] = unsent
    expect([entry?.state, (entry?.body as { description: string }).description]).to.deep.equal(['refused', '楼道里的灯坏了两天'])

    await device.client.categories().refresh()
    inside.one('#outcome .primary').click()
    await waitUntil(() => inside.has('form'))
    expect(inside.one<HTMLTextAreaElement>('#description').value).to.equal('楼道里的灯坏了两天')
    await waitUntil(() => !inside.has(`input[value="${gone.id}"]`), 'it is not offered any more')
    await choose(element, other)
    send(inside)
    await waitUntil(() => inside.has('.code'), 'the receipt')
    await waitUntil(() => unsent.length === 0, 'the refused one has left the outbox')
  })
})
