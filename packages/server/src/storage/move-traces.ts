import { sql } from 'kysely'
import { DATA_MAP } from '../privacy/data-map-tables.ts'
import type { RowCounts } from '../privacy/row-counts.ts'
import type { Tx } from './database.ts'

/**
 * Columns that name a person and stay as they are: what is chained or hashed cannot be told anew, the id that is gone leads on
 * (`merged_people`), and `person-traces.ts` finds a person by all ids that they had.
 */
const STAYS = new Set([
  'people.id',
  'merged_people.gone_id',
  'issue_transitions.actor',
  'audit_entries.actor',
  'audit_entries.subject',
  'idempotency.actor',
  'idempotency.fingerprint',
  'corrections.requested_by',
  'corrections.decided_by',
  // A list, below.
  'teams.member_ids',
])

export interface Move {
  keepId: string
  goneId: string
  rows: RowCounts
}

/**
 * Puts who stays in the place of who is gone wherever the data map says that a column names somebody: a new table is in it, or
 * does not compile, and is moved with the others. Where two rows of one person cannot be, one goes first.
 */
export async function moveTraces(tx: Tx, districtId: string, { keepId, goneId, rows }: Move): Promise<void> {
  const both = sql`any(${[keepId, goneId]}::text[])`
  const steps: [string, ReturnType<typeof sql>][] = [
    // Nobody hands a seat to themselves.
    [
      'swaps',
      sql`update swaps set state = 'lapsed' from sign_ups
        where swaps.district_id = ${districtId} and swaps.state in ('open', 'accepted') and to_person_id = ${both}
          and sign_ups.district_id = swaps.district_id and sign_ups.id = swaps.sign_up_id and sign_ups.person_id = ${both}`,
    ],
    [
      'swaps',
      sql`update swaps set state = 'open', taker_id = null, given_sign_up_id = null from sign_ups
        where swaps.district_id = ${districtId} and swaps.state = 'accepted' and taker_id = ${both}
          and sign_ups.district_id = swaps.district_id and sign_ups.id = swaps.sign_up_id and sign_ups.person_id = ${both}`,
    ],
    // One address of a calendar each: that of who stays.
    [
      'calendar_addresses',
      sql`delete from calendar_addresses where district_id = ${districtId} and person_id = ${goneId}
        and exists (select from calendar_addresses kept where kept.district_id = ${districtId} and kept.person_id = ${keepId})`,
    ],
    [
      'roster_plan_seats',
      sql`delete from roster_plan_seats gone where district_id = ${districtId} and person_id = ${goneId} and exists (
        select from roster_plan_seats kept where kept.district_id = gone.district_id and kept.plan_id = gone.plan_id
          and kept.slot_id = gone.slot_id and kept.person_id = ${keepId})`,
    ],
    [
      'teams',
      sql`update teams set member_ids = case when member_ids ? ${keepId}::text then member_ids - ${goneId}::text else (
          select jsonb_agg(case when id = ${goneId} then ${keepId}::text else id end order by place)
          from jsonb_array_elements_text(member_ids) with ordinality as member(id, place)) end
        where district_id = ${districtId} and member_ids ? ${goneId}::text`,
    ],
  ]
  for (const [table, step] of steps) rows.add(table, (await step.execute(tx)).numAffectedRows)
  for (const [table, { columns }] of Object.entries(DATA_MAP)) {
    for (const [column, { kind }] of Object.entries(columns)) {
      if (kind !== 'person' || STAYS.has(`${table}.${column}`)) continue
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${keepId}
        where district_id = ${districtId} and ${sql.ref(column)} = ${goneId}`.execute(tx)
      rows.add(table, numAffectedRows)
    }
  }
}
