import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Geometry, GridRecord } from '../schema.ts'
import { mergeGrids } from './merge-grids.ts'
import { previewRedraw } from './preview-redraw.ts'
import { splitGrid } from './split-grid.ts'

const APRIL = '2026-04-01T00:00:00+08:00'
const name = { zh: '网格', en: 'Grid' }

const strip = (west: number, east: number): { geometry: Geometry; crs: 'planar' } => ({
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
const grid = (id: string, level: GridRecord['level'], parentId: string | undefined, west: number, east: number): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name,
  codes: [],
  ...strip(west, east),
})

const RECORDS = [
  grid('street', 'subdistrict', undefined, 0, 30),
  grid('west', 'community', 'street', 0, 30),
  grid('yard', 'estate', 'west', 0, 30),
  grid('m1', 'micro', 'yard', 0, 10),
  grid('m2', 'micro', 'yard', 10, 20),
  grid('m3', 'micro', 'yard', 20, 30),
]

const split = splitGrid(RECORDS, {
  gridId: 'm1',
  at: APRIL,
  into: [
    { id: 'm1a', name, ...strip(0, 5) },
    { id: 'm1b', name, ...strip(5, 10) },
  ],
})
assert.ok(split.ok)
const PATH = ['street', 'west', 'yard', 'm1']
const since = { from: '2026-01-01T00:00:00+08:00' }

describe('the preview of a redraw', () => {
  it('tells by position in which part an issue will lie, and leaves open what nobody can tell', () => {
    const issues = [
      { id: 'i1', gridPath: PATH, position: [2, 5] as [number, number] },
      { id: 'i2', gridPath: PATH, position: [7, 5] as [number, number] },
      { id: 'i3', gridPath: PATH },
      { id: 'i4', gridPath: ['street', 'west', 'yard', 'm2'] },
    ]
    const preview = previewRedraw(RECORDS, split.records, { at: APRIL, crs: 'planar', issues })
    assert.deepEqual(preview.issues, [
      { id: 'i1', from: 'm1', to: 'm1a' },
      { id: 'i2', from: 'm1', to: 'm1b' },
      { id: 'i3', from: 'm1' },
    ])
    // Frozen: nothing of them is changed.
    assert.deepEqual(issues[0]!.gridPath, PATH)
  })

  it('names who loses a post, and which new micro-grid has nobody yet', () => {
    const appointments = [
      { id: 'a1', role: 'buildingHead' as const, personId: 'p1', gridId: 'm1', ...since },
      { id: 'a2', role: 'buildingHead' as const, personId: 'p1', gridId: 'm1a', from: APRIL },
      { id: 'a3', role: 'volunteer' as const, personId: 'p2', gridId: 'm1', ...since, to: APRIL },
      { id: 'a4', role: 'dualPrimary' as const, personId: 'p3', gridId: 'm2', ...since },
    ]
    const { appointments: lost, vacancies } = previewRedraw(RECORDS, split.records, { at: APRIL, appointments })
    assert.deepEqual(lost, [{ id: 'a1', from: 'm1', personId: 'p1', role: 'buildingHead' }])
    assert.deepEqual(vacancies, [
      { gridId: 'm1a', role: 'dualPrimary' },
      { gridId: 'm1b', role: 'buildingHead' },
      { gridId: 'm1b', role: 'dualPrimary' },
    ])
  })

  it('counts registrations, groups, buildings, doors and posts of each grid that ends', () => {
    const preview = previewRedraw(RECORDS, split.records, {
      at: APRIL,
      crs: 'planar',
      registrations: [{ personId: 'p1', communityId: 'west', microGridId: 'm1' }],
      groups: [{ id: 'g1', gridId: 'm1' }],
      buildings: [
        { id: 'b1', gridId: 'm1', position: [2, 2], doorCount: 12 },
        { id: 'b2', gridId: 'm1', position: [7, 2], doorCount: 8 },
      ],
      posts: [{ id: 'p1', gridId: 'm1', position: [8, 2] }],
    })
    const counts = { issues: 0, appointments: 0, registrations: 1, groups: 1, buildings: 2, posts: 1, households: 20 }
    assert.deepEqual(preview.ended, [{ gridId: 'm1', successors: ['m1a', 'm1b'], ...counts }])
    assert.deepEqual(preview.groups, [{ id: 'g1', from: 'm1', action: 'split' }])
    assert.deepEqual(preview.buildings, [
      { id: 'b1', from: 'm1', to: 'm1a' },
      { id: 'b2', from: 'm1', to: 'm1b' },
    ])
    assert.deepEqual(preview.posts, [{ id: 'p1', from: 'm1', to: 'm1b' }])
  })

  it('sends all that lies in merged grids to the one that follows', () => {
    const into = { id: 'm23', name, ...strip(10, 30) }
    const merged = mergeGrids(RECORDS, { gridIds: ['m2', 'm3'], into, at: APRIL })
    assert.ok(merged.ok)
    const groups = [{ id: 'g2', gridId: 'm2' }]
    const issues = [{ id: 'i1', gridPath: ['street', 'west', 'yard', 'm3'] }]
    const preview = previewRedraw(RECORDS, merged.records, { at: APRIL, groups, issues })
    assert.deepEqual(preview.groups, [{ id: 'g2', from: 'm2', to: 'm23', action: 'merge' }])
    assert.deepEqual(preview.issues, [{ id: 'i1', from: 'm3', to: 'm23' }])
  })

  it('follows a child that stays to its new parent', () => {
    const into = [
      { id: 'yard-a', name, ...strip(0, 10), children: ['m1'] },
      { id: 'yard-b', name, ...strip(10, 30), children: ['m2', 'm3'] },
    ]
    const parted = splitGrid(RECORDS, { gridId: 'yard', into, at: APRIL })
    assert.ok(parted.ok)
    const preview = previewRedraw(RECORDS, parted.records, { at: APRIL, issues: [{ id: 'i1', gridPath: PATH }] })
    assert.deepEqual(preview.issues, [{ id: 'i1', from: 'yard', to: 'yard-a' }])
    assert.deepEqual(preview.reparented[0], { gridId: 'm1', from: 'yard', to: 'yard-a' })
  })
})
