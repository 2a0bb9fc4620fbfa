import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metresPerDegree } from './metres.ts'

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 0.01, `${actual} is not ${expected}`)

test('a degree is as long as published for the WGS-84 ellipsoid', () => {
  // Quarter meridian and equator: 10,001,965.729 m and 40,075,016.686 m (NGA.STND.0036); the rest by hand from a and f.
  near(metresPerDegree(0).x, 40_075_016.686 / 360)
  near(metresPerDegree(0).y, 110_574.276)
  near(metresPerDegree(45).x, 78_846.835)
  near(metresPerDegree(45).y, 111_131.777)
  near(metresPerDegree(90).y, 111_693.98)
  near(metresPerDegree(90).x, 0)
})

test('degrees of latitude add up to the quarter meridian, alike on both hemispheres', () => {
  let sum = 0
  for (let tenth = 0; tenth < 900; tenth++) {
    const latitude = (tenth + 0.5) / 10
    assert.deepEqual(metresPerDegree(latitude), metresPerDegree(-latitude))
    sum += metresPerDegree(latitude).y / 10
  }
  near(sum, 10_001_965.729)
})

test('what is no number gives no number', () => {
  assert.deepEqual(metresPerDegree(NaN), { x: NaN, y: NaN })
})
