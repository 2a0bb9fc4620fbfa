import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { heightsOf } from './heights.ts'
import { createMeasure } from './measure.ts'

const measure = createMeasure('wgs84')

test('heights off the table are those of the series, to the rounding of a double', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -90, max: 90, noNaN: true }), { minLength: 1 }), (latitudes) => {
      const heights = heightsOf(Float64Array.from(latitudes), measure, true)
      for (const [i, latitude] of latitudes.entries()) {
        const exact = measure.height(latitude)
        assert.ok(Math.abs(heights[i]! - exact) <= 4e-16 * measure.height(90), `${latitude}: ${heights[i]} for ${exact}`)
      }
    }),
  )
})

test('the poles and the borders of the bands have heights', () => {
  const latitudes = Float64Array.of(-90, -89.875, -0.125, 0, 0.125, 30.625, 90)
  const heights = heightsOf(latitudes, measure, true)
  for (const [i, latitude] of latitudes.entries()) {
    assert.ok(Math.abs(heights[i]! - measure.height(latitude)) <= 4e-16 * measure.height(90))
  }
})
