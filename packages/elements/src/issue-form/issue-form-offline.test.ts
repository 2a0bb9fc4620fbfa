import { expect } from '@open-wc/testing'
import { createUlid } from '@wangge/core'
import type { Client } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openClient, openDistrict, streetToken } from '../../test/district.ts'
import type { TestClient, within } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import { categoryWith, choose, openForm, pickGrid, send, type } from '../../test/report-form.ts'
import type { IssueFormElement } from './issue-form.ts'
import './define.ts'

type Form = { element: IssueFormElement; inside: ReturnType<typeof within> }

describe('wg-issue-form, what it would repeat, without a connection', () => {
  let district: DistrictAnswer
  let category: Category
  let gridId: string
  let statement: number
  const clients: Client[] = []

  before(async () => {
    district = await openDistrict(2)
    const { client } = await open()
    const [{ data: categories }, { data: tree }, { data: statements }] = [
      await client.categories().refresh(),
      await client.gridTree().refresh(),
      await client.statements().refresh(),
    ]
    category = categoryWith(categories!.categories)
    gridId = tree!.grids.filter(({ level }) => level === 'micro').at(-7)!.id
    statement = statements!.statements.find(({ purpose }) => purpose === 'issue-report')!.version
  })

  afterEach(() => clients.splice(0).forEach((client) => client.close()))

  async function open(token?: () => Promise<string>): Promise<TestClient> {
    const device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, ...(token && { token }) })
    clients.push(device.client)
    return device
  }

  /** Somebody reports it; resolves with its id once the server has it. */
  async function reported(description: string, { client }: TestClient): Promise<string> {
    const place = { by: 'grid' as const, gridId }
    const result = await client.report({
      ...{ categoryId: category.id, description, place, photos: [], consent: { version: statement } },
    })
    if (!result.ok) throw new Error(result.reason)
    expect((await result.settled).state).to.equal('acknowledged')
    return result.id
  }

  /** What a colleague does at a desk elsewhere. */
  async function step(issueId: string, action: string, version: number, more: object = {}) {
    const command = { id: createUlid(Date.now(), Math.random), issueId, action, version, ...more }
    const headers = { authorization: `Bearer ${await streetToken()}`, 'content-type': 'application/json' }
    const answer = await fetch(`${district.endpoint}/v1/issues/${issueId}/transitions`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': command.id },
      body: JSON.stringify(command),
    })
    expect(answer.status, await answer.clone().text()).to.equal(200)
  }

  /** What somebody who has been here before has on the device. */
  async function visited({ client }: TestClient) {
    await Promise.all([client.gridTree().refresh(), client.categories().refresh(), client.statements().refresh()])
  }

  async function write({ element, inside }: Form, words: string) {
    await choose(element, category)
    type(inside, '#description', words)
    await pickGrid(element, gridId)
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    inside.one('#consent').click()
    await element.updateComplete
    await waitUntil(() => inside.has('.similar'), 'it is told of')
  }

  const told = ({ inside }: Form) => (inside.one('.similar').textContent ?? '').replace(/\s+/g, ' ')

  it('tells of what was sent from this device, before anybody has taken it up', async () => {
    const device = await open()
    await reported('垃圾桶满了三天没有人收走', device)
    const form = await openForm(device.client)
    await visited(device)
    device.setOffline(true)
    await write(form, '垃圾桶满了没有人收')
    expect(told(form)).to.include('Reported on this device')
    expect(form.inside.has('.similar button')).to.equal(false)
    expect(told(form)).not.to.include('垃圾桶')
  })

  it('offers staff what their board holds; where that was merged meanwhile, the refusal is told and nothing is lost', async () => {
    const resident = await open()
    const first = await reported('小区北门的栏杆断了一截', resident)
    const other = await reported('小区南边的护栏松动', resident)
    for (const id of [first, other]) await step(id, 'accept', 1)
    const token = await streetToken()
    const device = await open(async () => token)
    expect((await device.client.issueBoard().refresh()).data?.issues.some(({ id }) => id === first)).to.equal(true)
    const form = await openForm(device.client)
    await visited(device)
    // They write down what a resident says.
    form.element.source = 'resident'
    device.setOffline(true)
    const words = '北门的栏杆断了一截，会划伤人'
    await write(form, words)
    expect(told(form)).to.include('小区北门的栏杆断了一截')
    await expect(form.element).to.be.accessible()
    form.inside.one('.similar button').click()
    await waitUntil(() => form.inside.one('.similar button').getAttribute('aria-pressed') === 'true', 'joined')
    send(form.inside)
    await waitUntil(() => form.inside.has('#outcome'), 'kept on the device')

    await step(first, 'merge', 2, { into: other, reason: '同一处' })
    device.setOffline(false)
    device.client.outbox.sendNow()
    await waitUntil(() => form.inside.has('#outcome .danger'), 'it is told')
    const outcome = (form.inside.one('#outcome').textContent ?? '').replace(/\s+/g, ' ')
    expect(outcome).to.include('It could not join that issue')
    form.inside.one('#outcome .primary').click()
    await waitUntil(() => form.inside.has('#description'), 'the form again')
    expect(form.inside.one<HTMLTextAreaElement>('#description').value).to.equal(words)
    send(form.inside)
    await waitUntil(() => form.inside.has('.code'), 'an issue of its own')
  })
})
