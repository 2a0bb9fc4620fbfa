import type { Context } from '../context.ts'
import { hoursRows } from '../formats/hours-table.ts'
import { hostNotesOf } from '../storage/host-notes.ts'
import { organisationNames } from '../storage/organisations.ts'
import type { PersonRecord } from '../storage/service-records.ts'

export interface RecordLines {
  records: readonly PersonRecord[]
  nameOf: (personId: string) => string
  timeZone: string
}

/** What a file tells of records, line by line, with what hosts said to them. */
export async function recordLines(context: Context, { records, nameOf, timeZone }: RecordLines) {
  const signUpIds = records.map(({ signUpId }) => signUpId)
  const notes = await hostNotesOf(context.db, context, signUpIds)
  const orgIds = [...new Set(records.map(({ orgId }) => orgId))]
  const found = await organisationNames(context.db, context.districtId, orgIds)
  const organisations = new Map(found.map(({ id, name }) => [id, name.zh]))
  return hoursRows(records, {
    nameOf: ({ personId }) => nameOf(personId),
    organisationOf: ({ orgId }) => organisations.get(orgId) ?? orgId,
    notesOf: ({ signUpId }) => notes.get(signUpId) ?? [],
    timeZone,
  })
}
