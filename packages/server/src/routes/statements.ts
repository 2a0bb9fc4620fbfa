import { statementListSchema } from '@wangge/core/privacy/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'

export const getStatements = operation({
  method: 'GET',
  path: '/v1/statements',
  id: 'listStatements',
  summary: 'What people are asked to agree to, word by word, by purpose',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'The newest version of each', schema: statementListSchema } },
  async handle({ context: { reference } }) {
    const { consent } = await reference.current()
    const statements = Object.entries(consent).map(([purpose, { earlier: _, since: __, ...statement }]) => ({
      purpose,
      ...statement,
    }))
    return { status: 200, body: { statements } }
  },
})
