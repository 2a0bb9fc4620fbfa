import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { inscribedCircle } from './inscribed-circle.ts'

type Ring = [number, number][]

function radiusOf(rings: Ring[], scaleX = 1, scaleY = 1): number {
  const positions = rings.flat()
  let first = 0
  const nodes = rings.map((ring) => ring.map(() => first++))
  const x = Float64Array.from(positions, ([px]) => px)
  const y = Float64Array.from(positions, ([, py]) => py)
  return inscribedCircle(nodes, x, y, scaleX, scaleY).radius
}

const half = Math.SQRT1_2
const round = (count: number, radius: number): Ring =>
  Array.from({ length: count }, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / count
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  })

/** Compares with the same ring with so many corners along its sides that it is searched. */
function assertLargest(ring: Ring): void {
  const many = ring.flatMap(([ax, ay], i): Ring => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    return Array.from({ length: 40 }, (_, k): [number, number] => [ax + (k / 40) * (bx - ax), ay + (k / 40) * (by - ay)])
  })
  const [one, other] = [radiusOf([ring]), radiusOf([many])]
  assert.ok(one > 0.985 * other && other > 0.985 * one, `${one} and ${other}`)
}

describe('inscribedCircle', () => {
  const elbow: Ring = [
    [0, 0],
    [10, 0],
    [10, 1],
    [1, 1],
    [1, 10],
    [0, 10],
  ]
  const diagonal: Ring = [
    [0, 0],
    [1000 * half, 1000 * half],
    [999.99 * half, 1000.01 * half],
    [-0.01 * half, 0.01 * half],
  ]
  const cases: [string, Ring[], number][] = [
    [
      'a triangle',
      [
        [
          [0, 0],
          [4, 0],
          [0, 3],
        ],
      ],
      1,
    ],
    [
      'a rectangle',
      [
        [
          [0, 0],
          [4, 0],
          [4, 2],
          [0, 2],
        ],
      ],
      1,
    ],
    ['a sliver of a centimetre by a kilometre', [diagonal], 0.005],
    // Where it bends it is widest, from the inner corner to both outer sides.
    [
      'a strip with a bend',
      [
        [
          [-100, 0],
          [0, 0],
          [100 * half, 100 * half],
          [100 * half - 0.02 * half, 100 * half + 0.02 * half],
          [-0.02 * Math.tan(Math.PI / 8), 0.02],
          [-100, 0.02],
        ],
      ],
      0.02 / (1 + Math.cos(Math.PI / 8)),
    ],
    ['an elbow', [elbow], 2 - Math.SQRT2],
    [
      'a square with a hole',
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ],
        [
          [4, 4],
          [4, 6],
          [6, 6],
          [6, 4],
        ],
      ],
      2.3431457505,
    ],
    ['a ring around a hole', [round(100, 5), round(100, 4.99).reverse()], 0.005],
    ['a disc', [round(200, 5)], 5],
  ]
  for (const [name, rings, radius] of cases) {
    it(`is right to 1 % in ${name}`, () => {
      const found = radiusOf(rings)
      assert.ok(found > 0.99 * radius && found < 1.001 * radius, `${found} instead of ${radius}`)
    })
  }

  it('measures in the units of the scale', () => {
    assert.ok(
      Math.abs(
        radiusOf(
          [
            [
              [104, 30],
              [104.001, 30],
              [104.001, 30.001],
              [104, 30.001],
            ],
          ],
          96_000,
          111_000,
        ) - 48,
      ) < 0.01,
    )
  })

  it('is as great in a long sliver as the search among many sides finds it', () => {
    const chain = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })), {
      maxLength: 4,
    })
    const thickness = fc.double({ min: 0.0001, max: 0.3, noNaN: true })
    fc.assert(
      fc.property(chain, chain, thickness, (above, below, thick) => {
        const corners = (side: typeof above, sign: number): Ring =>
          side
            .toSorted(([a], [b]) => a - b)
            .filter(([at], i, all) => i === 0 || at > all[i - 1]![0] + 0.001)
            .map(([at, off]) => [at, sign * thick * off])
        const ring: Ring = [[-0.1, 0], ...corners(below, -1), [1.1, 0], ...corners(above, 1).reverse()]
        fc.pre(ring.length > 2)
        assertLargest(ring)
      }),
      { numRuns: 100 },
    )
  })

  it('is as great in any ring round a place as the search among many sides finds it', () => {
    const corner = fc.tuple(fc.double({ min: 0.05, max: 1, noNaN: true }), fc.double({ min: 0.3, max: 1, noNaN: true }))
    fc.assert(
      fc.property(
        fc.array(corner, { minLength: 4, maxLength: 12 }),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        (corners, flat) => {
          const all = corners.reduce((sum, [, turn]) => sum + turn, 0)
          let angle = 0
          const ring = corners.map(([off, turn]): [number, number] => {
            angle += (2 * Math.PI * turn) / all
            return [off * Math.cos(angle), flat * off * Math.sin(angle)]
          })
          assertLargest(ring)
        },
      ),
      { numRuns: 150 },
    )
  })
})
