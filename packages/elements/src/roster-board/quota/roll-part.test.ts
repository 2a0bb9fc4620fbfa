import { expect, fixture } from '@open-wc/testing'
import type { OrganisationList, Quota } from '@wangge/core/roster/schema'
import { localeFor } from '../../locale.ts'
import { fetchWords } from '../../words.ts'
import { quotaBar } from '../quota-bar.ts'
import { rollPart } from './roll-part.ts'

const none = { actual: 0 }
const list = (organisations: OrganisationList['organisations']): OrganisationList => ({
  ...{ asOf: '2026-03-02T00:00:00Z', organisations },
  reconciliation: { total: none, kinds: [], remainder: { ...none, kinds: [] }, composite: none, allied: none, reconciled: true },
})
const one = (id: string, closedOn?: string): OrganisationList['organisations'][number] => ({
  ...{ id, kind: 'twoNew', name: { zh: `支部${id}`, en: `Branch ${id}` }, registered: 3 },
  ...(closedOn !== undefined && { closedOn }),
})
const wordsOf = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim()

describe('organisations that are closed', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  it('are listed with the day, the last first, and in both languages; where none is there is nothing to say', async () => {
    const organisations = [one('o1', '2026-03-02'), one('o2'), one('o3', '2026-06-01')]
    const shown = await fixture(rollPart(localeFor('en'), list(organisations), undefined))
    const rows = [...shown.querySelectorAll('#roll-closed [data-closed]')].map(wordsOf)
    expect(rows).to.deep.equal(['Branch o3 o3 closed from 2026-06-01 on', 'Branch o1 o1 closed from 2026-03-02 on'])
    await expect(shown).to.be.accessible()
    const inChinese = await fixture(rollPart(localeFor('zh'), list(organisations), undefined))
    expect(wordsOf(inChinese.querySelector('#roll-closed summary')!)).to.equal('已撤销或将撤销的组织：2 个')
    expect(wordsOf(inChinese.querySelector('[data-closed=o1]')!)).to.equal('支部o1 o1 2026-03-02 起撤销')
    const without = await fixture(rollPart(localeFor('en'), list([one('o2')]), undefined))
    expect(without.querySelector('#roll-closed')).to.equal(null)
  })

  it('say so beside what they owe in the week of their last day', async () => {
    const sums = { entitlement: 0, due: 2, assigned: 1, fulfilled: 0 }
    const line = (orgId: string) => ({
      ...{ ...sums, orgId, name: { zh: `支部${orgId}`, en: `Branch ${orgId}` }, sentence: { zh: '', en: '' }, lines: [] },
    })
    const quota = {
      ...{ asOf: '2026-03-02T00:00:00Z', from: '2026-03-02', to: '2026-03-09', den: 1, committees: [] },
      organisations: [{ ...line('o1'), closedOn: '2026-03-05' }, line('o2')],
    } as unknown as Quota
    const bar = await fixture(quotaBar(localeFor('zh'), quota, { open: false, toggle: () => {} }))
    expect([...bar.querySelectorAll('li .quota-name')].map(wordsOf)).to.deep.equal(['支部o1 2026-03-05 起撤销', '支部o2'])
  })
})
