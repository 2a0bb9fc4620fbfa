import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantSchema } from '../schema.ts'
import { isInstant } from './instant.ts'

for (const text of ['2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00.5Z', '2024-02-29T00:00:00Z', '2000-02-29T23:59:59-11:30']) {
  test(`"${text}" is an instant`, () => assert.ok(isInstant(text)))
}

for (const text of [
  '',
  '2026-03-02',
  '2026-03-02T09:00:00',
  '2026-03-02T09:00Z',
  '2026-03-02 09:00:00Z',
  '2026-02-30T09:00:00Z',
  '2026-02-29T09:00:00Z',
  '1900-02-29T09:00:00Z',
  '2026-13-01T09:00:00Z',
  '2026-04-31T09:00:00Z',
  '2026-03-00T09:00:00Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T09:60:00Z',
  '2026-03-02T09:00:00+0800',
  ' 2026-03-02T09:00:00Z',
  '0000-03-02T09:00:00Z',
  '1899-12-31T23:59:59Z',
  '9999-01-01T00:00:00Z',
]) {
  test(`"${text}" is no instant`, () => assert.ok(!isInstant(text)))
}

test('says of every text the same as the schema', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
  const like = fc
    .tuple(
      fc.oneof(fc.integer({ min: 1800, max: 2500 }), fc.constantFrom('0000', '1899', '1900', '9998', '9999')),
      two(14),
      two(33),
      two(25),
      two(61),
      fc.constantFrom('', ':07', ':61', ':07.250'),
    )
    .map(([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}${second}`)
  const zone = fc.constantFrom('Z', '', '+08:00', '-23:59', '-00:00', '+24:00', '+8:00', 'z')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.tuple(like, zone).map((parts) => parts.join('')),
        fc.string(),
      ),
      (text) => {
        assert.equal(isInstant(text), instantSchema.safeParse(text).success)
      },
    ),
    { numRuns: 5000 },
  )
})
