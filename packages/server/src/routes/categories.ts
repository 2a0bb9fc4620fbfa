import { categoryListSchema } from '@wangge/core/issue/schema'
import type { CategoryList } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { categorySetInForce } from '../storage/categories.ts'

export const getCategories = operation({
  method: 'GET',
  path: '/v1/categories',
  id: 'listCategories',
  summary: 'What can be reported, in two levels, and by which version of it; staff are told of what is retired, too',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'In the district’s order', schema: categoryListSchema } },
  async handle({ context: { db, districtId }, principal }) {
    const { version, placeClasses, categories } = await categorySetInForce(db, districtId)
    const told = principal.kind === 'staff' ? categories : categories.filter(({ retired }) => !retired)
    const body: CategoryList = { version, ...(placeClasses.length > 0 && { placeClasses }), categories: told }
    return { status: 200, body }
  },
})
