import { expect, fixture } from '@open-wc/testing'
import { html } from 'lit'
import type { BaseChange } from '@wangge/core/roster/schema'
import { localeFor } from '../../locale.ts'
import { fetchWords } from '../../words.ts'
import { planNames } from './plan-names.ts'
import { staleNotice } from './stale-notice.ts'

const seat = (personId: string): BaseChange => ({ kind: 'organisation-closed', slotId: 's', personId, closedOn: '2026-03-05' })
const wordsOf = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim()

describe('a draft that is older than the closing of an organisation', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  async function shown(language: 'zh' | 'en', changed: BaseChange[]) {
    const locale = localeFor(language)
    const known = { id: 's', postId: 'p', date: '2026-03-08', startsAt: '2026-03-08T04:00:00Z', endsAt: '2026-03-08T06:00:00Z' }
    const posts = [{ id: 'p', name: { zh: '东门', en: 'East gate' }, gridId: 'g' }]
    const people = [{ id: 'one', name: '样例甲' }]
    const names = planNames(locale, undefined, { slots: [known], posts, people } as never)
    return fixture(html`<div>${staleNotice(locale, changed, { names, busy: false, mend: () => undefined })}</div>`)
  }

  it('says whose seats are nobody’s since, where, from which day on, and that it can be mended, in both languages', async () => {
    const zh = await shown('zh', [seat('one')])
    expect(wordsOf(zh.querySelector('.lapsed')!)).to.equal('样例甲：3月8日周日 12:00–14:00 东门（所属组织自3月5日周四起撤销）')
    expect(wordsOf(zh)).to.contain('1 个名额的人届时组织已撤销。先补排一下，再发布。')
    const en = await shown('en', [seat('one')])
    expect(wordsOf(en.querySelector('.lapsed')!)).to.match(
      /^样例甲: Sun,? 8 March 12:00–14:00 East gate \(.* closed from Thu,? 5 March\)$/,
    )
    expect(en.querySelector('#plan-mend')).not.to.equal(null)
    await expect(en).to.be.accessible()
  })

  it('counts those that would make a long list, and is silent where there are none', async () => {
    const en = await shown(
      'en',
      Array.from({ length: 9 }, () => seat('one')),
    )
    expect(en.querySelectorAll('.lapsed li').length).to.equal(7)
    expect(wordsOf(en.querySelector('.lapsed li:last-child')!)).to.equal('3 more seats likewise')
    expect((await shown('zh', [{ kind: 'slot-added', slotId: 's' }])).querySelector('.lapsed')).to.equal(null)
  })
})
