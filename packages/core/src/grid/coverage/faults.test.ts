import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FAULTS, inject } from '../../../test/tilings-faults.ts'
import { PLACES } from '../../../test/tilings-frame.ts'
import { judge } from '../../../test/tilings-proof.ts'
import { randomOf } from '../../../test/tilings-random.ts'
import type { Random } from '../../../test/tilings-random.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { Tiling, TilingOptions } from '../../../test/tilings.ts'
import type { Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { checkCoverage } from './check-coverage.ts'
import type { Finding } from './check-coverage.ts'

/** Tilings for each kind of fault; `bench/coverage/faults.ts` runs thousands. */
const RUNS = Number(process.env.WANGGE_PROOF_RUNS ?? 120)

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

test('the same grids in any order give the very same report; rings beginning anywhere, the same findings', () => {
  const kinds = Object.keys(FAULTS)
  const several = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(drawn, fc.nat(), several, ([seed, given], order, chosen) => {
      const tiling = tilingOf(seed, given)
      let grids = tiling.grids
      for (const kind of chosen) grids = inject(kind, { ...tiling, grids })?.grids ?? grids
      const random = randomOf(order)
      const check = { crs: tiling.crs, maxGapWidth: 0.5 }
      const report = checkCoverage(grids, check)
      assert.deepEqual(checkCoverage(random.shuffled(grids), check), report)
      const turned = random.shuffled(grids).map((grid) => ({ ...grid, geometry: turnedIn(grid.geometry, random) }))
      assert.deepEqual(checkCoverage(turned, check).findings.map(whole), report.findings.map(whole))
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

/** Closed rings begin elsewhere. */
function turnedIn(geometry: Geometry, random: Random): Geometry {
  const turned = (ring: Position[]): Position[] => {
    if (String(ring[0]) !== String(ring.at(-1))) return ring
    const start = random.below(ring.length - 1)
    return [...ring.slice(start, -1), ...ring.slice(0, start + 1)]
  }
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: geometry.coordinates.map(turned) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map((rings) => rings.map(turned)) }
}

/** The place of what is wrong with one grid may be where a ring begins. */
const whole = ({ code, grids, parent, reason, area, width, length, geometry }: Finding) => ({
  ...{ code, grids, parent, reason, area: area.toPrecision(6), width: width.toPrecision(3), length: length.toPrecision(6) },
  place: reason === undefined ? geometry.type : undefined,
})

const brief = ({ code, grids, parent, reason, area, width }: Finding) => ({ code, grids, parent, reason, area, width })
