import { int32, uint8 } from './slab.ts'

/** Pieces between nodes, each pair of nodes at most once, with the list of the segments that lie on it. */
export interface Pieces {
  /** The lesser end by x, then y. */
  from: Int32Array
  to: Int32Array
  /** First entry of the piece's list of segments. */
  head: Int32Array
  /** 1: not there in the round before. */
  isFresh: Uint8Array
  count: number
}

/** Lists of segments, linked: twice the index, + 1 where the segment runs against the piece; and the next entry or −1. */
export interface SourceLists {
  values: Int32Array
  next: Int32Array
  count: number
}

export const createSourceLists = (capacity: number): SourceLists => ({
  values: int32(capacity + 16),
  next: int32(capacity + 16),
  count: 0,
})

export function grown<T extends Int32Array | Uint8Array | Float64Array>(array: T, length: number): T {
  return length <= array.length ? array : withRoom(array, Math.max(length, 2 * array.length))
}

/** No longer than needed. */
export function withRoom<T extends Int32Array | Uint8Array | Float64Array>(array: T, length: number): T {
  if (length <= array.length) return array
  const more = new (array.constructor as new (length: number) => T)(length)
  more.set(array)
  return more
}

function pushSource(lists: SourceLists, value: number, next: number): number {
  lists.values = grown(lists.values, lists.count + 1)
  lists.next = grown(lists.next, lists.count + 1)
  lists.values[lists.count] = value
  lists.next[lists.count] = next
  return lists.count++
}

/** A list of one segment. */
export const listOf = (lists: SourceLists, value: number): number => pushSource(lists, value, -1)

export function copyOf(lists: SourceLists, head: number): number {
  let copy = -1
  for (let entry = head; entry !== -1; entry = lists.next[entry]!) copy = pushSource(lists, lists.values[entry]!, copy)
  return copy
}

export interface PieceTable {
  /** `head` is the list of segments from `a` to `b`; it becomes the table's. */
  add(a: number, b: number, head: number, fresh: number): void
  /** A piece that stays as it is, and is the only one between its nodes. */
  keep(pieces: Pieces, piece: number, fresh: number): void
  readonly pieces: Pieces
}

/**
 * Gathers pieces; those between the same two nodes become one. A piece from a node to itself is dropped.
 * @param added how many are added at most
 * @param kept how many are kept
 */
export function createPieceTable(x: Float64Array, y: Float64Array, lists: SourceLists, added: number, kept: number): PieceTable {
  const bits = Math.max(4, Math.ceil(Math.log2(2 * added + 1)))
  const shift = 32 - bits
  const mask = 2 ** bits - 1
  // Number of the piece + 1; 0 is free.
  const slots = int32(mask + 1)
  const capacity = added + kept
  const from = int32(capacity)
  const to = int32(capacity)
  const head = int32(capacity)
  const isFresh = uint8(capacity)
  const pieces: Pieces = { from, to, head, isFresh, count: 0 }

  return {
    pieces,
    keep(before, piece, fresh) {
      const at = pieces.count++
      from[at] = before.from[piece]!
      to[at] = before.to[piece]!
      head[at] = before.head[piece]!
      isFresh[at] = fresh
    },
    add(a, b, list, fresh) {
      if (a === b) return
      if (x[b]! < x[a]! || (x[b] === x[a] && y[b]! < y[a]!)) {
        for (let entry = list; entry !== -1; entry = lists.next[entry]!) lists.values[entry]! ^= 1
        const swapped = a
        a = b
        b = swapped
      }
      const hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ (b + 0x7ed55d16), 0x85ebca6b)
      let slot = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) >>> shift
      for (;;) {
        const piece = slots[slot]! - 1
        if (piece === -1) break
        if (from[piece] === a && to[piece] === b) {
          head[piece] = joined(lists, list, head[piece]!)
          isFresh[piece]! |= fresh
          return
        }
        slot = (slot + 1) & mask
      }
      const piece = pieces.count++
      slots[slot] = piece + 1
      from[piece] = a
      to[piece] = b
      head[piece] = list
      isFresh[piece] = fresh
    },
  }
}

/** Puts the first list before the second. */
function joined(lists: SourceLists, first: number, second: number): number {
  let last = first
  while (lists.next[last] !== -1) last = lists.next[last]!
  lists.next[last] = second
  return first
}
