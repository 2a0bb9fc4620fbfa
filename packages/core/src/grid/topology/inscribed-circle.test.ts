import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
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
})
