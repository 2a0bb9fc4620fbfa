import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isSameValue } from './same-value.ts'

test('says of plain data what its JSON says', () => {
  // Few keys and few values, so that many are the same.
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(0, 1, '', 'a', null, true),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
    ),
  })).value
  const sorted = (_: string, one: unknown): unknown =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one
  let same = 0
  fc.assert(
    fc.property(value, value, (one, other) => {
      const isSame = JSON.stringify(one, sorted) === JSON.stringify(other, sorted)
      assert.equal(isSameValue(one, other), isSame)
      assert.equal(isSameValue(structuredClone(one), one), true)
      same += Number(isSame)
    }),
    { numRuns: 2_000 },
  )
  assert.ok(same > 50, `Expected some to be the same, came ${same}`)
})

test('a field that is undefined is as one that is not there', () => {
  assert.equal(isSameValue({ a: 1, b: undefined }, { a: 1 }), true)
  assert.equal(isSameValue({ a: 1 }, { a: 1, b: undefined }), true)
  assert.equal(isSameValue({ a: undefined }, { a: 1 }), false)
})
