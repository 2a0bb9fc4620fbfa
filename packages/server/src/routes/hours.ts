import { isRecordedLate } from '@wangge/core/roster'
import { myHoursSchema, organisationHoursSchema, RECORD_KIND } from '@wangge/core/roster/schema'
import { correctionRolesOf } from '../auth/correction-roles-of.ts'
import { principalName } from '../auth/principal.ts'
import type { Person } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { correctionsOf, correctionView } from '../storage/corrections.ts'
import { hostNotesOf } from '../storage/host-notes.ts'
import { recordOf, serviceRecords } from '../storage/service-records.ts'
import { HOURS_RULES, readHours } from './read-hours.ts'

export const getMyHours = operation({
  method: 'GET',
  path: '/v1/me/hours',
  id: 'getMyHours',
  summary: 'One’s own hours of service, with what is recorded of each activity',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'Newest first', schema: myHoursSchema } },
  async handle({ context, principal, now }) {
    const { personId, orgId } = principal as Person
    const reference = await context.reference.current()
    const known = personId === undefined ? [] : await serviceRecords(context.db, context, reference, { personId, orgId, now })
    const signUpIds = known.map(({ signUpId }) => signUpId)
    const corrections = await correctionsOf(context.db, context.districtId, signUpIds)
    const notes = await hostNotesOf(context.db, context, signUpIds)
    const reader = { roles: ['self'] as const, actor: principalName(principal) }
    const records = known.map((one) => {
      const newest = corrections.find((correction) => correction.sign_up_id === one.signUpId)
      const hostNotes = notes.get(one.signUpId)
      return {
        ...recordOf(one),
        ...(hostNotes && { hostNotes }),
        ...(newest && { correction: correctionView(context, newest, reader, one) }),
      }
    })
    const minutes = records.reduce((sum, one) => sum + one.minutes, 0)
    const body = { asOf: new Date(now).toISOString(), kind: RECORD_KIND, minutes, records }
    return { status: 200, body, tag: records }
  },
})

export const getOrganisationHours = operation({
  ...HOURS_RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours',
  id: 'getOrganisationHours',
  summary:
    'An organisation’s hours of service by person, what is not recorded yet, how corrections stand; the reading is audited',
  answers: { 200: { description: 'This month, where no days are named', schema: organisationHoursSchema } },
  async handle(call) {
    const { context, principal, now } = call
    const { orgId, from, to, minutes, people, records, asked, nameOf } = await readHours(call)
    const { tree } = await context.reference.current()
    const actor = principalName(principal)
    const body = {
      kind: RECORD_KIND,
      orgId,
      from,
      to,
      minutes,
      people,
      unrecorded: records
        .filter(({ recorded, absence, endsAt }) => !recorded && absence === undefined && Date.parse(endsAt) <= now)
        .toReversed()
        .map(({ signUpId, slotId, activity, personId, startsAt, endsAt, recordBy }) => {
          const late = isRecordedLate(recordBy, now)
          return { signUpId, slotId, activity, personId, name: nameOf(personId), startsAt, endsAt, recordBy, late }
        }),
      lacking: records.flatMap(({ recorded, lacks = [], signUpId, slotId, activity, personId, startsAt, endsAt }) =>
        recorded && lacks.length > 0
          ? [{ signUpId, slotId, activity, personId, name: nameOf(personId), startsAt, endsAt, lacks }]
          : [],
      ),
      corrections: asked.map(({ correction, record }) => {
        const { activity, personId, startsAt, endsAt } = record
        const reader = { roles: correctionRolesOf(principal, correction, tree), actor }
        const view = correctionView(context, correction, reader, record)
        return { ...view, activity, personId, name: nameOf(personId), startsAt, endsAt }
      }),
    }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...body }, tag: body }
  },
})
