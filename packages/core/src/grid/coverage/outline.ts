import type { Check } from './check-group.ts'
import { lengthOfEdge } from './measure.ts'
import { partsOf } from './residual-parts.ts'
import type { Parts } from './residual-parts.ts'
import type { Residual } from './residual.ts'
import { windingsOf } from './windings.ts'
import { int32, uint8 } from '../topology/slab.ts'

/** What is left of a collection without a parent, by what it asks for. The outlines of whole islands are left out: they are well. */
export interface Outline {
  /** Blanks that one simple ring encloses, with nothing in them. */
  blanks: Residual[]
  /** All else, to be arranged: what no outline left out goes round, and what one does. */
  rest: readonly [around0: Residual, around1: Residual]
}

/** More pairs of boxes than this, for each part, are not compared. */
const MOST_PAIRS = 300

/**
 * Sets apart what needs no arrangement: a part that is one simple ring and meets nothing else is the outline of an island
 * where nothing is around it, and the border of a blank where it runs clockwise within grids. What is dirty is small then.
 * Undefined where this cannot be told, or does not pay.
 */
export function readOutline(check: Check, residual: Residual): Outline | undefined {
  const { borders, meetings, scratch } = check
  if (!meetings || isMostlyDirty(residual, meetings.meets)) return undefined
  const parts = partsOf(borders, residual, meetings.meets, scratch.localOf)
  const { count, turn } = parts
  const all = Array.from({ length: count }, (_, part) => part)
  const dirty = all.filter((part) => turn[part] === 0)
  const islands = all.filter((part) => turn[part] === 1)
  const lakes = count - dirty.length - islands.length
  if (dirty.length * islands.length + lakes * count > MOST_PAIRS * count) return undefined

  const around = (inner: readonly number[], isOuter: (part: number) => boolean) =>
    windingsOf(borders, residual, parts, inner, isOuter)
  const byIslands = around(all, (part) => turn[part] === 1)
  const byLakes = around(all, (part) => turn[part] === -1)
  const byDirty = around(all, (part) => turn[part] === 0)
  if (!byIslands || !byLakes || !byDirty) return undefined

  // 1: an outline, 2: a blank.
  const kind = uint8(count)
  for (const part of all) {
    if (turn[part] === 1) {
      const isAlone = byIslands[part] === 0 && byLakes[part] === 0 && byDirty[part] === 0
      if (isAlone && !dirty.some((other) => isWithin(parts, part, other))) kind[part] = 1
    } else if (turn[part] === -1 && byIslands[part]! + byLakes[part]! + byDirty[part]! === 1) {
      if (isWide(check, residual, parts, part) && !all.some((other) => other !== part && isWithin(parts, other, part)))
        kind[part] = 2
    }
  }
  const kept = all.filter((part) => kind[part] === 0)
  const byOutlines = kept.length > 0 ? around(kept, (part) => kind[part] === 1) : int32(count)
  if (!byOutlines) return undefined
  const edgesOf = (list: readonly number[]): Residual => take(residual, parts, list)
  return {
    blanks: all.filter((part) => kind[part] === 2).map((part) => edgesOf([part])),
    rest: [edgesOf(kept.filter((part) => byOutlines[part] === 0)), edgesOf(kept.filter((part) => byOutlines[part] !== 0))],
  }
}

/** Whether so many edges meet others that hardly a ring will be alone. */
function isMostlyDirty({ edges }: Residual, meets: Uint8Array): boolean {
  let count = 0
  for (let i = 0; i < edges.length; i++) count += meets[edges[i]!] ?? 1
  return 4 * count > edges.length
}

const NONE: Residual = { edges: int32(0), delta: int32(0) }

/** Whether a ring is surely wider than the tolerance: its area is less than its perimeter times the greatest circle's radius. */
function isWide({ borders, measure, tolerance }: Check, { edges }: Residual, parts: Parts, part: number): boolean {
  const { x, y, from, to } = borders
  const { start, order, box, area } = parts
  let length = 0
  for (let k = start[part]!; k < start[part + 1]!; k++) {
    const [a, b] = [from[edges[order[k]!]!]!, to[edges[order[k]!]!]!]
    length += lengthOfEdge(measure, x[a]!, y[a]!, x[b]!, y[b]!)
  }
  const scale = measure.scale((box[4 * part + 1]! + box[4 * part + 3]!) / 2)
  return Math.abs(area[part]!) * scale.x * scale.y > tolerance * length
}

/** Whether the box of the one is in that of the other. */
function isWithin({ box }: Parts, inner: number, outer: number): boolean {
  const [i, o] = [4 * inner, 4 * outer]
  return box[i]! >= box[o]! && box[i + 1]! >= box[o + 1]! && box[i + 2]! <= box[o + 2]! && box[i + 3]! <= box[o + 3]!
}

function take({ edges, delta }: Residual, { start, order }: Parts, list: readonly number[]): Residual {
  if (list.length === 0) return NONE
  const places = list.flatMap((part) => Array.from(order.subarray(start[part], start[part + 1])))
  return { edges: Int32Array.from(places, (i) => edges[i]!), delta: Int32Array.from(places, (i) => delta[i]!) }
}
