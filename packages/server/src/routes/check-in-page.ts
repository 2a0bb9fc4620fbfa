import { CHECK_IN_HEADERS, CHECK_IN_PAGE } from '../check-in/page.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'

export const getCheckInPage = operation({
  method: 'GET',
  path: '/check-in',
  id: 'showCheckIn',
  summary: 'What the code at a post opens: the code stands behind the address’s # and never reaches the server by it',
  access: ['anyone'],
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'A page in Chinese and English that says what to do', type: 'text/html' } },
  handle: async () => new Response(CHECK_IN_PAGE, { status: 200, headers: CHECK_IN_HEADERS }),
})
