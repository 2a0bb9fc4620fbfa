import { expect, fixture, html } from '@open-wc/testing'
import type { OrganisationHours } from '@wangge/core/roster/schema'
import { localeFor } from '../locale.ts'
import { fetchWords } from '../words.ts'
import { lackingPart } from './lacking-part.ts'

type Lacking = NonNullable<OrganisationHours['lacking']>
const one = (signUpId: string, lacks: Lacking[number]['lacks']): Lacking[number] => ({
  ...{ signUpId, slotId: 's', personId: 'p', name: '样例甲', lacks },
  ...{ activity: { zh: '东门岗', en: 'East gate' }, startsAt: '2026-03-02T00:00:00Z', endsAt: '2026-03-02T02:00:00Z' },
})
const wordsOf = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim()

describe('records that lack something', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  const shown = (language: 'zh' | 'en', lacking: Lacking | undefined, limit = 20) =>
    fixture(html`<div>${lackingPart(localeFor(language), lacking, { shown: limit, more: () => undefined })}</div>`)

  it('say what each lacks, in both languages, and are no part at all where all is known', async () => {
    const records = [one('a', ['inCharge']), one('b', ['inChargeName'])]
    const zh = await shown('zh', records)
    expect([...zh.querySelectorAll('[data-lacking]')].map(wordsOf)).to.deep.equal([
      '样例甲 缺活动负责人 当时网格、社区、街道都没有网格长 3月2日周一 08:00–10:00 东门岗',
      '样例甲 缺活动负责人 当时有负责人，姓名已不留存 3月2日周一 08:00–10:00 东门岗',
    ])
    expect(wordsOf(zh.querySelector('h3')!)).to.equal('有缺项的记录：2 条')
    const en = await shown('en', records)
    expect(wordsOf(en.querySelector('[data-lacking=a]')!)).to.contain('Lacks who was in charge There was no chief')
    await expect(en).to.be.accessible()
    for (const none of [[], undefined]) expect((await shown('en', none)).children.length).to.equal(0)
  })

  it('are cut where there are many, with the number of those that are left', async () => {
    const many = Array.from({ length: 23 }, (_, n) => one(`n${n}`, ['inCharge']))
    const en = await shown('en', many)
    expect(en.querySelectorAll('[data-lacking]').length).to.equal(20)
    expect(wordsOf(en.querySelector('#more-lacking')!)).to.equal('3 more')
  })
})
