import type { Borders } from './borders.ts'
import { findMeetings } from './meetings.ts'
import type { Meetings } from './meetings.ts'
import type { Residual } from './residual.ts'
import { int32, uint8 } from '../topology/slab.ts'

/**
 * Which edges meet, of those that are left in some group: what was cancelled cannot spoil anything, if every ring is simple.
 * Of the others it is told that nothing is known.
 */
export function meetingsAmong({ x, y, from, to, edgeCount }: Borders, residuals: readonly Residual[]): Meetings | undefined {
  const isLeft = uint8(edgeCount)
  let count = 0
  for (const { edges } of residuals) {
    for (let i = 0; i < edges.length; i++) {
      count += 1 - isLeft[edges[i]!]!
      isLeft[edges[i]!] = 1
    }
  }
  if (2 * count > edgeCount) return findMeetings({ x, y, from, to, edgeCount })
  const left = int32(count)
  for (let edge = 0, at = 0; edge < edgeCount; edge++) if (isLeft[edge] === 1) left[at++] = edge
  const few = { x, y, from: left.map((edge) => from[edge]!), to: left.map((edge) => to[edge]!), edgeCount: count }
  const found = findMeetings(few)
  if (!found) return undefined
  const meets = uint8(edgeCount)
  for (let i = 0; i < count; i++) meets[left[i]!] = found.meets[i]!
  if (!found.near) return { meets, near: undefined }
  const { margin, start, mates } = found.near
  const wholeStart = int32(edgeCount + 1)
  for (let i = 0; i < count; i++) wholeStart[left[i]! + 1] = start[i + 1]! - start[i]!
  for (let edge = 0; edge < edgeCount; edge++) wholeStart[edge + 1]! += wholeStart[edge]!
  const isUnknown = isLeft.map((is) => 1 - is)
  return { meets, near: { margin, start: wholeStart, mates: mates.map((i) => left[i]!), isUnknown } }
}
