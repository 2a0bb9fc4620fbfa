import type { Geometry } from '@wangge/core/grid/schema'
import type { Crs, Localized, Position } from '@wangge/core/schema'
import { expectCrs, gridsOf } from './features.ts'
import type { FieldOptions } from './features.ts'
import { GridFileError, shown } from './grid-file.ts'
import type { Declared, FileGrid, Read } from './grid-file.ts'
import { byEpsg, unprojector } from './projection.ts'
import type { Declaration, Plane } from './projection.ts'

interface Collection {
  type: string
  features?: unknown
  /** Of GeoJSON before RFC 7946. */
  crs?: unknown
  /** Ours, a foreign member (RFC 7946 § 6.1). */
  wangge?: unknown
}

interface GeoJsonOptions extends FieldOptions {
  crs?: Crs | undefined
}

/** GeoJSON (RFC 7946); the `crs` member of its forerunner is heard too. @throws GridFileError */
export function readGeoJson(value: Collection, file: string, options: GeoJsonOptions): Read {
  const features = value.type === 'Feature' ? [value] : value.features
  if (!Array.isArray(features)) throw new GridFileError(`${file}: expected an array of features, got ${shown(value.features)}`)
  const declaration = declarationOf(value, file)
  const { grids, notes } = gridsOf(features, file, options)
  return placed(grids, notes, declaration && { ...declaration, by: `the file's crs` }, file, options.crs)
}

/** Grids in the declared coordinates; metres on a plane become degrees unless the caller wants the plane itself. */
export function placed(
  grids: FileGrid[],
  notes: Localized[],
  declaration: (Declaration & { by: string }) | undefined,
  file: string,
  said: Crs | undefined,
): Read {
  if (!declaration) return { grids, notes }
  const { crs, plane, by } = declaration
  if (!plane) return { grids, notes, declared: { crs, by } }
  if (said === 'planar') return { grids, notes, declared: { crs: 'planar', by } }
  const declared: Declared = { crs, by }
  const places = grids.map((grid, index) => unprojected(grid, plane, `${file}, feature ${index + 1}`))
  return { grids: places, notes: [...notes, projectedFrom(plane, by)], declared }
}

const projectedFrom = ({ centralMeridian, falseEasting, datum }: Plane, by: string): Localized => ({
  zh: `按 ${by} 由投影坐标（中央子午线 ${centralMeridian}°，东偏 ${falseEasting} m）换算为 ${datum} 经纬度`,
  en: `Converted to ${datum} degrees from the plane that ${by} declares (central meridian ${centralMeridian}°, false easting ${falseEasting} m)`,
})

function unprojected(grid: FileGrid, plane: Plane, where: string): FileGrid {
  if (!grid.geometry) return grid
  const toDegrees = unprojector(plane, where)
  const walk = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value
    return typeof value[0] === 'number' ? toDegrees(value as Position) : value.map(walk)
  }
  return { ...grid, geometry: { ...grid.geometry, coordinates: walk(grid.geometry.coordinates) } as Geometry }
}

function declarationOf({ crs, wangge }: Collection, file: string): Declaration | undefined {
  if (typeof wangge === 'object' && wangge !== null && 'crs' in wangge) return { crs: expectCrs(wangge.crs, file) } as Declaration
  if (crs === undefined || crs === null) return undefined
  const name = (crs as { properties?: { name?: unknown } }).properties?.name
  const found = typeof name === 'string' ? byName(name) : undefined
  if (found) return found
  const known = 'CRS84, EPSG:4326, EPSG:4490 to EPSG:4554 or UTM north on WGS 84'
  throw new GridFileError(`${file}: expected in its crs member ${known}, got ${shown(name ?? crs)}`)
}

function byName(name: string): Declaration | undefined {
  if (/(^|:)CRS84$/i.test(name)) return { crs: 'wgs84' }
  const code = /EPSG(?::[\d.]*)?:{1,2}(\d+)$/i.exec(name)?.[1]
  return code === undefined ? undefined : byEpsg(Number(code))
}
