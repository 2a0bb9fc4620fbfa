import type { Arrangement } from '../topology/arrangement.ts'

/** Faces that hang together and are alike. Region 0 has the unbounded face. */
export interface Regions {
  count: number
  /** Of each face its region. */
  of: Int32Array
  /** The pieces around region r, `border[start[r] … start[r + 1])`: twice the piece, + 1 where the region is right of it. */
  start: Int32Array
  border: Int32Array
}

/**
 * Gathers neighbouring faces of the same kind.
 * @param kindOf kind of each face
 */
export function regionsOf({ faceCount, leftFace, rightFace }: Arrangement, kindOf: ArrayLike<number>): Regions {
  const parent = Int32Array.from({ length: faceCount }, (_, face) => face)
  const find = (face: number): number => {
    while (parent[face] !== face) {
      parent[face] = parent[parent[face]!]!
      face = parent[face]!
    }
    return face
  }
  for (let e = 0; e < leftFace.length; e++) {
    if (kindOf[leftFace[e]!] !== kindOf[rightFace[e]!]) continue
    const a = find(leftFace[e]!)
    const b = find(rightFace[e]!)
    if (a < b) parent[b] = a
    else parent[a] = b
  }
  const of = new Int32Array(faceCount)
  let count = 0
  for (let face = 0; face < faceCount; face++) of[face] = find(face) === face ? count++ : of[find(face)]!
  const start = new Int32Array(count + 1)
  const isBorder = (e: number): boolean => of[leftFace[e]!] !== of[rightFace[e]!]
  for (let e = 0; e < leftFace.length; e++) {
    if (!isBorder(e)) continue
    start[of[leftFace[e]!]! + 1]!++
    start[of[rightFace[e]!]! + 1]!++
  }
  for (let r = 0; r < count; r++) start[r + 1]! += start[r]!
  const next = start.slice()
  const border = new Int32Array(start[count]!)
  for (let e = 0; e < leftFace.length; e++) {
    if (!isBorder(e)) continue
    border[next[of[leftFace[e]!]!]!++] = 2 * e
    border[next[of[rightFace[e]!]!]!++] = 2 * e + 1
  }
  return { count, of, start, border }
}

/** The face on the other side of a piece around a region. */
export const beyond = ({ leftFace, rightFace }: Arrangement, side: number): number =>
  (side & 1) === 0 ? rightFace[side >> 1]! : leftFace[side >> 1]!
