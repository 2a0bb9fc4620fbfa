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
import { correctionView, decidedCorrections, openCorrections } from '../storage/corrections.ts'
import type { StoredCorrection } from '../storage/corrections.ts'
import { findPeople } from '../storage/people.ts'
import { serviceRecords } from '../storage/service-records.ts'

/** Told at once; the next come as these are decided. */
const MOST = 200
/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'
/** How far back what was decided is told of. */
const DECIDED_MS = 90 * 86_400_000

/** Who decided it: the audit's name of staff has their id in it. */
const deciderOf = ({ decided_by: by }: Pick<StoredCorrection, 'decided_by'>): string | undefined =>
  by?.startsWith('staff:') ? by.slice(6) : undefined

export const getCorrections = operation({
  method: 'GET',
  path: '/v1/corrections',
  id: 'listCorrections',
  summary:
    'Corrections of records at posts in a subtree that the caller may decide now, as whoever recorded the service, or those that were decided in ninety days, with what stood there, by whom and why; the reading is audited',
  access: ['staff'],
  roles: ['street', 'community'],
  scope: 'subtree',
  query: correctionsQuerySchema,
  answers: { 200: { description: 'At most the oldest 200; of what was decided the newest', schema: correctionListSchema } },
  async handle({ context, principal, query: { gridId, decided }, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const staff = principal as Staff
    if (gridId !== undefined) expectReachedGrid(staff.grants, gridId, tree)
    const actor = principalName(staff)
    const isAsked = (post: string) => gridId === undefined || tree.path(post).some(({ id }) => id === gridId)
    const since = new Date(now - DECIDED_MS).toISOString()
    const known = await (decided ? decidedCorrections(db, districtId, since) : openCorrections(db, districtId))
    const waiting = known
      .filter((one) => isAsked(one.gridId))
      .map((one) => ({ ...one, reader: { roles: correctionRolesOf(staff, one, tree), actor } }))
      // Of what waits for others they are told nothing here, nor of their own hours.
      .filter(({ reader: { roles }, state, requested_by: by }) => {
        return roles.includes('recorder') && (decided || correctionActions(state, roles, by === actor).length > 0)
      })
      .slice(0, MOST)
    const ids = [...new Set(waiting.flatMap((one) => [one.personId, deciderOf(one) ?? []].flat()))]
    const people = new Map((await findPeople(db, context, ids)).map((one) => [one.id, one]))
    const signUpIds = waiting.map((one) => one.sign_up_id)
    const told = signUpIds.length > 0 ? await serviceRecords(db, context, reference, { signUpIds, now }) : []
    const records = new Map(told.map((record) => [record.signUpId, record]))
    const corrections = waiting.map(({ reader, personId, startsAt, endsAt, ...one }) => {
      const record = records.get(one.sign_up_id)
      const activity = record?.activity ?? one.activity
      const { name = ERASED, minor = false } = people.get(personId) ?? {}
      const shown = minor && !reader.roles.includes('street') ? maskName(name) : name
      const by = decided && people.get(deciderOf(one) ?? '')?.name
      return {
        ...correctionView(context, one, reader, record),
        activity,
        name: shown,
        startsAt,
        endsAt,
        ...(by && { decidedBy: by }),
      }
    })
    await recordAct(context, { now, actor, action: 'read-corrections', subject: gridId ?? tree.root.id })
    return { status: 200, body: { asOf: new Date(now).toISOString(), corrections }, tag: corrections }
  },
})
