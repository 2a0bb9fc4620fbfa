// Whether a check found the one fault that a tiling has, at its place and of its size, and nothing else.
import type { CoverageReport, Finding } from '../src/grid/coverage-schema.ts'
import type { Position } from '../src/schema.ts'
import type { Expected, Fault } from './tilings-faults.ts'
import type { Frame } from './tilings-frame.ts'
import type { Tiling } from './tilings.ts'

/** Metres that a place may be off. */
const NEAR = 0.002

export interface Verdict {
  missed: string[]
  false: string[]
  /** Share by which areas are off, of faults that were found. */
  areaErrors: number[]
}

export function judge({ frame }: Pick<Tiling, 'frame'>, fault: Fault, report: CoverageReport): Verdict {
  const verdict: Verdict = { missed: [], false: [], areaErrors: [] }
  const rest = new Set(report.findings)
  for (const expected of fault.expected) {
    const named = [...rest].filter((finding) => isNamed(expected, finding))
    const complaints = named.map((finding) => complaint(frame, expected, fault, finding))
    const at = complaints.indexOf(undefined)
    if (at < 0) {
      verdict.missed.push(
        `${nameOf(expected)}: ${complaints.join('; ') || `got ${report.findings.map(nameOf).join(', ') || 'nothing'}`}`,
      )
      if (named.length > 0) rest.delete(named[0]!)
    } else {
      rest.delete(named[at]!)
      if (expected.area !== undefined) verdict.areaErrors.push(Math.abs(named[at]!.area / expected.area - 1))
    }
  }
  for (const finding of rest) if (!isSpoilt(frame, fault, finding)) verdict.false.push(nameOf(finding))
  return verdict
}

const nameOf = ({
  code,
  grids,
  parent,
  reason,
  area,
}: {
  code: string
  grids: string[]
  parent?: string | undefined
  reason?: string | undefined
  area?: number
}) =>
  [
    code,
    ...(reason ? [reason] : []),
    ...grids,
    ...(parent === undefined ? [] : [`< ${parent}`]),
    ...(area ? [`${area.toPrecision(6)} m²`] : []),
  ].join(' ')

const isNamed = ({ code, grids, parent, reason }: Expected, finding: Finding) =>
  finding.code === code &&
  finding.grids.join() === grids.join() &&
  finding.parent === parent &&
  (reason === undefined || finding.reason === reason)

function complaint(frame: Frame, expected: Expected, fault: Fault, finding: Finding): string | undefined {
  const { area, width, place, point } = expected
  const lines = linesOf(finding)
  const positions = lines.flat()
  if (area !== undefined) {
    if (!(Math.abs(finding.area / area - 1) <= (fault.areaError ?? 1e-3))) return `area ${finding.area} for ${area} m²`
    if (width !== undefined && !(finding.width <= width * 1.02 && finding.width >= width * 0.4))
      return `width ${finding.width} for ${width} m`
    const near = fault.areaError === undefined ? NEAR : 2 * (width ?? 0) + NEAR
    const closed = place.map((ring) => [...ring, ring[0]!])
    const off = Math.max(furthest(frame, positions, closed), furthest(frame, closed.flat(), lines))
    return off <= near ? undefined : `${off} m off its place`
  }
  if (place.flat().length === 0) return undefined
  const off = point
    ? Math.max(furthest(frame, positions, place), furthest(frame, [point], lines))
    : beyond(frame, positions, place.flat())
  return off <= NEAR ? undefined : `${off} m off its place`
}

function isSpoilt(frame: Frame, { maySpoil }: Fault, finding: Finding): boolean {
  return maySpoil !== undefined && beyond(frame, linesOf(finding).flat(), maySpoil) <= NEAR
}

export function linesOf({ geometry }: Finding): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]]
    case 'MultiPoint':
      return geometry.coordinates.map((position) => [position])
    case 'LineString':
      return [geometry.coordinates]
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates
    case 'MultiPolygon':
      return geometry.coordinates.flat()
  }
}

/** Metres from the box around the place to the furthest of the positions. */
function beyond(frame: Frame, positions: readonly Position[], place: readonly Position[]): number {
  if (positions.length === 0) return 0
  const off = [0, 1].map((axis) => {
    const [given, own] = [positions.map((position) => position[axis]!), place.map((position) => position[axis]!)]
    const over = Math.max(Math.min(...own) - Math.min(...given), Math.max(...given) - Math.max(...own))
    return over * frame.metresAt(place[0]!)[axis]!
  })
  return Math.max(...off)
}

/** Metres from the lines to the furthest of the positions. */
function furthest(frame: Frame, positions: readonly Position[], lines: readonly (readonly Position[])[]): number {
  if (positions.length === 0 || lines.flat().length === 0) return Infinity
  return Math.max(...positions.map((position) => Math.min(...lines.map((line) => distanceToLine(frame, position, line)))))
}

export function distanceToLine(frame: Frame, [x, y]: Position, line: readonly Position[]): number {
  const [east, north] = frame.metresAt([x, y])
  const local = line.map(([px, py]): Position => [(px - x) * east, (py - y) * north])
  let nearest = Math.hypot(local[0]![0], local[0]![1])
  for (let at = 1; at < local.length; at++) {
    const [[ax, ay], [bx, by]] = [local[at - 1]!, local[at]!]
    const [dx, dy] = [bx - ax, by - ay]
    const length = dx * dx + dy * dy
    const share = length > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length)) : 0
    nearest = Math.min(nearest, Math.hypot(ax + share * dx, ay + share * dy))
  }
  return nearest
}
