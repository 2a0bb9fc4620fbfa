import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { appointment, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import { appointmentRoleSchema } from '../grid/schema.ts'
import type { Appointment } from '../grid/schema.ts'
import { grantsOf } from './grants.ts'
import type { GrantSources } from './grants.ts'
import { grantSchema, staffRoleSchema } from './schema.ts'
import type { RoleAppointment } from './schema.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const tree = treeOf(SMALL_DISTRICT)
const grantsWith = (sources: Partial<GrantSources>, personId = 'p') =>
  grantsOf(personId, { appointments: [], liaisons: [], roleAppointments: [], tree, now: NOW, ...sources })

const AT: [Appointment['role'], string, string | undefined][] = [
  ['gridChief', 's', 'street'],
  ['gridChief', 'c1', 'community'],
  ['gridChief', 'e1', 'estateWorker'],
  ['gridChief', 'm1', undefined],
  ['gridChief', 'd1', undefined],
  ['gridWorker', 's', undefined],
  ['gridWorker', 'c1', 'community'],
  ['gridWorker', 'e1', 'estateWorker'],
  ['gridWorker', 'm1', undefined],
  ['buildingHead', 'm1', 'buildingHead'],
  ['buildingHead', 'e1', undefined],
  ['dualPrimary', 'm1', undefined],
  ['dualReserve', 'm1', undefined],
  ['volunteer', 'm1', undefined],
  ['gridChief', 'gone', undefined],
]

for (const [role, gridId, expected] of AT) {
  test(`a ${role} at ${gridId} acts as ${expected ?? 'nobody'}`, () => {
    const grants = grantsWith({ appointments: [appointment(role, 'p', gridId)] })
    assert.deepEqual(grants, expected === undefined ? [] : [{ role: expected, gridId }])
  })
}

test('the begin of an appointment belongs to it, its end does not', () => {
  const appointments = [appointment('buildingHead', 'p', 'm1', '2026-03-02T09:00:00+08:00', '2026-03-03T09:00:00+08:00')]
  const held = (now: number) => grantsWith({ appointments, now }).length
  assert.deepEqual([NOW - 1, NOW, NOW + 86_400_000 - 1, NOW + 86_400_000].map(held), [0, 1, 1, 0])
})

test('a liaison reaches the organisation that names them, and an inspector what the street gave them', () => {
  const roleAppointments: RoleAppointment[] = [
    { id: 'r1', personId: 'p', role: 'inspector', gridId: 'c1', from: '2026-03-01T00:00:00+08:00' },
    { id: 'r2', personId: 'p', role: 'auditor', gridId: 'gone', from: '2026-03-01T00:00:00+08:00' },
    { id: 'r3', personId: 'p', role: 'auditor', gridId: 's', from: '2026-03-03T00:00:00+08:00' },
    { id: 'r4', personId: 'other', role: 'auditor', gridId: 's', from: '2026-03-01T00:00:00+08:00' },
  ]
  const liaisons = [
    { orgId: 'o1', personId: 'p' },
    { orgId: 'o2', personId: 'other' },
  ]
  assert.deepEqual(grantsWith({ roleAppointments, liaisons }), [
    { role: 'inspector', gridId: 'c1' },
    { role: 'liaison', orgId: 'o1' },
  ])
})

const instant = fc.integer({ min: -3, max: 3 }).map((days) => new Date(NOW + days * 86_400_000).toISOString())
const gridId = fc.constantFrom(...SMALL_DISTRICT.map(({ id }) => id), 'gone')
const personId = fc.constantFrom('p', 'q')
const term = { from: instant, to: fc.option(instant, { nil: undefined }) }
const defined = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
const appointments = fc.array(
  fc.record({ id: fc.uuid(), role: fc.constantFrom(...appointmentRoleSchema.options), personId, gridId, ...term }).map(defined),
) as fc.Arbitrary<Appointment[]>
const roleAppointments = fc.array(
  fc.record({ id: fc.uuid(), role: fc.constantFrom(...staffRoleSchema.options), personId, gridId, ...term }).map(defined),
) as fc.Arbitrary<RoleAppointment[]>
const liaisons = fc.array(fc.record({ orgId: fc.constantFrom('o1', 'o2'), personId }))
const sources = fc.record({ appointments, roleAppointments, liaisons })

test('nobody has a grant of somebody else’s, of another time or of a grid that is nowhere', () => {
  fc.assert(
    fc.property(sources, (given) => {
      const lasting = ({ from, to }: { from: string; to?: string | undefined }) =>
        Date.parse(from) <= NOW && (to === undefined || NOW < Date.parse(to))
      for (const grant of grantsWith(given)) {
        grantSchema.parse(grant)
        assert.notEqual(grant.gridId === undefined, grant.orgId === undefined)
        if (grant.gridId !== undefined) assert.ok(tree.get(grant.gridId))
        const own = [...given.appointments, ...given.roleAppointments].filter((one) => one.personId === 'p' && lasting(one))
        const isLiaison = given.liaisons.some((one) => one.personId === 'p' && one.orgId === grant.orgId)
        assert.ok(isLiaison || own.some((one) => one.gridId === grant.gridId))
      }
    }),
  )
})

test('each grant comes once, the higher grid before the lower, organisations last', () => {
  fc.assert(
    fc.property(sources, (given) => {
      const grants = grantsWith(given)
      assert.equal(new Set(grants.map((grant) => JSON.stringify(grant))).size, grants.length)
      const depths = grants.map((grant) => (grant.gridId === undefined ? Infinity : tree.path(grant.gridId).length))
      assert.deepEqual(
        depths,
        depths.toSorted((one, other) => one - other || 0),
      )
    }),
  )
})

test('taking an appointment away never gives anything', () => {
  fc.assert(
    fc.property(sources, fc.nat(), (given, index) => {
      const fewer = { ...given, appointments: given.appointments.filter((_, at) => at !== index % given.appointments.length) }
      const before = new Set(grantsWith(given).map((grant) => JSON.stringify(grant)))
      for (const grant of grantsWith(fewer)) assert.ok(before.has(JSON.stringify(grant)))
    }),
  )
})
