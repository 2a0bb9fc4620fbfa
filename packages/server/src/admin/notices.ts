import { notFound, refused } from '../problem.ts'
import {
  createdNoticeTargetSchema,
  createNoticeTargetSchema,
  noticeFailureListSchema,
  noticeTargetListSchema,
} from '../notices/schema.ts'
import { nothingSchema, revokeByIdSchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { noticeFailures } from '../storage/notice-queue.ts'
import { expectOpenOrganisation } from '../storage/closed-organisations.ts'
import { createNoticeTarget, listNoticeTargets, revokeNoticeTarget } from '../storage/notice-targets.ts'
import { command, OWNER } from './command.ts'

export const NOTICE_COMMANDS = {
  'notice-target-create': command({
    summary:
      'Registers who is told of issues and of the roster: an address, what it hears of and in which subtree, or of whose people; a secret made for it is shown this once',
    input: createNoticeTargetSchema,
    output: createdNoticeTargetSchema,
    forStreet: true,
    async run(context, input, actor = OWNER) {
      const { tree } = await context.reference.current()
      const gridId = input.gridId ?? tree.root.id
      if (!tree.get(gridId)) throw refused('unknown-grid', { gridId })
      const { orgId } = input
      if (orgId !== undefined) await expectOpenOrganisation(context.db, context.districtId, { orgId, now: context.clock() })
      return act(context, { action: 'notice-target-create', actor }, async (inside) => {
        const { id, secret } = await createNoticeTarget(inside, { ...input, gridId })
        const target = (await listNoticeTargets(inside)).find((one) => one.id === id)!
        return { subject: id, result: { ...target, ...(secret !== undefined && { secret }) } }
      })
    },
  }),
  'notice-target-list': command({
    summary:
      'Who is told of issues and of the roster, revoked ones too; how many notices wait, and why the last was not taken. No address, no secret',
    input: nothingSchema,
    output: noticeTargetListSchema,
    forStreet: true,
    run: async (context) => ({ targets: await listNoticeTargets(context) }),
  }),
  'notice-target-revoke': command({
    summary: 'Tells a target nothing more; what waited for it is dropped',
    input: revokeByIdSchema,
    output: nothingSchema,
    forStreet: true,
    async run(context, { id }, actor = OWNER) {
      return act(context, { action: 'notice-target-revoke', actor }, async (inside) => {
        if (!(await revokeNoticeTarget(inside, id))) throw notFound('unknown-notice-target', 'There is no such active target')
        return { subject: id, result: {} }
      })
    },
  }),
  'notice-failures': command({
    summary: 'Notices that nobody took within a day, or whose organisation is closed, of the last thirty days; the last first',
    input: nothingSchema,
    output: noticeFailureListSchema,
    forStreet: true,
    run: async ({ db, districtId }) => ({ failures: await noticeFailures(db, districtId) }),
  }),
}
