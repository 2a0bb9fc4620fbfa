import { CHECK_IN_HEADERS, checkInPage } from '../check-in/page.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { listCheckInPages } from '../storage/site-keys.ts'

export const getCheckInPage = operation({
  method: 'GET',
  path: '/check-in',
  id: 'showCheckIn',
  summary: 'What the code at a post opens: the code stands behind the address’s # and never reaches the server by it',
  access: ['anyone'],
  scope: 'open',
  query: noQuerySchema,
  answers: {
    200: { description: 'A page in Chinese and English that leads to the pages that organisations have told', type: 'text/html' },
  },
  handle: async ({ context: { db, districtId }, now }) =>
    new Response(checkInPage(await listCheckInPages(db, districtId, now)), { status: 200, headers: CHECK_IN_HEADERS }),
})
