import { localDate } from '@wangge/core/roster'
import { reportInSchema } from '@wangge/core/roster/schema'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { reportInQuerySchema } from '../schema.ts'
import { readReportIn } from '../storage/report-in.ts'
import { LONGEST_REPORT, spanOf } from './quota-span.ts'

export const getReportIn = operation({
  method: 'GET',
  path: '/v1/report-in',
  id: 'getReportIn',
  summary:
    'The rate of report-in over some days: of those registered at the communities of a subtree, how many reported in there',
  access: ['staff'],
  roles: ['street', 'community', 'auditor'],
  scope: 'subtree',
  query: reportInQuerySchema,
  answers: { 200: { description: 'By community and by home organisation', schema: reportInSchema } },
  async handle({ context, principal, query: { gridId, ...days }, now }) {
    const { db, districtId } = context
    const { tree, timeZone } = await context.reference.current()
    const grids = new Set(reachedSubtree((principal as Staff).grants, gridId, tree))
    const span = spanOf(days, localDate(now, timeZone), LONGEST_REPORT)
    const reaches = (communityId: string) => grids.has(communityId)
    const { asOf, ...tag } = await readReportIn(db, districtId, { ...span, timeZone, tree, reaches, now })
    return { status: 200, body: { asOf, ...tag }, tag }
  },
})
