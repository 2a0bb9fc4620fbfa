import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMeasure } from './measure.ts'

const measure = createMeasure('wgs84')

/** By Simpson's rule on a thousand pieces. */
function meanOf(from: number, to: number): number {
  const step = (to - from) / 1000
  let sum = 0
  for (let i = 0; i < 1000; i++) {
    const at = from + i * step
    sum += measure.height(at) + 4 * measure.height(at + step / 2) + measure.height(at + step)
  }
  return sum / 6000
}

test('the mean height of an edge of any length is that of many pieces, to a billionth of the greatest height', () => {
  const latitude = fc.double({ min: -90, max: 90, noNaN: true })
  const rise = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
  fc.assert(
    fc.property(latitude, rise, (from, by) => {
      const to = Math.max(-90, Math.min(90, from + by))
      const mean = measure.meanHeight(from, to, measure.height(from), measure.height(to))
      assert.ok(Math.abs(mean - meanOf(from, to)) <= 1e-9 * measure.height(90), `${from} … ${to}: ${mean}`)
    }),
    { numRuns: 500 },
  )
})
