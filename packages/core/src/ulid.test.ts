import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from './errors.ts'
import { ulidSchema } from './schema.ts'
import { createUlid } from './ulid.ts'

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('encodes the time of the specification’s own example', () => {
  assert.equal(
    createUlid(1469918176385, () => 0),
    '01ARYZ6S410000000000000000',
  )
})

test('reaches from the first to the last ULID', () => {
  assert.equal(
    createUlid(0, () => 0),
    '00000000000000000000000000',
  )
  assert.equal(
    createUlid(2 ** 48 - 1, () => 1 - Number.EPSILON),
    '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  )
})

test('makes what the schema accepts, and takes each random character from one random number', () => {
  fc.assert(
    fc.property(time, fc.array(random, { minLength: 16, maxLength: 16 }), (now, numbers) => {
      let drawn = 0
      const id = createUlid(now, () => numbers[drawn++]!)
      assert.equal(drawn, 16)
      assert.ok(ulidSchema.safeParse(id).success, id)
    }),
  )
})

test('sorts by time, whatever the random part', () => {
  fc.assert(
    fc.property(time, time, random, random, (a, b, r, s) => {
      fc.pre(a !== b)
      assert.equal(createUlid(a, () => r) < createUlid(b, () => s), a < b)
    }),
  )
})

test('refuses a time or a random number out of range, saying what was expected and what came', () => {
  for (const bad of [NaN, -1, 1.5, Infinity, 2 ** 48]) {
    assert.throws(
      () => createUlid(bad, () => 0),
      (error) =>
        isSdkError(error) &&
        error.code === 'bad-argument' &&
        error.message.includes('whole number') &&
        error.message.endsWith(`${bad}`),
    )
  }
  for (const bad of [NaN, -0.1, 1]) assert.throws(() => createUlid(0, () => bad), { name: 'SdkError', message: /\[0, 1\)/ })
})
