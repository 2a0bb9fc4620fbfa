import { expect, fixture } from '@open-wc/testing'
import type { CancelPreview } from '@wangge/core/roster/schema'
import { localeFor } from '../../locale.ts'
import { fetchWords } from '../../words.ts'
import { callOffForm } from './call-off-form.ts'

/** What is said before shifts are called off, by what the server has counted. */
describe('the form of a call-off', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  const preview: CancelPreview = {
    asOf: '2026-03-02T09:00:00+08:00',
    slotIds: ['s1'],
    span: { from: '2026-03-02T10:00:00+08:00', to: '2026-03-02T12:00:00+08:00' },
    ...{ signUps: 2, seated: 2, offered: 0, waitlisted: 0, invited: 0, onDuty: 3, passedBy: 0 },
  }
  async function effect(lang: 'zh' | 'en', counts: Partial<CancelPreview>) {
    const nothing = () => {}
    const form = callOffForm(localeFor(lang), {
      fields: { from: '', to: '', kinds: [], reason: 'weather' },
      errors: new Map(),
      only: '停岗',
      counted: { preview: { ...preview, ...counts }, isCounting: false },
      uncounted: '',
      countAgain: nothing,
      busy: false,
      refusal: undefined,
      on: { change: nothing, send: nothing, close: nothing },
    })
    const element = await fixture(form)
    await expect(element).to.be.accessible()
    return element.querySelector('#call-off-effect')?.textContent?.replace(/\s+/g, ' ') ?? ''
  }

  it('says how many have checked in and stay on record, also where nobody else is concerned', async () => {
    expect(await effect('zh', {}))
      .to.include('2 人次的报名随之取消')
      .and.to.include('已签到 3 人：名额和记录保留，时长计到停岗为止。')
    expect(await effect('en', { signUps: 0, seated: 0 })).to.include(
      'Checked in already: 3. They stay on record; their time counts up to the call-off.',
    )
  })

  it('says nothing of it where nobody has', async () => {
    expect(await effect('zh', { onDuty: 0 })).not.to.include('已签到')
  })
})
