import type { Context } from '../context.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { createTokenSchema, nothingSchema, revokeByIdSchema, staffTokenListSchema, staffTokenSchema } from '../schema.ts'
import type { CreateToken } from '../schema.ts'
import { act } from '../storage/act.ts'
import { expectOpenOrganisation } from '../storage/closed-organisations.ts'
import { createStaffToken, listStaffTokens, revokeStaffToken } from '../storage/staff-tokens.ts'
import { command, OWNER } from './command.ts'

/** Whoever made a token and forgot it finds it dead. */
const DEFAULT_DAYS = 90

export const TOKEN_COMMANDS = {
  'token-create': command({
    summary: 'Makes a staff token with a role and what it reaches; it is shown this once',
    input: createTokenSchema,
    output: staffTokenSchema,
    async run(context, { role, gridId, orgId, days, personId }, actor = OWNER) {
      const { districtId, clock, random, randomBytes } = context
      const now = clock()
      await expectReach(context, { gridId, orgId })
      const person = personId ?? (role === 'buildingHead' && gridId ? await headOf(context, gridId, now) : undefined)
      if (role === 'buildingHead' && person === undefined) throw refused('no-building-head', { gridId })
      return act(context, { action: 'token-create', actor }, async ({ db }) => {
        const token = { role, gridId, orgId, days: days ?? DEFAULT_DAYS, personId: person, now, random, randomBytes }
        const result = await createStaffToken(db, districtId, token)
        return { subject: result.id, result }
      })
    },
  }),
  'token-list': command({
    summary: 'All staff tokens, revoked ones too, without the tokens themselves',
    input: nothingSchema,
    output: staffTokenListSchema,
    run: async ({ db, districtId }) => ({ tokens: await listStaffTokens(db, districtId) }),
  }),
  'token-revoke': command({
    summary: 'Takes a staff token back, at once and for good',
    input: revokeByIdSchema,
    output: nothingSchema,
    async run(context, { id }, actor = OWNER) {
      const { districtId, clock } = context
      return act(context, { action: 'token-revoke', actor, recheck: true }, async ({ db }) => {
        if (!(await revokeStaffToken(db, districtId, id, clock())))
          throw notFound('unknown-token', 'There is no such active token')
        return { subject: id, result: {} }
      })
    },
  }),
}

/** @throws ProblemError 422 where not one of both is given; 409 refused `unknown-grid`, `unknown-organisation`, `organisation-closed` */
export async function expectReach(context: Context, { gridId, orgId }: Pick<CreateToken, 'gridId' | 'orgId'>): Promise<void> {
  if ((gridId === undefined) === (orgId === undefined)) {
    const errors = [{ path: ['gridId'], code: 'one-of', message: 'Expected either a grid or an organisation' }]
    throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
  }
  const { tree } = await context.reference.current()
  if (gridId !== undefined && !tree.get(gridId)) throw refused('unknown-grid', { gridId })
  if (orgId !== undefined) await expectOpenOrganisation(context.db, context.districtId, { orgId, now: context.clock() })
}

/** Who heads the building at this instant. */
async function headOf({ reference }: Context, gridId: string, now: number): Promise<string | undefined> {
  const { appointments } = await reference.current()
  const holds = ({ from, to }: { from: string; to?: string | undefined }) =>
    Date.parse(from) <= now && (to === undefined || now < Date.parse(to))
  return appointments.find((one) => one.role === 'buildingHead' && one.gridId === gridId && holds(one))?.personId
}
