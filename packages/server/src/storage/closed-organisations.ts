import { closedRefusal, localDate } from '@wangge/core/roster'
import type { ClosedRefusal } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { refused } from '../problem.ts'
import type { Queries, Tx } from './database.ts'

/** Days of closing by organisation; of those that stay there is none. */
export async function closingDays(db: Queries, districtId: string): Promise<{ id: string; closedOn: string }[]> {
  const rows = await db
    .selectFrom('organisations')
    .select(['id', 'closed_on as closedOn'])
    .where('district_id', '=', districtId)
    .where('closed_on', 'is not', null)
    .execute()
  return rows.map(({ id, closedOn }) => ({ id, closedOn: closedOn! }))
}

/**
 * Whether an organisation, named by a column, is not closed at an instant; true of a null. By the district's own clock: what is an
 * organisation's is nobody's from local midnight on, though nothing runs then.
 */
export const isOpenAt = (districtId: string, orgId: RawBuilder<unknown>, now: number) => sql<boolean>`not exists (
  select from organisations closed where closed.district_id = ${districtId} and closed.id = ${orgId} and closed.closed_on <= (
    select to_char(${new Date(now).toISOString()}::timestamptz at time zone time_zone, 'YYYY-MM-DD')
    from districts where district_id = ${districtId}))`

/** @throws ProblemError 409 refused `unknown-organisation`, `organisation-closed` */
export async function expectOpenOrganisation(
  db: Queries,
  districtId: string,
  { orgId, now }: { orgId: string; now: number },
): Promise<void> {
  const { rows } = await sql<{ isOpen: boolean; closedOn: string | null }>`
    select ${isOpenAt(districtId, sql`organisations.id`, now)} as "isOpen", closed_on as "closedOn" from organisations
    where district_id = ${districtId} and id = ${orgId}`.execute(db)
  const [found] = rows
  if (!found) throw refused('unknown-organisation', { orgId })
  if (!found.isOpen) throw refused('organisation-closed', { orgId, closedOn: found.closedOn })
}

const closing = (districtId: string) => sql`hashtextextended(${`close-organisation ${districtId}`}, 0)`

/** Nobody comes for any organisation meanwhile: to be called before a person or a slot is locked. */
export async function lockForClosing(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${closing(districtId)})`.execute(tx)
}

/** None is closed meanwhile, by somebody who does not know yet of who comes. Who comes keeps nobody else from it. */
export async function keepOpen(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${closing(districtId)})`.execute(tx)
}

/** Why nobody can come to a slot for an organisation; to be asked after `keepOpen`. */
export async function closedRefusalOf(
  db: Queries,
  districtId: string,
  { orgId, slot, timeZone }: { orgId: string; slot: { id: string; startsAt: string }; timeZone: string },
): Promise<ClosedRefusal | undefined> {
  const row = await db
    .selectFrom('organisations')
    .select('closed_on as closedOn')
    .where('district_id', '=', districtId)
    .where('id', '=', orgId)
    .executeTakeFirst()
  if (!row || row.closedOn === null) return undefined
  return closedRefusal({ closedOn: row.closedOn }, { id: slot.id, date: localDate(Date.parse(slot.startsAt), timeZone) })
}
