import { SdkError } from '../../errors.ts'
import type { Rings } from '../topology/read-rings.ts'
import type { Topology } from './topology.ts'

/** How the positions of an arc are written. */
export interface Steps {
  transform?: Topology['transform']
  /** The positions of the arc that has the vertices from `from` to before `to`. */
  of(vertices: Int32Array, from: number, to: number): [number, number][]
}

/** Coordinates as they are. */
export const exactSteps = ({ x, y }: Rings): Steps => ({
  of: (vertices, from, to) => Array.from({ length: to - from }, (_, i) => [x[vertices[from + i]!]!, y[vertices[from + i]!]!]),
})

/** With which whole numbers of Earth's degrees stay well within those that a double holds. */
const MOST_DECIMALS = 9

/** Whole numbers of the last decimal, counted from the least coordinate. */
export function decimalSteps({ x, y }: Rings, decimals: number): Steps {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) {
    throw new SdkError('bad-argument', `Expected a whole number of decimals, 0 to ${MOST_DECIMALS}, got ${decimals}`)
  }
  const unit = 10 ** decimals
  const axis = (values: Float64Array) => {
    const [least] = rangeOf(values)
    const origin = Math.round(least * unit)
    const steps = Array.from(values, (value) => {
      const whole = Math.round(value * unit)
      if (whole / unit === value && Number.isSafeInteger(whole)) return whole - origin
      throw new SdkError('bad-argument', `Expected coordinates of at most ${decimals} decimals, got ${value}`)
    })
    return { steps, translate: origin / unit }
  }
  const [xs, ys] = [axis(x), axis(y)]
  const scale = 1 / unit
  return {
    transform: { scale: [scale, scale], translate: [xs.translate, ys.translate] },
    of: (vertices, from, to) => differences(xs.steps, ys.steps, vertices, from, to),
  }
}

/** As many decimals as the coordinates have; undefined where some have more than nine. */
export function fewestDecimals({ x, y }: Rings): number | undefined {
  const isWhole = (unit: number) => (value: number) => Math.round(value * unit) / unit === value
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const fits = isWhole(10 ** decimals)
    if (x.every(fits) && y.every(fits)) return decimals
  }
  return undefined
}

/** The nearest of so many values between the least and the greatest coordinate. */
export function quantizedSteps({ x, y }: Rings, quantization: number): Steps {
  if (!Number.isInteger(quantization) || quantization < 2) {
    throw new SdkError('bad-argument', `Expected a quantization of a whole number from 2 on, got ${quantization}`)
  }
  const axis = (values: Float64Array) => {
    const [least, greatest] = rangeOf(values)
    const scale = greatest > least ? (greatest - least) / (quantization - 1) : 1
    return { steps: Array.from(values, (value) => Math.round((value - least) / scale)), scale, translate: least }
  }
  const [xs, ys] = [axis(x), axis(y)]
  return {
    transform: { scale: [xs.scale, ys.scale], translate: [xs.translate, ys.translate] },
    of: (vertices, from, to) =>
      withoutRepetitions(differences(xs.steps, ys.steps, vertices, from, to), vertices[from] === vertices[to - 1]),
  }
}

function differences(xs: number[], ys: number[], vertices: Int32Array, from: number, to: number): [number, number][] {
  let [x, y] = [0, 0]
  return Array.from({ length: to - from }, (_, i) => {
    const v = vertices[from + i]!
    const step: [number, number] = [xs[v]! - x, ys[v]! - y]
    x = xs[v]!
    y = ys[v]!
    return step
  })
}

/** A ring keeps four positions: a closed arc is one by itself, and of two arcs between the same ends one has three. */
function withoutRepetitions(steps: [number, number][], isClosed: boolean): [number, number][] {
  let surplus = steps.length - (isClosed ? 4 : 3)
  return steps.filter(([dx, dy], i) => i === 0 || dx !== 0 || dy !== 0 || surplus-- <= 0)
}

function rangeOf(values: Float64Array): [number, number] {
  let [least, greatest] = values.length > 0 ? [Infinity, -Infinity] : [0, 0]
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return [least, greatest]
}
