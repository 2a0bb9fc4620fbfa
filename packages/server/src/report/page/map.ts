// The map: a canvas that is moved and zoomed by mouse, touch and keys.
import { createPainter } from './draw.ts'
import type { Ink, Shown } from './draw.ts'
import type { Scene, SceneFinding, SceneGrid } from './scene.ts'
import { covers, meets } from './shapes.ts'
import type { Box } from './shapes.ts'
import { fitted, moved, seen, toGround, toScreen, zoomed } from './view.ts'
import type { View } from './view.ts'

export interface MapEvents {
  onPick(finding: SceneFinding): void
  onStep(by: 1 | -1): void
  /** Where the pointer is, and in which grids, the deepest last. */
  onPoint(ground: readonly [number, number], grids: readonly SceneGrid[]): void
  onView(view: View): void
}

const STEP = 80
const FACTOR = 1.6
/** A press that moves less than this is a click. */
const CLICK = 5
const REACH = 12

export function createMap(canvas: HTMLCanvasElement, scene: Scene, events: MapEvents) {
  const paint = createPainter(scene)
  const ctx = canvas.getContext('2d')!
  let view: View = { x: 0, y: 0, scale: 1, width: 1, height: 1 }
  let ink: Ink | undefined
  let shown: Shown = { findings: scene.findings, chosen: undefined, name: ({ id }) => id }
  let isWaiting = false

  const draw = () => {
    isWaiting = false
    if (!ink) return
    const ratio = canvas.width / Math.max(1, view.width)
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    paint(ctx, view, ink, shown)
    events.onView(view)
  }
  const redraw = () => {
    if (isWaiting) return
    isWaiting = true
    requestAnimationFrame(draw)
  }
  const look = (next: View) => {
    view = next
    redraw()
  }

  const resize = () => {
    const { clientWidth: width, clientHeight: height } = canvas
    if (width === 0 || height === 0) return
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1)
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
    const before = view
    view = { ...view, width, height }
    if (before.width === 1) view = fitted(view, scene.box, 0.92)
    // On paper: the same piece of ground as on the screen.
    else if (isOnPaper()) view = fitted(view, seen(before), 1)
    draw()
  }
  new ResizeObserver(resize).observe(canvas)

  onGestures(canvas, {
    move: (dx, dy) => look(moved(view, dx, dy)),
    zoom: (factor, at) => look(zoomed(view, factor, at)),
    click: (at) => {
      const finding = findingAt(at, view, shown.findings)
      if (finding) events.onPick(finding)
    },
    hover: (at) => {
      const ground = toGround(view, at)
      events.onPoint(ground, gridsAt(ground, scene))
    },
  })

  const keys: Record<string, () => void> = {
    ArrowLeft: () => look(moved(view, STEP, 0)),
    ArrowRight: () => look(moved(view, -STEP, 0)),
    ArrowUp: () => look(moved(view, 0, STEP)),
    ArrowDown: () => look(moved(view, 0, -STEP)),
    '+': () => look(zoomed(view, FACTOR)),
    '=': () => look(zoomed(view, FACTOR)),
    '-': () => look(zoomed(view, 1 / FACTOR)),
    '0': () => look(fitted(view, scene.box, 0.92)),
    n: () => events.onStep(1),
    p: () => events.onStep(-1),
  }
  canvas.addEventListener('keydown', (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  })

  return {
    show(next: Partial<Shown>) {
      shown = { ...shown, ...next }
      redraw()
    },
    paintWith(next: Ink) {
      ink = next
      redraw()
    },
    zoomBy: (factor: number) => look(zoomed(view, factor)),
    fit: () => look(fitted(view, scene.box, 0.92)),
    /** The whole place, with what is around it. */
    goTo(finding: SceneFinding) {
      if (finding.box.east < finding.box.west) return
      look(fitted(view, grown(finding.box), 0.6))
    },
    /** So near that its width is seen. */
    closeUp(finding: SceneFinding) {
      if (!finding.spot) return
      const half = Math.max(finding.width, 0.004) * 2
      const [x, y] = finding.spot
      look(fitted(view, { west: x - half, east: x + half, south: y - half, north: y + half }, 1))
    },
    /** At once, for the printer. */
    drawNow: resize,
  }
}

const isOnPaper = () => document.documentElement.dataset.printing !== undefined

/** A speck is shown with some metres around it. */
const grown = ({ west, south, east, north }: Box): Box => {
  const margin = Math.max(0, 4 - Math.max(east - west, north - south)) / 2
  return { west: west - margin, east: east + margin, south: south - margin, north: north + margin }
}

function findingAt(at: readonly [number, number], view: View, findings: readonly SceneFinding[]): SceneFinding | undefined {
  const box = seen(view)
  let best: { finding: SceneFinding; far: number } | undefined
  for (const finding of findings) {
    if (!finding.spot || !meets(finding.box, box)) continue
    const [x, y] = toScreen(view, finding.spot)
    const far = Math.hypot(x - at[0], y - at[1])
    if (far < (best?.far ?? REACH)) best = { finding, far }
  }
  if (best) return best.finding
  const [x, y] = toGround(view, at)
  return findings.find(({ isArea, lines }) => isArea && covers(lines, x, y))
}

function gridsAt([x, y]: readonly [number, number], scene: Scene): SceneGrid[] {
  const within = scene.grids.filter(
    ({ box, rings }) => x >= box.west && x <= box.east && y >= box.south && y <= box.north && covers(rings, x, y),
  )
  return within.sort((a, b) => a.depth - b.depth)
}

interface Gestures {
  move(dx: number, dy: number): void
  zoom(factor: number, at: [number, number]): void
  click(at: [number, number]): void
  hover(at: [number, number]): void
}

/** One pointer moves, two zoom, the wheel zooms; a short press is a click. */
function onGestures(canvas: HTMLCanvasElement, { move, zoom, click, hover }: Gestures): void {
  const down = new Map<number, [number, number]>()
  let travelled = 0
  const placeOf = (event: MouseEvent): [number, number] => {
    const { left, top } = canvas.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId)
    if (down.size === 0) travelled = 0
    down.set(event.pointerId, placeOf(event))
  })
  canvas.addEventListener('pointermove', (event) => {
    const at = placeOf(event)
    const before = down.get(event.pointerId)
    if (!before) return hover(at)
    down.set(event.pointerId, at)
    const [dx, dy] = [at[0] - before[0], at[1] - before[1]]
    travelled += Math.hypot(dx, dy)
    move(dx / down.size, dy / down.size)
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    if (!other) return
    const apart = (one: [number, number]) => Math.max(1, Math.hypot(one[0] - other[0], one[1] - other[1]))
    zoom(apart(at) / apart(before), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2])
  })
  const release = (event: PointerEvent) => {
    const isClick = event.type === 'pointerup' && down.size === 1 && down.has(event.pointerId) && travelled < CLICK
    down.delete(event.pointerId)
    if (isClick) click(placeOf(event))
  }
  canvas.addEventListener('pointerup', release)
  canvas.addEventListener('pointercancel', release)
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const pixels = event.deltaY * [1, 16, 400][event.deltaMode]!
      zoom(Math.exp(-Math.max(-300, Math.min(300, pixels)) / 400), placeOf(event))
    },
    { passive: false },
  )
  canvas.addEventListener('dblclick', (event) => zoom(FACTOR * FACTOR, placeOf(event)))
}
