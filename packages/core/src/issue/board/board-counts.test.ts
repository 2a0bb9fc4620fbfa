import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { issueStateSchema } from '../schema.ts'
import type { IssueRow } from '../schema.ts'
import { countAll, countRows, recount } from './board-counts.ts'

const NOW = Date.parse('2026-03-04T10:00:00+08:00')
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString()

const row = fc
  .record({
    state: fc.constantFrom(...issueStateSchema.options),
    due: fc.option(fc.integer({ min: -5, max: 5 })),
    waits: fc.boolean(),
  })
  .map(({ state, due, waits }): IssueRow => ({
    id: 'i1',
    categoryId: 'stall',
    gridPath: ['root'],
    state,
    createdAt: at(-10),
    updatedAt: at(-10),
    version: 1,
    source: 'resident',
    description: '占道经营',
    photos: 0,
    allowedActions: [],
    duplicates: [],
    ...(waits && { toPublish: true as const }),
    ...(due !== null && {
      clocks: [
        {
          kind: 'handling' as const,
          period: 1,
          startedAt: at(-10),
          limit: { amount: 1, unit: 'days' as const },
          used: 0,
          dueAt: at(due),
          state: due <= 0 ? ('overdue' as const) : ('running' as const),
        },
      ],
    }),
  }))

test('each line is in one column, and counts once more where it is over its time or waits to be looked at', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const counts = countRows(rows, NOW)
      assert.equal(countAll(counts), rows.length)
      assert.equal(counts.overdue, rows.filter(({ clocks = [] }) => clocks.some(({ state }) => state === 'overdue')).length)
      assert.equal(counts.toPublish, rows.filter(({ toPublish }) => toPublish).length)
    }),
  )
})

test('what is counted on, line by line, is what would be counted anew', () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(fc.tuple(fc.nat(30), row)), (rows, changes) => {
      const board = [...rows]
      let counts = countRows(board, NOW)
      for (const [place, after] of changes) {
        counts = recount(counts, { before: board[place], after, asOf: NOW })
        if (place < board.length) board[place] = after
        else board.push(after)
      }
      assert.deepEqual(counts, countRows(board, NOW))
    }),
  )
})
