import { keptRecordsSchema, RECORD_KIND } from '@wangge/core/roster/schema'
import { operation } from '../operation.ts'
import { namesOf } from '../privacy/names-of.ts'
import { keptRecordsQuerySchema } from '../schema.ts'
import { hostNotesOf } from '../storage/host-notes.ts'
import { organisationNames } from '../storage/organisations.ts'
import { recordOf, recordPlaces, serviceRecords, sumRecords } from '../storage/service-records.ts'
import type { RecordPlace } from '../storage/service-records.ts'
import { askKept, KEPT_RULES } from './read-kept-records.ts'

export const getKeptRecords = operation({
  ...KEPT_RULES,
  path: '/v1/service-records',
  id: 'listServiceRecords',
  summary:
    'What was recorded at posts of which the caller keeps the records, over all organisations, newest first; the reading is audited',
  query: keptRecordsQuerySchema,
  answers: {
    200: {
      description: 'A page of this month up to today, where no days are named; `next` is the `after` of the next one',
      schema: keptRecordsSchema,
    },
  },
  async handle(call) {
    const { context, now } = call
    const { db, districtId } = context
    const { after, limit, ...query } = call.query
    const { reference, from, to, asked, seesMinors, recordReading } = await askKept({ ...call, query })
    const places = await recordPlaces(db, districtId, {
      ...asked,
      after: after === undefined ? undefined : placeOf(after),
      limit: limit + 1,
    })
    const page = places.slice(0, limit)
    const signUpIds = page.map(({ signUpId }) => signUpId)
    const known = signUpIds.length > 0 ? await serviceRecords(db, context, reference, { signUpIds, recorded: true, now }) : []
    const ids = known.map(({ personId }) => personId)
    const nameOf = await namesOf(db, context, ids, { seesMinors })
    const orgIds = [...new Set(known.map(({ orgId }) => orgId))]
    const organisations = new Map((await organisationNames(db, districtId, orgIds)).map(({ id, name }) => [id, name]))
    const notes = await hostNotesOf(db, context, signUpIds)
    const records = known.map((one) => {
      const { absence: _, ...record } = recordOf(one)
      const organisation = organisations.get(one.orgId)
      const hostNotes = notes.get(one.signUpId)
      const whose = { personId: one.personId, name: nameOf(one.personId) }
      return { ...record, ...whose, ...(organisation && { organisation }), ...(hostNotes && { hostNotes }) }
    })
    const last = places.length > limit && page.at(-1)
    const body = {
      ...{ kind: RECORD_KIND, from, to },
      ...(after === undefined && { total: await sumRecords(db, context, reference, asked) }),
      records,
      ...(last && { next: cursorOf(last) }),
    }
    await recordReading()
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...body }, tag: body }
  },
})

/** Says where the page ended, whatever becomes of the record that it ended with. */
const cursorOf = ({ startsAt, signUpId }: RecordPlace): string => `${Date.parse(startsAt)}.${signUpId}`

function placeOf(cursor: string): RecordPlace {
  const [at = '', signUpId = ''] = cursor.split('.')
  return { startsAt: new Date(Number(at)).toISOString(), signUpId }
}
