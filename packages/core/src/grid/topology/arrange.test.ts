import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { orient2d } from 'robust-predicates'
import { arrange } from './arrange.ts'
import type { Arrangement, Segments } from './arrange.ts'
import { isStrictlyInside } from './inside-point.ts'

type Position = [number, number]

/** Closed rings as segments: what is inside a counter-clockwise ring counts one. */
function ringsAsSegments(rings: Position[][]): { x: Float64Array; y: Float64Array; segments: Segments } {
  const positions = rings.flat()
  const from: number[] = []
  const to: number[] = []
  let first = 0
  for (const ring of rings) {
    ring.forEach((_, i) => {
      from.push(first + i)
      to.push(first + ((i + 1) % ring.length))
    })
    first += ring.length
  }
  return {
    x: Float64Array.from(positions, ([x]) => x),
    y: Float64Array.from(positions, ([, y]) => y),
    segments: { from: Int32Array.from(from), to: Int32Array.from(to), delta: new Int32Array(from.length).fill(1) },
  }
}

const arranged = (rings: Position[][], snap = 0): Arrangement => {
  const { x, y, segments } = ringsAsSegments(rings)
  return arrange(x, y, segments, { snap })
}

function assertPlanar({ x, y, edgeFrom, edgeTo }: Arrangement): void {
  const turn = (a: number, b: number, c: number): number => Math.sign(orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!))
  const isBetween = (a: number, b: number, c: number): boolean =>
    x[c]! >= Math.min(x[a]!, x[b]!) &&
    x[c]! <= Math.max(x[a]!, x[b]!) &&
    y[c]! >= Math.min(y[a]!, y[b]!) &&
    y[c]! <= Math.max(y[a]!, y[b]!)
  for (let e = 0; e < edgeFrom.length; e++) {
    const [a, b] = [edgeFrom[e]!, edgeTo[e]!]
    for (let n = 0; n < x.length; n++) {
      if (n !== a && n !== b) assert.ok(turn(a, b, n) !== 0 || !isBetween(a, b, n), `node ${n} lies on piece ${e}`)
    }
    for (let f = e + 1; f < edgeFrom.length; f++) {
      const [c, d] = [edgeFrom[f]!, edgeTo[f]!]
      const crosses = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
      assert.ok(!crosses, `pieces ${e} and ${f} cross`)
      assert.ok(a !== c || b !== d, `pieces ${e} and ${f} are the same`)
    }
  }
}

/** V − E + F = 1 + C. */
function assertEuler({ x, edgeFrom, edgeTo, faceCount }: Arrangement): void {
  const parent = Array.from(x, (_, n) => n)
  const find = (n: number): number => (parent[n] === n ? n : (parent[n] = find(parent[n]!)))
  edgeFrom.forEach((a, e) => (parent[find(a)] = find(edgeTo[e]!)))
  const components = parent.filter((p, n) => p === n).length
  assert.equal(x.length - edgeFrom.length + faceCount, 1 + components)
}

/** The pieces of every segment lead from its one end to the other, both nearer to the nodes than `reach`. */
function assertChains(arrangement: Arrangement, x: Float64Array, y: Float64Array, { from, to }: Segments, reach: number): void {
  const { edgeFrom, edgeTo, sourceStart, sources } = arrangement
  const balance = Array.from(from, () => new Map<number, number>())
  for (let e = 0; e < edgeFrom.length; e++) {
    for (let i = sourceStart[e]!; i < sourceStart[e + 1]!; i++) {
      const against = sources[i]! & 1
      const nodes = balance[sources[i]! >> 1]!
      const [a, b] = against ? [edgeTo[e]!, edgeFrom[e]!] : [edgeFrom[e]!, edgeTo[e]!]
      nodes.set(a, (nodes.get(a) ?? 0) + 1)
      nodes.set(b, (nodes.get(b) ?? 0) - 1)
    }
  }
  balance.forEach((nodes, s) => {
    const ends = [...nodes].filter(([, sum]) => sum !== 0)
    assert.ok(ends.length === 0 || (ends.length === 2 && ends.every(([, sum]) => Math.abs(sum) === 1)), `segment ${s} is broken`)
    for (const [node, sum] of ends) {
      const v = sum > 0 ? from[s]! : to[s]!
      assert.ok(Math.hypot(arrangement.x[node]! - x[v]!, arrangement.y[node]! - y[v]!) <= reach, `segment ${s} has lost an end`)
    }
  })
}

const shoelace = (ring: Position[]): number => {
  const [ox, oy] = ring[0]!
  return ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    return sum + ((ax - ox) * (by - oy) - (bx - ox) * (ay - oy)) / 2
  }, 0)
}

const lattice = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })) as fc.Arbitrary<Position>
// No subnormal numbers: the products of the test itself would vanish.
const coordinate = fc.double({ min: 0, max: 8, noNaN: true }).map((value) => Math.round(value * 2 ** 50) / 2 ** 50)
const anywhere = fc.tuple(coordinate, coordinate)
/** Near to whole numbers: almost parallel, almost touching, almost the same. */
const jittered = fc
  .tuple(lattice, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.constantFrom(1e-15, 1e-12, 1e-9, 1e-4))
  .map(([[x, y], i, j, unit]): Position => [x + i * unit, y + j * unit])
const ringsOf = (position: fc.Arbitrary<Position>): fc.Arbitrary<Position[][]> =>
  fc.array(fc.array(position, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 6 })
const anyRings = fc.oneof(ringsOf(lattice), ringsOf(anywhere), ringsOf(jittered))

describe('arrange', () => {
  it('leaves no crossing, no overlap and no broken segment, whatever the rings', () => {
    fc.assert(
      fc.property(anyRings, fc.constantFrom(0, 1e-10, 1e-3, 0.3), (rings, snap) => {
        const { x, y, segments } = ringsAsSegments(rings)
        const arrangement = arrange(x, y, segments, { snap })
        assertPlanar(arrangement)
        assertEuler(arrangement)
        assertChains(arrangement, x, y, segments, Math.max(snap, 1e-12) * 8)
      }),
      { numRuns: 400 },
    )
  })

  it('counts the faces as the rings go around them', () => {
    fc.assert(
      fc.property(anyRings, (rings) => {
        const { faceArea, faceValue } = arranged(rings)
        const expected = rings.reduce((sum, ring) => sum + shoelace(ring), 0)
        const counted = faceValue.reduce((sum, value, face) => (face === 0 ? sum : sum + value * faceArea[face]!), 0)
        assert.ok(Math.abs(counted - expected) < 1e-9, `${counted} instead of ${expected}`)
        assert.ok(faceArea.every((area) => area > -1e-14))
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same map for the segments in another order and direction', () => {
    fc.assert(
      fc.property(anyRings, fc.infiniteStream(fc.nat()), fc.constantFrom(0, 1e-3, 0.3), (rings, random, snap) => {
        const { x, y, segments } = ringsAsSegments(rings)
        const order = Array.from(segments.from, (_, s) => ({ s, key: random.next().value as number }))
        order.sort((a, b) => a.key - b.key)
        const turned = order.map(({ s, key }) =>
          key % 2 ? [segments.to[s]!, segments.from[s]!, -1] : [segments.from[s]!, segments.to[s]!, 1],
        )
        const one = arrange(x, y, segments, { snap })
        const other = arrange(
          x,
          y,
          {
            from: Int32Array.from(turned, ([a]) => a!),
            to: Int32Array.from(turned, ([, b]) => b!),
            delta: Int32Array.from(turned, ([, , d]) => d!),
          },
          { snap },
        )
        for (const key of [
          'x',
          'y',
          'edgeFrom',
          'edgeTo',
          'edgeDelta',
          'leftFace',
          'rightFace',
          'faceValue',
          'faceArea',
        ] as const) {
          assert.deepEqual(other[key], one[key])
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives the rings of every face and a position strictly inside', () => {
    fc.assert(
      fc.property(fc.oneof(ringsOf(lattice), ringsOf(anywhere)), (rings) => {
        const arrangement = arranged(rings)
        const { x, y, faceCount, faceArea } = arrangement
        for (let face = 1; face < faceCount; face++) {
          const faceRings = arrangement.faceRings(face)
          const area = faceRings.reduce((sum, ring) => sum + shoelace(Array.from(ring, (n): Position => [x[n]!, y[n]!])), 0)
          assert.ok(Math.abs(area - faceArea[face]!) < 1e-9)
          assert.ok(shoelace(Array.from(faceRings[0]!, (n): Position => [x[n]!, y[n]!])) > 0)
          for (const ring of faceRings) assert.equal(new Set(ring).size, ring.length)
          const inside = arrangement.insidePoint(face)
          if (faceArea[face]! > 1e-9) assert.ok(inside)
          if (inside) assert.ok(isStrictlyInside(x, y, faceRings, ...inside))
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the coordinates of the vertices bit for bit', () => {
    const ring: Position[] = [
      [104.06, 30.57],
      [104.060_000_1, 30.57],
      [104.060_000_1, 30.571],
      [104.06, 30.571],
    ]
    const { x, y, vertex } = arranged([ring])
    assert.deepEqual(
      Array.from(vertex, (v, n) => [v, x[n], y[n]]).sort(([a], [b]) => a! - b!),
      ring.map(([px, py], v) => [v, px, py]),
    )
  })

  it('measures a sliver of a centimetre by a hundred metres in degrees', () => {
    const [width, height] = [0.01 / 95_930, 100 / 110_862]
    const sliver: Position[] = [
      [104.06, 30.57],
      [104.06 + width, 30.57],
      [104.06 + width, 30.57 + height],
      [104.06, 30.57 + height],
    ]
    const { faceArea } = arranged([sliver])
    assert.ok(Math.abs(faceArea[1]! / (width * height) - 1) < 1e-6)
  })

  it('splits an edge at a vertex nearer than the snap, and merges vertices', () => {
    const big: Position[] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]
    const beside: Position[] = [
      [2.000_1, -1],
      [3, 0],
      [2.000_05, 1],
      [2, 2.000_05],
    ]
    const { faceValue } = arranged([big, beside], 0.001)
    assert.ok(
      faceValue.every((value) => value <= 1),
      'nothing overlaps any more',
    )
  })

  for (const [name, rings] of Object.entries<Position[][]>({
    'nothing but points': [[[1, 1]], [[1, 1]]],
    'no ring': [],
    'an extent of 1e-9': [
      [
        [0, 0],
        [1e-9, 0],
        [1e-9, 1e-9],
      ],
      [
        [0, 5e-10],
        [1e-9, 2e-10],
        [5e-10, 1e-9],
      ],
    ],
    'an extent of 1e9': [
      [
        [0, 0],
        [1e9, 3],
        [5e8, 1e9],
      ],
      [
        [-1e9, 5],
        [1e9, 5.000_001],
        [1e9, 1e-9],
      ],
    ],
    'coordinates of 1e300 with tiny differences': [
      [
        [1e300, 1e300],
        [1.000000000000001e300, 1e300],
        [1e300, 1.000000000000002e300],
      ],
    ],
    'coordinates of 1e-300': [
      [
        [1e-300, 1e-300],
        [3e-300, 1e-300],
        [1e-300, 2e-300],
      ],
      [
        [2e-300, 0],
        [2e-300, 2e-300],
        [1e-300, 0],
      ],
    ],
    'subnormal coordinates': [
      [
        [5e-324, 5e-324],
        [5e-323, 5e-324],
        [5e-324, 5e-323],
      ],
    ],
    'coordinates beside the greatest double': [
      [
        [-1.7e308, -1.7e308],
        [1.7e308, -1.7e308],
        [0, 1.7e308],
      ],
      [
        [0, 0],
        [1, 0],
        [1e300, 1e200],
      ],
    ],
    'large coordinates with small differences': [
      [
        [4e5, 3.4e6],
        [4e5 + 1e-9, 3.4e6],
        [4e5, 3.4e6 + 1e-9],
      ],
      [
        [4e5 - 1, 3.4e6],
        [4e5 + 1, 3.4e6 + 1e-9],
        [4e5, 3.4e6 - 1],
      ],
    ],
    'a hundred lines through one place': Array.from({ length: 100 }, (_, i): Position[] => [
      [Math.cos(i / 32), Math.sin(i / 32)],
      [-Math.cos(i / 32), -Math.sin(i / 32)],
    ]),
    'lines that are almost parallel': Array.from({ length: 60 }, (_, i): Position[] => [
      [0, i * 1e-14],
      [1, (60 - i) * 1e-14],
    ]),
  })) {
    it(`does not break on ${name}`, () => {
      const arrangement = arranged(rings)
      assertEuler(arrangement)
      // Outside these the test's own signs under- or overflow.
      if (arrangement.x.every((x) => x === 0 || (Math.abs(x) > 1e-100 && Math.abs(x) < 1e100))) assertPlanar(arrangement)
      assert.ok(arrangement.x.every(Number.isFinite))
    })
  }

  it('ends where a far outlier and a dense crowd share one extent', () => {
    const crowd = Array.from({ length: 2000 }, (_, i): Position[] => {
      const [x, y] = [(i % 50) * 1e-6, Math.floor(i / 50) * 1e-6]
      return [
        [x, y],
        [x + 1.5e-6, y],
        [x + 1.5e-6, y + 1.5e-6],
        [x, y + 1.5e-6],
      ]
    })
    const { faceCount } = arranged([
      ...crowd,
      [
        [1e3, 1e3],
        [1e3 + 1, 1e3],
        [1e3, 1e3 + 1],
      ],
    ])
    assert.ok(faceCount > 4000)
  })

  it('refuses coordinates that are not finite', () => {
    assert.throws(
      () =>
        arranged([
          [
            [0, 0],
            [NaN, 1],
            [1, 1],
          ],
        ]),
      { code: 'bad-argument' },
    )
  })
})
