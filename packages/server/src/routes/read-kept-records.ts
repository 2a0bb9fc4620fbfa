import { reachedGrids, reachesDistrict } from '@wangge/core/access'
import { daysBetween, keeperRoles, recordedGrids } from '@wangge/core/roster'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import type { Call } from '../operation.ts'
import { namesOf } from '../privacy/names-of.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { KeptRecordsFileQuery } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import { recordPlaces, serviceRecords } from '../storage/service-records.ts'
import type { RecordsQuery } from '../storage/service-records.ts'
import { daysAsked, hoursByPerson } from './read-hours.ts'
import { LONGEST_REPORT, outOfRange } from './quota-span.ts'

/** Whoever keeps the records of what was done at a post reads them: 记录单位. */
export const KEPT_RULES = { method: 'GET', access: ['staff'], roles: ['street', 'community'], scope: 'subtree' } as const

/**
 * Whose records are asked for, and of which days.
 * @throws ProblemError 400 `invalid-query`; 404 `unknown-grid` where they keep none there
 */
export async function askKept({ context, principal, query, now }: Call<KeptRecordsFileQuery, unknown>) {
  const { grants } = principal as Staff
  const reference = await context.reference.current()
  const { tree, timeZone } = reference
  const { from, to, span } = daysAsked(query, { now, timeZone })
  const days = daysBetween(from, to) + 1
  if (days < 1 || days > LONGEST_REPORT)
    throw outOfRange('to', `Expected 1 to ${LONGEST_REPORT} days from \`from\` to \`to\`, got ${days}`)
  const gridIds = recordedGrids(grants, query.gridId, tree)
  if (gridIds.length === 0) throw notFound('unknown-grid', 'There is no such grid of which you keep the records')
  const asked: RecordsQuery = { ...span, recorded: true, now, ...(gridIds !== 'all' && { gridIds }) }
  return {
    ...{ reference, from, to, asked },
    seesMinors: grants.some((grant) => reachesDistrict(grant, tree)),
    /** Whose records were read is written down. */
    async recordReading() {
      const actor = principalName(principal)
      const tops = reachedGrids(grants, tree).filter((id) => keeperRoles(grants, id, tree).length > 0)
      for (const subject of query.gridId === undefined ? tops : [query.gridId])
        await recordAct(context, { now, actor, action: 'read-hours', subject })
    },
  }
}

/** All records of some days. @throws ProblemError as `askKept`; 422 `too-many-records` where there are more than `most` */
export async function readKept(call: Call<KeptRecordsFileQuery, unknown>, most: number) {
  const { context } = call
  const { db, districtId } = context
  const { reference, from, to, asked, seesMinors, recordReading } = await askKept(call)
  if ((await recordPlaces(db, districtId, { ...asked, limit: most + 1 })).length > most) {
    throw new ProblemError(422, 'too-many-records', 'These are too many records for one file', {
      detail: `Expected at most ${most}, got more: narrow them down by \`from\` and \`to\`, or by \`gridId\``,
    })
  }
  const records = await serviceRecords(db, context, reference, asked)
  const ids = records.map(({ personId }) => personId)
  const nameOf = await namesOf(db, context, ids, { seesMinors })
  await recordReading()
  return { from, to, records, people: hoursByPerson(records, nameOf), nameOf, timeZone: reference.timeZone }
}
