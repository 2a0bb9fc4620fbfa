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
  /** Its only face; −1 where there are more. */
  face: number
  /** Its border: half-edges with the place on their left. Of one face in the order of its cycles. */
  border: number[]
}

const NONE: readonly Claim[] = []

/**
 * Gathers neighbouring faces with the same claim.
 * @param claimsOf of a face; the same claim must be the same object
 */
export function eachComponent(
  { faceCount, faceOf, next, cycleStart, cycles }: Arrangement,
  claimsOf: (face: number) => readonly Claim[],
  visit: (component: Component) => void,
): void {
  const claims: (readonly Claim[])[] = [NONE]
  // Claim k of a face has the number `first[face] + k`.
  const first = new Int32Array(faceCount + 1)
  for (let face = 1; face < faceCount; face++) {
    claims.push(claimsOf(face))
    first[face + 1] = first[face]! + claims[face]!.length
  }
  const isDone = new Uint8Array(first[faceCount]!)
  const faces: number[] = []
  for (let seed = 1; seed < faceCount; seed++) {
    for (let at = first[seed]!; at < first[seed + 1]!; at++) {
      if (isDone[at] === 1) continue
      isDone[at] = 1
      const claim = claims[seed]![at - first[seed]!]!
      const border: number[] = []
      let count = 1
      faces[0] = seed
      for (let i = 0; i < count; i++) {
        const face = faces[i]!
        for (let c = cycleStart[face]!; c < cycleStart[face + 1]!; c++) {
          let h = cycles[c]!
          do {
            const other = faceOf[h ^ 1]!
            const others = claims[other]!
            let k = 0
            while (k < others.length && others[k] !== claim) k++
            if (k === others.length) border.push(h)
            else if (isDone[first[other]! + k] === 0) {
              isDone[first[other]! + k] = 1
              faces[count++] = other
            }
            h = next[h]!
          } while (h !== cycles[c])
        }
      }
      visit({ claim, face: count === 1 ? seed : -1, border })
    }
  }
}
