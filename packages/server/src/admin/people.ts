import {
  changePersonSchema,
  findPeopleSchema,
  personDataSchema,
  personListSchema,
  personSchema,
} from '@wangge/core/privacy/schema'
import { maskName, maskPhone } from '@wangge/core/privacy'
import { idSchema, localizedSchema, personIdSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import type { Context } from '../context.ts'
import { notFound, ProblemError } from '../problem.ts'
import { erasePerson } from '../privacy/erase-person.ts'
import { exportPerson } from '../privacy/export-person.ts'
import type { FileKeyring } from '../privacy/secrets.ts'
import { lockPerson } from '../privacy/person-traces.ts'
import { reseal } from '../privacy/reseal.ts'
import { expectFieldKeys } from '../privacy/field-keys.ts'
import { runRetentionAlone } from '../privacy/retention.ts'
import { appendAudit } from '../storage/audit.ts'
import { changeStoredPerson } from '../storage/change-person.ts'
import { appendChanges } from '../storage/changes.ts'
import { consentsOf } from '../storage/consents.ts'
import { mergeStored } from '../storage/merge-stored.ts'
import { overwriteDeleted } from '../storage/overwrite-deleted.ts'
import { findPerson, matchPeople } from '../storage/people.ts'
import { clearPhotoLeftovers } from '../storage/photo-leftovers.ts'
import { placesOf } from '../storage/person-reach.ts'
import { retryConflicts } from '../storage/retry-conflicts.ts'
import { command, OWNER } from './command.ts'

const onePersonSchema = z.strictObject({ id: idSchema })
const rowsSchema = z.object({ rows: z.record(z.string(), z.int()) })

export const PEOPLE_COMMANDS = {
  'person-find': command({
    summary: 'Whom a whole name or a phone in any spelling means, masked; the search is audited',
    input: findPeopleSchema,
    output: personListSchema,
    async run(context, { name, phone }, actor = OWNER) {
      if (name === undefined && phone === undefined) {
        throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { detail: 'Expected a name or a phone' })
      }
      await audited(context, { actor, action: 'find-people', subject: context.districtId })
      const found = await matchPeople(context.db, context, { name, phone, limit: 20 })
      const people = found.map(({ id, name: full = '', phone: number }) => ({
        id,
        name: maskName(full),
        ...(number !== undefined && { phone: maskPhone(number) }),
        grants: [],
      }))
      return { people }
    },
  }),
  'person-show': command({
    summary: 'One person; the reading is audited',
    input: onePersonSchema,
    output: personSchema,
    async run(context, { id }, actor = OWNER) {
      const person = await personOf(context, id)
      await audited(context, { actor, action: 'read-person', subject: id })
      return person
    },
  }),
  'person-change': command({
    summary: 'Puts the name, the phone or the age of one person right; what is in the way is told, and nothing is written then',
    input: changePersonSchema,
    output: z.object({
      outcome: z.enum(['changed', 'unchanged', 'refused']),
      changed: z.array(z.enum(['name', 'phone', 'minor'])),
      notes: z.array(localizedSchema),
      refusals: z.array(
        z.object({
          reason: z.string(),
          message: localizedSchema,
          /** Who stayed, of somebody whose record became part of theirs. */
          personId: z.optional(personIdSchema),
          /** Who have one number: whose record would stay where they are one person, and whose would become part of it. */
          personIds: z.optional(z.array(personIdSchema)),
        }),
      ),
    }),
    async run(context, change, actor = OWNER) {
      if ([change.name, change.phone, change.minor].every((one) => one === undefined)) {
        const detail = 'Expected a name, a phone or whether the person is a minor'
        throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { detail })
      }
      const { db, districtId, database, clock } = context
      const now = clock()
      const at = new Date(now).toISOString()
      const reference = await context.reference.current()
      const { result, cursor } = await retryConflicts(() =>
        db.transaction().execute(async (tx) => {
          const result = await changeStoredPerson(tx, context, { change, now, reference })
          if (!result.ok || result.changed.length === 0) return { result, cursor: 0 }
          await appendAudit(tx, context, { at, actor, action: 'change-person', subject: change.id })
          const { changes } = result
          return { result, cursor: changes.length > 0 ? await appendChanges(tx, districtId, at, changes) : 0 }
        }),
      )
      if (cursor > 0) database.signal.emit({ districtId, cursor })
      if (!result.ok) return { outcome: 'refused' as const, changed: [], notes: [], refusals: result.refusals }
      const { changed, notes } = result
      return { outcome: changed.length > 0 ? ('changed' as const) : ('unchanged' as const), changed, notes, refusals: [] }
    },
  }),
  'person-export': command({
    summary: 'Everything that is kept of one person; the reading is audited',
    input: onePersonSchema,
    output: personDataSchema,
    async run(context, { id }, actor = OWNER) {
      const person = await personOf(context, id)
      await audited(context, { actor, action: 'export-person', subject: id })
      const records = await exportPerson(context.db, context, { personId: id })
      return { asOf: new Date(context.clock()).toISOString(), person, records }
    },
  }),
  'person-erase': command({
    summary: 'Erases one person, for good',
    input: onePersonSchema,
    output: rowsSchema,
    async run(context, { id }, actor = OWNER) {
      const { db, districtId, database, clock } = context
      const now = clock()
      const at = new Date(now).toISOString()
      const reference = await context.reference.current()
      const { rows, cursor } = await retryConflicts(() =>
        db.transaction().execute(async (tx) => {
          await lockPerson(tx, districtId, id)
          if (!(await findPerson(tx, context, id))) throw unknownPerson()
          const { tombstone, rows, changes } = await erasePerson(tx, context, { personId: id, now, reference })
          await appendAudit(tx, context, { at, actor, action: 'erase-person', subject: tombstone })
          return { rows, cursor: changes.length > 0 ? await appendChanges(tx, districtId, at, changes) : 0 }
        }),
      )
      if (cursor > 0) database.signal.emit({ districtId, cursor })
      await clearPhotoLeftovers(context)
      await overwriteDeleted(database, { photos: rows.photos !== undefined })
      return { rows }
    },
  }),
  'person-merge': command({
    summary: 'Makes two people one, for good; where they contradict each other nothing is done, and all that does is told',
    input: z.strictObject({ keep: idSchema, gone: idSchema }),
    output: z.object({
      outcome: z.enum(['merged', 'refused']),
      rows: z.record(z.string(), z.int()),
      clashes: z.array(z.object({ reason: z.string(), message: z.object({ zh: z.string(), en: z.string() }) })),
    }),
    async run(context, { keep, gone }, actor = OWNER) {
      const { db, districtId, database, clock } = context
      const now = clock()
      const at = new Date(now).toISOString()
      const reference = await context.reference.current()
      const { result, cursor } = await retryConflicts(() =>
        db.transaction().execute(async (tx) => {
          const result = await mergeStored(tx, context, { keepId: keep, goneId: gone, now, reference })
          if (!result.ok) return { result, cursor: 0 }
          for (const subject of [gone, keep]) await appendAudit(tx, context, { at, actor, action: 'merge-people', subject })
          return { result, cursor: await appendChanges(tx, districtId, at, result.changes) }
        }),
      )
      if (!result.ok) {
        const clashes = result.clashes.map(({ reason, message }) => ({ reason, message }))
        return { outcome: 'refused' as const, rows: {}, clashes }
      }
      database.signal.emit({ districtId, cursor })
      return { outcome: 'merged' as const, rows: result.rows, clashes: [] }
    },
  }),
  'retention-run': command({
    summary: 'Deletes what has been kept for its time; with dryRun it only counts',
    input: z.strictObject({ dryRun: z.optional(z.boolean()) }),
    output: rowsSchema,
    async run(context, { dryRun = false }) {
      const rows = await runRetentionAlone(context, { now: context.clock(), dryRun })
      if (!rows) throw new ProblemError(409, 'already-running', 'Another process deletes what has been kept for its time')
      return { rows }
    },
  }),
  'secrets-rotate': command({
    summary: 'Takes a new field key and seals everything anew with it; sent again it finishes what was interrupted',
    input: z.strictObject({
      /** Goes on with the key that an interrupted rotation took. */
      resume: z.optional(z.boolean()),
    }),
    output: z.object({ kid: z.string(), resealed: z.int() }),
    async run(context, { resume = false }, actor = OWNER) {
      const { db, keyring } = context
      if (!('renew' in keyring)) {
        throw new ProblemError(409, 'keys-not-in-file', 'The keys of this process do not come from a secrets file')
      }
      if (!resume) await (keyring as FileKeyring).renew()
      await expectFieldKeys(db, context)
      const resealed = await reseal(db, context)
      await audited(context, { actor, action: 'rotate-secrets', subject: keyring.current })
      return { kid: keyring.current, resealed }
    },
  }),
}

const unknownPerson = () => notFound('unknown-person', 'There is no such person')

async function personOf(context: Context, id: string) {
  const { db, districtId, clock } = context
  const reference = await context.reference.current()
  const found = await findPerson(db, context, id)
  if (!found) throw unknownPerson()
  const { grants } = await placesOf(db, districtId, id, { ...reference, now: clock() })
  return { ...found, name: found.name ?? '', grants, consents: await consentsOf(db, districtId, id) }
}

async function audited(context: Context, act: { actor: string; action: string; subject: string }): Promise<void> {
  const at = new Date(context.clock()).toISOString()
  await context.db.transaction().execute((tx) => appendAudit(tx, context, { at, ...act }))
}
