import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { intersectionCoverSchema } from '../schema.ts'
import type { IntersectionDuty } from '../sponsor.ts'
import { intersectionCover } from './intersection-cover.ts'
import type { RequiredCover } from './intersection-cover.ts'

const START = Date.parse('2026-03-01T00:00:00Z')
const hour = (count: number) => new Date(START + count * 3_600_000).toISOString()
const duty = (orgId: string, from: number, to?: number, intersectionId = 'x'): IntersectionDuty => ({
  intersectionId,
  orgId,
  from: hour(from),
  ...(to !== undefined && { to: hour(to) }),
})

test('a branch for the whole time is what is asked for', () => {
  assert.deepEqual(intersectionCover([duty('o', -5)], [{ intersectionId: 'x' }], hour(0), hour(24)), {
    requiredHours: 24,
    sponsoredHours: 24,
    gapHours: 0,
    doubleHours: 0,
    intersections: [
      {
        intersectionId: 'x',
        requiredHours: 24,
        sponsoredHours: 24,
        gapHours: 0,
        doubleHours: 0,
        gaps: [],
        doubles: [],
      },
    ],
  })
})

test('a gap before, a double where two branches meet, a gap behind', () => {
  const [cover] = intersectionCover(
    [duty('o1', 2, 10), duty('o2', 8, 20)],
    [{ intersectionId: 'x' }],
    hour(0),
    hour(24),
  ).intersections
  assert.deepEqual(cover, {
    intersectionId: 'x',
    requiredHours: 24,
    sponsoredHours: 16,
    gapHours: 6,
    doubleHours: 2,
    gaps: [
      { from: hour(0), to: hour(2), hours: 2 },
      { from: hour(20), to: hour(24), hours: 4 },
    ],
    doubles: [{ from: hour(8), to: hour(10), hours: 2, orgIds: ['o1', 'o2'] }],
  })
})

test('the end of a duty is not in it: who takes over at that instant leaves neither gap nor double', () => {
  const cover = intersectionCover([duty('o1', 0, 12), duty('o2', 12)], [{ intersectionId: 'x' }], hour(0), hour(24))
  assert.deepEqual([cover.gapHours, cover.doubleHours, cover.sponsoredHours], [0, 0, 24])
})

test('a branch that is named twice is one branch', () => {
  const cover = intersectionCover([duty('o1', 0, 12), duty('o1', 6, 24)], [{ intersectionId: 'x' }], hour(0), hour(24))
  assert.deepEqual([cover.sponsoredHours, cover.doubleHours], [24, 0])
})

test('only the hours on duty count, each once, and what nobody sponsors is listed hour by hour', () => {
  const during = [
    { from: hour(7), to: hour(9) },
    { from: hour(8), to: hour(10) },
    { from: hour(17), to: hour(19) },
    { from: hour(23), to: hour(30) },
  ]
  const cover = intersectionCover([duty('o1', 8, 18)], [{ intersectionId: 'x', during }], hour(0), hour(24))
  assert.deepEqual([cover.requiredHours, cover.sponsoredHours, cover.gapHours], [6, 3, 3])
  assert.deepEqual(cover.intersections[0]!.gaps, [
    { from: hour(7), to: hour(8), hours: 1 },
    { from: hour(18), to: hour(19), hours: 1 },
    { from: hour(23), to: hour(24), hours: 1 },
  ])
})

test('each intersection is looked at by itself, also one that nobody ever had', () => {
  const required = [{ intersectionId: 'y' }, { intersectionId: 'x' }]
  const { intersections } = intersectionCover([duty('o1', 0, 24, 'x'), duty('o2', 0, 24, 'z')], required, hour(0), hour(24))
  assert.deepEqual(
    intersections.map(({ intersectionId, gapHours }) => [intersectionId, gapHours]),
    [
      ['y', 24],
      ['x', 0],
    ],
  )
})

const anyDuty = fc
  .record(
    {
      intersectionId: fc.constantFrom('x', 'y'),
      orgId: fc.constantFrom('o1', 'o2', 'o3'),
      from: fc.integer({ min: -48, max: 48 }),
      to: fc.integer({ min: -48, max: 60 }),
    },
    { requiredKeys: ['intersectionId', 'orgId', 'from'] },
  )
  .map(({ orgId, from, to, intersectionId }) => duty(orgId, from, to, intersectionId))
const anyHours = fc.option(
  fc.array(
    fc
      .tuple(fc.integer({ min: -48, max: 48 }), fc.integer({ min: 0, max: 20 }))
      .map(([from, length]) => ({ from: hour(from), to: hour(from + length) })),
  ),
  { nil: undefined },
)
const anyRequired: fc.Arbitrary<RequiredCover[]> = fc
  .tuple(anyHours, anyHours)
  .map((both) => both.map((during, k) => ({ intersectionId: 'xy'[k]!, ...(during && { during }) })))

test('sponsored, gaps and doubles add up to what is required, and are what counting each hour gives', () => {
  const span = fc.tuple(fc.integer({ min: -24, max: 24 }), fc.integer({ min: 1, max: 48 }))
  fc.assert(
    fc.property(fc.array(anyDuty, { maxLength: 8 }), anyRequired, span, (duties, required, [from, length]) => {
      const cover = intersectionCover(duties, required, hour(from), hour(from + length))
      intersectionCoverSchema.parse({
        ...cover,
        asOf: hour(0),
        from: hour(from),
        to: hour(from + length),
        intersections: cover.intersections.map((one) => ({ ...one, name: { zh: '口', en: 'X' }, gridIds: [] })),
      })
      assert.equal(cover.sponsoredHours + cover.gapHours + cover.doubleHours, cover.requiredHours)
      for (const { intersectionId, during } of required) {
        const counted = { requiredHours: 0, sponsoredHours: 0, gapHours: 0, doubleHours: 0 }
        for (let h = from; h < from + length; h++) {
          const covers = ({ from: begin, to: end }: { from: string; to?: string }) =>
            begin <= hour(h) && (end === undefined || hour(h) < end)
          if (during && !during.some(covers)) continue
          const orgs = new Set(
            duties.filter((one) => one.intersectionId === intersectionId && covers(one)).map(({ orgId }) => orgId),
          )
          counted.requiredHours += 1
          counted[orgs.size === 0 ? 'gapHours' : orgs.size === 1 ? 'sponsoredHours' : 'doubleHours'] += 1
        }
        const { gaps, doubles, ...found } = cover.intersections.find((one) => one.intersectionId === intersectionId)!
        assert.deepEqual(found, { intersectionId, ...counted })
        const sum = (list: { hours: number }[]) => list.reduce((total, { hours }) => total + hours, 0)
        assert.deepEqual([sum(gaps), sum(doubles)], [counted.gapHours, counted.doubleHours])
      }
    }),
  )
})
