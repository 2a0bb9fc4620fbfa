import { metresPerDegree } from '@wangge/core/grid'
import type { CoverageReport, Finding } from '@wangge/core/grid'
import type { Geometry, GridLevel } from '@wangge/core/grid/schema'
import type { Crs, Localized, Position } from '@wangge/core/schema'
import { UNITS } from './page/data.ts'
import type { PackedLine, PageData, PageFinding } from './page/data.ts'
import { spotOf } from './spot.ts'

export interface PageInput {
  title: string
  grids: readonly { id: string; parentId?: string | undefined; name?: Localized; level?: GridLevel; geometry: Geometry }[]
  crs: Crs
  report: CoverageReport
  lang: 'zh' | 'en'
  notes: readonly Localized[]
  at: Date
}

export function pageData({ title, grids, crs, report, lang, notes, at }: PageInput): PageData {
  const origin = middleOf(grids.map(({ geometry }) => geometry))
  const perMetre = coordinatesPerMetre(crs, origin[1])
  const pack = packer(origin, perMetre)
  const placeOf = new Map(grids.map(({ id }, index) => [id, index]))
  const find = (id: string | undefined) => (id === undefined ? -1 : (placeOf.get(id) ?? -1))
  return {
    title,
    at: at.toISOString(),
    lang,
    crs,
    notes: [...notes],
    origin,
    perMetre,
    grids: grids.map(({ id, parentId, name, level, geometry }) => ({
      id,
      ...(name ? { name } : {}),
      ...(level === undefined ? {} : { level }),
      parent: find(parentId),
      area: report.areas[id] ?? 0,
      rings: linesOf(geometry.coordinates)
        .map(pack)
        .filter((line) => line.length > 2),
    })),
    findings: report.findings.map((finding) => packFinding(finding, find, pack)),
  }
}

type Pack = (line: readonly Position[]) => PackedLine

function packFinding(finding: Finding, find: (id: string | undefined) => number, pack: Pack): PageFinding {
  const { code, grids, parent, area, width, length, hint, geometry } = finding
  const spot = spotOf(geometry)
  const packed = spot && pack([spot])
  const { coordinates } = geometry
  const lines = geometry.type === 'Point' ? [[geometry.coordinates]] : linesOf(coordinates)
  return {
    code,
    grids: grids.map(find).filter((index) => index >= 0),
    parent: find(parent),
    area,
    width,
    length,
    hint,
    ...(packed?.length === 2 ? { spot: packed as [number, number] } : {}),
    isArea: geometry.type === 'Polygon' || geometry.type === 'MultiPolygon',
    lines: lines.map(pack).filter((line) => line.length > 0),
  }
}

/** Lines of positions at whatever depth; what is none is left out: an outline that cannot be read is a finding already. */
function linesOf(value: unknown): Position[][] {
  if (!Array.isArray(value)) return []
  const isLine = value.some((one) => Array.isArray(one) && typeof one[0] === 'number')
  if (isLine) return [value.filter(isPosition)]
  return value.flatMap(linesOf)
}

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1])

function middleOf(geometries: readonly Geometry[]): [number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { coordinates } of geometries) {
    for (const [x, y] of linesOf(coordinates).flat()) {
      west = Math.min(west, x)
      east = Math.max(east, x)
      south = Math.min(south, y)
      north = Math.max(north, y)
    }
  }
  return east >= west ? [(west + east) / 2, (south + north) / 2] : [0, 0]
}

function coordinatesPerMetre(crs: Crs, latitude: number): [number, number] {
  if (crs === 'planar') return [1, 1]
  // Near the poles, and for what is no latitude at all, any scale does: it is only drawn.
  const { x, y } = metresPerDegree(Math.max(-85, Math.min(85, latitude)))
  return [1 / x, 1 / y]
}

function packer(origin: Position, perMetre: Position): Pack {
  const unit = (value: number, axis: 0 | 1) => Math.round(((value - origin[axis]) / perMetre[axis]) * UNITS)
  return (line) => {
    const packed: number[] = []
    let [lastX, lastY] = [0, 0]
    for (const position of line) {
      const [x, y] = [unit(position[0], 0), unit(position[1], 1)]
      if (packed.length > 0 && x === lastX && y === lastY) continue
      packed.push(x - lastX, y - lastY)
      ;[lastX, lastY] = [x, y]
    }
    return packed
  }
}
