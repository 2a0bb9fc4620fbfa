import { eraseCommandSchema, erasureSchema, personDataSchema } from '@wangge/core/privacy/schema'
import type { Erasure, PersonData } from '@wangge/core/privacy/schema'
import { sql } from 'kysely'
import { principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { isPhotoStoreError } from '../photos/photo-store.ts'
import type { Answer, Call } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { erasePerson } from '../privacy/erase-person.ts'
import { ERASED_ACTOR, eraseReports } from '../privacy/erase-report.ts'
import { exportPerson } from '../privacy/export-person.ts'
import { isKnownOtherwise } from '../privacy/known-otherwise.ts'
import { lockPerson } from '../privacy/person-traces.ts'
import { reportedPhotos } from '../privacy/reported-photos.ts'
import { createRowCounts } from '../privacy/row-counts.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit, eraseOpenings } from '../storage/audit.ts'
import { consentsOf } from '../storage/consents.ts'
import { tellErasedSteps } from '../storage/erased-steps.ts'
import { findByReceipt } from '../storage/issues.ts'
import { findPerson } from '../storage/people.ts'
import { placesOf } from '../storage/person-reach.ts'
import { clearPhotoLeftovers } from '../storage/photo-leftovers.ts'
import { write } from '../storage/write.ts'
import { expectDistrict } from './people.ts'

const ERASED = { 200: { description: 'What was erased, in numbers', schema: erasureSchema } }
const DATA = { 200: { description: 'By table; sealed fields opened', schema: personDataSchema } }
const COMMAND = { query: noQuerySchema, json: { schema: eraseCommandSchema }, idempotent: true }

interface Who {
  personId?: string | undefined
  personKey?: string | undefined
}

export const postMyErasure = operation({
  ...COMMAND,
  method: 'POST',
  path: '/v1/me/erasure',
  id: 'eraseMe',
  summary: 'Erases oneself, for good: what is to come is cancelled, what has been counts without a name',
  access: ['person', 'staff'],
  roles: STAFF_ROLES,
  inPerson: true,
  scope: 'own',
  answers: ERASED,
  handle: (call) => erase(call, expectSomebody(call.principal)),
})

export const postPersonErasure = operation({
  ...COMMAND,
  method: 'POST',
  path: '/v1/people/{id}/erasure',
  id: 'erasePerson',
  summary: 'Erases a person who asked for it',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  answers: ERASED,
  async handle(call) {
    const { tree } = await call.context.reference.current()
    expectDistrict(call.principal as Staff, tree)
    return erase(call, { personId: call.params.id! })
  },
})

export const getMyData = operation({
  method: 'GET',
  path: '/v1/me/data',
  id: 'exportMe',
  summary: 'Everything that is kept of oneself; the reading is audited',
  access: ['person', 'staff'],
  roles: STAFF_ROLES,
  inPerson: true,
  scope: 'own',
  query: noQuerySchema,
  answers: DATA,
  handle: ({ context, principal, now }) => readAll(context, principal, { ...expectSomebody(principal), now }),
})

export const getPersonData = operation({
  method: 'GET',
  path: '/v1/people/{id}/data',
  id: 'exportPerson',
  summary: 'Everything that is kept of a person who asked for it; the reading is audited',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  answers: DATA,
  async handle({ context, principal, params, now }) {
    const { tree } = await context.reference.current()
    expectDistrict(principal as Staff, tree)
    return readAll(context, principal, { personId: params.id!, now })
  },
})

export const postReceiptErasure = operation({
  ...COMMAND,
  method: 'POST',
  path: '/v1/receipts/{receipt}/erasure',
  id: 'eraseReport',
  summary: 'Erases what a report says and shows, for whoever holds its receipt code; the issue stays as a count',
  access: ['public', 'org'],
  scope: 'open',
  answers: ERASED,
  async handle(call) {
    const { context, params, body: command, now, principal } = call
    const { districtId } = context
    // Who asks is known by the code only, and is not to be known by anything else.
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principal.kind, now }
    const written = await write(context, request, async (tx) => {
      const found = await findByReceipt(tx, districtId, params.receipt!.toUpperCase())
      if (!found) throw notFound('unknown-receipt', 'There is no such receipt')
      const at = new Date(now).toISOString()
      const rows = createRowCounts()
      const photos = await reportedPhotos(tx, districtId, [found.id])
      const changes = await eraseReports(tx, context, { issueIds: [found.id], at, rows })
      await tellErasedSteps(tx, context, { at, actor: 'erasure' })
      // Whoever has the picture could tell by its hash that it was sent.
      const where = sql`subject = any(${photos}::text[])`
      rows.add('audit_entries', await eraseOpenings(tx, context, { at, actor: 'erasure', where }))
      const answer: Erasure = { at, rows: rows.all() }
      return { status: 200, answer, audit: { action: 'erase-report', subject: found.id }, changes }
    })
    await clearPictures(context)
    return written
  },
})

async function erase(call: Call<unknown, { id: string }>, who: Who): Promise<Answer> {
  const { context, principal, body: command, now } = call
  const reference = await context.reference.current()
  const isSelf = principal.kind === 'person' || (principal.kind === 'staff' && principal.personId === who.personId)
  const actor = isSelf ? ERASED_ACTOR : principalName(principal)
  // One's own erasure leaves a record that names nobody, not even by a hash.
  const fingerprint = commandFingerprint(call, actor)
  const written = await write(context, { key: command.id, fingerprint, actor, now }, async (tx) => {
    if (who.personId !== undefined) {
      await lockPerson(tx, context.districtId, who.personId)
      if (who.personKey === undefined && !(await findPerson(tx, context, who.personId))) throw unknownPerson()
      if (principal.kind === 'person' && (await isKnownOtherwise(tx, context.districtId, who.personId, principal.orgId))) {
        throw new ProblemError(403, 'session-required', 'This call is for the person themselves, who has signed in', {
          detail: 'The district knows you by more than this organisation: sign in yourself, or ask the sub-district',
        })
      }
    }
    const { tombstone, rows, changes } = await erasePerson(tx, context, { ...who, now, reference })
    const answer: Erasure = { at: new Date(now).toISOString(), rows }
    return { status: 200, answer, audit: { action: 'erase-person', subject: tombstone }, changes }
  })
  await clearPictures(context)
  if (written.replayed && isSelf && who.personId !== undefined && (await findPerson(context.db, context, who.personId))) {
    // Whoever is still there was not erased by it: it was somebody else's, whom its record does not name.
    throw new ProblemError(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another call or another body')
  }
  return written
}

/** At once where it can be: what the store refuses now stays noted, and the job that clears again tells of it. */
async function clearPictures(context: Context): Promise<void> {
  try {
    await clearPhotoLeftovers(context)
  } catch (error) {
    if (!isPhotoStoreError(error)) throw error
  }
}

const unknownPerson = () => notFound('unknown-person', 'There is no such person')

/** @throws ProblemError 404 `unknown-person` for a machine's token */
function expectSomebody(principal: Principal): Who {
  if (principal.kind === 'person') return { personId: principal.personId, personKey: principal.personKey }
  if (principal.kind === 'staff' && principal.personId !== undefined) return { personId: principal.personId }
  throw unknownPerson()
}

async function readAll(context: Context, principal: Principal, { now, ...who }: Who & { now: number }): Promise<Answer> {
  const { db, districtId } = context
  const reference = await context.reference.current()
  const { personId } = who
  const found = personId === undefined ? undefined : await findPerson(db, context, personId)
  if (!found && principal.kind !== 'person') throw unknownPerson()
  const subject = personId ?? principalName(principal)
  const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'export-person', subject }
  await db.transaction().execute((tx) => appendAudit(tx, context, act))
  const places = personId === undefined ? undefined : await placesOf(db, districtId, personId, { ...reference, now })
  const { name = '', minor, phone, partyStatus } = found ?? {}
  // The token is the employer's word: what the employer has no part in is not told by it.
  const isEmployee = principal.kind === 'person'
  const records = await exportPerson(db, context, who)
  const body: PersonData = {
    asOf: new Date(now).toISOString(),
    person: {
      id: personId ?? subject,
      name: name === '' && principal.kind === 'person' ? principal.name : name,
      ...(phone !== undefined && !isEmployee && { phone }),
      ...(partyStatus !== undefined && !isEmployee && { partyStatus }),
      ...(minor !== undefined && { minor }),
      grants: isEmployee ? [] : (places?.grants ?? []),
      ...(personId !== undefined && { consents: await consentsOf(db, districtId, personId) }),
    },
    records: isEmployee ? throughOrganisation(records, principal.orgId) : records,
  }
  return { status: 200, body }
}

const BY_EMPLOYER = new Set([
  ...['employees', 'sign_ups', 'swaps', 'attendances', 'host_notes', 'corrections', 'certificates', 'consents'],
  'audit_entries',
])

/** What came through one organisation. */
function throughOrganisation(records: PersonData['records'], orgId: string): PersonData['records'] {
  const signUps = new Set(records.sign_ups?.filter((row) => row.org_id === orgId).map(({ id }) => id))
  const isTheirs = (row: Record<string, unknown>) =>
    'org_id' in row ? row.org_id === orgId : !('sign_up_id' in row) || signUps.has(row.sign_up_id)
  const own = Object.entries(records).flatMap(([table, rows]): [string, typeof rows][] => {
    if (!BY_EMPLOYER.has(table)) return []
    const kept = rows.filter(isTheirs)
    return kept.length > 0 ? [[table, kept]] : []
  })
  return Object.fromEntries(own)
}
