import type { GridLevel } from '@wangge/core/grid/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { act } from './act.ts'

type Targets = Partial<Record<GridLevel, number>>

/**
 * Declares how many grids of a level there are to be; null takes a number back, what is not named stays.
 * @throws ProblemError 503 `district-missing` before the first import
 */
export const declareTargets = (
  context: Context,
  wanted: Partial<Record<GridLevel, number | null>>,
  actor: string,
): Promise<{ targets: Targets }> =>
  act(context, { action: 'declare-targets', actor }, async ({ db, districtId }) => {
    const known = await db
      .selectFrom('districts')
      .select('targets')
      .where('district_id', '=', districtId)
      .forUpdate()
      .executeTakeFirst()
    if (!known) throw new ProblemError(503, 'district-missing', 'The district has no data yet')
    const merged = { ...known.targets, ...wanted }
    const targets = Object.fromEntries(Object.entries(merged).filter(([, count]) => count !== null)) as Targets
    if (Object.keys(wanted).length === 0) return { result: { targets } }
    await db
      .updateTable('districts')
      .set({ targets: JSON.stringify(targets), reference_version: sql`reference_version + 1` })
      .where('district_id', '=', districtId)
      .execute()
    return { subject: districtId, result: { targets } }
  })
