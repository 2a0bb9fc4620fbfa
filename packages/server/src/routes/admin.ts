import { ADMIN_COMMANDS } from '../admin.ts'
import type { AdminCommand } from '../admin.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'

export const adminOperations = Object.entries(ADMIN_COMMANDS as Record<string, AdminCommand<unknown, unknown>>).map(
  ([name, { summary, input, output, run }]) =>
    operation({
      method: 'POST',
      path: `/v1/admin/${name}`,
      id: `admin-${name}`,
      summary,
      access: ['admin'],
      query: noQuerySchema,
      json: { schema: input },
      answers: { 200: { description: 'Done', schema: output } },
      handle: async ({ context, body }) => ({ status: 200, body: await run(context, body) }),
    }),
)
