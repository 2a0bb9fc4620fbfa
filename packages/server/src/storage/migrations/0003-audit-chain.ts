import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Takes the acts that an earlier version kept, in their order, into the chain, and lets their table go. The hashes are
 * written down here once more: a migration stays what it was.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const districts = await sql<{ district_id: string }>`select distinct district_id from audit order by 1`.execute(db)
  for (const { district_id: districtId } of districts.rows) await adopt(db, districtId)
  await sql`drop table audit`.execute(db)
}

const PAGE = 1_000
const sha256 = (value: readonly unknown[]) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

interface Act {
  id: string
  /** RFC 3339 as PostgreSQL writes it, for going on from here. */
  moment: string
  at: string
  actor: string
  action: string
  subject: string
}

async function adopt(db: Kysely<unknown>, districtId: string): Promise<void> {
  let seq = 0
  let hash = '0'.repeat(64)
  let last: Act | undefined
  do {
    const { rows } = await sql<Act>`
      select id, at::text as moment, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor, action, subject
      from audit where district_id = ${districtId}
        and (${last?.id ?? null}::text is null or (at, id) > (${last?.moment ?? null}::timestamptz, ${last?.id ?? null}::text))
      order by audit.at, id limit ${PAGE}`.execute(db)
    const entries = rows.map(({ at, actor, action, subject }) => {
      const salt = randomBytes(16).toString('hex')
      const commitment = sha256([salt, actor, subject])
      seq += 1
      hash = sha256([districtId, seq, at, action, commitment, hash])
      return { seq, at, action, commitment, hash, salt, actor, subject }
    })
    await sql`
      insert into audit_entries (district_id, seq, at, action, commitment, hash, salt, actor, subject)
      select ${districtId}, entry.* from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry(
        seq bigint, at text, action text, commitment text, hash text, salt text, actor text, subject text)`.execute(db)
    last = rows.length === PAGE ? rows.at(-1) : undefined
  } while (last)
  await sql`insert into audit_heads (district_id, seq, hash) values (${districtId}, ${seq}, ${hash})`.execute(db)
}
