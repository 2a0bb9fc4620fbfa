import { categoryListSchema } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { listCategories } from '../storage/categories.ts'

export const getCategories = operation({
  method: 'GET',
  path: '/v1/categories',
  id: 'listCategories',
  summary: 'What can be reported, in two levels',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'In the district’s order', schema: categoryListSchema } },
  async handle({ context: { db, districtId } }) {
    return { status: 200, body: { categories: await listCategories(db, districtId) } }
  },
})
