import { orient2d } from 'robust-predicates'
import { enterEdges, layOut } from '../topology/edge-grid.ts'
import type { Border, Fault } from './border.ts'

/** Edges to a cell, about. */
const PER_CELL = 2
/** Rounding of a coordinate calculated between two others, as a share of the greatest. */
const ROUNDING = 2 ** -48

/**
 * Two edges of one family that meet anywhere but at an end of both, or that lie on each other: neighbours that do not have
 * the same corners, or overlap.
 */
export function findMeeting(border: Border): Fault | undefined {
  const { x, y, from, to } = border
  const meet = meeting(border)
  const family = familyOf(border)
  const all = from.map((_, e) => e)
  const layout = layOut(x, y, x.length, from.length / PER_CELL)
  const cells = enterEdges(layout, x, y, from, to, all, ROUNDING * greatest(x, y))
  const { start, edges } = cells
  for (let cell = 0; cell + 1 < start.length; cell++) {
    const end = start[cell + 1]!
    for (let i = start[cell]!; i < end; i++) {
      const one = edges[i]!
      for (let j = i + 1; j < end; j++) {
        const other = edges[j]!
        if (family[one] === family[other] && meet(one, other)) return { what: 'meeting', edges: [one, other] }
      }
    }
  }
  return undefined
}

function meeting({ x, y, from, to }: Border): (one: number, other: number) => boolean {
  const turn = (a: number, b: number, c: number) => orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!)
  const isBetween = (a: number, b: number, v: number) =>
    (x[v]! - x[a]!) * (x[v]! - x[b]!) <= 0 && (y[v]! - y[a]!) * (y[v]! - y[b]!) <= 0
  /** Two edges out of one vertex, to p and to q, that lie on each other. */
  const isFold = (common: number, p: number, q: number) =>
    turn(common, p, q) === 0 && (isBetween(common, p, q) || isBetween(common, q, p))
  return (one, other) => {
    const a = from[one]!
    const b = to[one]!
    const c = from[other]!
    const d = to[other]!
    if (a === c) return isFold(a, b, d)
    if (b === d) return isFold(b, a, c)
    if (a === d) return isFold(a, b, c)
    if (b === c) return isFold(b, a, d)
    if (Math.max(x[a]!, x[b]!) < Math.min(x[c]!, x[d]!) || Math.max(x[c]!, x[d]!) < Math.min(x[a]!, x[b]!)) return false
    if (Math.max(y[a]!, y[b]!) < Math.min(y[c]!, y[d]!) || Math.max(y[c]!, y[d]!) < Math.min(y[a]!, y[b]!)) return false
    const abc = turn(a, b, c)
    const abd = turn(a, b, d)
    if ((abc > 0 && abd > 0) || (abc < 0 && abd < 0)) return false
    const cda = turn(c, d, a)
    const cdb = turn(c, d, b)
    // On one line, boxes that meet are enough.
    return !(cda > 0 && cdb > 0) && !(cda < 0 && cdb < 0)
  }
}

function familyOf({ start, from }: Border): Int32Array {
  const family = new Int32Array(from.length)
  for (let f = 0; f + 1 < start.length; f++) family.fill(f, start[f], start[f + 1])
  return family
}

function greatest(x: Float64Array, y: Float64Array): number {
  let most = 0
  for (let v = 0; v < x.length; v++) most = Math.max(most, Math.abs(x[v]!), Math.abs(y[v]!))
  return most
}
