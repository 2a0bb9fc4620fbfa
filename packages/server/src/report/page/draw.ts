// Draws the scene on a canvas. Everything is simplified to what a pixel can show, so that 10,000 outlines stay smooth.
import type { Scene, SceneFinding, SceneGrid } from './scene.ts'
import { clipped, meets, thinned } from './shapes.ts'
import type { Box, Line } from './shapes.ts'
import { seen, toScreen } from './view.ts'
import type { View } from './view.ts'

export interface Ink {
  ground: string
  /** Of leaf grids. */
  tints: string[]
  /** Of borders: leaves, then upwards. */
  borders: string[]
  text: string
  halo: string
  fault: string
  faultSoft: string
  chosen: string
  marked: string
  font: string
}

export interface Shown {
  findings: readonly SceneFinding[]
  chosen: SceneFinding | undefined
  name: (grid: SceneGrid) => string
}

type Context = CanvasRenderingContext2D

/** From here on outlines are cut to what is seen. */
const CUT_FROM = 20
const MARGIN = 60

export function createPainter(scene: Scene) {
  const byDepth = [...scene.grids].sort((a, b) => a.depth - b.depth)
  const lines = createThinned(scene)
  return (ctx: Context, view: View, ink: Ink, shown: Shown): void => {
    ctx.fillStyle = ink.ground
    ctx.fillRect(0, 0, view.width, view.height)
    const box = seen(view, MARGIN)
    const near = byDepth.filter((grid) => meets(grid.box, box))
    const trace = tracer(ctx, view, box)
    fillLeaves(ctx, near, lines(view.scale), trace, ink, shown)
    strokeBorders(ctx, near, scene.deepest, lines(view.scale), trace, ink, view)
    drawFindings(ctx, view, box, ink, shown, trace)
    writeNames(ctx, near, view, ink, shown.name)
    if (shown.chosen) drawChosen(ctx, shown.chosen, view, ink, trace)
  }
}

/** Lines of every grid for a scale; made anew only where the scale has doubled or halved. */
function createThinned(scene: Scene): (scale: number) => (grid: SceneGrid) => readonly Line[] {
  let level = NaN
  let made: (readonly Line[] | undefined)[] = []
  return (scale) => {
    const now = Math.ceil(Math.log2(scale))
    if (now !== level) {
      level = now
      made = new Array(scene.grids.length)
    }
    const step = 0.6 / 2 ** now
    return (grid) => (made[grid.index] ??= grid.rings.map((ring) => thinned(ring, step)))
  }
}

type Trace = (line: Line, isClosed: boolean) => void

function tracer(ctx: Context, view: View, box: Box): Trace {
  return (line, isClosed) => {
    const drawn = isClosed && view.scale > CUT_FROM ? clipped(line, box) : line
    for (let i = 0; i < drawn.length; i += 2) {
      const [x, y] = toScreen(view, [drawn[i]!, drawn[i + 1]!])
      if (i === 0) ctx.moveTo(x, y)
      else ctx.lineTo(x, y)
    }
    if (isClosed && drawn.length > 0) ctx.closePath()
  }
}

type LinesOf = (grid: SceneGrid) => readonly Line[]

/** Up to here every leaf is filled by itself; more of them are small on the screen, and filled some at a time. */
const FEW = 1500
const AT_A_TIME = 24

function fillLeaves(ctx: Context, near: readonly SceneGrid[], lines: LinesOf, trace: Trace, ink: Ink, shown: Shown): void {
  const chosen = new Set(shown.chosen?.grids)
  const leaves = near.filter(({ isLeaf, index }) => isLeaf && !chosen.has(index))
  const fill = (grids: readonly SceneGrid[], colour: string, rule: CanvasFillRule) => {
    ctx.beginPath()
    for (const grid of grids) for (const line of lines(grid)) trace(line, true)
    ctx.fillStyle = colour
    ctx.fill(rule)
  }
  if (leaves.length <= FEW) for (const grid of leaves) fill([grid], ink.tints[grid.tint]!, 'evenodd')
  else {
    for (const [tint, colour] of ink.tints.entries()) {
      const those = leaves.filter((grid) => grid.tint === tint)
      // Where two overlap, even and odd would leave the ground empty.
      for (let i = 0; i < those.length; i += AT_A_TIME) fill(those.slice(i, i + AT_A_TIME), colour, 'nonzero')
    }
  }
  for (const grid of near) if (chosen.has(grid.index)) fill([grid], ink.chosen, 'evenodd')
}

function strokeBorders(
  ctx: Context,
  near: readonly SceneGrid[],
  deepest: number,
  lines: LinesOf,
  trace: Trace,
  ink: Ink,
  view: View,
) {
  ctx.lineJoin = 'round'
  for (let depth = deepest; depth >= 0; depth--) {
    const rank = Math.min(deepest - depth, ink.borders.length - 1)
    ctx.strokeStyle = ink.borders[rank]!
    ctx.lineWidth = [0.8, 1.5, 2.2, 3][rank]!
    for (const grid of near) {
      const isSpeck = (grid.box.east - grid.box.west) * view.scale < 3 && (grid.box.north - grid.box.south) * view.scale < 3
      if (grid.depth !== depth || isSpeck) continue
      // Each by itself: one path of all borders takes seconds, as a canvas looks for its crossings.
      ctx.beginPath()
      for (const line of lines(grid)) trace(line, true)
      ctx.stroke()
    }
  }
}

const MOST_NAMES = 90

/** The names of the deepest level that has room for them; those above where it has none. */
function writeNames(ctx: Context, near: readonly SceneGrid[], view: View, ink: Ink, name: (grid: SceneGrid) => string): void {
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.lineJoin = 'round'
  const taken: Box[] = []
  for (const grid of near) {
    if (taken.length >= MOST_NAMES) return
    const size = grid.isLeaf ? 12 : 13
    ctx.font = `${grid.isLeaf ? 400 : 600} ${size}px ${ink.font}`
    const [left, top] = toScreen(view, [grid.box.west, grid.box.north])
    const [right, bottom] = toScreen(view, [grid.box.east, grid.box.south])
    const text = name(grid)
    const wide = right - left > 36 && bottom - top > 22 ? ctx.measureText(text).width : Infinity
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    const hasRoom = wide + 8 < right - left && x > 0 && x < view.width && y > 0 && y < view.height
    const isWhole = grid.depth === 0 && !grid.isLeaf
    const own = { west: x - wide / 2 - 4, east: x + wide / 2 + 4, south: y - size, north: y + size }
    if (!hasRoom || isWhole || taken.some((other) => meets(own, other))) continue
    taken.push(own)
    ctx.strokeStyle = ink.halo
    ctx.lineWidth = 3
    ctx.strokeText(text, x, y)
    ctx.fillStyle = ink.text
    ctx.fillText(text, x, y)
  }
}

/** Each finding as its own place with a line that is seen at any scale, and a marker where the place is a speck. */
function drawFindings(ctx: Context, view: View, box: Box, ink: Ink, { findings, chosen }: Shown, trace: Trace): void {
  const there = findings.filter((finding) => meets(finding.box, box))
  for (const finding of there) {
    const isMarked = finding.spot && isSpeck(finding.box, view)
    if (finding !== chosen && !isMarked) drawPlace(ctx, finding, view, ink, trace)
  }
  const specks = there.filter(({ spot, box: place }) => spot && isSpeck(place, view))
  // Many markers are small ones, so that the map is still seen.
  const radius = Math.min(4, Math.max(1.8, Math.sqrt((view.width * view.height) / Math.max(1, specks.length)) / 8))
  ctx.fillStyle = ink.marked
  ctx.strokeStyle = ink.halo
  ctx.lineWidth = radius / 3
  for (const { spot } of specks) {
    if (!spot) continue
    const [x, y] = toScreen(view, spot)
    // So small, nobody tells a square from a circle; thousands of circles are slow.
    if (radius < 2.5) {
      ctx.fillRect(x - radius, y - radius, 2 * radius, 2 * radius)
      continue
    }
    ctx.beginPath()
    ctx.arc(x, y, radius, 0, 2 * Math.PI)
    ctx.fill()
    ctx.stroke()
  }
}

const isSpeck = ({ west, east, south, north }: Box, { scale }: View) => Math.max(east - west, north - south) * scale < 14

function drawPlace(ctx: Context, { lines, isArea }: SceneFinding, view: View, ink: Ink, trace: Trace, width = 1.5): void {
  ctx.beginPath()
  for (const line of lines) trace(line, isArea)
  if (isArea) {
    ctx.fillStyle = ink.faultSoft
    ctx.fill('evenodd')
  }
  ctx.strokeStyle = ink.fault
  ctx.lineWidth = width
  ctx.stroke()
}

function drawChosen(ctx: Context, finding: SceneFinding, view: View, ink: Ink, trace: Trace): void {
  drawPlace(ctx, finding, view, ink, trace, 2.5)
  if (!finding.spot) return
  const [x, y] = toScreen(view, finding.spot)
  const isThin = finding.width * view.scale < 6
  ctx.strokeStyle = ink.fault
  ctx.lineWidth = 2.5
  ctx.beginPath()
  ctx.arc(x, y, isThin ? 16 : 5, 0, 2 * Math.PI)
  ctx.stroke()
  if (!isThin) return
  ctx.beginPath()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    ctx.moveTo(x + dx * 16, y + dy * 16)
    ctx.lineTo(x + dx * 24, y + dy * 24)
  }
  ctx.stroke()
}
