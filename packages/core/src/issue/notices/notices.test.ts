import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGridTree } from '../../grid/index.ts'
import { advance, noticeOf, noticeTopic, openIssue, WORKFLOW } from '../index.ts'
import { issueActionSchema, noticeSchema } from '../schema.ts'
import type { Category, Issue } from '../schema.ts'

const name = (zh: string) => ({ zh, en: zh })
const grid = (id: string, level: 'subdistrict' | 'community', parentId?: string) => ({
  ...{ id, level, name: name(`网格${id}`), codes: [] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([grid('s', 'subdistrict'), grid('c1', 'community', 's')])
if (!built.ok) throw new Error('expected a tree')
const { tree } = built
const terms = { response: { amount: 60, unit: 'minutes' as const }, handling: { amount: 1, unit: 'days' as const } }
const categories: Category[] = [{ id: 'litter', parentId: 'street', name: name('垃圾'), version: 1, attributes: [] }]
const calendar = { timeZone: 'Asia/Shanghai', hours: [{ from: '09:00', to: '17:00' }], years: [] }
const NOW = Date.parse('2026-03-02T01:00:00Z')
const WORDS = ['王某家门口', '3单元402', 'photo', 'reporter:r']

const context = { id: 'n-1', tree, categories, calendar }
const reported = openIssue(
  {
    ...{ id: 'i-1', source: 'resident', categoryId: 'litter', attributes: { who: WORDS[0]! }, description: WORDS[0]! },
    ...{ place: { by: 'point', position: [104.06, 30.57], crs: 'wgs84' }, placeText: WORDS[1]!, hotlineNumber: 'RX-1' },
    photos: [{ sha256: 'photo', type: 'image/png', size: 1 }],
  },
  { gridPath: ['s', 'c1'], position: [104.06, 30.57], actor: { id: WORDS[3]!, role: 'resident' }, terms, now: NOW },
)
function accepted(): Issue {
  const command = { id: 'x', issueId: 'i-1', action: 'accept' as const, version: 1, reason: WORDS[0]! }
  const actor = { id: 'p', role: 'community' as const, gridId: 'c1' }
  const result = advance(reported, command, { actor, tree, appointments: [], now: NOW + 60_000 })
  if (!result.ok) throw new Error(result.reason)
  return result.issue
}

describe('notices of issues', () => {
  it('tell what, where and by when of a step, and no more', () => {
    const notice = noticeSchema.parse(noticeOf(reported, 1, context))
    assert.deepEqual(notice, {
      ...{ id: 'n-1', topic: 'issue.reported', at: '2026-03-02T01:00:00.000Z' },
      issue: {
        ...{ id: 'i-1', version: 1, state: 'submitted', severity: 'general', dueAt: '2026-03-02T02:00:00.000Z' },
        category: { id: 'litter', name: name('垃圾') },
        grid: [
          { id: 's', name: name('网格s') },
          { id: 'c1', name: name('网格c1') },
        ],
      },
    })
    const all = JSON.stringify([notice, noticeOf(accepted(), 2, context)])
    for (const word of [...WORDS, '104.06', 'RX-1']) assert.ok(!all.includes(word), word)
  })

  it('are the same however late they are made', () => {
    assert.deepEqual(noticeOf(accepted(), 1, context), noticeOf(reported, 1, context))
  })

  it('are made of steps that there are, each action of the workflow told or left to those who work on it', () => {
    assert.equal(noticeOf(reported, 2, context), undefined)
    const untold = issueActionSchema.options.filter((action) => noticeTopic(action) === undefined)
    assert.deepEqual(untold, ['start', 'resume', 'verify', 'unmerge', 'extend', 'correct', 'note', 'rate', 'publish', 'withhold'])
    for (const action of untold) assert.ok(Object.values(WORKFLOW).some((steps) => action in steps))
    assert.equal(noticeTopic('climb'), 'issue.overdue')
  })
})
