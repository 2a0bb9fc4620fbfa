import { changesPageSchema } from '@wangge/core/schema'
import type { Change } from '@wangge/core/schema'
import type { Principal } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import { changesQuerySchema } from '../schema.ts'
import { currentCursor, listChanges } from '../storage/changes.ts'

const PUBLIC: Change['topic'][] = ['issue', 'grid']
const ALL: Change['topic'][] = ['issue', 'grid', 'slot', 'sign-up']

export const getChanges = operation({
  method: 'GET',
  path: '/v1/changes',
  id: 'listChanges',
  summary: 'What was committed after a cursor, in the order of commits; without `after` only the current cursor',
  access: ['public', 'org', 'staff'],
  query: changesQuerySchema,
  answers: { 200: { description: 'A page and the cursor behind it', schema: changesPageSchema } },
  async handle({ context: { db, districtId }, principal, query: { after, limit } }) {
    if (after === undefined) {
      return { status: 200, body: { changes: [], cursor: await currentCursor(db, districtId), more: false } }
    }
    return { status: 200, body: await listChanges(db, districtId, { after, limit, ...visibleTo(principal) }) }
  },
})

function visibleTo(principal: Principal): { topics: Change['topic'][]; orgId: string | 'all' | undefined } {
  if (principal.kind === 'staff') return { topics: ALL, orgId: 'all' }
  if (principal.kind === 'org') return { topics: ALL, orgId: principal.orgId }
  return { topics: PUBLIC, orgId: undefined }
}
