import type { Arrangement } from '../topology/arrangement.ts'
import { int32, uint8 } from '../topology/slab.ts'

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
 * @param setOf of a face the number of its claims
 * @param claims of each number; the same claim must be the same object
 */
export function eachComponent(
  { faceCount, faceOf, next, cycleStart, cycles }: Arrangement,
  setOf: Int32Array,
  claims: readonly (readonly Claim[])[],
  visit: (component: Component) => void,
): void {
  // Claim k of a face has the number `first[face] + k`; nobody claims the unbounded face.
  const first = int32(faceCount + 1)
  const claimsOf = (face: number): readonly Claim[] => (face === 0 ? NONE : claims[setOf[face]!]!)
  for (let face = 0; face < faceCount; face++) first[face + 1] = first[face]! + claimsOf(face).length
  const isDone = uint8(first[faceCount]!)
  const faces: number[] = []
  for (let seed = 1; seed < faceCount; seed++) {
    for (let at = first[seed]!; at < first[seed + 1]!; at++) {
      if (isDone[at] === 1) continue
      isDone[at] = 1
      const claim = claims[setOf[seed]!]![at - first[seed]!]!
      const border: number[] = []
      let count = 1
      faces[0] = seed
      for (let i = 0; i < count; i++) {
        const face = faces[i]!
        for (let c = cycleStart[face]!; c < cycleStart[face + 1]!; c++) {
          const start = cycles[c]!
          let h = start
          do {
            const other = faceOf[h ^ 1]!
            const end = first[other + 1]!
            let k = first[other]!
            if (k < end) {
              const others = claims[setOf[other]!]!
              while (k < end && others[k - first[other]!] !== claim) k++
            }
            if (k === end) border.push(h)
            else if (isDone[k] === 0) {
              isDone[k] = 1
              faces[count++] = other
            }
            h = next[h]!
          } while (h !== start)
        }
      }
      visit({ claim, face: count === 1 ? seed : -1, border })
    }
  }
}
