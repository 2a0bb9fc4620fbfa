import { reachesDistrict } from '@wangge/core/access'
import { ADMIN_COMMANDS } from '../admin.ts'
import type { AdminCommand } from '../admin.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'

export const adminOperations = Object.entries(ADMIN_COMMANDS as Record<string, AdminCommand<unknown, unknown>>).map(
  ([name, { summary, input, output, run, maxSize, forStreet = false }]) =>
    operation({
      method: 'POST',
      path: `/v1/admin/${name}`,
      id: `admin-${name}`,
      summary,
      access: forStreet ? ['admin', 'staff'] : ['admin'],
      ...(forStreet && { roles: ['street'] }),
      scope: 'district',
      query: noQuerySchema,
      json: { schema: input, ...(maxSize !== undefined && { maxSize }) },
      answers: { 200: { description: 'Done', schema: output } },
      async handle({ context, principal, body }) {
        await expectWholeDistrict(context, principal)
        return { status: 200, body: await run(context, body, principalName(principal)) }
      },
    }),
)

/** @throws ProblemError 403 `role-not-allowed` where staff has no grant at the root */
export async function expectWholeDistrict({ reference }: Context, principal: Principal): Promise<void> {
  if (principal.kind !== 'staff') return
  const { tree } = await reference.current()
  if (principal.grants.some((grant) => reachesDistrict(grant, tree))) return
  throw new ProblemError(403, 'role-not-allowed', 'This call is for the whole district', {
    detail: `Expected a role at ${tree.root.id}`,
  })
}
