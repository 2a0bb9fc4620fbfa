import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tree } from '../../test/sample-issue.ts'
import { appointment } from '../../test/small-district.ts'
import { ISSUE_POLICY_DEFAULTS } from './issue-policy-defaults.ts'
import { gridPost } from './post-holders.ts'
import { routeIssue } from './route-issue.ts'
import type { RoutingRule, Severity } from './schema.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const PATH = ['s', 'c1', 'e1', 'm1']
const category = { id: 'waste.bulky', parentId: 'waste' }
const head = appointment('buildingHead', 'head', 'm1')
const worker = appointment('gridWorker', 'worker', 'e1')

const route = (
  { severity, gridPath = PATH }: { severity?: Severity; gridPath?: string[] },
  appointments = [head, worker],
  rules: readonly RoutingRule[] = ISSUE_POLICY_DEFAULTS.routing,
  liaisons: ReadonlySet<string> = new Set(['cleaners']),
) => {
  const { assignee, vacant } = routeIssue({ gridPath, severity }, category, { tree, appointments, rules, liaisons, now: NOW })
  return [assignee.role, assignee.orgId ?? assignee.gridId, ...vacant]
}

test('what is simple goes to the head of the building, what is graver begins higher up', () => {
  assert.deepEqual(route({ severity: 'simple' }), ['buildingHead', 'm1'])
  assert.deepEqual(route({}), ['buildingHead', 'm1'])
  assert.deepEqual(route({ severity: 'prominent' }), ['community', 'c1'])
  assert.deepEqual(route({ severity: 'emergency' }), ['street', 's'])
})

test('a vacancy is passed upwards and named', () => {
  assert.deepEqual(route({}, [worker]), ['estateWorker', 'e1', 'm1'])
  assert.deepEqual(route({}, []), ['community', 'c1', 'm1', 'e1'])
  const later = appointment('buildingHead', 'head', 'm1', '2026-03-03T09:00:00+08:00')
  assert.deepEqual(route({}, [later, worker]), ['estateWorker', 'e1', 'm1'])
})

test('a department is asked by rule, for a category or the one above it; the first rule that fits holds', () => {
  const rules: RoutingRule[] = [
    { categoryId: 'other', to: { role: 'street' } },
    { categoryId: 'waste', severity: 'major', to: { role: 'liaison', orgId: 'cleaners' } },
    { categoryId: 'waste.bulky', to: { role: 'estateWorker' } },
    { severity: 'major', to: { role: 'street' } },
  ]
  assert.deepEqual(route({ severity: 'major' }, undefined, rules), ['liaison', 'cleaners'])
  // Nobody is its liaison: a vacancy, and the street, which calls for departments, is asked.
  assert.deepEqual(route({ severity: 'major' }, undefined, rules, new Set()), ['street', 's', 'cleaners'])
  assert.deepEqual(route({ severity: 'general' }, undefined, rules), ['estateWorker', 'e1'])
})

test('a grid that is a level short is answered for by the next above', () => {
  const rules: RoutingRule[] = [{ categoryId: 'waste', to: { role: 'estateWorker' } }]
  assert.deepEqual(route({ gridPath: ['s', 'c2', 'd1'] }, [], rules), ['community', 'c2', 'd1'])
  assert.deepEqual(route({ gridPath: ['s', 'c1'] }, undefined, rules), ['community', 'c1'])
  assert.deepEqual(route({ gridPath: ['s'] }, undefined, [{ categoryId: 'waste', to: { role: 'community' } }]), ['street', 's'])
})

test('whoever is asked holds a post on the path, and everybody who was passed holds none', () => {
  const paths = fc.constantFrom(PATH, ['s', 'c1', 'e1', 'm2'], ['s', 'c2', 'd1'], ['s', 'c1', 'e2', 'm3'], ['s'])
  const roles = fc.constantFrom('buildingHead', 'estateWorker', 'community', 'street')
  const held = fc.subarray([head, worker, appointment('buildingHead', 'other', 'm2'), appointment('gridChief', 'chief', 'd1')])
  fc.assert(
    fc.property(paths, roles, held, (gridPath, role, appointments) => {
      const rules = [{ categoryId: 'waste', to: { role } }] as RoutingRule[]
      const { assignee, vacant } = routeIssue({ gridPath }, category, {
        tree,
        appointments,
        rules,
        liaisons: new Set(),
        now: NOW,
      })
      const post = gridPost(assignee.gridId!, tree, appointments, NOW)
      assert.deepEqual([post.role, post.vacant, gridPath.includes(post.gridId)], [assignee.role, undefined, true])
      for (const gridId of vacant) assert.equal(gridPost(gridId, tree, appointments, NOW).vacant, true)
      assert.ok(vacant.every((gridId) => gridPath.indexOf(gridId) > gridPath.indexOf(post.gridId)))
    }),
  )
})
