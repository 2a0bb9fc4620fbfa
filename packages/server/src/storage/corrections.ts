import type { CorrectionRole, KeptBefore, KeptFacts } from '@wangge/core/roster'
import { correctionActions, standingFacts } from '@wangge/core/roster'
import type { CorrectedFacts, CorrectionBefore, CorrectionState, CorrectionView } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Context } from '../context.ts'
import { correctionPlace, nameHash } from '../privacy/sealed-fields.ts'
import type { CorrectionColumn } from '../privacy/sealed-fields.ts'
import type { Queries, Tx } from './database.ts'
import type { PersonRecord } from './service-records.ts'
import type { CorrectionTable } from './tables.ts'

/** Shown instead of a name that is kept no longer. */
const NAME_GONE = '—'

/** A correction with the seat that it is about. */
export type StoredCorrection = Selectable<CorrectionTable> & StoredSeat

export interface StoredSeat {
  slotId: string
  orgId: string
  personId: string
  /** Of the post. */
  gridId: string
  activity: Localized
  /** Of the shift. */
  startsAt: string
  endsAt: string
}

/** Who reads it: their part in it, and by which name their own requests are known. */
export interface CorrectionReader {
  roles: readonly CorrectionRole[]
  actor: string
}

type Where = Pick<Context, 'districtId' | 'keyring'>

/** @param record what it is about, where it is known: what stands in it */
export function correctionView(
  context: Where,
  row: Selectable<CorrectionTable> & { slotId: string },
  { roles, actor }: CorrectionReader,
  record?: PersonRecord,
): CorrectionView {
  const facts = factsOf(context, row)
  const times = row.in_at !== null && row.out_at !== null ? { checkedInAt: row.in_at, checkedOutAt: row.out_at } : {}
  const isOpen = row.state === 'requested' || row.state === 'disputed'
  const before = isOpen ? record && standingFacts({ ...times, facts }, record) : opened(context, row, 'before_sealed')
  return {
    id: row.id,
    signUpId: row.sign_up_id,
    slotId: row.slotId,
    state: row.state,
    ...times,
    ...(facts && { facts: toldOf<CorrectedFacts>(facts) }),
    ...(before !== undefined && { before: toldOf<CorrectionBefore>(before) }),
    reason: openText(context, row, 'reason_sealed')!,
    ...(row.note_sealed !== null && { note: openText(context, row, 'note_sealed')! }),
    requestedAt: row.requested_at,
    ...(row.stepped_at !== null && { steppedAt: row.stepped_at }),
    actions: correctionActions(row.state, roles, row.requested_by === actor),
  }
}

const toldOf = <Told>(kept: KeptFacts | KeptBefore): Told =>
  ({ ...kept, ...(kept.inCharge === null && { inCharge: NAME_GONE }) }) as Told

/** What should stand there beside times. */
export const factsOf = (context: Where, row: FactsRow): KeptFacts | undefined => opened(context, row, 'facts_sealed')

type FactsRow = Pick<CorrectionTableRow, 'id' | 'facts_sealed'>
type CorrectionTableRow = Selectable<CorrectionTable>

const openText = <Column extends CorrectionColumn>(
  { districtId, keyring }: Where,
  row: { id: string } & Record<Column, string | null>,
  column: Column,
): string | undefined => {
  const sealed = row[column]
  return sealed === null ? undefined : keyring.open(sealed, correctionPlace(districtId, column, row.id))
}

function opened<Column extends 'facts_sealed' | 'before_sealed'>(
  context: Where,
  row: { id: string } & Record<Column, string | null>,
  column: Column,
) {
  const text = openText(context, row, column)
  return text === undefined ? undefined : (JSON.parse(text) as Column extends 'facts_sealed' ? KeptFacts : KeptBefore)
}

/** Newest first. */
export async function correctionsOf(db: Queries, districtId: string, signUpIds: readonly string[]): Promise<StoredCorrection[]> {
  if (signUpIds.length === 0) return []
  return corrections(db, districtId)
    .where('corrections.sign_up_id', '=', sql<string>`any(${signUpIds}::text[])`)
    .orderBy('corrections.requested_at', 'desc')
    .orderBy('corrections.id', 'desc')
    .execute()
}

export const findCorrection = (db: Queries, districtId: string, id: string): Promise<StoredCorrection | undefined> =>
  corrections(db, districtId).where('corrections.id', '=', id).executeTakeFirst()

/** What waits for somebody, the oldest first; of one organisation's people where it is named. */
export const openCorrections = (db: Queries, districtId: string, orgId?: string): Promise<StoredCorrection[]> =>
  corrections(db, districtId)
    .where('corrections.state', 'in', ['requested', 'disputed'])
    .$if(orgId !== undefined, (query) => query.where('sign_ups.org_id', '=', orgId!))
    .orderBy('corrections.requested_at')
    .orderBy('corrections.id')
    .execute()

/** What was decided since, the newest first. */
export const decidedCorrections = (db: Queries, districtId: string, since: string): Promise<StoredCorrection[]> =>
  corrections(db, districtId)
    .where('corrections.state', 'in', DECIDED)
    .where('corrections.stepped_at', '>=', since)
    .orderBy('corrections.stepped_at', 'desc')
    .orderBy('corrections.id', 'desc')
    .execute()

/** Others have had their say. */
export const DECIDED: readonly CorrectionState[] = ['accepted', 'refused', 'upheld']

const corrections = (db: Queries, districtId: string) =>
  db
    .selectFrom('corrections')
    .innerJoin('sign_ups', (join) =>
      join.onRef('sign_ups.district_id', '=', 'corrections.district_id').onRef('sign_ups.id', '=', 'corrections.sign_up_id'),
    )
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .selectAll('corrections')
    .select(['sign_ups.shift_id as slotId', 'sign_ups.org_id as orgId', 'sign_ups.person_id as personId'])
    .select(['posts.grid_id as gridId', 'posts.name as activity', 'shifts.starts_at as startsAt', 'shifts.ends_at as endsAt'])
    .where('corrections.district_id', '=', districtId)

/** What accepted corrections put into records beside times, by sign-up, in the order that they were accepted in. */
export async function acceptedFacts(
  db: Queries,
  context: Where,
  signUpIds: readonly string[],
): Promise<Map<string, KeptFacts[]>> {
  if (signUpIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('corrections')
    .select(['id', 'sign_up_id as signUpId', 'facts_sealed'])
    .where('district_id', '=', context.districtId)
    .where('sign_up_id', '=', sql<string>`any(${[...signUpIds]}::text[])`)
    .where('state', '=', 'accepted')
    .where('facts_sealed', 'is not', null)
    .orderBy('stepped_at')
    .orderBy('id')
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ signUpId }) => signUpId)].map(([id, own]) => [id, own.map((row) => factsOf(context, row)!)]),
  )
}

export interface NewCorrection {
  id: string
  signUpId: string
  checkedInAt?: string | undefined
  checkedOutAt?: string | undefined
  /** Those that the record does not tell yet. */
  facts: CorrectedFacts
  reason: string
  requestedBy: string
  at: string
}

/** @returns false where the id is another record's */
export async function insertCorrection(
  tx: Tx,
  { districtId, keyring }: Where,
  { id, signUpId, checkedInAt, checkedOutAt, facts, reason, requestedBy, at }: NewCorrection,
): Promise<boolean> {
  const seal = (column: CorrectionColumn, text: string) => keyring.seal(text, correctionPlace(districtId, column, id))
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('corrections')
    .values({
      district_id: districtId,
      id,
      sign_up_id: signUpId,
      state: 'requested',
      in_at: checkedInAt ?? null,
      out_at: checkedOutAt ?? null,
      facts_sealed: Object.keys(facts).length === 0 ? null : seal('facts_sealed', JSON.stringify(facts)),
      before_sealed: null,
      name_hashes: facts.inCharge === undefined ? [] : [nameHash(keyring, facts.inCharge)],
      reason_sealed: seal('reason_sealed', reason),
      note_sealed: null,
      requested_by: requestedBy,
      requested_at: at,
      decided_by: null,
      stepped_at: null,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export interface SetCorrection {
  id: string
  state: CorrectionState
  note?: string | undefined
  /** Who decides it with this step. */
  decidedBy?: string | undefined
  at: string
}

export async function setCorrection(
  tx: Tx,
  { districtId, keyring }: Where,
  { id, state, note, decidedBy, at }: SetCorrection,
): Promise<void> {
  const sealed = note === undefined ? null : keyring.seal(note, correctionPlace(districtId, 'note_sealed', id))
  await tx
    .updateTable('corrections')
    .set({ state, note_sealed: sealed, stepped_at: at, ...(decidedBy !== undefined && { decided_by: decidedBy }) })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Keeps what stood in a record that a correction changes now. */
export async function keepBefore(
  tx: Tx,
  { districtId, keyring }: Where,
  { id, before }: { id: string; before: KeptBefore },
): Promise<void> {
  const hashes = typeof before.inCharge === 'string' ? [nameHash(keyring, before.inCharge)] : []
  await tx
    .updateTable('corrections')
    .set({
      before_sealed: keyring.seal(JSON.stringify(before), correctionPlace(districtId, 'before_sealed', id)),
      name_hashes: sql<string[]>`name_hashes || ${hashes}::text[]`,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/**
 * Takes a name out of corrections that put it into somebody's record, or took it out of one: whoever bears it is to be forgotten.
 * Nobody else's id stands with it, so another of that name is not told any more either.
 * @returns how many
 */
export async function forgetInCharge(tx: Tx, context: Where, hash: string): Promise<number> {
  const { districtId, keyring } = context
  const rows = await tx
    .selectFrom('corrections')
    .select(['id', 'facts_sealed', 'before_sealed'])
    .where('district_id', '=', districtId)
    .where(sql<boolean>`name_hashes @> array[${hash}::text]`)
    .forUpdate()
    .execute()
  const isTheirs = (name: string | null | undefined) => typeof name === 'string' && nameHash(keyring, name) === hash
  for (const row of rows) {
    const facts = factsOf(context, row)
    const before = opened(context, row, 'before_sealed')
    const seal = (column: CorrectionColumn, value: object) =>
      keyring.seal(JSON.stringify(value), correctionPlace(districtId, column, row.id))
    await tx
      .updateTable('corrections')
      .set({
        ...(isTheirs(facts?.inCharge) && { facts_sealed: seal('facts_sealed', { ...facts, inCharge: null }) }),
        ...(isTheirs(before?.inCharge) && { before_sealed: seal('before_sealed', { ...before, inCharge: null }) }),
        name_hashes: sql<string[]>`array_remove(name_hashes, ${hash}::text)`,
      })
      .where('district_id', '=', districtId)
      .where('id', '=', row.id)
      .execute()
  }
  return rows.length
}
