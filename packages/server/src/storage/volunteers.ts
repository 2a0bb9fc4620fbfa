import { isMinor } from '@wangge/core/roster'
import type { Volunteer } from '@wangge/core/roster'
import { consentRefusal } from '@wangge/core/privacy'
import type { ConsentRefusal } from '@wangge/core/privacy'
import type { SlotRole } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { birthYearPlace } from '../privacy/sealed-fields.ts'
import { consentsOf } from './consents.ts'
import type { Queries, Tx } from './database.ts'
import { lasts } from './person-reach.ts'
import type { Reference } from './reference.ts'

const ROLE_OF: Partial<Record<string, SlotRole>> = {
  buildingHead: 'buildingHead',
  dualPrimary: 'dualRegistrant',
  dualReserve: 'dualRegistrant',
}

/** What appointments that hold, and a dual registration, let somebody come as. */
export function rolesOf(appointments: readonly { role: string }[], isDual: boolean): SlotRole[] {
  const appointed = appointments.flatMap(({ role }) => ROLE_OF[role] ?? [])
  return [...new Set([...appointed, ...(isDual ? (['dualRegistrant'] as const) : [])])]
}

/** What the rules of a slot ask of a person; undefined where nobody has the id. The guardian's consent is looked at apart. */
export async function volunteerOf(
  db: Queries,
  context: Pick<Context, 'districtId' | 'keyring'>,
  reference: Pick<Reference, 'appointments'>,
  { personId, now }: { personId: string; now: number },
): Promise<Volunteer | undefined> {
  return (await volunteersOf(db, context, reference, { personIds: [personId], now })).get(personId)
}

/** The same of many at once; those that there are not are left out. */
export async function volunteersOf(
  db: Queries,
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  { appointments }: Pick<Reference, 'appointments'>,
  { personIds, now }: { personIds: readonly string[]; now: number },
): Promise<Map<string, Volunteer>> {
  const ids = [...new Set(personIds)]
  const { rows } = await sql<{ id: string; minor: boolean; isDual: boolean; skills: string[] | null; birthYear: string | null }>`
    select people.id, people.minor, volunteer_profiles.skills, volunteer_profiles.birth_year_sealed as "birthYear",
      exists (select 1 from registrations where registrations.district_id = people.district_id
        and registrations.person_id = people.id and registrations.kind = 'dual') as "isDual"
    from people left join volunteer_profiles on volunteer_profiles.district_id = people.district_id
      and volunteer_profiles.person_id = people.id
    where people.district_id = ${districtId} and people.id = any(${ids}::text[]) and people.erased_at is null`.execute(db)
  const asked = new Set(ids)
  const appointed = Map.groupBy(
    appointments.filter((one) => asked.has(one.personId) && lasts(one, now)),
    ({ personId }) => personId,
  )
  return new Map(
    rows.map(({ id, minor, isDual, skills, birthYear }): [string, Volunteer] => [
      id,
      {
        id,
        roles: rolesOf(appointed.get(id) ?? [], isDual),
        skills: skills ?? [],
        minor,
        ...(birthYear !== null && { birthYear: Number(keyring.open(birthYear, birthYearPlace(districtId, id))) }),
      },
    ]),
  )
}

const DUTY = 'volunteer-duty'

/** Whether a person, or a minor's guardian, has agreed to duties before: what stands against it, or the version they agreed to. */
export async function heldConsent(
  tx: Tx,
  districtId: string,
  { consent, policy }: Pick<Reference, 'consent' | 'policy'>,
  { person, now }: { person: Volunteer; now: number },
): Promise<{ ok: true; version: number } | ConsentRefusal> {
  const statement = consent[DUTY]
  if (!statement) return { ok: false, reason: 'consent-required', detail: { purpose: DUTY, version: 1 } }
  const given = await consentsOf(tx, districtId, person.id)
  const minor = isMinor(person, new Date(now).toISOString(), policy)
  const refusal = consentRefusal({ given, required: [{ purpose: DUTY, ...statement }], minor })
  if (refusal) return refusal
  const versions = given
    .filter(({ purpose, by, withdrawnAt }) => purpose === DUTY && withdrawnAt === undefined && (!minor || by === 'guardian'))
    .map(({ version }) => version)
  return { ok: true, version: Math.max(...versions) }
}

/** Locks people in one order, so that what they are bound to stays so until the transaction ends. */
export async function lockPeople(tx: Tx, districtId: string, personIds: readonly string[]): Promise<void> {
  const ids = [...new Set(personIds)].sort()
  await sql`select 1 from people where district_id = ${districtId} and id = any(${ids}::text[])
    order by id collate "C" for update`.execute(tx)
}

/** Which of some people the organisation knows as its members or employees at an instant. */
export async function ofOrganisation(
  db: Queries,
  districtId: string,
  { orgId, personIds, now }: { orgId: string; personIds: readonly string[]; now: number },
): Promise<Set<string>> {
  const at = new Date(now).toISOString()
  const ids = [...personIds]
  const { rows } = await sql<{ id: string }>`
    select person_id as id from memberships where district_id = ${districtId} and org_id = ${orgId}
      and person_id = any(${ids}::text[]) and from_at <= ${at}::timestamptz and (to_at is null or to_at > ${at}::timestamptz)
    union select person_id from employees where district_id = ${districtId} and org_id = ${orgId}
      and person_id = any(${ids}::text[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
