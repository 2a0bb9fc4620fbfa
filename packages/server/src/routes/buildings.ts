import { buildingListSchema } from '@wangge/core/grid/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { listBuildings } from '../storage/buildings.ts'

export const getBuildings = operation({
  method: 'GET',
  path: '/v1/buildings',
  id: 'listBuildings',
  summary: 'Addresses of all buildings, for a page to search them without the server',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'By id; without units and doors', schema: buildingListSchema } },
  async handle({ context: { db, districtId } }) {
    return { status: 200, body: { buildings: await listBuildings(db, districtId) } }
  },
})
