import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { issueStateSchema, severitySchema } from '../schema.ts'
import type { IssueRow } from '../schema.ts'
import { selectRows } from './select-rows.ts'
import type { IssueFilter } from './select-rows.ts'
import { columnOf } from './column.ts'

const NOW = Date.parse('2026-03-04T10:00:00+08:00')
const HOUR = 3_600_000
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString()

const row = (id: string, changes: Partial<IssueRow> = {}): IssueRow => ({
  id,
  categoryId: 'stall',
  gridPath: ['root', 'north', 'north-1', 'micro-1'],
  state: 'submitted',
  createdAt: at(-10),
  updatedAt: at(-10),
  version: 1,
  source: 'resident',
  description: '占道经营',
  photos: 0,
  allowedActions: [],
  duplicates: [],
  ...changes,
})

const due = (hours: number): Pick<IssueRow, 'clocks'> => ({
  clocks: [
    {
      kind: 'handling',
      period: 1,
      startedAt: at(-10),
      limit: { amount: 1, unit: 'days' },
      used: 0,
      dueAt: at(hours),
      state: hours < 0 ? 'overdue' : 'running',
    },
  ],
})

const context = { grants: [], parentOf: new Map([['stall', 'street']]), now: NOW }
const select = (rows: IssueRow[], filter: IssueFilter, more = {}) =>
  selectRows(rows, filter, { ...context, ...more }).map(({ id }) => id)

test('what presses most comes first: over, near, then by severity, then the older; what is done comes last, the latest first', () => {
  const rows = [
    row('far', due(200)),
    row('done', { state: 'closed', updatedAt: at(-5) }),
    row('just-done', { state: 'rejected', updatedAt: at(-1) }),
    row('near', due(1)),
    row('over', due(-1)),
    row('longer-over', due(-4)),
    row('grave', { ...due(300), severity: 'emergency' }),
    row('old', { createdAt: at(-99) }),
    row('new'),
  ]
  const expected = ['longer-over', 'over', 'near', 'grave', 'far', 'old', 'new', 'just-done', 'done']
  assert.deepEqual(select(rows, {}), expected)
  assert.deepEqual(select([...rows].reverse(), {}), expected)
})

test('a filter asks for a subtree, whom it was given to, a category of either level, a state or a column, a severity, what is over', () => {
  const rows = [
    row('one', { state: 'dispatched', ...due(-1) }),
    row('two', { gridPath: ['root', 'south'], categoryId: 'lamp', severity: 'major', askedOrgId: 'org-a' }),
  ]
  assert.deepEqual(select(rows, { gridId: 'north' }), ['one'])
  assert.deepEqual(select(rows, { orgId: 'org-a' }), ['two'])
  assert.deepEqual(select(rows, { categoryId: 'street' }), ['one'])
  assert.deepEqual(select(rows, { categoryId: 'lamp' }), ['two'])
  assert.deepEqual(select(rows, { state: 'working' }), ['one'])
  assert.deepEqual(select(rows, { state: 'submitted' }), ['two'])
  assert.deepEqual(select(rows, { severity: 'general' }), ['one'])
  assert.deepEqual(select(rows, { overdue: true }), ['one'])
})

test('mine is what is in the hands of a post that I hold, or of my organisation', () => {
  const rows = [
    row('post', { state: 'dispatched', holder: { role: 'estateWorker', gridId: 'north-1' } }),
    row('other-post', { state: 'dispatched', holder: { role: 'estateWorker', gridId: 'north-2' } }),
    row('company', { state: 'dispatched', holder: { role: 'liaison', orgId: 'org-a' } }),
    row('nobody'),
  ]
  const mine = (grants: object[]) => select(rows, { mine: true }, { grants })
  assert.deepEqual(mine([{ role: 'estateWorker', gridId: 'north-1' }]), ['post'])
  assert.deepEqual(mine([{ role: 'liaison', orgId: 'org-a' }]), ['company'])
  assert.deepEqual(mine([{ role: 'community', gridId: 'north-1' }]), [])
})

test('words are looked for in what was written, the place, the number and the names around it, all of them', () => {
  const rows = [row('01ABC', { description: '路灯 Broken', placeText: '三单元' }), row('02DEF')]
  const find = (text: string) => select(rows, { text }, { wordsOf: ({ id }: IssueRow) => (id === '02DEF' ? '锦苑小区' : '') })
  assert.deepEqual(find(' broken  三单元 '), ['01ABC'])
  assert.deepEqual(find('01abc'), ['01ABC'])
  assert.deepEqual(find('锦苑'), ['02DEF'])
  assert.deepEqual(find('broken 锦苑'), [])
})

test('whatever is selected is a part of what there is, each once, and the order does not hang on how it came', () => {
  const rows = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      state: fc.constantFrom(...issueStateSchema.options),
      severity: fc.constantFrom(...severitySchema.options),
      hours: fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  )
  fc.assert(
    fc.property(rows, fc.constantFrom('', 'waiting', 'working', 'checking', 'done' as const), (drawn, state) => {
      const all = drawn.map(({ id, state: own, severity, hours }) =>
        row(id, { state: own, severity, ...(hours === undefined ? {} : due(hours)) }),
      )
      const filter = { state } as IssueFilter
      const selected = selectRows(all, filter, context)
      assert.deepEqual(selectRows([...all].reverse(), filter, context), selected)
      assert.equal(selected.length, all.filter((one) => state === '' || columnOf(one.state) === state).length)
      const done = selected.map((one) => columnOf(one.state) === 'done')
      assert.deepEqual(done, [...done].sort())
    }),
  )
})
