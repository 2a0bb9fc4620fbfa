// Where the map is looked at: a centre in metres and how many pixels a metre takes.
import type { Box } from './shapes.ts'

export interface View {
  x: number
  y: number
  /** Pixels a metre. */
  scale: number
  width: number
  height: number
}

/** A twentieth of a millimetre in a pixel: a gap of a centimetre fills the screen. */
const CLOSEST = 20_000
const FARTHEST = 1e-5

export const bounded = (scale: number): number => Math.min(CLOSEST, Math.max(FARTHEST, scale))

export const toScreen = ({ x, y, scale, width, height }: View, [px, py]: readonly [number, number]): [number, number] => [
  (px - x) * scale + width / 2,
  (y - py) * scale + height / 2,
]

export const toGround = ({ x, y, scale, width, height }: View, [sx, sy]: readonly [number, number]): [number, number] => [
  (sx - width / 2) / scale + x,
  y - (sy - height / 2) / scale,
]

/** What is seen, and `margin` pixels around it. */
export function seen({ x, y, scale, width, height }: View, margin = 0): Box {
  const [halfX, halfY] = [(width / 2 + margin) / scale, (height / 2 + margin) / scale]
  return { west: x - halfX, east: x + halfX, south: y - halfY, north: y + halfY }
}

/** A box in the middle with `share` of the map's sides. */
export function fitted(view: View, box: Box, share: number): View {
  const [width, height] = [box.east - box.west, box.north - box.south]
  const scale = Math.min((view.width * share) / Math.max(width, 1e-9), (view.height * share) / Math.max(height, 1e-9))
  return { ...view, x: (box.west + box.east) / 2, y: (box.south + box.north) / 2, scale: bounded(scale) }
}

/** Nearer or farther, with the place under a pixel staying where it is. */
export function zoomed(view: View, factor: number, at: readonly [number, number] = [view.width / 2, view.height / 2]): View {
  const [x, y] = toGround(view, at)
  const scale = bounded(view.scale * factor)
  return { ...view, scale, x: x - (at[0] - view.width / 2) / scale, y: y + (at[1] - view.height / 2) / scale }
}

export const moved = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y + dy / view.scale,
})
