import type { GridTree } from '../grid/grid-tree.ts'
import type { Appointment, GridLevel } from '../grid/schema.ts'
import type { Id } from '../schema.ts'
import type { Grant, RoleAppointment, StaffRole } from './schema.ts'

/** Whom an organisation names as its liaison. */
export interface Liaison {
  orgId: Id
  personId: Id
}

/** What a person's grants follow from. */
export interface GrantSources {
  appointments: readonly Appointment[]
  liaisons: readonly Liaison[]
  roleAppointments: readonly RoleAppointment[]
  tree: GridTree
  /** Epoch milliseconds: what has not begun or has ended gives nothing. */
  now: number
}

/** What an appointment to a grid of a level lets its holder act as. A volunteer or a reserve acts for nobody. */
const ROLE_AT: Partial<Record<Appointment['role'], Partial<Record<GridLevel, StaffRole>>>> = {
  gridChief: { subdistrict: 'street', community: 'community', estate: 'estateWorker' },
  gridWorker: { community: 'community', estate: 'estateWorker' },
  buildingHead: { micro: 'buildingHead' },
}

/**
 * All that a person may act as at this instant, the broadest first: the higher a grid, the earlier; organisations last.
 * @example
 * grantsOf('p1', { appointments: [{ role: 'gridChief', personId: 'p1', gridId: 'c1', … }], … })
 * // [{ role: 'community', gridId: 'c1' }]
 */
export function grantsOf(personId: Id, { appointments, liaisons, roleAppointments, tree, now }: GrantSources): Grant[] {
  const grants = [
    ...appointments.filter((one) => one.personId === personId && holds(one, now)).flatMap((one) => grantAt(one, tree)),
    ...roleAppointments
      .filter((one) => one.personId === personId && holds(one, now) && isSomewhere(one, tree))
      .map(({ role, gridId, orgId }): Grant => ({ role, ...(gridId !== undefined ? { gridId } : { orgId }) })),
    ...liaisons.filter((one) => one.personId === personId).map(({ orgId }): Grant => ({ role: 'liaison', orgId })),
  ]
  return distinct(grants).sort((one, other) => depth(one, tree) - depth(other, tree))
}

/** Whether an appointment lasts at this instant: its begin belongs to it, its end does not. */
const holds = ({ from, to }: { from: string; to?: string | undefined }, now: number): boolean =>
  Date.parse(from) <= now && (to === undefined || now < Date.parse(to))

function grantAt({ role, gridId }: Appointment, tree: GridTree): Grant[] {
  const level = tree.get(gridId)?.level
  const given = level && ROLE_AT[role]?.[level]
  return given ? [{ role: given, gridId }] : []
}

const isSomewhere = ({ gridId }: Grant, tree: GridTree): boolean => gridId === undefined || tree.get(gridId) !== undefined

const distinct = (grants: Grant[]): Grant[] => [
  ...new Map(grants.map((grant) => [JSON.stringify([grant.role, grant.gridId, grant.orgId]), grant])).values(),
]

const depth = ({ gridId }: Grant, tree: GridTree): number =>
  gridId === undefined ? Number.MAX_SAFE_INTEGER : tree.path(gridId).length
