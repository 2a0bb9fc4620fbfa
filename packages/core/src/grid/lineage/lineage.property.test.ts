import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { createGridTree } from '../grid-tree.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { gridsAt } from './grids-at.ts'
import { mergeGrids } from './merge-grids.ts'
import type { LineageResult } from './replace-grids.ts'
import { redrawGrid } from './redraw-grid.ts'
import { splitGrid } from './split-grid.ts'

// Grids on a line: each covers from one whole number to another, so that halves, unions and shifted borders are easily made.
const name = { zh: '网格', en: 'Grid' }
type Span = readonly [west: number, east: number]

const strip = ([west, east]: Span): { geometry: Geometry; crs: 'planar' } => ({
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 0],
        [east, 0],
        [east, 10],
        [west, 10],
        [west, 0],
      ],
    ],
  },
  crs: 'planar',
})

const spanOf = ({ geometry }: GridRecord): Span => {
  const xs = (geometry as { coordinates: number[][][] }).coordinates[0]!.map(([x]) => x!)
  return [Math.min(...xs), Math.max(...xs)]
}

const LEVELS = ['subdistrict', 'community', 'estate', 'micro'] as const

/** Each grid of a level in two or three of the next: 1, 2, 6, 18. */
function district(): GridRecord[] {
  const records: GridRecord[] = []
  const add = (level: number, id: string, parentId: string | undefined, [west, east]: Span) => {
    records.push({ id, level: LEVELS[level]!, name, codes: [], ...(parentId && { parentId }), ...strip([west, east]) })
    const parts = [2, 3, 3][level] ?? 0
    const width = (east - west) / parts
    for (let i = 0; i < parts; i++) add(level + 1, `${id}.${i}`, id, [west + i * width, west + (i + 1) * width])
  }
  add(0, 'r', undefined, [0, 18 * 64])
  return records
}

interface Step {
  kind: 'split' | 'merge' | 'redraw' | 'late-split'
  /** Which of the grids that there are then. */
  pick: number
  shift: number
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('split', 'merge', 'redraw', 'late-split'),
    pick: fc.nat(1000),
    shift: fc.integer({ min: 1, max: 7 }),
  }),
  { maxLength: 14 },
)

const BEGIN = Date.parse('2026-01-01T00:00:00Z')
const DAY = 86_400_000

function take(records: GridRecord[], { kind, pick, shift }: Step, day: number, made: () => string): LineageResult {
  const at = kind === 'late-split' ? day + 2 * DAY : day
  const then = gridsAt(records, at)
  const grid = then[1 + (pick % (then.length - 1))]!
  const [west, east] = spanOf(grid)
  const children = then.filter(({ parentId }) => parentId === grid.id)
  // One child could not be halved with its parent.
  if (children.length === 1) return { ok: true, records }
  // The border between two children, where there are some.
  const inner = children.map((child) => spanOf(child)[1]).filter((x) => x < east)
  const middle = inner[pick % Math.max(inner.length, 1)] ?? (west + east) / 2
  if (kind === 'split' || kind === 'late-split') {
    const part = (span: Span) => ({
      id: made(),
      name,
      ...strip(span),
      children: children.filter((child) => spanOf(child)[0] >= span[0] && spanOf(child)[1] <= span[1]).map(({ id }) => id),
    })
    const into = [part([west, middle]), part([middle, east])]
    return splitGrid(records, { gridId: grid.id, into, at })
  }
  const neighbour = then.find((other) => other.parentId === grid.parentId && spanOf(other)[0] === east)
  if (!neighbour) return { ok: true, records }
  const end = spanOf(neighbour)[1]
  const gridIds = [grid.id, neighbour.id]
  if (kind === 'merge') return mergeGrids(records, { gridIds, into: { id: made(), name, ...strip([west, end]) }, at })
  if (children.length > 0 || then.some(({ parentId }) => parentId === neighbour.id)) return { ok: true, records }
  const border = west + ((end - west) * shift) / 8
  const grids = [
    { gridId: grid.id, id: made(), ...strip([west, border]) },
    { gridId: neighbour.id, id: made(), ...strip([border, end]) },
  ]
  return redrawGrid(records, { grids, at })
}

/** The tree of a day as anybody saw it then: without what was not known yet. */
const seen = (records: readonly GridRecord[], at: number) => gridsAt(records, at).map(({ validTo: _, ...record }) => record)

it('any sequence of splits, merges and redraws gives a tree at every instant, and never changes the past', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let records = district()
      let ids = 0
      for (const [day, step] of sequence.entries()) {
        const at = BEGIN + day * DAY
        const result = take(records, step, at, () => `g${ids++}`)
        // Refused only for what was entered for later, or begins at that very instant.
        if (!result.ok) assert.match(result.reason, /^(changed-later|before-valid-from)$/, JSON.stringify(result))
        else {
          for (const past of [BEGIN - DAY, at - 3 * DAY, at - DAY, at - 1]) {
            assert.deepEqual(seen(result.records, past), seen(records, past))
          }
          records = result.records
        }
      }
      for (let day = -1; day <= sequence.length + 2; day++) {
        for (const at of [BEGIN + day * DAY - 1, BEGIN + day * DAY]) {
          const tree = createGridTree(gridsAt(records, at))
          assert.ok(tree.ok, JSON.stringify(tree))
          assertTiled(gridsAt(records, at))
        }
      }
    }),
    { numRuns: 60 },
  )
})

/** The children of each grid lie side by side, from its one end to its other. */
function assertTiled(grids: readonly GridRecord[]): void {
  for (const grid of grids) {
    const spans = grids.filter(({ parentId }) => parentId === grid.id).map(spanOf)
    if (spans.length === 0) continue
    spans.sort(([one], [other]) => one - other)
    const [west, east] = spanOf(grid)
    assert.deepEqual([spans[0]![0], spans.at(-1)![1]], [west, east])
    for (let i = 1; i < spans.length; i++) assert.equal(spans[i]![0], spans[i - 1]![1])
  }
}
