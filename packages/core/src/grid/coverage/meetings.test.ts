import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { arrange } from '../topology/arrange.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import { findMeetings } from './meetings.ts'

/** How many there are of what, and the faces by value and area: what does not depend on the last digit of a crossing. */
function summaryOf({ faceValue, faceArea, vertex, edgeDelta }: Arrangement) {
  const faces = Array.from(faceValue, (value, face) => ({ value, area: face === 0 ? 0 : faceArea[face]! }))
  faces.sort((one, other) => one.value - other.value || one.area - other.area)
  const vertices = vertex.filter((v) => v >= 0).length
  return { counts: [faces.length, vertices, vertex.length - vertices, edgeDelta.length], faces }
}

function assertSame(one: Arrangement, other: Arrangement): void {
  const [found, wanted] = [summaryOf(one), summaryOf(other)]
  assert.deepEqual(found.counts, wanted.counts)
  found.faces.forEach(({ value, area }, i) => {
    assert.equal(value, wanted.faces[i]!.value)
    assert.ok(Math.abs(area - wanted.faces[i]!.area) < 1e-6, `${area} instead of ${wanted.faces[i]!.area}`)
  })
}

// On a lattice nearly everything touches, runs along or crosses in one point; moved a little, nearly nothing does.
const whole = fc.integer({ min: 0, max: 6 })
const moved = fc.tuple(whole, fc.integer({ min: -50, max: 50 })).map(([at, by]) => at + by / 1000)
const spots = (coordinate: fc.Arbitrary<number>) =>
  fc.uniqueArray(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 24, selector: String })

for (const [where, coordinate] of [
  ['on a lattice', whole],
  ['near a lattice', moved],
  ['on both', fc.oneof(whole, moved)],
] as const) {
  it(`knows enough for the same map as without: edges ${where}`, () => {
    fc.assert(
      fc.property(
        spots(coordinate),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(1, -1, 2)), { minLength: 3, maxLength: 40 }),
        (at, pairs) => {
          const edges = new Map<string, [number, number, number]>()
          for (const [p, q, delta] of pairs) {
            const [a, b] = [p % at.length, q % at.length]
            if (a !== b) edges.set(a < b ? `${a} ${b}` : `${b} ${a}`, [a, b, delta])
          }
          const list = [...edges.values()]
          const x = Float64Array.from(at, ([px]) => 500_000 + px)
          const y = Float64Array.from(at, ([, py]) => 3_000_000 + py)
          const [from, to, delta] = [0, 1, 2].map((k) => Int32Array.from(list, (edge) => edge[k]!)) as [
            Int32Array,
            Int32Array,
            Int32Array,
          ]
          const near = findMeetings({ x, y, from, to, edgeCount: list.length })?.near
          fc.pre(near !== undefined)
          const known = arrange(x, y, { from, to, delta, near }, { snap: 0 })
          assertSame(known, arrange(x, y, { from, to, delta }, { snap: 0 }))
        },
      ),
      { numRuns: 300 },
    )
  })
}
