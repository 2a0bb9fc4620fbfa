import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGridTree } from '../grid-tree.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { gridsAt, gridTurns } from './grids-at.ts'
import { lineageOf } from './lineage-of.ts'
import { mergeGrids } from './merge-grids.ts'
import type { LineageResult } from './replace-grids.ts'
import { redrawGrid } from './redraw-grid.ts'
import { splitGrid } from './split-grid.ts'

const MARCH = '2026-03-01T00:00:00+08:00'
const APRIL = '2026-04-01T00:00:00+08:00'
const MAY = '2026-05-01T00:00:00+08:00'

const name = { zh: '网格', en: 'Grid' }
/** A rectangle in metres. */
const box = (west: number, south: number, east: number, north: number): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const drawn = (...sides: Parameters<typeof box>) => ({ geometry: box(...sides), crs: 'planar' as const })
const grid = (id: string, level: GridRecord['level'], parentId?: string, more: Partial<GridRecord> = {}): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name,
  codes: [{ scheme: 'local', value: id.toUpperCase() }],
  ...more,
})

/** A street of two communities; of the west one an estate with three micro-grids side by side, and one with one. */
const RECORDS: GridRecord[] = [
  grid('street', 'subdistrict', undefined, drawn(0, 0, 60, 10)),
  grid('west', 'community', 'street', drawn(0, 0, 40, 10)),
  grid('east', 'community', 'street', drawn(40, 0, 60, 10)),
  grid('yard', 'estate', 'west', drawn(0, 0, 30, 10)),
  grid('lane', 'estate', 'west', drawn(30, 0, 40, 10)),
  grid('m1', 'micro', 'yard', { ...drawn(0, 0, 10, 10), validFrom: MARCH }),
  grid('m2', 'micro', 'yard', drawn(10, 0, 20, 10)),
  grid('m3', 'micro', 'yard', drawn(20, 0, 30, 10)),
  grid('m4', 'micro', 'lane', drawn(30, 0, 40, 10)),
]

const recordsOf = (result: LineageResult): GridRecord[] => {
  assert.ok(result.ok, JSON.stringify(result))
  return result.records
}
const reasonOf = (result: LineageResult) => (result.ok ? 'none' : result.reason)
const treeAt = (records: GridRecord[], at: string) => {
  const result = createGridTree(gridsAt(records, at))
  assert.ok(result.ok, JSON.stringify(result))
  return result.tree
}
const ids = (grids: readonly GridRecord[]) => grids.map(({ id }) => id)

const halves = [
  { id: 'm1a', name, ...drawn(0, 0, 5, 10) },
  { id: 'm1b', name, codes: [{ scheme: 'local' as const, value: 'M1' }], ...drawn(5, 0, 10, 10) },
]

describe('a split', () => {
  const records = recordsOf(splitGrid(RECORDS, { gridId: 'm1', into: halves, at: APRIL }))

  it('ends the grid where its parts begin, and says where they come from', () => {
    const byId = new Map(records.map((record) => [record.id, record]))
    assert.equal(byId.get('m1')?.validTo, APRIL)
    assert.equal(byId.get('m1a')?.validFrom, APRIL)
    assert.deepEqual(byId.get('m1b')?.lineage, { op: 'split', from: ['m1'] })
    assert.deepEqual(ids(treeAt(records, MARCH).children('yard')), ['m1', 'm2', 'm3'])
    assert.deepEqual(ids(treeAt(records, APRIL).children('yard')), ['m2', 'm3', 'm1a', 'm1b'])
  })

  it('leaves the records given as they were', () => {
    assert.equal(RECORDS.find(({ id }) => id === 'm1')?.validTo, undefined)
  })

  it('passes a code on only where it is said', () => {
    const tree = treeAt(records, APRIL)
    assert.deepEqual(tree.get('m1a')?.codes, [])
    assert.equal(tree.findByCode('local', 'M1')?.id, 'm1b')
    assert.equal(treeAt(records, MARCH).findByCode('local', 'M1')?.id, 'm1')
  })

  it('gives the children another parent from then on, and keeps the former for before', () => {
    const into = [
      { id: 'yard-a', name, ...drawn(0, 0, 10, 10), children: ['m1'] },
      { id: 'yard-b', name, ...drawn(10, 0, 30, 10), children: ['m2', 'm3'] },
    ]
    const after = recordsOf(splitGrid(RECORDS, { gridId: 'yard', into, at: APRIL }))
    assert.deepEqual(ids(treeAt(after, APRIL).path('m2')), ['street', 'west', 'yard-b', 'm2'])
    assert.deepEqual(ids(treeAt(after, MARCH).path('m2')), ['street', 'west', 'yard', 'm2'])
  })

  it('is refused where a child is left out, named twice or is nobody’s', () => {
    const split = (...children: string[][]) =>
      splitGrid(RECORDS, {
        gridId: 'yard',
        at: APRIL,
        into: [
          { id: 'yard-a', name, ...drawn(0, 0, 10, 10), children: children[0]! },
          { id: 'yard-b', name, ...drawn(10, 0, 30, 10), children: children[1]! },
        ],
      })
    assert.deepEqual(split(['m1'], ['m2']), { ok: false, reason: 'child-lost', detail: { gridIds: ['m3'] } })
    assert.equal(reasonOf(split(['m1', 'm2'], ['m2', 'm3'])), 'child-twice')
    assert.equal(reasonOf(split(['m1'], ['m2', 'm3', 'm4'])), 'unknown-child')
  })

  const split = (change: Partial<Parameters<typeof splitGrid>[1]>, of = RECORDS) =>
    reasonOf(splitGrid(of, { gridId: 'm1', into: halves, at: APRIL, ...change }))

  it('is refused for a grid that is unknown or not valid then, and into one part', () => {
    assert.equal(split({ gridId: 'm9' }), 'unknown-grid')
    assert.equal(split({ at: MARCH }), 'before-valid-from')
    assert.equal(split({ at: '2026-02-01T00:00:00+08:00' }), 'before-valid-from')
    assert.equal(split({ at: MAY }, records), 'not-valid-then')
    assert.equal(split({ into: halves.slice(1) }), 'too-few')
  })

  it('is refused before a change that was entered for later', () => {
    const later = recordsOf(splitGrid(RECORDS, { gridId: 'm1', into: halves, at: MAY }))
    assert.equal(split({}, later), 'changed-later')
    const into = [
      { id: 'yard-a', name, ...drawn(0, 0, 10, 10), children: ['m1'] },
      { id: 'yard-b', name, ...drawn(10, 0, 30, 10), children: ['m2', 'm3'] },
    ]
    assert.equal(split({ gridId: 'yard', into }, later), 'changed-later')
  })

  it('is refused under ids that are taken, once or among the parts, also by a grid that has ended', () => {
    const [first, second] = halves as [(typeof halves)[0], (typeof halves)[0]]
    assert.equal(split({ into: [first, { ...second, id: 'm2' }] }), 'id-taken')
    assert.equal(split({ into: [first, { ...second, id: 'm1a' }] }), 'id-taken')
    assert.equal(split({ into: [first, { ...second, id: 'm1' }] }), 'id-taken')
  })

  it('is refused at another level, below another parent, and where two would have one code', () => {
    const [first, second] = halves as [(typeof halves)[0], (typeof halves)[0]]
    assert.equal(split({ into: [first, { ...second, level: 'estate' }] }), 'level-differs')
    assert.equal(split({ into: [first, { ...second, parentId: 'lane' }] }), 'parent-differs')
    assert.equal(split({ into: [{ ...first, codes: [{ scheme: 'local', value: 'M2' }] }, second] }), 'broken-tree')
  })

  it('is refused for the root, which there is once', () => {
    const into = [
      { id: 's1', name, ...drawn(0, 0, 40, 10), children: ['west'] },
      { id: 's2', name, ...drawn(40, 0, 60, 10), children: ['east'] },
    ]
    assert.equal(split({ gridId: 'street', into }), 'broken-tree')
  })

  it('is refused where the parts leave a blank, overlap, reach outside or have no outline', () => {
    const into = (...second: Parameters<typeof box>) => ({ into: [halves[0]!, { id: 'm1b', name, ...drawn(...second) }] })
    assert.equal(split(into(6, 0, 10, 10)), 'not-tiling')
    assert.equal(split(into(4, 0, 10, 10)), 'not-tiling')
    assert.equal(split(into(5, 0, 11, 10)), 'not-tiling')
    assert.equal(split({ into: [halves[0]!, { id: 'm1b', name }] }), 'outline-missing')
    assert.equal(split({ into: [halves[0]!, { ...halves[1]!, crs: 'wgs84' }] }), 'crs-differs')
  })

  it('throws for what is no instant', () => {
    assert.throws(() => splitGrid(RECORDS, { gridId: 'm1', into: halves, at: 'tomorrow' }), { code: 'bad-argument' })
  })
})

describe('a merge', () => {
  it('puts one grid in the place of several, with all their children', () => {
    const into = { id: 'block', name, ...drawn(0, 0, 40, 10) }
    const records = recordsOf(mergeGrids(RECORDS, { gridIds: ['yard', 'lane'], into, at: APRIL }))
    assert.deepEqual(ids(treeAt(records, APRIL).children('block')), ['m1', 'm2', 'm3', 'm4'])
    assert.deepEqual(treeAt(records, APRIL).get('block')?.lineage, { op: 'merge', from: ['yard', 'lane'] })
  })

  it('is refused across parents and levels, of one grid alone, and of one named twice', () => {
    const merge = (...gridIds: string[]) => reasonOf(mergeGrids(RECORDS, { gridIds, into: { id: 'x', name }, at: APRIL }))
    assert.equal(merge('m3', 'm4'), 'parent-differs')
    assert.equal(merge('m3', 'lane'), 'level-differs')
    assert.equal(merge('m3'), 'too-few')
    assert.equal(merge('m3', 'm3'), 'listed-twice')
  })

  it('is drawn by the outlines that are there, where they fit together', () => {
    const merged = (records: GridRecord[]) => mergeGrids(records, { gridIds: ['m2', 'm3'], into: { id: 'm23', name }, at: APRIL })
    const union = recordsOf(merged(RECORDS)).find(({ id }) => id === 'm23')!
    assert.deepEqual([union.geometry?.type, union.crs], ['Polygon', 'planar'])
    const corners = (union.geometry!.coordinates as number[][][])[0]!.slice(1).map(String).sort()
    assert.deepEqual(corners, ['10,0', '10,10', '20,0', '20,10', '30,0', '30,10'])
    const with3 = (more: Partial<GridRecord>) => RECORDS.map((one) => (one.id === 'm3' ? { ...one, ...more } : one))
    assert.equal(reasonOf(merged(with3(drawn(19, 0, 30, 10)))), 'outline-missing', 'they overlap')
    assert.equal(reasonOf(merged(with3({ crs: 'wgs84' }))), 'outline-missing', 'another system')
    const undrawn = RECORDS.map(({ geometry, ...one }) => (one.id === 'm3' ? one : { ...one, ...(geometry && { geometry }) }))
    assert.equal(recordsOf(merged(undrawn)).find(({ id }) => id === 'm23')?.geometry, undefined)
  })

  it('is refused where the outline is not the union', () => {
    const merge = (east: number) =>
      mergeGrids(RECORDS, { gridIds: ['m2', 'm3'], into: { id: 'm23', name, ...drawn(10, 0, east, 10) }, at: APRIL })
    assert.equal(reasonOf(merge(30)), 'none')
    assert.equal(reasonOf(merge(29)), 'not-tiling')
    const short = merge(29)
    assert.deepEqual(
      !short.ok && short.reason === 'not-tiling' && short.detail.findings.map(({ code, parent }) => [code, parent]),
      [['gap', 'm2+m3']],
      'by the grids whose ground it is',
    )
    assert.equal(reasonOf(merge(31)), 'not-tiling')
  })
})

describe('a redraw', () => {
  it('shifts a border on both sides of it at once', () => {
    const grids = [
      { gridId: 'm1', id: 'm1x', ...drawn(0, 0, 12, 10) },
      { gridId: 'm2', id: 'm2x', ...drawn(12, 0, 20, 10) },
    ]
    const records = recordsOf(redrawGrid(RECORDS, { grids, at: APRIL }))
    const tree = treeAt(records, APRIL)
    assert.deepEqual(ids(tree.children('yard')), ['m3', 'm1x', 'm2x'])
    assert.deepEqual(tree.get('m1x')?.lineage, { op: 'redraw', from: ['m1'] })
    assert.equal(reasonOf(redrawGrid(RECORDS, { grids: grids.slice(0, 1), at: APRIL })), 'not-tiling')
  })

  it('shifts the border of two estates together with the micro-grid that changes over', () => {
    const grids = [
      { gridId: 'yard', id: 'yard-x', ...drawn(0, 0, 20, 10) },
      { gridId: 'lane', id: 'lane-x', ...drawn(20, 0, 40, 10), children: ['m3'] },
    ]
    const records = recordsOf(redrawGrid(RECORDS, { grids, at: APRIL }))
    const tree = treeAt(records, APRIL)
    assert.deepEqual(ids(tree.children('yard-x')), ['m1', 'm2'])
    assert.deepEqual(ids(tree.children('lane-x')), ['m3', 'm4'])
    const unmoved = grids.map(({ gridId, id, geometry, crs }) => ({ gridId, id, geometry, crs }))
    assert.equal(reasonOf(redrawGrid(RECORDS, { grids: unmoved, at: APRIL })), 'not-tiling')
  })

  it('redraws grids of two levels together, and a redrawn child follows its parent', () => {
    const grids = [
      { gridId: 'yard', id: 'yard-x', ...drawn(0, 0, 28, 10) },
      { gridId: 'lane', id: 'lane-x', ...drawn(28, 0, 40, 10) },
      { gridId: 'm3', id: 'm3x', ...drawn(20, 0, 28, 10) },
      { gridId: 'm4', id: 'm4x', ...drawn(28, 0, 40, 10) },
    ]
    const tree = treeAt(recordsOf(redrawGrid(RECORDS, { grids, at: APRIL })), APRIL)
    assert.deepEqual(ids(tree.children('yard-x')), ['m1', 'm2', 'm3x'])
    assert.deepEqual(ids(tree.children('lane-x')), ['m4x'])
    assert.equal(reasonOf(redrawGrid(RECORDS, { grids: grids.slice(2), at: APRIL })), 'not-tiling')
  })

  it('redraws the root, and refuses none at all', () => {
    const grids = [{ gridId: 'street', id: 'street-2', ...drawn(0, 0, 60, 10) }]
    assert.equal(treeAt(recordsOf(redrawGrid(RECORDS, { grids, at: APRIL })), APRIL).root.id, 'street-2')
    assert.equal(reasonOf(redrawGrid(RECORDS, { grids: [], at: APRIL })), 'too-few')
  })

  it('keeps the name, and no code', () => {
    const tree = treeAt(
      recordsOf(redrawGrid(RECORDS, { grids: [{ gridId: 'east', id: 'east-2', ...drawn(40, 0, 60, 10) }], at: APRIL })),
      APRIL,
    )
    assert.deepEqual([tree.get('east-2')?.name, tree.get('east-2')?.codes], [name, []])
  })
})

describe('the lineage', () => {
  it('is told both ways, over several changes', () => {
    const split = recordsOf(splitGrid(RECORDS, { gridId: 'm1', into: halves, at: APRIL }))
    const into = { id: 'm1b2', name, ...drawn(5, 0, 20, 10) }
    const records = recordsOf(mergeGrids(split, { gridIds: ['m1b', 'm2'], into, at: MAY }))
    assert.deepEqual(ids(lineageOf(records, 'm1b2').ancestors), ['m1b', 'm2', 'm1'])
    assert.deepEqual(ids(lineageOf(records, 'm1').successors), ['m1a', 'm1b', 'm1b2'])
    assert.deepEqual(lineageOf(records, 'nobody'), { ancestors: [], successors: [] })
    assert.deepEqual(gridTurns(records), [MARCH, APRIL, MAY].map(Date.parse))
  })
})
