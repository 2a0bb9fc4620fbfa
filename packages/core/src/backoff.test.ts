import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backoff, retryAfterMs } from './backoff.ts'

test('the longest wait doubles with each failure, up to the limit', () => {
  const longest = [1, 2, 3, 4, 5, 6].map((failures) => backoff(failures, () => 0.999999, { baseMs: 1000, maxMs: 10_000 }))
  assert.deepEqual(longest, [999, 1999, 3999, 7999, 9999, 9999])
})

test('a wait lies anywhere between nothing and the longest, after any number of failures', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (failures, chance) => {
      const wait = backoff(failures, () => chance)
      assert.ok(wait >= 0 && wait < 300_000)
    }),
  )
})

const NOW = Date.parse('2026-03-02T04:00:00Z')
for (const [value, expected] of [
  ['120', 120_000],
  [' 0 ', 0],
  ['Mon, 02 Mar 2026 04:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 03:59:00 GMT', 0],
  ['soon', undefined],
  ['-5x', undefined],
  ['', undefined],
  [undefined, undefined],
] as const) {
  test(`Retry-After ${JSON.stringify(value)} is ${expected} ms`, () => assert.equal(retryAfterMs(value, NOW), expected))
}
