import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { randomTiling } from '../../../test/tilings.ts'
import type { TiledGrid } from '../../../test/tilings.ts'
import { FAULTS, inject } from '../../../test/tilings-faults.ts'
import { randomOf } from '../../../test/tilings-random.ts'
import { checkCoverage, cleanCoverage } from '../index.ts'
import type { CleanOptions, Finding } from '../index.ts'
import type { Geometry } from '../schema.ts'

type Ring = [number, number][]
const STRATEGIES = ['largest', 'smallest', 'longest-border', 'lowest-id'] as const

const square = (x: number, y: number, width: number, height = width): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
})
const OPTIONS: CleanOptions = { crs: 'planar', maxGapWidth: 1, overlaps: 'largest' }

/** Every position of every grid moved for itself, up to `metres` each way. */
function withNoise(grids: readonly TiledGrid[], seed: number, unit: { x: number; y: number }): TiledGrid[] {
  const random = randomOf(seed)
  const noise = (): number => random.between(-1000, 1000) / 1000
  const moved = (ring: Ring): Ring => {
    const open = ring.slice(0, -1).map(([x, y]): [number, number] => [x + noise() * unit.x, y + noise() * unit.y])
    return [...open, open[0]!]
  }
  return grids.map((grid) => {
    const { type, coordinates } = grid.geometry
    const geometry: Geometry =
      type === 'Polygon'
        ? { type, coordinates: coordinates.map((ring) => moved(ring as Ring)) }
        : { type, coordinates: coordinates.map((polygon) => polygon.map((ring) => moved(ring as Ring))) }
    return { ...grid, geometry }
  })
}

const byId = (grids: readonly TiledGrid[]): TiledGrid[] => [...grids].sort((a, b) => (a.id < b.id ? -1 : 1))

/** What no rule can mend: what cannot be read or compared, and what is wider than asked for. */
const isBeyondMending = ({ code, reason, width }: Finding, maxGapWidth: number): boolean =>
  code === 'crs' ||
  reason === 'unreadable' ||
  reason === 'duplicate-id' ||
  ((code === 'gap' || code === 'outside-parent') && width > maxGapWidth)

function shaken(seed: number, levels: number, place: 'planar' | 'guixi') {
  const { grids, crs, frame } = randomTiling(seed, { leaves: 12, levels, place, scattered: false })
  const [x0, y0] = frame.position(0, 0)
  const [x, y] = frame.position(0.05, 0.05)
  return { crs, grids: withNoise(grids, seed, { x: x - x0, y: y - y0 }) }
}

describe('cleanCoverage', () => {
  for (const levels of [1, 3]) {
    it(`makes one partition of ${levels === 1 ? 'a flat list' : `${levels} levels`} drawn with a shaky hand`, () => {
      fc.assert(
        fc.property(fc.nat(1000), fc.constantFrom(...STRATEGIES), fc.constantFrom('planar', 'guixi'), (seed, overlaps, place) => {
          const { grids, crs } = shaken(seed, levels, place)
          const { grids: clean, remaining, vanished, areas } = cleanCoverage(grids, { crs, maxGapWidth: 0.5, overlaps })
          assert.deepEqual(
            remaining.filter((finding) => !isBeyondMending(finding, 0.5)),
            [],
          )
          assert.deepEqual(vanished, [])
          assert.deepEqual(checkCoverage(clean, { crs, maxGapWidth: 0.5 }).findings, remaining)
          // Vertices moved by 7 cm at most each: no grid can win or lose more than a seam of 20 cm along its border.
          for (const { before, after } of Object.values(areas)) {
            assert.ok(Math.abs(after - before) < 0.2 * 12 * Math.sqrt(before) + 1, `${before} became ${after}`)
          }
        }),
        { numRuns: 5 },
      )
    })
  }

  for (const kind of Object.keys(FAULTS)) {
    it(`mends: ${kind}`, () => {
      for (const levels of [1, 3]) {
        const tiling = randomTiling(11, { leaves: 20, levels })
        const fault = inject(kind, tiling)
        if (!fault) continue
        const result = cleanCoverage(fault.grids, { crs: tiling.crs, maxGapWidth: 5, overlaps: 'longest-border' })
        assert.deepEqual(
          result.remaining.filter((finding) => !isBeyondMending(finding, 5)),
          [],
        )
        const kept = result.grids.filter((grid) => fault.grids.includes(grid)).length
        assert.ok(kept >= fault.grids.length - 6, 'grids far from the fault stay the very objects')
      }
    })
  }

  it('gives the same for the grids in any order', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom(...STRATEGIES), (seed, overlaps) => {
        const { grids, crs } = shaken(seed, 3, 'planar')
        const one = cleanCoverage(grids, { crs, maxGapWidth: 0.5, overlaps })
        const other = cleanCoverage([...grids].reverse(), { crs, maxGapWidth: 0.5, overlaps })
        assert.deepEqual({ ...other, grids: byId(other.grids) }, { ...one, grids: byId(one.grids) })
      }),
      { numRuns: 3 },
    )
  })

  it('gives a clean list back as it was', () => {
    const { grids, crs } = randomTiling(5, { leaves: 30 })
    const result = cleanCoverage(grids, { crs, maxGapWidth: 1, overlaps: 'largest' })
    assert.equal(result.grids, grids)
    assert.deepEqual([result.changes, result.vanished, result.remaining], [[], [], []])
  })

  for (const [overlaps, winner] of [
    ['largest', 'b'],
    ['smallest', 'a'],
    ['longest-border', 'b'],
    ['lowest-id', 'a'],
  ] as const) {
    it(`gives an overlap to one side: ${overlaps}`, () => {
      const grids = [
        { id: 'a', geometry: square(0, 0, 11, 10) },
        { id: 'b', geometry: square(10, -5, 20, 20) },
      ]
      const { changes, areas, remaining } = cleanCoverage(grids, { ...OPTIONS, overlaps })
      assert.deepEqual(remaining, [])
      const [change] = changes
      assert.deepEqual([change?.code, change?.grids, change?.to, change?.area], ['overlap', ['a', 'b'], winner, 10])
      assert.deepEqual(areas, {
        a: { before: 110, after: winner === 'a' ? 110 : 100 },
        b: { before: 400, after: winner === 'b' ? 400 : 390 },
      })
    })
  }

  it('leaves a blank that is wider than asked for, and tells it', () => {
    const grids = [
      { id: 'town', geometry: square(0, 0, 30, 10) },
      { id: 'a', parentId: 'town', geometry: square(0, 0, 10) },
      { id: 'b', parentId: 'town', geometry: square(12, 0, 18, 10) },
    ]
    const wide = cleanCoverage(grids, OPTIONS)
    const mended = wide.changes.map(({ code, to }) => [code, to])
    assert.deepEqual(mended, [['unmatched-edge', 'town']], 'it takes over the corners of the children')
    const told = wide.remaining.map(({ code, width }) => [code, width])
    assert.deepEqual(told, [['gap', 2]])
    const narrow = cleanCoverage(grids, { ...OPTIONS, maxGapWidth: 3 })
    assert.deepEqual([narrow.remaining, narrow.areas['a'], narrow.areas['town']?.after], [[], { before: 100, after: 120 }, 300])
  })

  it('closes no gap where nobody says how wide a gap may be', () => {
    const grids = [
      { id: 'town', geometry: square(0, 0, 30, 10) },
      { id: 'a', parentId: 'town', geometry: square(0, 0, 10) },
      { id: 'b', parentId: 'town', geometry: square(10.5, 0, 19.5, 10) },
    ]
    for (const options of [{}, { maxGapWidth: undefined as unknown as number }]) {
      const { remaining, areas } = cleanCoverage(grids, { crs: 'planar', overlaps: 'largest', ...options })
      assert.deepEqual([remaining.map(({ code, width }) => [code, width]), areas['a']!.after], [[['gap', 0.5]], 100])
    }
  })

  it('closes a gap within the parent first, and lets a border of parents follow the children', () => {
    const grids = [
      { id: 'p', geometry: square(0, 0, 10) },
      { id: 'q', geometry: square(10, 0, 10) },
      { id: 'p1', parentId: 'p', geometry: square(0, 0, 9.5, 10) },
      { id: 'q1', parentId: 'q', geometry: square(10, 0, 10) },
    ]
    const { grids: clean, changes, remaining } = cleanCoverage(grids, OPTIONS)
    assert.deepEqual(remaining, [])
    assert.deepEqual(
      changes.map(({ code, to, area }) => [code, to, area]),
      [['gap', 'p1', 5]],
    )
    assert.equal(clean[0], grids[0])
  })

  it('closes a narrow inlet between two grids', () => {
    const grids = [
      { id: 'a', geometry: square(0, 0, 10) },
      { id: 'b', geometry: square(10.5, 0, 20, 10) },
    ]
    const { changes, remaining, areas } = cleanCoverage(grids, OPTIONS)
    assert.deepEqual(
      changes.map(({ code, to, area }) => [code, to, area]),
      [['narrow-gap', 'a', 5]],
    )
    assert.deepEqual([remaining, areas['a']], [[], { before: 100, after: 105 }])
  })

  it('tells of a grid that lost all its ground', () => {
    const grids = [
      { id: 'a', geometry: square(0, 0, 10) },
      { id: 'b', geometry: square(0, 0, 10) },
    ]
    const { grids: clean, vanished, areas } = cleanCoverage(grids, OPTIONS)
    assert.deepEqual([clean, vanished, areas['b']], [[grids[0]], ['b'], { before: 100, after: 0 }])
  })

  it('keeps the other fields of a grid, and repairs rings', () => {
    const bowTie: Geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
          [0, 0],
        ],
      ],
    }
    const { grids, changes } = cleanCoverage([{ id: 'a', name: 'tie', geometry: bowTie }], OPTIONS)
    assert.deepEqual(
      changes.map(({ code }) => code),
      ['invalid-geometry'],
    )
    assert.deepEqual([grids[0]?.name, grids[0]?.geometry.type], ['tie', 'MultiPolygon'])
  })

  it('refuses options that are not right', () => {
    assert.throws(() => cleanCoverage([], { ...OPTIONS, overlaps: 'first' as 'largest' }), { code: 'bad-argument' })
    assert.throws(() => cleanCoverage([], { ...OPTIONS, snap: -1 }), { code: 'bad-argument' })
    assert.throws(() => cleanCoverage([], { ...OPTIONS, maxGapWidth: NaN }), { code: 'bad-argument' })
  })
})
