import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cutUp, putBack } from './pieces.ts'

const list = (length: number) => Array.from({ length }, (_, at) => ({ id: `s-${at}`, needs: [{ min: 1 }] }))

test('short values go as they are', () => {
  const value = { problem: { version: 1, slots: list(3) }, seed: 7 }
  assert.deepEqual(cutUp(value), { body: value, pieces: [] })
})

test('long lists go in pieces of at most 250, in order, and the value stays as it is', () => {
  const value = { problem: { version: 1, slots: list(501), people: list(2) } }
  const { body, pieces } = cutUp(value)
  assert.deepEqual(body, { problem: { version: 1, slots: [], people: list(2) } })
  assert.deepEqual(
    pieces.map(({ path, items }) => [path.join('.'), items.length]),
    [
      ['problem.slots', 250],
      ['problem.slots', 250],
      ['problem.slots', 1],
    ],
  )
  assert.equal(value.problem.slots.length, 501)
})

test('put back, pieces make the value that was cut up', () => {
  const records = fc.record({ a: fc.array(fc.nat(), { maxLength: 3 }), lengths: fc.array(fc.integer({ min: 0, max: 700 })) })
  fc.assert(
    fc.property(records, ({ a, lengths }) => {
      const value = { a, deep: { er: Object.fromEntries(lengths.map((length, at) => [`list${at}`, list(length)])) } }
      const { body, pieces } = cutUp(value)
      const copy = structuredClone(body)
      for (const piece of pieces) {
        assert.ok(piece.items.length <= 250)
        putBack(copy, structuredClone(piece))
      }
      assert.deepEqual(copy, value)
    }),
    { numRuns: 40 },
  )
})
