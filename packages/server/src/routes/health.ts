import { operation } from '../operation.ts'
import { healthSchema, noQuerySchema } from '../schema.ts'
import { VERSION } from '../version.ts'

export const getHealth = operation({
  method: 'GET',
  path: '/v1/health',
  id: 'getHealth',
  summary: 'Whether the server answers, and its version',
  access: ['anyone'],
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'It does', schema: healthSchema } },
  handle: async () => ({ status: 200, body: { status: 'ok', version: VERSION } }),
})
