import { piecesOfFaces } from './owners.ts'
import type { Arrangement } from '../topology/arrangement.ts'

/** What a face is told as; the same claim on both sides of a piece is one place. */
export interface Claim {
  code: 'overlap' | 'gap' | 'outside-parent'
  /** Those that overlap, or the one that is outside; a gap's neighbours are found at its border. */
  grids: readonly number[]
}

/** Faces that hang together and are told as one. */
export interface Component {
  claim: Claim
  faces: number[]
  /** Its border: twice the piece, + 1 where the place is to the right of it. */
  border: number[]
}

/**
 * Gathers neighbouring faces with the same claim.
 * @param claimsOf of a face; the same claim must be the same object
 */
export function componentsOf(map: Arrangement, claimsOf: (face: number) => readonly Claim[]): Component[] {
  const { start, pieces } = piecesOfFaces(map)
  const claims: (readonly Claim[] | undefined)[] = new Array<undefined>(map.faceCount)
  const done: (Set<Claim> | undefined)[] = new Array<undefined>(map.faceCount)
  for (let face = 1; face < map.faceCount; face++) claims[face] = claimsOf(face)
  const components: Component[] = []
  const isDone = (face: number, claim: Claim) => done[face]?.has(claim) === true
  const finish = (face: number, claim: Claim): void => {
    const set = done[face]
    if (set) set.add(claim)
    else done[face] = new Set([claim])
  }
  for (let seed = 1; seed < map.faceCount; seed++) {
    for (const claim of claims[seed]!) {
      if (isDone(seed, claim)) continue
      finish(seed, claim)
      const faces = [seed]
      const border: number[] = []
      for (let at = 0; at < faces.length; at++) {
        const face = faces[at]!
        for (let i = start[face]!; i < start[face + 1]!; i++) {
          const piece = pieces[i]!
          const isLeft = map.leftFace[piece] === face
          const other = isLeft ? map.rightFace[piece]! : map.leftFace[piece]!
          if (other === face) continue
          if (!claims[other]?.includes(claim)) border.push(2 * piece + (isLeft ? 0 : 1))
          else if (!isDone(other, claim)) {
            finish(other, claim)
            faces.push(other)
          }
        }
      }
      components.push({ claim, faces, border })
    }
  }
  return components
}
