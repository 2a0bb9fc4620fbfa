import { reachedGrids } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import { changesPageSchema } from '@wangge/core/schema'
import type { Change } from '@wangge/core/schema'
import type { Principal } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { changesQuerySchema } from '../schema.ts'
import { currentCursor, listChanges } from '../storage/changes.ts'
import type { ChangesQuery } from '../storage/changes.ts'
import { publicChanges } from '../storage/issue-change.ts'

/** Concerns everybody: all names and codes hang on it. */
const FOR_ALL: Change['topic'][] = ['grid']
const PUBLIC: Change['topic'][] = ['issue', ...FOR_ALL]
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
    const { tree } = await context.reference.current()
    const heard = heardBy(principal, tree)
    const page = await listChanges(db, districtId, { after, limit, ...heard })
    return { status: 200, body: { ...page, changes: publicChanges(page.changes, tree, isOwn(heard)) } }
  },
})

type Heard = Pick<ChangesQuery, 'topics' | 'within'>

/** A site key is in every page: when somebody signs up, for which slot, is told to staff only. */
function heardBy(principal: Principal, tree: GridTree): Heard {
  if (principal.kind === 'org' || principal.kind === 'person') return { topics: ORGANISATION }
  if (principal.kind !== 'staff') return { topics: PUBLIC }
  const { grants } = principal
  const gridIds = reachedGrids(grants, tree)
  if (gridIds.includes(tree.root.id)) return { topics: STAFF }
  // Who answers for an organisation hears what its pages hear, whatever grids they answer for besides.
  const topics = grants.some(({ role }) => role === 'liaison') ? ORGANISATION : FOR_ALL
  return { topics, within: { gridIds, topics: STAFF } }
}

const isOwn =
  ({ topics, within }: Heard) =>
  ({ gridPath }: Change): boolean =>
    within ? gridPath.some((id) => within.gridIds.includes(id)) : topics === STAFF
