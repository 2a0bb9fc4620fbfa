import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Position } from '../../schema.ts'
import { similarIssues } from '../similar-issues.ts'
import type { KnownIssue } from './find-duplicates.ts'
import { sameArea } from './same-area.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const METRE = 1 / 111_195
const report = { categoryId: 'waste.bulky', gridPath: ['s', 'c', 'e1', 'm1'], description: '3号楼楼道里堆着旧沙发' }

const gridPath = fc.constantFrom<string[]>(['s', 'c', 'e1', 'm1'], ['s', 'c', 'e1', 'm2'], ['s', 'c', 'e2', 'm3'], ['s', 'c'])
const thousandth = fc.integer({ min: -5_000, max: 5_000 })
/** Within 500 m of a corner of four cells. */
const position = fc.tuple(thousandth, thousandth).map(([x, y]): Position => [104.06 + x / 1e6, 30.57 + y / 1e6])
const place = fc.record({ gridPath, position: fc.option(position, { nil: undefined }) })
/** The middle of the cell of a grid of 0.002°, reckoned once more, in whole millionths. */
const middle = ([lon, lat]: Position): Position => {
  const of = (degrees: number) => (Math.floor(Math.round(degrees * 1e6) / 2_000) * 2_000 + 1_000) / 1e6
  return [of(lon), of(lat)]
}

test('whoever asks from anywhere, in any words, learns of a place no more than its cell and its estate', () => {
  const words = fc.constantFrom('3号楼楼道里堆着旧沙发', '楼道里有旧沙发', '路灯不亮了')
  fc.assert(
    fc.property(place, place, words, fc.nat(20), (asked, stored, description, days) => {
      const known = (where: typeof stored): KnownIssue => ({
        ...{ ...report, ...where, id: 'known', state: 'accepted' },
        createdAt: new Date(NOW - days * 86_400_000).toISOString(),
      })
      // The same cell, at another point of it; the same estate, in another micro-grid.
      const elsewhere = {
        gridPath: [...stored.gridPath.slice(0, 3), ...(stored.gridPath.length > 3 ? ['another'] : [])],
        position: stored.position && middle(stored.position),
      }
      const ask = (where: typeof stored) =>
        similarIssues({ categoryId: 'waste.bulky', description, ...asked }, [known(where)], { now: NOW })
      assert.deepEqual(ask(elsewhere), ask(stored))
      assert.ok(ask(stored).every((told) => !('distance' in told)))
    }),
    { numRuns: 500 },
  )
})

test('what is nearer than a building’s length is in the same area from either side, what is 700 m away in none', () => {
  const turn = fc.integer({ min: 0, max: 359 })
  fc.assert(
    fc.property(position, turn, fc.nat(80), fc.integer({ min: 700, max: 3_000 }), (from, degrees, near, far) => {
      const at = (metres: number): Position => {
        const rad = (degrees * Math.PI) / 180
        const [lon, lat] = from
        return [lon + (metres * METRE * Math.sin(rad)) / Math.cos((lat * Math.PI) / 180), lat + metres * METRE * Math.cos(rad)]
      }
      const here = { ...report, position: from }
      const [close, away] = [near, far].map((metres) => ({ ...report, position: at(metres) }))
      assert.ok(sameArea(here, close!) && sameArea(close!, here))
      assert.ok(!sameArea(here, away!) && !sameArea(away!, here))
    }),
  )
})
