import assert from 'node:assert/strict'
import { test } from 'node:test'
import { float64, int32, onKeptSlabs, onSlab, uint8 } from './slab.ts'

const takeAll = () => [int32(1000), uint8(3), float64(100_000), int32(1)] as const

test('arrays are blank, also on memory that another work has used', () => {
  onKeptSlabs(() => takeAll().forEach((array) => array.fill(7)))
  onKeptSlabs(() => {
    for (const array of takeAll()) assert.ok(array.every((value) => value === 0))
  })
})

test('arrays of one work do not overlap, nor those of a work within it and what follows on its own', () => {
  onKeptSlabs(() => {
    const before = int32(10).fill(1)
    const within = onKeptSlabs(() => int32(10).fill(2).length)
    const after = [int32(10).fill(3), uint8(9).fill(4), float64(9).fill(5)]
    assert.equal(within, 10)
    assert.ok(before.every((value) => value === 1))
    assert.deepEqual(
      after.map((array) => new Set(array)),
      [new Set([3]), new Set([4]), new Set([5])],
    )
  })
})

test('what a work on a slab of its own answers stays, whatever comes after it', () => {
  const answer = onSlab(16, () => [int32(4).fill(1), float64(1000).fill(2)])
  onSlab(16, () => takeAll().forEach((array) => array.fill(7)))
  onKeptSlabs(() => takeAll().forEach((array) => array.fill(7)))
  assert.deepEqual(
    answer.map((array) => new Set(array)),
    [new Set([1]), new Set([2])],
  )
})

test('a work that throws leaves no slab behind', () => {
  assert.throws(() =>
    onKeptSlabs(() => {
      throw new Error('no')
    }),
  )
  assert.equal(int32(5).buffer.byteLength, 20)
})
