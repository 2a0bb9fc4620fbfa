import { isDeepStrictEqual } from 'node:util'
import { reviseStatement } from '@wangge/core/privacy'
import { sql } from 'kysely'
import type { SetStatements, StatementsView } from '../admin/statements-schema.ts'
import type { Context } from '../context.ts'
import { missingStatements } from '../missing-statements.ts'
import { ProblemError, refused } from '../problem.ts'
import { act } from './act.ts'
import type { Reference } from './reference.ts'

/** What people are asked to agree to, and were. */
export const statementsView = ({ consent }: Pick<Reference, 'consent'>): StatementsView => ({
  statements: Object.entries(consent).map(([purpose, { earlier = [], ...statement }]) => ({
    ...{ purpose, ...statement },
    earlier: [...earlier],
  })),
  missing: missingStatements({ consent }),
})

/**
 * Sets what people are asked to agree to from now on; purposes that are not named stay. Who agreed to earlier words keeps what
 * they agreed to.
 * @throws ProblemError 409 refused `statement-changed`, `minimum-version-unknown`; 503 `district-missing` before the first import
 */
export const setStatements = (context: Context, { statements }: SetStatements, actor: string): Promise<StatementsView> =>
  act(context, { action: 'statement-set', actor }, async ({ db, districtId }) => {
    const row = await db
      .selectFrom('districts')
      .select('consent')
      .where('district_id', '=', districtId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new ProblemError(503, 'district-missing', 'The district has no data yet')
    const at = new Date(context.clock()).toISOString()
    const consent = { ...row.consent }
    for (const { separate, ...written } of statements) {
      const held = Object.hasOwn(consent, written.purpose) ? consent[written.purpose] : undefined
      const revised = reviseStatement(held, { ...written, ...(separate !== undefined && { separate }) }, at)
      if (!revised.ok) throw refused(revised.reason, revised.detail)
      consent[written.purpose] = revised.statement
    }
    const result = statementsView({ consent })
    if (isDeepStrictEqual(consent, row.consent)) return { result }
    await db
      .updateTable('districts')
      .set({ consent: JSON.stringify(consent), reference_version: sql`reference_version + 1` })
      .where('district_id', '=', districtId)
      .execute()
    return { subject: districtId, result }
  })
