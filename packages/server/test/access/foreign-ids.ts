import assert from 'node:assert/strict'
import { it } from 'node:test'
import { snapshot } from '../attacks/arena.ts'
import { assertProblem } from '../harness.ts'
import { askAs } from './ask.ts'
import { allowedColumn } from './allowed-column.ts'
import { changedAt, fieldsOf } from './bodies.ts'
import type { Call } from './described.ts'
import { SLOTS, SOMEBODY } from './setting.ts'
import type { Matrix } from './matrix.ts'

interface Foreign {
  /** Somebody else’s. */
  value(matrix: Matrix): string | string[]
  status: number
  code: string
}

/** What each id in a body is answered with where it is another’s; by its name, or by the call and its name. */
const FOREIGN: Record<string, Foreign> = {
  id: { value: recordOf('getIssue'), status: 422, code: 'idempotency-key-reused' },
  'advanceIssue.orgId': { value: recordOf('getOrganisation'), status: 409, code: 'refused' },
  orgId: { value: recordOf('getOrganisation'), status: 403, code: 'other-organisation' },
  person: { value: () => 'b'.repeat(32), status: 403, code: 'other-person' },
  signUpId: { value: recordOf('getSignUp'), status: 422, code: 'invalid-body' },
  issueId: { value: recordOf('getIssue'), status: 422, code: 'invalid-body' },
  'stepByReceipt.issueId': { value: recordOf('getIssue'), status: 404, code: 'unknown-receipt' },
  // Its crossing is another organisation's duty on that day.
  slotId: { value: () => 'sh-crossing', status: 409, code: 'refused' },
  gridId: { value: recordOf('reportIssue'), status: 409, code: 'refused' },
  certificateId: { value: recordOf('revokeCertificate'), status: 422, code: 'invalid-body' },
  correctionId: { value: recordOf('stepCorrection'), status: 422, code: 'invalid-body' },
  'checkIn.signUpId': { value: recordOf('checkIn'), status: 404, code: 'unknown-sign-up' },
  // A host names a seat, no slot.
  'checkIn.slotId': { value: () => 'sh-crossing', status: 422, code: 'invalid-body' },
  personId: { value: () => SOMEBODY.there.id, status: 409, code: 'refused' },
  toPersonId: { value: () => SOMEBODY.there.id, status: 409, code: 'refused' },
  planId: { value: recordOf('getRosterPlan'), status: 422, code: 'invalid-body' },
  swapId: { value: recordOf('withdrawSwap'), status: 422, code: 'invalid-body' },
  'offerSwap.signUpId': { value: recordOf('getSignUp'), status: 404, code: 'unknown-sign-up' },
  'acceptSwap.signUpId': { value: recordOf('getSignUp'), status: 404, code: 'unknown-sign-up' },
  gridIds: { value: (matrix) => [recordOf('cancelShifts')(matrix)], status: 409, code: 'refused' },
  slotIds: { value: () => [SLOTS.there], status: 409, code: 'refused' },
}

/** What belongs to nobody, and why. */
const NOBODYS: Record<string, string> = {
  categoryId: 'Categories are the same for all',
}

/** Calls whose ids name what comes with them, or places, which are the same for all. */
const OWN_IDS: readonly string[] = ['checkGrids', 'findSimilarIssues']

/** Part of a body that names the district’s own grids, in calls for whoever reaches the whole district. */
const WITHIN_DISTRICT = 'change'

const isIdField = (name: string) => /^id$|Ids?$|^person$/.test(name)

function recordOf(operation: string): (matrix: Matrix) => string {
  return ({ targets }) => targets[operation]![0]!.there!.record!
}

/** In bodies; those in paths are the matrix’s own. The owner of the directory and the street reach all that a command names. */
export function foreignIds(calls: readonly Call[], matrix: () => Matrix): void {
  for (const call of calls) {
    const { id, method, path, rule, body } = call
    if (!body || path.startsWith('/v1/admin/') || OWN_IDS.includes(id)) continue
    const isOfDistrict = ([first]: readonly string[]) => rule.scope === 'district' && first === WITHIN_DISTRICT
    for (const field of fieldsOf(body).filter((one) => isIdField(one.at(-1)!) && !isOfDistrict(one))) {
      const name = field.at(-1)!
      if (name in NOBODYS) continue
      // Whoever may make the call reaches the whole district; only its own id may be another's.
      if (rule.scope === 'district' && name !== 'id') continue
      it(`${method} ${path} refuses another’s ${field.join('.')}`, async () => {
        const foreign = FOREIGN[`${id}.${name}`] ?? FOREIGN[name]
        assert.ok(foreign, `Expected to know what another’s ${name} is answered with`)
        const { district, columns, targets } = matrix()
        const spec = targets[id]![0]!
        const column = allowedColumn(columns, rule, spec)
        const ask = await spec.here.ask()
        const untouched = await snapshot(district.database)
        const changed = { ...ask, body: changedAt(ask.body!, field, foreign.value(matrix())) as object }
        assertProblem(await askAs(district, method, column, changed), foreign.status, foreign.code)
        assert.deepEqual(await snapshot(district.database), untouched)
      })
    }
  }
}
