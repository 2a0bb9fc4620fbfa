import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { randomTiling } from '../../../test/tilings.ts'
import { checkCoverage } from '../coverage/check-coverage.ts'
import { createGridTree } from '../grid-tree.ts'
import type { Geometry, GridChange, GridRecord } from '../schema.ts'
import { gridChangeSchema } from '../schema.ts'
import { changeGrids } from './change-grids.ts'
import { gridsAt } from './grids-at.ts'

const MARCH = '2026-03-01T00:00:00+08:00'
const APRIL = '2026-04-01T00:00:00+08:00'
const MAY = '2026-05-01T00:00:00+08:00'
const name = { zh: '网格', en: 'Grid' }
type Ring = [number, number][]

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
const grid = (id: string, level: GridRecord['level'], parentId: string | undefined, more: Partial<GridRecord>): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name,
  codes: [],
  ...more,
})

/** A yard in four quarters, all corners shared. */
const ROUND: Ring = [
  [0, 0],
  [10, 0],
  [20, 0],
  [20, 10],
  [20, 20],
  [10, 20],
  [0, 20],
  [0, 10],
  [0, 0],
]
const whole = { geometry: { type: 'Polygon' as const, coordinates: [ROUND] }, crs: 'planar' as const }
const RECORDS: GridRecord[] = [
  grid('street', 'subdistrict', undefined, whole),
  grid('west', 'community', 'street', whole),
  grid('yard', 'estate', 'west', whole),
  grid('sw', 'micro', 'yard', drawn(0, 0, 10, 10)),
  grid('se', 'micro', 'yard', drawn(10, 0, 20, 10)),
  grid('nw', 'micro', 'yard', drawn(0, 10, 10, 20)),
  grid('ne', 'micro', 'yard', drawn(10, 10, 20, 20)),
]

let made = 0
const newId = () => `new-${made++}`
const changed = (records: readonly GridRecord[], change: GridChange, at = APRIL) => {
  const result = changeGrids(records, gridChangeSchema.parse(change), { at, newId })
  assert.ok(result.ok, JSON.stringify(result))
  return result.records
}
const findingsAt = (records: readonly GridRecord[], at: string) => {
  const then = gridsAt(records, at)
  assert.ok(createGridTree(then).ok)
  const outlined = then.filter((one): one is GridRecord & { geometry: Geometry } => one.geometry !== undefined)
  return checkCoverage(outlined, { crs: outlined[0]!.crs! }).findings.map(({ code, grids }) => [code, ...grids].join(' '))
}
const corners = (records: readonly GridRecord[], id: string) =>
  (records.find((one) => one.id === id)!.geometry!.coordinates as number[][][])[0]!.length - 1

/** The south-west quarter cut from south to north: both its ends lie within other grids' edges. */
const CUT: GridChange = {
  op: 'split',
  gridId: 'sw',
  into: [
    { name, ...drawn(0, 0, 4, 10) },
    { id: 'rest', name, ...drawn(4, 0, 10, 10) },
  ],
}

describe('a change of grids', () => {
  it('gives ids where they are left out', () => {
    const ids = gridsAt(changed(RECORDS, CUT), APRIL).flatMap(({ id, lineage }) => (lineage ? [id] : []))
    assert.deepEqual([ids.length, ids[1], ids[0]!.startsWith('new-')], [2, 'rest', true])
    const merged = changed(RECORDS, { op: 'merge', gridIds: ['sw', 'se'], into: { name } })
    assert.deepEqual(merged.at(-1)?.lineage, { op: 'merge', from: ['sw', 'se'] })
  })

  it('leaves borders clear, before and after: whoever lies beside a cut gets its vertex', () => {
    const records = changed(RECORDS, CUT)
    assert.deepEqual([findingsAt(records, MARCH), findingsAt(records, APRIL)], [[], []])
    assert.deepEqual([corners(RECORDS, 'nw'), corners(records, 'nw')], [4, 5])
    assert.deepEqual([corners(records, 'yard'), corners(records, 'street')], [9, 9])
    for (const same of ['se', 'ne'])
      assert.equal(
        records.find(({ id }) => id === same),
        RECORDS.find(({ id }) => id === same),
      )
  })

  it('leaves borders clear when a later change is entered already', () => {
    const later = changed(RECORDS, { op: 'merge', gridIds: ['nw', 'ne'], into: { id: 'north', name } }, MAY)
    const records = changed(later, CUT)
    assert.deepEqual(
      [MARCH, APRIL, MAY].map((at) => findingsAt(records, at)),
      [[], [], []],
    )
  })

  it('mends nothing that was wrong before', () => {
    const wrong = RECORDS.map((one) => (one.id === 'ne' ? { ...one, ...drawn(10, 10, 20, 19) } : one))
    const records = changed(wrong, CUT)
    assert.equal(corners(records, 'ne'), 4)
    assert.ok(findingsAt(records, APRIL).some((finding) => finding.startsWith('gap')))
  })

  it('puts the children of a grid that is split into the part that they lie in, unless somebody says otherwise', () => {
    const halves = (more: object[] = [{}, {}]): GridChange => ({
      op: 'split',
      gridId: 'yard',
      into: [
        { id: 'south', name, ...drawn(0, 0, 20, 10), ...more[0] },
        { id: 'north', name, ...drawn(0, 10, 20, 20), ...more[1] },
      ],
    })
    const records = changed(RECORDS, halves())
    const tree = createGridTree(gridsAt(records, APRIL))
    assert.ok(tree.ok)
    const under = (id: string) =>
      tree.tree
        .children(id)
        .map((child) => child.id)
        .sort()
    assert.deepEqual(
      [under('south'), under('north')],
      [
        ['se', 'sw'],
        ['ne', 'nw'],
      ],
    )
    assert.deepEqual([findingsAt(records, MARCH), findingsAt(records, APRIL)], [[], []])
    const options = { at: APRIL, newId }
    const said = changeGrids(RECORDS, halves([{ children: ['sw', 'se', 'nw', 'ne'] }, {}]), options)
    assert.deepEqual([said.ok, !said.ok && said.reason], [false, 'not-tiling'])
    const bare = RECORDS.map(({ geometry, ...one }) => (one.id === 'nw' ? one : { ...one, ...(geometry && { geometry }) }))
    const lost = changeGrids(bare, halves(), options)
    assert.deepEqual(!lost.ok && [lost.reason, lost.detail], ['child-lost', { gridIds: ['nw'] }])
  })

  it('passes a refusal on', () => {
    const result = changeGrids(RECORDS, { ...CUT, into: CUT.op === 'split' ? [CUT.into[0]!, CUT.into[0]!] : [] } as GridChange, {
      at: APRIL,
      newId,
    })
    assert.deepEqual([result.ok, !result.ok && result.reason], [false, 'not-tiling'])
  })

  it('merges any neighbours of a random tiling into a partition as clear as before, and cuts them in two again', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(1000), fc.constantFrom('planar' as const, 'guixi' as const), (seed, pick, place) => {
        const { grids, crs } = randomTiling(seed, { leaves: 12, levels: 3, place, scattered: false })
        const records = recordsOf(grids, crs)
        const parents = new Set(records.map(({ parentId }) => parentId))
        // What is divided is merged with what is, else some of its ground would have nobody.
        const families = Map.groupBy(records, ({ id, parentId }) => `${parentId} ${parents.has(id)}`)
        const pairs = [...families.values()].filter(
          ([{ parentId } = {} as GridRecord, ...others]) => parentId && others.length > 0,
        )
        fc.pre(pairs.length > 0 && findingsAt(records, MARCH).length === 0)
        const children = pairs[pick % pairs.length]!
        const [one, other] = [children[pick % children.length]!, children[(pick + 1) % children.length]!]
        const merged = changed(records, { op: 'merge', gridIds: [one.id, other.id], into: { id: 'union', name } })
        assert.deepEqual([findingsAt(merged, MARCH), findingsAt(merged, APRIL)], [[], []])
        const parts = [one, other].map((half) => ({
          id: `${half.id}-again`,
          name,
          geometry: merged.find(({ id }) => id === half.id)!.geometry!,
          crs,
          children: merged.flatMap(({ id, formerParents }) => (formerParents?.at(-1)?.parentId === half.id ? [id] : [])),
        }))
        const split = changed(merged, { op: 'split', gridId: 'union', into: parts }, MAY)
        assert.deepEqual(
          [MARCH, APRIL, MAY].map((at) => findingsAt(split, at)),
          [[], [], []],
        )
      }),
      { numRuns: 60 },
    )
  })
})

const LEVELS = ['subdistrict', 'community', 'estate', 'micro'] as const

/** Grids of a tiling as records of levels, by how deep they lie. */
function recordsOf(
  grids: readonly { id: string; parentId?: string; geometry: Geometry }[],
  crs: 'planar' | string,
): GridRecord[] {
  const parentOf = new Map(grids.map(({ id, parentId }) => [id, parentId]))
  const depth = (id: string): number => {
    const parent = parentOf.get(id)
    return parent === undefined ? 0 : depth(parent) + 1
  }
  return grids.map(({ id, parentId, geometry }) => grid(id, LEVELS[depth(id)]!, parentId, { geometry, crs: crs as 'planar' }))
}
