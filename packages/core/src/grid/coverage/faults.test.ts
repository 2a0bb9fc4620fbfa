import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FAULTS, inject } from '../../../test/tilings-faults.ts'
import { PLACES } from '../../../test/tilings-frame.ts'
import { judge } from '../../../test/tilings-proof.ts'
import { randomOf } from '../../../test/tilings-random.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { TiledGrid, Tiling, TilingOptions } from '../../../test/tilings.ts'
import { checkCoverage } from './check-coverage.ts'
import type { CoverageReport, Finding } from './check-coverage.ts'

/** Tilings for each kind of fault; `bench/coverage/faults.ts` runs thousands. */
const RUNS = Number(process.env.WANGGE_PROOF_RUNS ?? 300)

/** The same tilings for every kind, so that each is made once. */
const SEED = Number(process.env.WANGGE_PROOF_SEED ?? 4)

const options = fc.record({
  leaves: fc.integer({ min: 4, max: 14 }),
  levels: fc.constantFrom(1, 2, 3, 5),
  place: fc.constantFrom(...PLACES),
  decimals: fc.integer({ min: 7, max: 15 }),
})
const drawn = fc.tuple(fc.nat(), options)

const made = new Map<string, Tiling>()
function tilingOf(seed: number, given: TilingOptions): Tiling {
  const { decimals, ...rest } = given
  const fitting: TilingOptions = given.place === 'planar' ? rest : { ...rest, decimals: decimals ?? 9 }
  const key = JSON.stringify([seed, fitting])
  const tiling = made.get(key) ?? randomTiling(seed, fitting)
  made.set(key, tiling)
  return tiling
}

for (const kind of Object.keys(FAULTS)) {
  test(`finds, at its place and of its size, and nothing else: ${kind}`, () => {
    fc.assert(
      fc.property(drawn, ([seed, given]) => {
        const tiling = tilingOf(seed, kind.endsWith('flat') ? { ...given, levels: 1 } : given)
        const fault = inject(kind, tiling)
        fc.pre(fault !== undefined)
        const { maxGapWidth = 0 } = fault
        const verdict = judge(tiling, fault, checkCoverage(fault.grids, { crs: tiling.crs, maxGapWidth }))
        assert.deepEqual({ missed: verdict.missed, false: verdict.false }, { missed: [], false: [] })
      }),
      { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 20 },
    )
  })
}

const sized = (most: number) => fc.tuple(fc.nat(), fc.record({ ...optionsOf(), leaves: fc.integer({ min: 4, max: most }) }))
function optionsOf() {
  return {
    levels: fc.constantFrom(1, 2, 3, 5),
    place: fc.constantFrom(...PLACES),
    decimals: fc.integer({ min: 7, max: 15 }),
    between: fc.integer({ min: 0, max: 5 }),
  }
}

test('a clean tiling gives no finding, flat and as a tree of any depth, anywhere on earth', () => {
  fc.assert(
    fc.property(sized(60), ([seed, given]) => {
      const tiling = tilingOf(seed, given)
      assert.deepEqual(checkCoverage(tiling.grids, { crs: tiling.crs }).findings.map(brief), [])
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

test('a clean tiling of a thousand grids gives no finding', () => {
  for (const levels of [1, 3, 5]) {
    const tiling = tilingOf(7, { leaves: 1000, levels, place: 'guixi', decimals: 7 })
    assert.deepEqual(checkCoverage(tiling.grids, { crs: tiling.crs }).findings.map(brief), [])
  }
})

test('the areas of all grids are those of their outlines, and the parts of a parent sum up to it', () => {
  fc.assert(
    fc.property(sized(20), ([seed, given]) => {
      const { grids, crs, frame } = tilingOf(seed, given)
      const { areas } = checkCoverage(grids, { crs })
      for (const { id, geometry } of grids) {
        const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
        const expected = frame.area(rings.map((ring) => ring.slice(1)))
        assert.ok(Math.abs(areas[id]! / expected - 1) < 1e-6, `${id}: ${areas[id]} for ${expected} m²`)
      }
      for (const parent of new Set(grids.map(({ parentId }) => parentId))) {
        if (parent === undefined) continue
        const sum = grids.filter(({ parentId }) => parentId === parent).reduce((total, { id }) => total + areas[id]!, 0)
        assert.ok(Math.abs(sum / areas[parent]! - 1) < 1e-9, parent)
      }
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: SEED },
  )
})

test('the same grids in any order, rings beginning anywhere, give the same findings in the same order', () => {
  const kinds = Object.keys(FAULTS)
  fc.assert(
    fc.property(
      drawn,
      fc.nat(),
      fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 }),
      ([seed, given], order, chosen) => {
        const tiling = tilingOf(seed, given)
        let grids = tiling.grids
        for (const kind of chosen) grids = inject(kind, { ...tiling, grids })?.grids ?? grids
        const other = reordered(grids, order)
        const check = { crs: tiling.crs, maxGapWidth: 0.5 }
        assert.deepEqual(comparable(checkCoverage(other, check)), comparable(checkCoverage(grids, check)))
      },
    ),
    { numRuns: RUNS, seed: SEED },
  )
})

/** Shuffled; closed rings that meet no vertex twice in a row begin elsewhere. */
function reordered(grids: readonly TiledGrid[], seed: number): TiledGrid[] {
  const random = randomOf(seed)
  const turned = (ring: [number, number][]) => {
    const closed = String(ring[0]) === String(ring.at(-1))
    if (!closed) return ring
    const start = random.below(ring.length - 1)
    return [...ring.slice(start, -1), ...ring.slice(0, start + 1)]
  }
  return random.shuffled(grids).map((grid) => {
    const { geometry } = grid
    if (geometry.type === 'Polygon') return { ...grid, geometry: { ...geometry, coordinates: geometry.coordinates.map(turned) } }
    const coordinates = geometry.coordinates.map((rings) => rings.map(turned))
    return { ...grid, geometry: { ...geometry, coordinates } }
  })
}

/** Two grids of one id cannot be told apart by it, so which of them counts is left out. */
const comparable = ({ findings, valid }: CoverageReport) => ({ valid, findings: findings.map(whole) })

const whole = ({ code, grids, parent, reason, area, width, geometry }: Finding) => ({
  ...{ code, grids, parent, reason, area: area.toPrecision(6), width: width.toPrecision(3) },
  place: geometry.type,
})

const brief = ({ code, grids, parent, reason, area, width }: Finding) => ({ code, grids, parent, reason, area, width })
