import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportRefusal } from './report-refusal.ts'
import { actorRoleSchema } from './schema.ts'
import type { ActorRole, ReportCommand } from './schema.ts'

const PATH = ['root', 'c1', 'e1', 'm1']

test('each role reports from its own sources', () => {
  const expected: Record<ActorRole, ReportCommand['source'][]> = {
    resident: ['resident'],
    street: ['resident', 'sweep', 'inspection'],
    community: ['resident', 'sweep'],
    estateWorker: ['resident', 'sweep'],
    buildingHead: ['resident', 'keeper', 'sweep'],
    liaison: ['resident'],
    inspector: ['resident', 'inspection'],
    auditor: ['resident'],
  }
  for (const role of actorRoleSchema.options) {
    for (const source of ['resident', 'keeper', 'sweep', 'inspection'] as const) {
      const refusal = reportRefusal(source, PATH, { id: 'p', role, gridId: 'c1' })
      const allowed = expected[role]
      const detail = { source, allowed }
      const wanted = allowed.includes(source) ? undefined : { ok: false, reason: 'source-not-allowed', detail }
      assert.deepEqual(refusal, wanted, `${role} ${source}`)
    }
  }
})

test('staff report inside their own subtree, residents anywhere', () => {
  const worker = { id: 'p', role: 'estateWorker' as const }
  for (const gridId of PATH) assert.equal(reportRefusal('sweep', PATH, { ...worker, gridId }), undefined)
  const detail = { gridId: 'e2', gridPath: PATH }
  assert.deepEqual(reportRefusal('resident', PATH, { ...worker, gridId: 'e2' }), { ok: false, reason: 'out-of-reach', detail })
  assert.equal(reportRefusal('sweep', PATH, worker)?.reason, 'out-of-reach')
  assert.equal(reportRefusal('inspection', PATH, { id: 'p', role: 'street' }), undefined)
  assert.equal(reportRefusal('resident', PATH, { id: 'p', role: 'resident', gridId: 'e2' }), undefined)
})
