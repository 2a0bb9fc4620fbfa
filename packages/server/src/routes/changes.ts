import { reachedGrids } from '@wangge/core/access'
import { changesPageSchema } from '@wangge/core/schema'
import type { Change } from '@wangge/core/schema'
import type { Principal, Staff } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { changesQuerySchema } from '../schema.ts'
import { currentCursor, listChanges } from '../storage/changes.ts'
import type { ChangesQuery } from '../storage/changes.ts'
import { publicChanges } from '../storage/issue-change.ts'

const PUBLIC: Change['topic'][] = ['issue', 'grid']
const ORGANISATION: Change['topic'][] = [...PUBLIC, 'slot']
const STAFF: Change['topic'][] = [...ORGANISATION, 'sign-up']

export const getChanges = operation({
  method: 'GET',
  path: '/v1/changes',
  id: 'listChanges',
  summary: 'What was committed after a cursor, in the order of commits; without `after` only the current cursor',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: { public: 'open', org: 'open', staff: 'subtree' },
  query: changesQuerySchema,
  answers: { 200: { description: 'A page and the cursor behind it', schema: changesPageSchema } },
  async handle({ context, principal, query: { after, limit } }) {
    const { db, districtId } = context
    if (after === undefined) {
      return { status: 200, body: { changes: [], cursor: await currentCursor(db, districtId), more: false } }
    }
    const page = await listChanges(db, districtId, { after, limit, ...(await visibleTo(principal, context)) })
    if (principal.kind === 'staff' && !isLiaisonOnly(principal)) return { status: 200, body: page }
    const { tree } = await context.reference.current()
    return { status: 200, body: { ...page, changes: publicChanges(page.changes, tree) } }
  },
})

/** Of an organisation, and of no grid: they hear what the organisation's pages hear. */
const isLiaisonOnly = ({ grants }: Staff) => grants.length > 0 && grants.every(({ role }) => role === 'liaison')

/** A site key is in every page: when somebody signs up, for which slot, is told to staff only. */
async function visibleTo(principal: Principal, { reference }: Context): Promise<Pick<ChangesQuery, 'topics' | 'within'>> {
  if (principal.kind === 'org' || principal.kind === 'person') return { topics: ORGANISATION }
  if (principal.kind !== 'staff') return { topics: PUBLIC }
  if (isLiaisonOnly(principal)) return { topics: ORGANISATION }
  const { tree } = await reference.current()
  const grids = reachedGrids(principal.grants, tree)
  return { topics: STAFF, ...(!grids.includes(tree.root.id) && { within: grids }) }
}
