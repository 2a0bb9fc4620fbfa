import { expect, fixture, html } from '@open-wc/testing'
import type { CorrectionBefore, CorrectionView } from '@wangge/core/roster/schema'
import { correctionChanges } from './correction-changes.ts'
import { localeFor } from './locale.ts'
import { fetchWords } from './words.ts'

/** What stood in a record beside what should. */
describe('the changes of a correction', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  const correction: CorrectionView = {
    id: '01JNM6Z0000000000000000001',
    signUpId: '01JNM6Z0000000000000000002',
    slotId: 'slot-1',
    state: 'accepted',
    facts: { inCharge: '李明' },
    reason: '写错了人',
    requestedAt: '2026-03-02T12:00:00+08:00',
    actions: [],
  }
  const told = async (lang: 'zh' | 'en', before: CorrectionBefore) => {
    const element = await fixture(html`<div>${correctionChanges(localeFor(lang), { ...correction, before })}</div>`)
    await expect(element).to.be.accessible()
    return element.querySelector('[data-change="inCharge"]')?.textContent?.replace(/\s+/g, '')
  }

  it('tell a name that is kept no longer as a dash, and nobody in charge as nothing', async () => {
    expect(await told('zh', { inCharge: '—' })).to.equal('负责人原记录：—→应为：李明')
    expect(await told('zh', {})).to.equal('负责人原记录：没有记录→应为：李明')
    expect(await told('en', { inCharge: '—' })).to.include('—→')
  })
})
