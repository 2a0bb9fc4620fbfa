import type { Finding } from '../coverage-schema.ts'
import { arrange } from '../topology/arrange.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import type { Check } from './check-group.ts'
import { eachComponent } from './components.ts'
import type { Claim, Component } from './components.ts'
import { named, narrowGapHint } from './hints.ts'
import { measureComponent } from './measure-component.ts'
import { areaPlace } from './places.ts'
import type { Group, Residual } from './residual.ts'

/** Cosine of the angle by which two sides of an inlet may at most differ from parallel. */
const PARALLEL = 0.9
/** A corner is no inlet: an inlet is at least so many times as long as it is wide. */
const SLENDER = 6
/** What a strip counts in the arrangement, above any number of grids. */
const STRIP = 1 << 20

/**
 * Open ground between borders that face each other nearer than the greatest gap: not enclosed, and yet a gap to be closed.
 * @param outline the residual of the group, arranged
 */
export function findInlets(check: Check, { children }: Group, residual: Residual, outline: Arrangement): Finding[] {
  const { borders, ids, measure, tolerance, maxGapWidth } = check
  const strips = stripsOf(check, outline)
  if (strips.length === 0) return []
  const { x, y, from, to, halves, start } = borders
  // The residual, and around every strip four sides of its own.
  const localX: number[] = []
  const localY: number[] = []
  const local = new Map<number, number>()
  const vertexOf = (vertex: number): number => {
    const known = local.get(vertex)
    if (known !== undefined) return known
    local.set(vertex, localX.length)
    localX.push(x[vertex]!)
    return localY.push(y[vertex]!) - 1
  }
  const count = residual.edges.length
  const segments = {
    from: new Int32Array(count + strips.length / 2),
    to: new Int32Array(count + strips.length / 2),
    delta: new Int32Array(count + strips.length / 2),
  }
  for (let i = 0; i < count; i++) {
    segments.from[i] = vertexOf(from[residual.edges[i]!]!)
    segments.to[i] = vertexOf(to[residual.edges[i]!]!)
    segments.delta[i] = residual.delta[i]!
  }
  for (let s = 0; s < strips.length; s += 8) {
    const first = localX.length
    for (let corner = 0; corner < 4; corner++) {
      localX.push(strips[s + 2 * corner]!)
      localY.push(strips[s + 2 * corner + 1]!)
      const at = count + s / 2 + corner
      segments.from[at] = first + corner
      segments.to[at] = first + ((corner + 1) % 4)
      segments.delta[at] = STRIP
    }
  }
  const map = arrange(Float64Array.from(localX), Float64Array.from(localY), segments, { snap: 0 })

  const gridOf = new Int32Array(borders.edgeCount).fill(-1)
  for (const child of children) for (let i = start[child]!; i < start[child + 1]!; i++) gridOf[halves[i]! >> 1] = child
  const claims: (readonly Claim[])[] = [[], [{ code: 'gap', grids: [] }]]
  const isInlet = map.faceValue.map((value) => (value > 0 && (value & (STRIP - 1)) === 0 ? 1 : 0))
  const ownersOf = ({ border }: Component): number[] => {
    const grids = new Set<number>()
    for (const side of border) {
      for (let i = map.sourceStart[side >> 1]!; i < map.sourceStart[(side >> 1) + 1]!; i++) {
        const segment = map.sources[i]! >> 1
        if (segment < count) grids.add(gridOf[residual.edges[segment]!]!)
      }
    }
    return [...grids].sort((a, b) => a - b)
  }
  const findings: Finding[] = []
  const components: Component[] = []
  eachComponent(map, isInlet, claims, (component) => components.push(component))
  for (const { grids, border } of joined(map, components, ownersOf)) {
    const { area, width, length, polygons } = measureComponent(measure, map, { border })
    if (width < tolerance || width > maxGapWidth || length < 2 * SLENDER * width) continue
    const names = grids.map((grid) => ids[grid]!)
    findings.push({
      code: 'narrow-gap',
      grids: names,
      area,
      width,
      length,
      geometry: areaPlace(map, polygons),
      hint: narrowGapHint(named(names), area, width),
    })
  }
  return findings
}

/** Round a bend the strips between the same grids touch in a point: they are one inlet. */
function joined(
  { edgeFrom, edgeTo }: Arrangement,
  components: readonly Component[],
  ownersOf: (component: Component) => number[],
) {
  const inlets: { grids: number[]; border: number[]; nodes: Set<number> }[] = []
  const byGrids = new Map<string, typeof inlets>()
  for (const component of components) {
    const grids = ownersOf(component)
    const nodes = new Set(component.border.flatMap((side) => [edgeFrom[side >> 1]!, edgeTo[side >> 1]!]))
    const others = byGrids.get(grids.join()) ?? []
    const touching = others.filter((other) => [...nodes].some((node) => other.nodes.has(node)))
    const inlet = { grids, border: [...component.border], nodes }
    for (const other of touching) {
      inlet.border.push(...other.border)
      for (const node of other.nodes) inlet.nodes.add(node)
    }
    byGrids.set(grids.join(), [...others.filter((other) => !touching.includes(other)), inlet])
  }
  for (const list of byGrids.values()) inlets.push(...list)
  return inlets
}

/** Of every two pieces that face each other over open ground, the strip between them: four corners, counter-clockwise. */
function stripsOf(
  { measure, maxGapWidth }: Check,
  { x, y, edgeFrom, edgeTo, leftFace, rightFace, faceValue }: Arrangement,
): number[] {
  // Open ground is to the right of each piece.
  const open: [ax: number, ay: number, bx: number, by: number][] = []
  for (let e = 0; e < edgeFrom.length; e++) {
    const [a, b] = [edgeFrom[e]!, edgeTo[e]!]
    if (rightFace[e] === 0 && faceValue[leftFace[e]!]! > 0) open.push([x[a]!, y[a]!, x[b]!, y[b]!])
    else if (leftFace[e] === 0 && faceValue[rightFace[e]!]! > 0) open.push([x[b]!, y[b]!, x[a]!, y[a]!])
  }
  open.sort((p, q) => Math.min(p[0], p[2]) - Math.min(q[0], q[2]))
  const strips: number[] = []
  let active: typeof open = []
  for (const piece of open) {
    const scale = measure.scale((piece[1] + piece[3]) / 2)
    const [marginX, marginY] = [maxGapWidth / scale.x, maxGapWidth / scale.y]
    const low = Math.min(piece[0], piece[2]) - marginX
    active = active.filter((other) => Math.max(other[0], other[2]) >= low)
    for (const other of active) {
      if (Math.min(other[1], other[3]) > Math.max(piece[1], piece[3]) + marginY) continue
      if (Math.max(other[1], other[3]) < Math.min(piece[1], piece[3]) - marginY) continue
      strips.push(...stripBetween(piece, other, scale, maxGapWidth))
    }
    active.push(piece)
  }
  return strips
}

type Piece = readonly [ax: number, ay: number, bx: number, by: number]

/** In metres around the first piece's beginning: where the other faces it no further off than the greatest width. */
function stripBetween([ax, ay, bx, by]: Piece, other: Piece, scale: { x: number; y: number }, greatest: number): number[] {
  const [px, py] = [(bx - ax) * scale.x, (by - ay) * scale.y]
  const [cx, cy] = [(other[0] - ax) * scale.x, (other[1] - ay) * scale.y]
  const [dx, dy] = [(other[2] - ax) * scale.x, (other[3] - ay) * scale.y]
  const length = Math.hypot(px, py)
  const otherLength = Math.hypot(dx - cx, dy - cy)
  if (!(length > 0) || !(otherLength > 0)) return []
  // Their common direction: along the one, against the other.
  let [ux, uy] = [px / length - (dx - cx) / otherLength, py / length - (dy - cy) / otherLength]
  const norm = Math.hypot(ux, uy)
  if ((px * (cx - dx) + py * (cy - dy)) / (length * otherLength) < PARALLEL || !(norm > 0)) return []
  ;[ux, uy] = [ux / norm, uy / norm]
  const along = (qx: number, qy: number) => qx * ux + qy * uy
  // To the right of the first piece is the open ground.
  const across = (qx: number, qy: number) => qx * uy - qy * ux
  const end = along(px, py)
  const [tc, td] = [along(cx, cy), along(dx, dy)]
  const offset = (t: number) => across(dx, dy) + ((across(cx, cy) - across(dx, dy)) * (t - td)) / (tc - td)
  const apart = (t: number) => offset(t) - (across(px, py) * t) / end
  let [t0, t1] = [Math.max(0, td), Math.min(end, tc)]
  if (!(t1 > t0)) return []
  const [s0, s1] = [apart(t0), apart(t1)]
  // Both differences are straight: cut to where they are between nothing and the greatest width.
  const cut = (level: number) => t0 + ((level - s0) * (t1 - t0)) / (s1 - s0)
  let [from, to] = [t0, t1]
  for (const [level, keepsLess] of [
    [greatest, true],
    [0, false],
  ] as const) {
    const [out0, out1] = keepsLess ? [s0 > level, s1 > level] : [s0 < level, s1 < level]
    if (out0 && out1) return []
    if (out0) from = Math.max(from, cut(level))
    if (out1) to = Math.min(to, cut(level))
  }
  const isWhole0 = from === t0 && Math.abs(td) <= greatest
  const isWhole1 = to === t1 && Math.abs(tc - end) <= greatest
  ;[t0, t1] = [from, to]
  if (!(t1 > t0) || Math.max(apart(t0), apart(t1)) <= 0) return []
  const place = (t: number, s: number) => [ax + (t * ux + s * uy) / scale.x, ay + (t * uy - s * ux) / scale.y]
  // Where both end nearly abreast the strip goes from end to end: round a bend the next one begins there.
  const ownAt = (t: number) => place(t, (across(px, py) * t) / end)
  const own0 = isWhole0 || t0 === 0 ? [ax, ay] : ownAt(t0)
  const own1 = isWhole1 || t1 === end ? [bx, by] : ownAt(t1)
  const other0 = isWhole0 || t0 === td ? [other[2], other[3]] : place(t0, offset(t0))
  const other1 = isWhole1 || t1 === tc ? [other[0], other[1]] : place(t1, offset(t1))
  return [...own1, ...own0, ...other0, ...other1]
}
