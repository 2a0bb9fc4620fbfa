import assert from 'node:assert/strict'
import { it } from 'node:test'
import { snapshot } from '../attacks/arena.ts'
import { askAs } from './ask.ts'
import { allowedColumn } from './allowed-column.ts'
import { changedAt, fieldsOf, objectsIn } from './bodies.ts'
import type { Call } from './described.ts'
import type { Matrix } from './matrix.ts'

/** What somebody might hope that the server takes over unseen. */
const SURPLUS: Record<string, unknown> = {
  role: 'street',
  state: 'closed',
  orgId: 'org-b',
  personId: 'street-here',
  gridPath: ['root'],
  receipt: 'AAAA-AAAA-AA',
  createdAt: '2020-01-01T00:00:00Z',
  history: [],
  grants: [{ role: 'street', gridId: 'root' }],
  minor: false,
  __PROTO__: { role: 'street' },
  constructor: { prototype: { role: 'street' } },
}

/** Every object of every body, with each field that it does not have. */
export function surplusFields(calls: readonly Call[], matrix: () => Matrix): void {
  for (const { id, method, path, rule, body: schema } of calls) {
    if (!schema) continue
    it(`${method} ${path} takes no field that it does not know`, async () => {
      const { district, columns, targets } = matrix()
      const spec = targets[id]![0]!
      const column = allowedColumn(columns, rule, spec)
      const ask = await spec.here.ask()
      const known = new Set(fieldsOf(schema).map((field) => field.join('.')))
      const untouched = await snapshot(district.database)
      const taken: string[] = []
      for (const at of objectsIn(ask.body)) {
        for (const [written, value] of Object.entries(SURPLUS)) {
          const field = [...at, written === '__PROTO__' ? '__proto__' : written]
          if (known.has(field.filter((part) => typeof part === 'string').join('.'))) continue
          const answer = await askAs(district, method, column, { ...ask, body: changedAt(ask.body, field, value) as object })
          const isRefused = answer.status === 422 && (answer.body as { code: string }).code === 'invalid-body'
          if (!isRefused) taken.push(`${field.join('.')}: ${answer.status} ${JSON.stringify(answer.body)}`)
        }
      }
      assert.deepEqual(taken, [])
      assert.deepEqual(await snapshot(district.database), untouched)
    })
  }
}
