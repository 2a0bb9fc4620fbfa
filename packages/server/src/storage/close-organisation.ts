import { addDays, closeOrganisation, localDate, zonedTime } from '@wangge/core/roster'
import type { ClosingEffects, ClosingRefusal, PlaceToCome } from '@wangge/core/roster'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import { cancelStored } from './cancel-sign-up.ts'
import type { NewChange } from './changes.ts'
import { lockForClosing } from './closed-organisations.ts'
import { closingFacts } from './closing-facts.ts'
import type { Queries, Tx } from './database.ts'
import type { Reference } from './reference.ts'

export interface Closing {
  orgId: string
  /** 撤销日期: the first local date on which it is closed. */
  on: string
  /** Epoch milliseconds. */
  now: number
  /** Read before the transaction: the embedded database has one connection. */
  reference: Pick<Reference, 'policy' | 'timeZone' | 'tree'>
}

/** Ids of what lets somebody in in the organisation's name, or tells them of its people, until it is closed. */
export interface ClosedAccess {
  keys: string[]
  issuers: string[]
  tokens: string[]
  notices: string[]
}

export type ClosingPlan =
  | { ok: true; name: Localized; liaisonId?: string; effects: ClosingEffects; access: ClosedAccess }
  | { ok: false; refusals: ClosingRefusal[] }

/** What closing an organisation comes to as things stand, by core's rule; nothing is written. */
export async function planClosing(db: Queries, districtId: string, closing: Closing): Promise<ClosingPlan> {
  const { orgId, on, now, reference } = closing
  const { timeZone } = reference
  const today = localDate(now, timeZone)
  const facts = await closingFacts(db, districtId, { orgId, now, today })
  const startOf = (date: string) => new Date(zonedTime(date, 0, timeZone)).toISOString()
  const result = closeOrganisation(facts, { on, today, tomorrow: addDays(today, 1), now, startOf })
  if (!result.ok) return result
  const { name, liaisonId } = facts.organisations.find(({ id }) => id === orgId)!
  const access = await accessOf(db, districtId, { orgId, now })
  return { ok: true, name, ...(liaisonId !== undefined && { liaisonId }), effects: result.effects, access }
}

/**
 * Closes an organisation from a local date on. Places at shifts from then on are given back slot by slot, and whoever waits there
 * moves up; who lets whom in is asked whenever somebody comes (`isOpenAt`): nothing has to run on the day itself.
 */
export async function closeStored(
  tx: Tx,
  districtId: string,
  closing: Closing,
): Promise<{ plan: ClosingPlan; changes: NewChange[] }> {
  const { orgId, on } = closing
  await lockForClosing(tx, districtId)
  // No import gives it people, teams, crossings or organisations below it meanwhile.
  await sql`lock table people, organisations, intersection_duties, teams in share row exclusive mode`.execute(tx)
  const plan = await planClosing(tx, districtId, closing)
  if (!plan.ok) return { plan, changes: [] }
  const { effects } = plan
  await endSpans(tx, districtId, { orgId, closesAt: effects.closesAt })
  const { places, changes } = await giveBack(tx, districtId, { ...closing, places: effects.places })
  await tx
    .updateTable('organisations')
    .set({ closed_on: on })
    .where('district_id', '=', districtId)
    .where('id', '=', orgId)
    .execute()
  return { plan: { ...plan, effects: { ...effects, places } }, changes }
}

/** What lasts ends then, and what would only have begun is no more; what was over stays as it was. */
async function endSpans(tx: Tx, districtId: string, { orgId, closesAt }: { orgId: string; closesAt: string }): Promise<void> {
  const end = sql`${closesAt}::timestamptz`
  const own = sql`district_id = ${districtId} and org_id = ${orgId}`
  const spans = [
    ['memberships', own],
    ['intersection_duties', own],
    ['role_appointments', sql`${own} and role = 'liaison'`],
  ] as const
  for (const [table, which] of spans) {
    await sql`delete from ${sql.table(table)} where ${which} and from_at >= ${end}`.execute(tx)
    await sql`update ${sql.table(table)} set to_at = ${end} where ${which} and (to_at is null or to_at > ${end})`.execute(tx)
  }
}

/** By slot, in the order in which whoever locks several does. @returns what was given back: what is over by then is not */
async function giveBack(
  tx: Tx,
  districtId: string,
  { orgId, places, now, reference }: Closing & { places: readonly PlaceToCome[] },
): Promise<{ places: PlaceToCome[]; changes: NewChange[] }> {
  const given: PlaceToCome[] = []
  const changes: NewChange[] = []
  for (const place of places) {
    const { signUpId: id, slotId, personId } = place
    const by = { ...reference, now, by: 'organisation-closed' as const }
    const done = await cancelStored(tx, districtId, { id, slotId, orgId, personId }, by)
    if (!done.ok) continue
    given.push(place)
    changes.push(...done.changes)
  }
  return { places: given, changes }
}

async function accessOf(db: Queries, districtId: string, { orgId, now }: { orgId: string; now: number }): Promise<ClosedAccess> {
  const at = sql`${new Date(now).toISOString()}::timestamptz`
  const lasting = sql`revoked_at is null and (expires_at is null or expires_at > ${at})`
  const of = async (table: 'site_keys' | 'host_issuers' | 'staff_tokens' | 'notice_targets') => {
    const id = table === 'site_keys' ? sql`key` : sql`id`
    const isOwn = table === 'site_keys' ? sql`audience = ${`org:${orgId}`}` : sql`org_id = ${orgId}`
    const isActive = table === 'site_keys' || table === 'staff_tokens' ? lasting : sql`revoked_at is null`
    const { rows } = await sql<{ id: string }>`
      select ${id} as id from ${sql.table(table)} where district_id = ${districtId} and ${isOwn} and ${isActive}
      order by 1`.execute(db)
    return rows.map((row) => row.id)
  }
  return {
    keys: await of('site_keys'),
    issuers: await of('host_issuers'),
    tokens: await of('staff_tokens'),
    notices: await of('notice_targets'),
  }
}
