import { consentRefusal } from '@wangge/core/privacy'
import type { Consent } from '@wangge/core/privacy/schema'
import { isMinor } from '@wangge/core/roster'
import type { PlanningPerson } from '@wangge/core/roster'
import type { Appointment } from '@wangge/core/grid/schema'
import type { Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { birthYearPlace } from '../privacy/sealed-fields.ts'
import type { Queries } from './database.ts'
import { lasts } from './person-reach.ts'
import type { Reference } from './reference.ts'
import { rolesOf } from './volunteers.ts'

/** Somebody who may be given a duty, and to what version of its purpose they have agreed. */
export interface Candidate extends Omit<PlanningPerson, 'duties' | 'carried' | 'closesAt'> {
  consentVersion: number
  /** 撤销日期 of the organisation: from this local date on they come for none. */
  closedOn?: string
}

interface Row {
  id: string
  minor: boolean
  isDual: boolean
  skills: string[] | null
  birthYear: string | null
  gridIds: string[] | null
  microGridId: string | null
  orgId: string
  orgGridId: string | null
  closedOn: string | null
  consents: Pick<Consent, 'purpose' | 'version' | 'by'>[]
}

export interface CandidateQuery {
  /** Epoch milliseconds. */
  now: number
  /** First local date that can still be planned: whoever is of several organisations comes for one that is not closed by then. */
  first: string
  /** Only who is registered, appointed or of an organisation in one of these. @defaultValue everybody */
  within?: ReadonlySet<string> | undefined
  /** These too, wherever they belong. */
  besides?: ReadonlySet<string>
}

const DUTY = 'volunteer-duty'

/**
 * Who may be given a duty without being asked again: an organisation knows them, and they (a minor's guardian) have agreed to
 * duties in words that still count.
 */
export async function planCandidates(
  db: Queries,
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  reference: Pick<Reference, 'appointments' | 'consent' | 'outline' | 'policy'>,
  { now, first, within, besides = new Set() }: CandidateQuery,
): Promise<Candidate[]> {
  const statement = reference.consent[DUTY]
  if (!statement) return []
  const at = new Date(now).toISOString()
  const { rows } = await sql<Row>`
    select people.id, people.minor, volunteer_profiles.skills, volunteer_profiles.birth_year_sealed as "birthYear",
      coalesce(registered.dual, false) as "isDual", registered.grids as "gridIds", registered.micro as "microGridId",
      home.org_id as "orgId", organisations.grid_id as "orgGridId", organisations.closed_on as "closedOn",
      agreed.consents
    from people
    join lateral (
      select jsonb_agg(jsonb_build_object('purpose', purpose, 'version', version, 'by', given_by)) as consents from consents
      where consents.district_id = people.district_id and consents.person_id = people.id
        and purpose = ${DUTY} and withdrawn_at is null
      having count(*) > 0
    ) agreed on true
    join lateral (
      select known.org_id from (
        select org_id, case when to_at is null or to_at > ${at}::timestamptz then 0 else 2 end as rank, from_at from memberships
          where memberships.district_id = people.district_id and memberships.person_id = people.id and from_at <= ${at}::timestamptz
        union all
        select org_id, 1, null from employees
          where employees.district_id = people.district_id and employees.person_id = people.id
      ) known
      left join organisations on organisations.district_id = people.district_id and organisations.id = known.org_id
      -- Whose membership is over is known still where the organisation is what ended.
      where rank < 2 or organisations.closed_on <= ${first}
      order by coalesce(organisations.closed_on <= ${first}, false), rank, from_at desc nulls last, known.org_id limit 1
    ) home on true
    left join organisations on organisations.district_id = people.district_id and organisations.id = home.org_id
    left join lateral (
      select bool_or(kind = 'dual') as dual, min(micro_grid_id) as micro,
        array_agg(coalesce(micro_grid_id, community_id)) as grids
      from registrations where registrations.district_id = people.district_id and registrations.person_id = people.id
    ) registered on true
    left join volunteer_profiles on volunteer_profiles.district_id = people.district_id
      and volunteer_profiles.person_id = people.id
    where people.district_id = ${districtId} and people.erased_at is null
    order by people.id`.execute(db)
  const appointed = Map.groupBy(
    reference.appointments.filter((one) => lasts(one, now)),
    ({ personId }) => personId,
  )
  return rows.flatMap((row): Candidate[] => {
    const own = appointed.get(row.id) ?? []
    if (within && !besides.has(row.id) && !isWithin(row, own, within)) return []
    const { id, orgId } = row
    const birthYear = row.birthYear === null ? undefined : Number(keyring.open(row.birthYear, birthYearPlace(districtId, id)))
    const minor = isMinor({ minor: row.minor, ...(birthYear !== undefined && { birthYear }) }, at, reference.policy)
    if (consentRefusal({ given: row.consents, required: [{ purpose: DUTY, ...statement }], minor })) return []
    const versions = row.consents.filter(({ by }) => !minor || by === 'guardian').map(({ version }) => version)
    const home = row.microGridId === null ? undefined : centreOf(reference, row.microGridId)
    return [
      {
        id,
        orgId,
        roles: rolesOf(own, row.isDual),
        skills: row.skills ?? [],
        minor: row.minor,
        ...(row.closedOn !== null && { closedOn: row.closedOn }),
        ...(birthYear !== undefined && { birthYear }),
        ...(home && { home }),
        consentVersion: Math.max(...versions),
      },
    ]
  })
}

const isWithin = ({ gridIds, orgGridId }: Row, appointed: readonly Appointment[], within: ReadonlySet<string>): boolean =>
  [...(gridIds ?? []), ...(orgGridId === null ? [] : [orgGridId]), ...appointed.map(({ gridId }) => gridId)].some((id) =>
    within.has(id),
  )

/** The middle of a micro-grid's outline: near enough for a way on foot. */
function centreOf({ outline }: Pick<Reference, 'outline'>, gridId: string): Position | undefined {
  const geometry = outline(gridId)
  if (!geometry) return undefined
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0]! : geometry.coordinates[0]![0]!
  const points = ring.slice(1)
  const mean = (axis: 0 | 1) => Number((points.reduce((sum, point) => sum + point[axis]!, 0) / points.length).toFixed(5))
  return [mean(0), mean(1)]
}
