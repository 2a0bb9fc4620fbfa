import { expect, fixture } from '@open-wc/testing'
import type { Transition } from '@wangge/core/issue/schema'
import { SMALL_DISTRICT, treeOf } from '../../../core/test/small-district.ts'
import { localeFor } from '../locale.ts'
import { fetchWords } from '../words.ts'
import { postsOf } from './action-draft.ts'
import { postChoices } from './action-form.ts'
import type { Desk } from './desk.ts'
import { timeline } from './timeline.ts'

const tree = treeOf(SMALL_DISTRICT)
const AT = '2026-03-02T09:00:00+08:00'

/** As much of the board as says who holds what. */
function deskOf(language: 'zh' | 'en'): Desk {
  const locale = localeFor(language)
  const gridName = (id: string) => locale.text(tree.get(id)!.name)
  const holderOf: Desk['holderOf'] = (holder) =>
    holder ? `${locale.t.board.roles[holder.role]} · ${holder.gridId === undefined ? '清运公司' : gridName(holder.gridId)}` : ''
  return { locale, tree, gridName, holderOf, rowOf: () => undefined } as Partial<Desk> as Desk
}

const step = (seq: number, more: Partial<Transition>): Transition => ({
  ...{ issueId: 'i', seq, action: 'report', to: 'submitted', at: AT, actor: { id: 'a', role: 'resident' } },
  ...more,
})

const climb = { clock: 'response', period: 1, step: 0, dueAt: AT } as const
const system = { id: 'clock', role: 'system' } as const
const history = [
  step(1, { assignee: { role: 'community', gridId: 'c1' }, vacant: ['m1', 'e1', 'cleaners'] }),
  step(2, { action: 'climb', actor: system, climb: { ...climb, gridId: 'e1', vacant: true } }),
  step(3, { action: 'climb', actor: system, climb: { ...climb, gridId: 'c1' } }),
]

describe('vacant posts on the board', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  it('are named in the history, where they were passed over and where nobody was there to be told', async () => {
    const shown = async (language: 'zh' | 'en') => {
      const list = await fixture(timeline(deskOf(language), { history }, () => undefined))
      return [...list.querySelectorAll('p.small')].map(({ textContent }) => textContent?.trim())
    }
    expect(await shown('en')).to.deep.equal([
      "First response → Yong'an Community",
      'First response → Anhe Court (vacant)',
      '→ Building head · Building 3 (vacant)',
      '→ Grid worker · Anhe Court (vacant)',
      '→ Liaison · 清运公司 (vacant)',
      "→ Community · Yong'an Community",
    ])
    expect(await shown('zh')).to.include('→ 楼栋长 · 3号楼（空缺）')
  })

  it('are marked where somebody is chosen', () => {
    const choices = postChoices(deskOf('en'), postsOf(['s', 'c1', 'e1', 'm1'], tree), ['e1'])
    expect(choices.map(({ label }) => label)).to.deep.equal([
      'Building head · Building 3',
      'Grid worker · Anhe Court (vacant)',
      "Community · Yong'an Community",
      'Street · Sample Subdistrict',
    ])
  })
})
