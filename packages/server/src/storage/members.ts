import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Queries } from './database.ts'
import { findPeople } from './people.ts'
import type { StoredPerson } from './people.ts'

export interface Member extends StoredPerson {
  numberHash: string | null
  numberSealed: string | null
}

/** Who is on the organisation's roll at an instant (epoch milliseconds), is known as its employee, or is its liaison. */
export async function membersOf(
  db: Queries,
  context: Context,
  { orgId, now }: { orgId: string; now: number },
): Promise<Member[]> {
  const { districtId } = context
  const at = new Date(now).toISOString()
  const { rows } = await sql<{ id: string; numberHash: string | null; numberSealed: string | null }>`
    with mine as (${idsOfMembers(districtId, [orgId], at)})
    select distinct on (mine.person_id) mine.person_id as id, number_hash as "numberHash", number_sealed as "numberSealed" from mine
    left join employees on employees.district_id = ${districtId} and employees.org_id = ${orgId}
      and employees.person_id = mine.person_id
    order by mine.person_id, number_hash`.execute(db)
  const people = await findPeople(
    db,
    context,
    rows.map(({ id }) => id),
  )
  const numbers = new Map(rows.map((row) => [row.id, row]))
  return people.map((person) => {
    const { numberHash, numberSealed } = numbers.get(person.id)!
    return { ...person, numberHash, numberSealed }
  })
}

/** Ids of the same, of any of some organisations. */
export async function memberIdsOf(
  db: Queries,
  districtId: string,
  { orgIds, now }: { orgIds: readonly string[]; now: number },
): Promise<Set<string>> {
  if (orgIds.length === 0) return new Set()
  const { rows } = await idsOfMembers(districtId, orgIds, new Date(now).toISOString()).execute(db)
  return new Set(rows.map(({ person_id: personId }) => personId))
}

const idsOfMembers = (districtId: string, orgIds: readonly string[], at: string) => {
  const isOne = sql`any(${[...orgIds]}::text[])`
  return sql<{ person_id: string }>`
    select person_id from memberships where district_id = ${districtId} and org_id = ${isOne}
      and from_at <= ${at}::timestamptz and (to_at is null or to_at > ${at}::timestamptz)
    union select person_id from employees where district_id = ${districtId} and org_id = ${isOne}
    union select liaison_id from organisations where district_id = ${districtId} and id = ${isOne} and liaison_id is not null`
}
