import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { polygonsOf } from './polygons-of.ts'

/** Of rings of positions, given as pieces in another order; equal positions are one vertex. */
function polygonsAround(rings: [number, number][][]): [number, number][][][] {
  const names = [...new Set(rings.flat().map((position) => position.join()))]
  const positions = names.map((name) => name.split(',').map(Number) as [number, number])
  const pieces = rings.flatMap((ring) =>
    ring.map((p, i) => [names.indexOf(p.join()), names.indexOf(ring[(i + 1) % ring.length]!.join())]),
  )
  pieces.reverse()
  const x = Float64Array.from(positions, ([px]) => px)
  const y = Float64Array.from(positions, ([, py]) => py)
  const polygons = polygonsOf(
    x,
    y,
    pieces.map(([a]) => a!),
    pieces.map(([, b]) => b!),
  )
  return polygons.map((polygon) => polygon.map((ring) => Array.from(ring, (v) => positions[v]!)))
}

describe('polygonsOf', () => {
  it('puts a hole that touches its shell into it', () => {
    const shell: [number, number][] = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ]
    const hole: [number, number][] = [
      [0, 0],
      [1, 2],
      [2, 1],
    ]
    assert.deepEqual(polygonsAround([shell, hole]), [[shell, hole]])
  })

  it('parts a walk at a vertex passed twice', () => {
    const bowTie: [number, number][] = [
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 2],
      [1, 1],
      [0, 2],
    ]
    assert.deepEqual(polygonsAround([bowTie]), [
      [
        [
          [0, 0],
          [1, 1],
          [0, 2],
        ],
      ],
      [
        [
          [1, 1],
          [2, 0],
          [2, 2],
        ],
      ],
    ])
  })

  it('gives every hole to the innermost shell around it', () => {
    const square = (r: number): [number, number][] => [
      [-r, -r],
      [r, -r],
      [r, r],
      [-r, r],
    ]
    const hole = (r: number): [number, number][] => [
      [-r, -r],
      [-r, r],
      [r, r],
      [r, -r],
    ]
    assert.deepEqual(polygonsAround([square(1), hole(2), square(3), hole(4), square(5)]), [
      [square(5), hole(4)],
      [square(3), hole(2)],
      [square(1)],
    ])
  })

  it('finds the shell of a hole whose every corner lies on it', () => {
    const shell: [number, number][] = [
      [0, 0],
      [2, 0],
      [4, 0],
      [4, 4],
      [2, 4],
      [0, 4],
    ]
    const hole: [number, number][] = [
      [2, 0],
      [1, 2],
      [2, 4],
      [3, 2],
    ]
    assert.deepEqual(polygonsAround([shell, hole]), [
      [
        [
          [0, 0],
          [2, 0],
          [1, 2],
          [2, 4],
          [0, 4],
        ],
      ],
      [
        [
          [2, 0],
          [4, 0],
          [4, 4],
          [2, 4],
          [3, 2],
        ],
      ],
    ])
  })
})
