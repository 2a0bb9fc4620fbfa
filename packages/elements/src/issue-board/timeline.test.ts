import { expect, fixture } from '@open-wc/testing'
import { html } from 'lit'
import type { PhotoRef, Transition } from '@wangge/core/issue/schema'
import { localeFor } from '../locale.ts'
import { fetchWords } from '../words.ts'
import type { Desk } from './desk.ts'
import { settledBy, timeline } from './timeline.ts'

const photo = (name: string): PhotoRef => ({ sha256: name, type: 'image/jpeg', size: 1 })

const step = (seq: number, action: Transition['action'], more: Partial<Transition> = {}): Transition => ({
  ...{ issueId: 'i', seq, action, to: 'handling', at: '2026-03-02T09:00:00+08:00', actor: { id: 'a', role: 'resident' } },
  ...more,
})

const history = [
  step(1, 'report', { evidence: [photo('before')] }),
  step(2, 'resolve', { evidence: [photo('first')] }),
  step(3, 'reopen', { evidence: [photo('failure')], reason: '又满了' }),
  step(4, 'resolve', { evidence: [photo('last')] }),
  step(5, 'rate', { rating: 2, reason: '等了太久' }),
]

describe('the history of an issue on the board', () => {
  before(() => fetchWords('en'))

  const shown = () => {
    const desk = { locale: localeFor('en'), rowOf: () => undefined } as Partial<Desk> as Desk
    return fixture(timeline(desk, { history }, (photos) => html`<i>${photos.map(({ sha256 }) => sha256)}</i>`))
  }

  it('shows photos at their step, but for those of the report and of the last settling, which are before and after', async () => {
    const list = await shown()
    expect([...list.querySelectorAll('i')].map(({ textContent }) => textContent)).to.deep.equal(['failure', 'first'])
    expect(settledBy(history)?.evidence).to.deep.equal([photo('last')])
    expect(settledBy(history.slice(0, 1))).to.equal(undefined)
  })

  it('shows how content the reporter was, and why', async () => {
    const list = await shown()
    const rated = list.querySelector('.rate')!
    expect(rated.querySelectorAll('.star.full').length).to.equal(2)
    expect(rated.textContent).to.match(/Dissatisfied\s+Reason:?\s*等了太久/)
  })
})
