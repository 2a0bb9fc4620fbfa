// The form over the Open311 adapter: into our own server's endpoint, and into a city whose answers were written down by hand.
import { expect, fixture, html } from '@open-wc/testing'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { open311Transport } from '@wangge/core/adapters/open311'
import type { Open311TransportOptions } from '@wangge/core/adapters/open311'
import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { nextEvent, openClient, openDistrict, within } from '../../test/district.ts'
import { standAt } from '../../test/volunteers.ts'
import type { IssueFormElement } from './issue-form.ts'
import './define.ts'

const STATEMENT = {
  version: 1,
  zh: '您填写的内容只用于处置这个问题。',
  en: 'What you write is used to settle this issue.',
  retentionDays: 365,
}

describe('wg-issue-form over Open311', () => {
  let client: Client
  let leave = () => {}

  afterEach(() => {
    leave()
    client.close()
  })

  async function open(options: Omit<Open311TransportOptions, 'statement'>) {
    const transport = open311Transport({ ...options, statement: STATEMENT })
    client = createClient({ endpoint: options.endpoint, transport, stores: createMemoryStores() })
    const element = await fixture<IssueFormElement>(html`<wg-issue-form lang="en" .client=${client}></wg-issue-form>`)
    const inside = within(element)
    await waitUntil(() => inside.has('form') && inside.has('#consent'), 'the form and what is consented to are there')
    return { element, inside }
  }

  /** All that the city asks of a report. */
  async function fill(element: IssueFormElement, { group, service, option }: { group: string; service: string; option: string }) {
    const inside = within(element)
    for (const value of [group, service, option, 'point']) {
      inside.one(`input[value="${value}"]`).click()
      await element.updateComplete
    }
    const description = inside.one<HTMLTextAreaElement>('#description')
    description.value = 'Posters on the lamp post'
    description.dispatchEvent(new InputEvent('input'))
    inside.one('.position .button').click()
    await waitUntil(() => inside.has('.position .chip'), 'the position is found')
    inside.one('#consent').click()
    await element.updateComplete
  }

  const send = (inside: ReturnType<typeof within>) => inside.one('form [type=submit]').click()

  it('reports into our own endpoint, is given the number there, and sees how far it is', async () => {
    const { endpoint, publicKey } = await openDistrict(9)
    const district = await openClient({ endpoint, siteKey: publicKey, stores: createMemoryStores() })
    const micro = (await district.client.gridTree().refresh()).data!.grids.find(({ level }) => level === 'estate')!
    const { features } = (await district.client.gridOutlines(micro.id).refresh()).data!
    district.client.close()
    leave = standAt(insideOf(features[0]!.geometry))
    const { element, inside } = await open({ endpoint: `${endpoint}/open311/v2`, apiKey: publicKey, idempotent: true })
    const categories = (await client.categories().refresh()).data!.categories
    const service = categories.find(({ id }) => id === 'c-order-advert')!
    expect(service.attributes.map(({ code }) => code)).to.deep.equal(['surface'])
    await fill(element, { group: service.parentId!, service: service.id, option: 'pole' })
    const settled = nextEvent(element, 'wg-issue-form-settle')
    send(inside)
    const { issueId, outcome } = await settled
    expect(outcome.state, JSON.stringify(outcome)).to.equal('acknowledged')
    await waitUntil(() => inside.text().includes(issueId), 'the number is shown')
    await expect(element).to.be.accessible()

    const answer = await fetch(`${endpoint}/open311/v2/requests/${issueId}.json`)
    const [request] = (await answer.json()) as { service_code: string; status: string }[]
    expect([request!.service_code, request!.status]).to.deep.equal(['c-order-advert', 'open'])
    const mine = (await client.myReports().refresh()).data!
    expect(mine.map(({ id, state }) => [id, state])).to.deep.equal([[issueId, 'submitted']])
  })

  it('reports into a city that leaves much out, and shows its refusal in its own words', async () => {
    leave = standAt([104.06, 30.57])
    const services = [
      { service_code: 6, service_name: 'Sidewalk and Curb Issues', metadata: 'true' },
      { service_code: 7, service_name: 'Graffiti', metadata: 'false' },
    ]
    const definition = {
      attributes: [
        {
          code: 'SIDE',
          datatype: 'singlevaluelist',
          required: 'true',
          order: '1',
          description: 'Which side?',
          values: [{ key: 1, name: 'Left' }],
        },
      ],
    }
    const posted: URLSearchParams[] = []
    const city: typeof fetch = async (input, init) => {
      const path = new URL(String(input as string)).pathname
      if (init?.method === 'POST') {
        posted.push(init.body as URLSearchParams)
        if (posted.length === 1)
          return Response.json([{ code: 400, description: 'This street is looked after by the county.' }], { status: 400 })
        return Response.json([{ service_request_id: 638344 }])
      }
      if (path.endsWith('/services.json')) return Response.json(services)
      if (path.endsWith('/services/6.json')) return Response.json(definition)
      return Response.json([{ code: 404, description: 'not found' }], { status: 404 })
    }
    const { element, inside } = await open({ endpoint: 'https://city.example/open311/v2', fetch: city })
    await fill(element, { group: 'group-none', service: '6', option: '1' })
    send(inside)
    await waitUntil(() => inside.text().includes('This street is looked after by the county.'), 'the city’s words are shown')
    await expect(element).to.be.accessible()
    const mend = inside.all('#outcome button').find(({ textContent }) => /change|edit/i.test(textContent ?? ''))!
    mend.click()
    await waitUntil(() => inside.has('form'), 'the form is there again')
    send(inside)
    await waitUntil(() => inside.text().includes('638344'), 'the city’s number is shown')
    expect(posted).to.have.length(2)
    expect([posted[1]!.get('service_code'), posted[1]!.get('lat'), posted[1]!.get('attribute[SIDE]')]).to.deep.equal([
      '6',
      '30.57',
      '1',
    ])
  })
})

/** The mean of its corners: inside of an outline that is nearly a rectangle. */
function insideOf(geometry: { type: string; coordinates: unknown }): [number, number] {
  const ring = (geometry.type === 'Polygon' ? geometry.coordinates : (geometry.coordinates as unknown[])[0]) as [
    number,
    number,
  ][][]
  const points = ring[0]!.slice(0, -1)
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  return [mean(0), mean(1)]
}
