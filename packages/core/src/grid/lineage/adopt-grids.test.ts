import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkCoverage } from '../coverage/check-coverage.ts'
import { createGridTree } from '../grid-tree.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { adoptGrids } from './adopt-grids.ts'
import { gridsAt } from './grids-at.ts'
import { matchBorders } from './match-borders.ts'

const APRIL = '2026-04-01T00:00:00+08:00'
const MAY = '2026-05-01T00:00:00+08:00'
const name = { zh: '网格', en: 'Grid' }

const strip = (west: number, east: number): Geometry => ({
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
})
const grid = (id: string, level: GridRecord['level'], parentId: string | undefined, west: number, east: number): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name,
  codes: [],
  geometry: strip(west, east),
  crs: 'planar',
})
const above = [
  grid('street', 'subdistrict', undefined, 0, 30),
  grid('west', 'community', 'street', 0, 30),
  grid('yard', 'estate', 'west', 0, 30),
]
const RECORDS = [
  ...above,
  grid('m1', 'micro', 'yard', 0, 10),
  grid('m2', 'micro', 'yard', 10, 20),
  grid('m3', 'micro', 'yard', 20, 30),
]

let made = 0
const adopt = (records: GridRecord[], wanted: GridRecord[], at = APRIL, sources?: ReadonlyMap<string, string>) => {
  const adopted = adoptGrids(records, wanted, { at, newId: () => `new-${made++}`, ...(sources && { sources }) })
  assert.ok(adopted.ok, JSON.stringify(adopted))
  assert.ok(createGridTree(gridsAt(adopted.records, at)).ok)
  return adopted
}
const lineages = (records: readonly GridRecord[]) =>
  records.flatMap(({ lineage }) => (lineage ? [[lineage.op, ...lineage.from]] : []))

describe('adopting a tree', () => {
  it('leaves alone what stays the same, however its rings are written', () => {
    const turned = RECORDS.map((record) => {
      const [ring] = (record.geometry as { coordinates: [number, number][][] }).coordinates
      const open = ring!.slice(0, -1).reverse()
      return { ...record, geometry: { type: 'MultiPolygon' as const, coordinates: [[[...open, open[0]!]]] } }
    })
    const { begun, ended, updated, records } = adopt(RECORDS, turned)
    assert.deepEqual([begun, ended, updated], [[], [], []])
    assert.deepEqual(records, RECORDS)
  })

  it('ends what is there no more, begins what is new, and finds out whose ground it is', () => {
    const wanted = [...above, grid('m1', 'micro', 'yard', 0, 10), grid('m23', 'micro', 'yard', 10, 30)]
    const { begun, ended, records } = adopt(RECORDS, wanted)
    assert.deepEqual([begun, ended], [['m23'], ['m2', 'm3']])
    assert.deepEqual(lineages(records), [['merge', 'm2', 'm3']])
  })

  it('gives a grid whose outline changed a new id, and knows it the next time by that of the file', () => {
    const wanted = [
      ...above,
      grid('m1', 'micro', 'yard', 0, 5),
      grid('m1-east', 'micro', 'yard', 5, 10),
      grid('m2', 'micro', 'yard', 10, 20),
      grid('m3', 'micro', 'yard', 20, 30),
    ]
    const first = adopt(RECORDS, wanted)
    const id = first.ids.get('m1')!
    assert.notEqual(id, 'm1')
    assert.deepEqual([first.begun, first.ended], [[id, 'm1-east'], ['m1']])
    assert.deepEqual(lineages(first.records), [
      ['split', 'm1'],
      ['split', 'm1'],
    ])
    const again = adopt(first.records, wanted, MAY, new Map([['m1', id]]))
    assert.deepEqual([again.begun, again.ended, again.updated], [[], [], []])
  })

  it('keeps a grid that has only a vertex more, and takes it over', () => {
    const wanted = RECORDS.map((record) => {
      if (record.id !== 'm1') return record
      const [first, ...others] = (strip(0, 10) as { coordinates: [number, number][][] }).coordinates[0]!
      return { ...record, geometry: { type: 'Polygon' as const, coordinates: [[first!, [4, 0] as [number, number], ...others]] } }
    })
    const { begun, ended, updated } = adopt(RECORDS, wanted)
    assert.deepEqual([begun, ended, updated], [[], [], ['m1']])
  })

  it('gives a grid that ends the vertices that its neighbours get, so that the day before is a partition too', () => {
    const drawnAs = (id: string, ...ring: [number, number][]): GridRecord => ({
      ...grid(id, 'micro', 'yard', 0, 0),
      geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
    })
    const drawn = matchBorders(RECORDS, Date.parse(APRIL))
    const wanted = [
      ...drawn.filter(({ id }) => id !== 'm1' && id !== 'm2'),
      drawnAs('m1', [0, 0], [10, 0], [10, 4], [10, 10], [0, 10]),
      drawnAs('m2-south', [10, 0], [20, 0], [20, 10], [10, 4]),
      drawnAs('m2-north', [10, 4], [20, 10], [10, 10]),
    ]
    const { ended, updated, records } = adopt(drawn, wanted)
    assert.deepEqual([ended, updated], [['m2'], ['m1']])
    for (const at of [Date.parse(APRIL) - 1, Date.parse(APRIL)]) {
      const then = gridsAt(records, at) as (GridRecord & { geometry: Geometry })[]
      assert.deepEqual(checkCoverage(then, { crs: 'planar' }).findings, [])
    }
  })

  it('takes over particulars and another parent of a grid that stays', () => {
    const wanted = RECORDS.map((record) => (record.id === 'm1' ? { ...record, households: 40 } : record))
    const { updated, records } = adopt(RECORDS, wanted)
    assert.deepEqual([updated, records.find(({ id }) => id === 'm1')?.households], [['m1'], 40])
  })
})
