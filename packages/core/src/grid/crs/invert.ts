import type { Position } from '../../schema.ts'

/** Degrees: a hundredth of a millimetre. */
const RESIDUAL = 1e-10
/** Six are enough anywhere in China; the bound is for what nobody thought of. */
const ROUNDS = 20

/**
 * The position that `forward` takes to this one, where `forward` is little more than an offset that changes slowly: what
 * is still missing is added until nothing is. A round leaves about a fiftieth of it.
 */
export function invert(forward: (position: Position) => Position, [x, y]: Position): Position {
  let origin: Position = [x, y]
  for (let round = 0; round < ROUNDS; round++) {
    const [reachedX, reachedY] = forward(origin)
    const missingX = x - reachedX
    const missingY = y - reachedY
    if (Math.abs(missingX) <= RESIDUAL && Math.abs(missingY) <= RESIDUAL) break
    origin = [origin[0] + missingX, origin[1] + missingY]
  }
  return origin
}
