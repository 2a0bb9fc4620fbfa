import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { convert } from '../grid/index.ts'
import type { Position } from '../schema.ts'

const square = (id: string, level: string, [west, south]: Position, side: number) => ({
  type: 'Feature',
  id,
  properties: { level, name: { zh: id, en: id } },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
      ],
    ],
  },
})

const record = (id: string, level: string, parentId?: string) => ({
  ...{ id, level, name: { zh: id, en: id }, codes: [] },
  ...(parentId && { parentId }),
})

/** One community of two micro-grids beside each other, and a square beside it that is nobody's. */
const OUTLINES: Record<string, object[]> = {
  s: [square('c1', 'community', [104, 30], 0.02)],
  c1: [square('m1', 'micro', [104, 30], 0.01), square('m2', 'micro', [104.01, 30], 0.01)],
  m1: [square('m1', 'micro', [104, 30], 0.01)],
  m2: [square('m2', 'micro', [104.01, 30], 0.01)],
}

function openWorld() {
  const world = createClientWorld({ listens: false })
  const { resources } = world.district
  const answer = (body: object) => () => ({ status: 200, headers: {}, body })
  const grids = [
    record('s', 'subdistrict'),
    record('c1', 'community', 's'),
    record('m1', 'micro', 'c1'),
    record('m2', 'micro', 'c1'),
  ]
  resources.set('/v1/grids', answer({ asOf: '2026-03-02T12:00:00+08:00', grids }))
  for (const [id, features] of Object.entries(OUTLINES)) {
    resources.set(`/v1/grids/${id}/outlines`, answer({ type: 'FeatureCollection', features }))
  }
  return world
}

test('a point is rounded to its micro-grid on the device, in whatever coordinates it came', async () => {
  const { open, district } = openWorld()
  const client = open()
  const position: Position = [104.012, 30.004]
  assert.equal(await client.gridAt({ position, crs: 'wgs84' }), 'm2')
  const gcj02 = convert(position, { from: 'wgs84', to: 'gcj02' })
  assert.equal(await client.gridAt({ position: gcj02, crs: 'gcj02' }), 'm2')
  assert.equal(await client.gridAt({ position: [104.5, 30.004], crs: 'wgs84' }), undefined)
  assert.ok(
    district.requests.every(({ line }) => !line.includes('104') && !line.includes('30.')),
    'the server is told no point',
  )
})

test('what was asked for once is known without a connection; else it is said that it is not', async () => {
  const { open, district } = openWorld()
  const client = open()
  const position: Position = [104.002, 30.004]
  assert.equal(await client.gridAt({ position, crs: 'wgs84' }), 'm1')
  district.faults.push(...Array<'lost-request'>(40).fill('lost-request'))
  assert.equal(await client.gridAt({ position, crs: 'wgs84' }), 'm1')
  await assert.rejects(client.gridAt({ position: [104.012, 30.004], crs: 'wgs84' }), { code: 'network' })
})
