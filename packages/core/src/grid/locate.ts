import { SdkError } from '../errors.ts'
import type { Crs, Id, Position } from '../schema.ts'
import { createCellIndex } from './cell-index.ts'
import { covers, outlinesOf } from './outline.ts'
import type { Outline } from './outline.ts'
import type { Geometry } from './schema.ts'

/** A grid with its outline. Give the leaves (micro-grids and dedicated grids) to find the one leaf of a point. */
export interface OutlinedGrid {
  id: Id
  geometry: Geometry
  /** Where it differs from the locator's, that is an error: coordinates are never mixed by guess. */
  crs?: Crs
}

export interface LocatorOptions {
  /** Coordinates of all outlines, and of points that do not say otherwise. */
  crs: Crs
}

export interface Locator {
  /**
   * The grid that the point is in; undefined where it is in none. A point on a shared edge or corner is in the grid
   * with the lower id (compared by code units), whatever the order of the grids.
   * @throws SdkError `bad-argument` where the point's `crs` is another one, or it is not two finite numbers
   */
  locate(position: Position, options?: { crs?: Crs }): Id | undefined
}

/**
 * Finds the grid of a point, exactly: no rounding moves a point over an edge (adaptive precision predicates).
 * @throws SdkError `bad-argument` where a grid's `crs` is not the declared one
 * @example createLocator(microGrids, { crs: 'wgs84' }).locate([104.06, 30.57]) // 'm0123'
 */
export function createLocator(grids: readonly OutlinedGrid[], { crs }: LocatorOptions): Locator {
  for (const grid of grids) expectCrs(crs, grid.crs, `grid ${grid.id}`)
  const outlines = grids.flatMap(({ id, geometry }) => outlinesOf(id, geometry)).sort(byId)
  const near = createCellIndex(outlines)
  return {
    locate([x, y], options = {}) {
      expectCrs(crs, options.crs, 'the point')
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        throw new SdkError('bad-argument', `A position of two finite numbers was expected, got [${x}, ${y}]`)
      }
      return near(x, y).find((outline) => covers(outline, x, y))?.id
    },
  }
}

const byId = (a: Outline, b: Outline) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

function expectCrs(expected: Crs, came: Crs | undefined, whose: string): void {
  if (came === undefined || came === expected) return
  throw new SdkError(
    'bad-argument',
    `Expected coordinates in ${expected}, but those of ${whose} are in ${came}; convert them first`,
  )
}
