import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import initGeos from 'geos-wasm'
import { geojsonToGeosGeom, geosGeomToGeojson } from 'geos-wasm/helpers'
import { inject } from '../../../test/tilings-faults.ts'
import { distanceToLine, linesOf } from '../../../test/tilings-proof.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { TiledGrid, Tiling } from '../../../test/tilings.ts'
import type { Position } from '../../schema.ts'
import { checkCoverage } from './check-coverage.ts'

const geos = await initGeos()

/** Edges that GEOS calls invalid, of grids of one level. */
function invalidEdges(grids: readonly TiledGrid[], gapWidth: number): Position[][] {
  const geometries = grids.map(({ geometry }) => geometry)
  const collection = geojsonToGeosGeom({ type: 'GeometryCollection', geometries }, geos)
  const output = geos.Module._malloc(4)
  const valid = geos.GEOSCoverageIsValid(collection, gapWidth, output)
  assert.notEqual(valid, 2, 'GEOS could not tell')
  const edges = valid === 1 ? { geometries: [] } : geosGeomToGeojson(geos.Module.getValue(output, 'i32'), geos)
  geos.GEOSGeom_destroy(collection)
  geos.Module._free(output)
  const lines = (edges as { geometries: { type: string; coordinates: unknown }[] }).geometries.flatMap(({ type, coordinates }) =>
    type === 'LineString' ? [coordinates as Position[]] : (coordinates as Position[][]),
  )
  // A grid without invalid edges has an empty line.
  return lines.filter((line) => line.length > 1)
}

/** Metres between two sets of lines, as near as their vertices tell: of either to the lines of the other. */
function between({ frame }: Tiling, one: readonly Position[][], others: readonly Position[][]): number {
  const from = (lines: readonly Position[][], to: readonly Position[][]) =>
    Math.min(...lines.flat().map((position) => Math.min(...to.map((line) => distanceToLine(frame, position, line)))))
  return Math.min(from(one, others), from(others, one))
}

/** What GEOS can see at all: it knows no parents, no wide gap, and wants its rings valid. */
const SEEN = [
  'overlap',
  'narrow gap',
  'grid given twice under two ids',
  'vertex of one side only, on the line',
  'vertex of one side only, beside the line',
  'vertex that one side lacks',
  'vertex moved by less than the tolerance',
] as const

for (const kind of SEEN) {
  test(`agrees with the invalid edges of GEOS where there is: ${kind}`, () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 4, max: 14 }), (seed, leaves) => {
        const tiling = randomTiling(seed, { leaves, levels: 1 })
        const fault = inject(kind, tiling)
        fc.pre(fault !== undefined)
        // Gaps of less than a millimetre are gaps to GEOS, and unmatched edges to us.
        const width = fault.expected[0]!.width ?? 0.002
        const edges = invalidEdges(fault.grids, fault.maxGapWidth ?? 1.5 * width)
        const { findings } = checkCoverage(fault.grids, { crs: 'planar', maxGapWidth: fault.maxGapWidth ?? 0 })
        assert.ok(edges.length > 0, 'GEOS finds it')
        assert.ok(findings.length > 0, 'we find it')
        for (const finding of findings)
          assert.ok(between(tiling, linesOf(finding), edges) < 0.01, `${finding.code} only we tell of`)
        const places = findings.flatMap(linesOf)
        for (const edge of edges) assert.ok(between(tiling, [edge], places) < 0.01, `${String(edge)} only GEOS tells of`)
      }),
      { numRuns: 25, seed: 4 },
    )
  })
}

test('agrees with GEOS that a clean tiling is one, at each level', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 4, max: 40 }), (seed, leaves) => {
      const { grids, mesh } = randomTiling(seed, { leaves, levels: 3 })
      const leavesOf = new Set(mesh.filter(({ isLeaf }) => isLeaf).map(({ id }) => id))
      assert.equal(
        invalidEdges(
          grids.filter(({ id }) => leavesOf.has(id)),
          0,
        ).length,
        0,
      )
      assert.equal(checkCoverage(grids, { crs: 'planar' }).valid, true)
    }),
    { numRuns: 25, seed: 4 },
  )
})
