import { maskName } from '@wangge/core/privacy'
import { correctionActions } from '@wangge/core/roster'
import { correctionListSchema } from '@wangge/core/roster/schema'
import { correctionRolesOf } from '../auth/correction-roles-of.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { expectReachedGrid } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { correctionsQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import { correctionView, openCorrections } from '../storage/corrections.ts'
import { findPeople } from '../storage/people.ts'
import { serviceRecords } from '../storage/service-records.ts'

/** Told at once; the next come as these are decided. */
const MOST = 200
/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

export const getCorrections = operation({
  method: 'GET',
  path: '/v1/corrections',
  id: 'listCorrections',
  summary:
    'Corrections of hours that the caller may decide now, of posts in a subtree, as whoever recorded the service; the reading is audited',
  access: ['staff'],
  roles: ['street', 'community'],
  scope: 'subtree',
  query: correctionsQuerySchema,
  answers: { 200: { description: 'At most the oldest 200', schema: correctionListSchema } },
  async handle({ context, principal, query: { gridId }, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const staff = principal as Staff
    if (gridId !== undefined) expectReachedGrid(staff.grants, gridId, tree)
    const actor = principalName(staff)
    const isAsked = (post: string) => gridId === undefined || tree.path(post).some(({ id }) => id === gridId)
    const waiting = (await openCorrections(db, districtId))
      .filter((one) => isAsked(one.gridId))
      .map((one) => ({ ...one, reader: { roles: correctionRolesOf(staff, one, tree), actor } }))
      // Of what waits for others they are told nothing here, nor of their own hours.
      .filter(({ reader: { roles }, state, requested_by: by }) => {
        return roles.includes('recorder') && correctionActions(state, roles, by === actor).length > 0
      })
      .slice(0, MOST)
    const ids = [...new Set(waiting.map(({ personId }) => personId))]
    const people = new Map((await findPeople(db, context, ids)).map((one) => [one.id, one]))
    const signUpIds = waiting.map((one) => one.sign_up_id)
    const known = signUpIds.length > 0 ? await serviceRecords(db, context, reference, { signUpIds, now }) : []
    const records = new Map(known.map((record) => [record.signUpId, record]))
    const corrections = waiting.map(({ reader, personId, startsAt, endsAt, ...one }) => {
      const record = records.get(one.sign_up_id)
      const activity = record?.activity ?? one.activity
      const { name = ERASED, minor = false } = people.get(personId) ?? {}
      const shown = minor && !reader.roles.includes('street') ? maskName(name) : name
      return { ...correctionView(context, one, reader, record), activity, name: shown, startsAt, endsAt }
    })
    await recordAct(context, { now, actor, action: 'read-corrections', subject: gridId ?? tree.root.id })
    return { status: 200, body: { asOf: new Date(now).toISOString(), corrections }, tag: corrections }
  },
})
