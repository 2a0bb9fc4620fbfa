import { SdkError } from '../../errors.ts'
import type { Crs, Id, Position } from '../../schema.ts'
import { convert } from '../crs/convert.ts'
import { metresPerDegree } from '../crs/metres.ts'
import type { Geometry } from '../schema.ts'
import { buildCells } from './cells.ts'
import { readEdges } from './edges.ts'
import type { DrawnGrid } from './edges.ts'
import { createFinder } from './find-part.ts'
import { createNearest } from './nearest.ts'
import type { Near } from './nearest.ts'
import { createPaths } from './paths.ts'

/** A grid with its outline, as much of a grid's record as is needed here. */
export interface OutlinedGrid {
  id: Id
  /** The grid that it is a part of. What is another's parent is on the path of a point, and never found itself. */
  parentId?: Id | undefined
  /** What nobody drew holds no point. Holes and several parts are known; a ring that crosses itself counts by even-odd. */
  geometry?: Geometry | undefined
  /** Where it differs from the locator's, that is an error: coordinates are never mixed by guess. */
  crs?: Crs | undefined
}

export interface LocatorOptions {
  /** Coordinates of all outlines, and of points that do not say otherwise. */
  crs: Crs
}

export interface PointOptions {
  /** Coordinates of the point, where they are others than the locator's: it is converted. @defaultValue the locator's */
  crs?: Crs | undefined
}

export interface NearestGrid {
  id: Id
  /** Metres to the grid's outline (coordinate units where planar); 0 where the grid covers the point. */
  distance: number
  /** The place on the outline, in the coordinates of the point given; the point itself where a grid covers it. */
  position: Position
}

export interface Locator {
  /**
   * The grid that covers the point, its boundary included; undefined where none does. Where several do (on a shared edge or corner, or
   * where grids overlap), it is the one with the lowest id (compared by code units), whatever the order of the grids. Exact: no
   * rounding moves a point over an edge.
   * @throws SdkError `bad-argument` where the position is not two finite numbers, or one of the two systems is planar and the other is not
   */
  locate(position: Position, options?: PointOptions): Id | undefined
  /**
   * The grids from the root down to the one that `locate` finds, itself last; empty where it finds none. Only grids of the list
   * are on it.
   * @throws SdkError as `locate`
   */
  path(position: Position, options?: PointOptions): Id[]
  /**
   * The grid that covers the point, or else the one whose outline is nearest, the lower id of two as near; undefined only where no
   * grid is drawn. Distances are of the tangent plane at the point's latitude (`metresPerDegree`), to within a thousandth up to some ten kilometres; over
   * the antimeridian too. The index is made by the first call that needs it.
   * @throws SdkError as `locate`; and where the point is outside and beyond ±180° or ±90°
   */
  nearest(position: Position, options?: PointOptions): NearestGrid | undefined
}

/**
 * An index that finds the grid of a point. It takes one pass over the outlines and does not see what changes later.
 * Coordinates should be between 1e-100 and 1e100 in size, or 0: beyond, their products are no numbers any more.
 * @param grids the leaves, or the whole tree
 * @throws SdkError `bad-argument` where `crs` is unknown or a grid's is another one, a geometry is not a Polygon or MultiPolygon of finite
 *   numbers (an empty one, and rings of fewer than three vertices, are left out), or a grid is above itself
 * @example
 * const locator = createLocator(grids, { crs: 'wgs84' })
 * locator.locate([104.06, 30.57]) // 'm0123'
 * locator.path([104.06, 30.57]) // ['s', 'c05', 'e071', 'm0123']
 * locator.nearest([104.2, 30.57]) // { id: 'm0815', distance: 3174.2…, position: [104.166…, 30.57…] }
 */
export function createLocator(grids: readonly OutlinedGrid[], { crs }: LocatorOptions): Locator {
  // Tells an unknown system.
  convert([0, 0], { from: crs, to: crs })
  for (const grid of grids) expectSameCrs(crs, grid)
  const { isParent, pathTo } = createPaths(grids)
  const drawn = grids
    .filter((grid): grid is OutlinedGrid & DrawnGrid => !!grid.geometry && !isParent(grid.id))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const table = readEdges(drawn)
  const find = createFinder(buildCells(table))
  const idOfPart = Array.from(table.gridOfPart, (grid) => drawn[grid]!.id)
  /** By part + 1, which is how parts are found. */
  const answers: (Id | undefined)[] = [undefined, ...idOfPart]
  let searchNearest: ReturnType<typeof createNearest> | undefined

  function locate(position: Position, options?: PointOptions): Id | undefined {
    const own = options?.crs === undefined || options.crs === crs ? position : convert(position, { from: options.crs, to: crs })
    const x = own[0]
    const y = own[1]
    const found = find(x, y)
    if (found === 0) expectFinite(x, y)
    return answers[found]
  }

  return {
    locate,
    path(position, options) {
      const id = locate(position, options)
      return id === undefined ? [] : pathTo(id)
    },
    nearest(position, options) {
      const id = locate(position, options)
      if (id !== undefined) return { id, distance: 0, position: [position[0], position[1]] }
      searchNearest ??= createNearest(table)
      const own = convert(position, { from: options?.crs ?? crs, to: crs })
      const near = nearestAround(searchNearest, own, crs)
      if (near.part === -1) return undefined
      const place = convert([near.x, near.y], { from: crs, to: options?.crs ?? crs })
      return { id: idOfPart[near.part]!, distance: Math.sqrt(near.squared), position: place }
    },
  }
}

function nearestAround(search: ReturnType<typeof createNearest>, [x, y]: Position, crs: Crs): Near {
  const none: Near = { part: -1, x: 0, y: 0, squared: Infinity }
  if (crs === 'planar') return search(x, y, 1, 1, none)
  const metres = metresPerDegree(y)
  const here = search(x, y, metres.x, metres.y, none)
  // The same meridian seen from the other side of the antimeridian.
  return search(x > 0 ? x - 360 : x + 360, y, metres.x, metres.y, here)
}

function expectFinite(x: number, y: number): void {
  if (Number.isFinite(x) && Number.isFinite(y)) return
  throw new SdkError('bad-argument', `A position of two finite numbers was expected, got [${x}, ${y}]`)
}

function expectSameCrs(expected: Crs, { id, crs }: OutlinedGrid): void {
  if (crs === undefined || crs === expected) return
  throw new SdkError(
    'bad-argument',
    `Expected coordinates in ${expected}, but those of grid ${id} are in ${crs}; convert them first`,
  )
}
