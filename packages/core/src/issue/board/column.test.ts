import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOpen } from '../workflow.ts'
import { issueStateSchema } from '../schema.ts'
import { BOARD_COLUMNS, columnOf } from './column.ts'

test('every state is in a column, and done is what is not open any more', () => {
  for (const state of issueStateSchema.options) {
    assert.ok(BOARD_COLUMNS.includes(columnOf(state)), state)
    assert.equal(columnOf(state) === 'done', !isOpen(state), state)
  }
})

test('what was given back or reopened waits as a new one does', () => {
  assert.deepEqual(
    ['submitted', 'returned', 'reopened', 'dispatched', 'suspended', 'resolved', 'merged'].map((state) =>
      columnOf(state as never),
    ),
    ['waiting', 'waiting', 'waiting', 'working', 'working', 'checking', 'done'],
  )
})
