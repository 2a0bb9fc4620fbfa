import { expect, fixture, html } from '@open-wc/testing'
import { createFetchTransport } from '@wangge/core/adapters/fetch'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'
import { columnOf, countRows } from '@wangge/core/issue'
import type { IssueBoard, IssueRow } from '@wangge/core/issue/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { openDistrict, streetToken, within } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { IssueBoardElement } from './issue-board.ts'
import './define.ts'

const NOW = Date.parse('2026-03-04T10:00:00+08:00')
const HOUR = 3_600_000
const MANY = 2_400
/** As many as the server tells at once. */
const PAGE = 2_000

/** One after the other is due; all in one building. */
const row = (n: number, more: Partial<IssueRow> = {}): IssueRow => ({
  ...{ id: `issue-${n}`, categoryId: 'stall', gridPath: ['g-root', 'g-c', 'g-e', 'g-m'], state: 'submitted', version: 1 },
  ...{ createdAt: at(-10), updatedAt: at(-10), source: 'resident', description: `垃圾 ${n}`, photos: 0 },
  ...{ allowedActions: [], duplicates: [] },
  clocks: [
    {
      ...{ kind: 'handling', period: 1, startedAt: at(-10), limit: { amount: 9, unit: 'days' }, used: 0 },
      ...{ dueAt: at(10 + n), state: 'running' },
    },
  ],
  ...more,
})
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString()

const LAST = row(MANY, { id: 'last', description: '很久以前的井盖', state: 'dispatched' })
const ROWS = [...Array.from({ length: MANY }, (_, n) => row(n)), LAST]

/** Answers as the district's server does, which has its own tests with as many. */
function answer(path: string): IssueBoard {
  const { searchParams } = new URL(path, 'http://district.test')
  const [text, state] = [searchParams.get('text'), searchParams.get('state')]
  const asked = ROWS.filter(
    (one) => (!text || one.description.includes(text)) && (!state || one.state === state || columnOf(one.state) === state),
  )
  const issues = asked.slice(0, PAGE * Number(searchParams.get('pages') ?? 1))
  const more = issues.length < asked.length
  return { issues, asOf: new Date(NOW).toISOString(), more, ...(more && { counts: countRows(asked, NOW) }) }
}

describe('a board of more than is told at once', () => {
  let district: DistrictAnswer
  let client: Client
  let asked: string[]
  let isOffline: boolean

  before(async () => (district = await openDistrict(23)))

  beforeEach(async () => {
    asked = []
    isOffline = false
    const token = await streetToken()
    const server = { endpoint: district.endpoint, siteKey: district.publicKey }
    client = createClient({
      ...server,
      token: async () => token,
      now: () => NOW,
      stores: createMemoryStores(),
      transport: { send: createFetchTransport({ ...server, fetch: send }).send },
    })
  })
  afterEach(() => client.close())

  /** All else is the district's own. */
  const send: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(input as string)
    if (pathname !== '/v1/issue-board') return fetch(input, init)
    const path = decodeURIComponent(`${pathname}${search}`)
    asked.push(path)
    if (isOffline && path.includes('text=')) throw new TypeError('Failed to fetch')
    return Response.json(answer(path))
  }

  async function open(text = '') {
    const element = await fixture<IssueBoardElement>(
      html`<wg-issue-board lang="en" text=${text} .client=${client}></wg-issue-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#found'), 'the issues are there')
    return { element, inside }
  }

  type Inside = Awaited<ReturnType<typeof open>>['inside']
  const found = (inside: Inside) => inside.one('#found').textContent?.trim() ?? ''
  const becomes = (inside: Inside, words: string) => waitUntil(() => found(inside) === words, words)

  it('says how many are here of how many, counts as the server does, and fetches the others', async () => {
    const { element, inside } = await open()
    expect(found(inside)).to.equal('2,000 of 2,401 are here')
    await expect(element).to.be.accessible()
    expect(inside.text()).to.include('2,400 Waiting').and.to.include('1 In hand')
    inside.one('#export').click()
    await element.updateComplete
    expect(inside.one('#files-title').textContent).to.equal('Export the 2,401 issues found')
    inside.one('#further').click()
    await becomes(inside, '2,401 found')
    expect([...new Set(asked)]).to.deep.equal(['/v1/issue-board?ended=30', '/v1/issue-board?ended=30&pages=2'])
    expect(inside.has('#further')).to.equal(false)
  })

  it('finds by words and by stage what is not among the first of all, once whoever types pauses', async () => {
    const { element, inside } = await open()
    const field = inside.one<HTMLInputElement>('#text')
    for (const words of ['很', '很久', '很久以前']) {
      field.value = words
      field.dispatchEvent(new Event('input'))
      await element.updateComplete
    }
    expect(found(inside)).to.equal('0 found here; all others are being looked through')
    await waitUntil(() => inside.has('.what[data-issue=last]'), 'the last of all is found')
    expect(found(inside)).to.equal('1 found')
    expect(asked.filter((path) => path.includes('text='))).to.deep.equal(['/v1/issue-board?ended=30&text=很久以前'])
    inside.one('#clear').click()
    await becomes(inside, '2,000 of 2,401 are here')
    element.state = 'working'
    await becomes(inside, '1 found')
    inside.one('#export').click()
    await element.updateComplete
    expect(inside.one('#files-title').textContent).to.equal('Export the 1 issue found')
  })

  it('says of columns how many there are, and of a filter that it has more', async () => {
    const { element, inside } = await open()
    element.view = 'board'
    element.state = 'waiting'
    await becomes(inside, '2,000 of 2,400 are here')
    expect(inside.one('#column-waiting').textContent?.replace(/\s+/g, ' ').trim()).to.equal('Waiting 2,400')
  })

  it('says that the others could not be asked for', async () => {
    isOffline = true
    const { inside } = await open('垃圾 1')
    await waitUntil(() => found(inside).endsWith('the others could not be asked for'), 'not all were asked')
    inside.one('#export').click()
    await waitUntil(() => inside.has('#files-title'), 'the panel is open')
    expect(inside.one('#files-title').textContent).to.equal('Export what is found')
  })
})
