import type { Measure } from './measure.ts'
import { float64 } from '../topology/slab.ts'

/** Scales at equal steps of y, between which they are taken to be straight: asked for every edge, they cost little. */
export interface Scales {
  low: number
  perY: number
  x: Float64Array
  y: Float64Array
}

/** A step of latitude: over it a scale bends by a hundred-millionth. */
const STEP = 0.02
const MOST_STEPS = 4096

/** Those from a least to a greatest y; they are filled in when they are asked for. */
export function createScales(low: number, high: number): Scales {
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.ceil((high - low) / STEP)))
  return {
    low,
    perY: high > low ? steps / (high - low) : 0,
    x: float64(steps + 2).fill(NaN),
    y: float64(steps + 2).fill(NaN),
  }
}

/** The step in which y is, its two ends filled in. */
export function stepAt(measure: Measure, { low, perY, x, y }: Scales, at: number): number {
  const step = perY > 0 ? Math.max(0, Math.min(x.length - 2, Math.floor((at - low) * perY))) : 0
  for (let i = step; i < step + 2; i++) {
    if (x[i] === x[i]) continue
    const scale = measure.scale(perY > 0 ? low + i / perY : low)
    x[i] = scale.x
    y[i] = scale.y
  }
  return step
}
