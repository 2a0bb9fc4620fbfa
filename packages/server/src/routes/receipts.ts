import { issueSummarySchema } from '@wangge/core/issue/schema'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { findByReceipt } from '../storage/issues.ts'

export const getReceipt = operation({
  method: 'GET',
  path: '/v1/receipts/{receipt}',
  id: 'getReceipt',
  summary: 'How far a reported issue is, for whoever holds its receipt code',
  access: ['public', 'org'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'What anybody may see of the issue', schema: issueSummarySchema } },
  async handle({ context: { db, districtId }, params }) {
    const summary = await findByReceipt(db, districtId, params.receipt!.toUpperCase())
    if (!summary) throw notFound('unknown-receipt', 'There is no such receipt')
    return { status: 200, body: summary }
  },
})
