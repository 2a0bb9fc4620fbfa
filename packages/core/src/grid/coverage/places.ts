import type { Position } from '../../schema.ts'
import type { Place } from '../coverage-schema.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import type { Polygons } from './measure-component.ts'

/** Positions as x, y, x, y, …; none is no place. */
export function pointsPlace(xy: readonly number[]): Place {
  const coordinates: Position[] = []
  const seen = new Set<string>()
  for (let i = 0; i < xy.length; i += 2) {
    const position: Position = [xy[i]!, xy[i + 1]!]
    if (seen.has(position.join())) continue
    seen.add(position.join())
    coordinates.push(position)
  }
  return coordinates.length === 1 ? { type: 'Point', coordinates: coordinates[0]! } : { type: 'MultiPoint', coordinates }
}

/** Rings of nodes as GeoJSON. */
export function areaPlace({ x, y }: Pick<Arrangement, 'x' | 'y'>, polygons: Polygons): Place {
  const positionsOf = (ring: ArrayLike<number>): Position[] => {
    const positions = new Array<Position>(ring.length + 1)
    for (let i = 0; i <= ring.length; i++) {
      const node = ring[i < ring.length ? i : 0]!
      positions[i] = [x[node]!, y[node]!]
    }
    return positions
  }
  const coordinatesOf = (rings: readonly ArrayLike<number>[]): Position[][] =>
    rings.length === 1 ? [positionsOf(rings[0]!)] : rings.map(positionsOf)
  if (polygons.length === 1) return { type: 'Polygon', coordinates: coordinatesOf(polygons[0]!) }
  return { type: 'MultiPolygon', coordinates: polygons.map(coordinatesOf) }
}

/** Lines of pieces that meet, each as long as it goes on without a fork. */
export function linesPlace({ x, y, edgeFrom, edgeTo }: Arrangement, pieces: readonly number[]): Place {
  const at = new Map<number, number[]>()
  for (const piece of pieces) {
    for (const node of [edgeFrom[piece]!, edgeTo[piece]!]) {
      const list = at.get(node)
      if (list) list.push(piece)
      else at.set(node, [piece])
    }
  }
  const done = new Set<number>()
  const lines: Position[][] = []
  const follow = (start: number): void => {
    for (const first of at.get(start)!) {
      if (done.has(first)) continue
      const line: Position[] = [[x[start]!, y[start]!]]
      let node = start
      for (let piece: number | undefined = first; piece !== undefined && !done.has(piece);) {
        done.add(piece)
        node = edgeFrom[piece] === node ? edgeTo[piece]! : edgeFrom[piece]!
        line.push([x[node]!, y[node]!])
        const around: number[] = at.get(node)!
        piece = around.length === 2 ? around.find((other) => !done.has(other)) : undefined
      }
      lines.push(line)
    }
  }
  const nodes = [...at.keys()].sort((a, b) => a - b)
  for (const node of nodes) if (at.get(node)!.length !== 2) follow(node)
  for (const node of nodes) follow(node)
  return lines.length === 1 ? { type: 'LineString', coordinates: lines[0]! } : { type: 'MultiLineString', coordinates: lines }
}
