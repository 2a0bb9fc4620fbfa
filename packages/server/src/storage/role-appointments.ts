import type { Liaison } from '@wangge/core/access'
import type { RoleAppointment } from '@wangge/core/access/schema'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Context } from '../context.ts'
import { isOpenAt } from './closed-organisations.ts'
import type { Queries } from './database.ts'
import type { RoleAppointmentTable } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export interface NewRoleAppointment extends Omit<RoleAppointment, 'gridId' | 'orgId' | 'to'> {
  gridId?: string | undefined
  orgId?: string | undefined
  to?: string | undefined
}

export async function insertRoleAppointment({ db, districtId }: Context, role: NewRoleAppointment): Promise<RoleAppointment> {
  const row = await db
    .insertInto('role_appointments')
    .values({
      district_id: districtId,
      id: role.id,
      person_id: role.personId,
      role: role.role,
      grid_id: role.gridId ?? null,
      org_id: role.orgId ?? null,
      from_at: role.from,
      to_at: role.to ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return roleOf(row)
}

/** @returns whether there was such an appointment that would have lasted */
export async function endRoleAppointment({ db, districtId, clock }: Context, id: string): Promise<boolean> {
  const at = new Date(clock()).toISOString()
  const { numUpdatedRows } = await db
    .updateTable('role_appointments')
    .set({ to_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where((is) => is.or([is('to_at', 'is', null), is('to_at', '>', at)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function listRoleAppointments({ db, districtId }: Context): Promise<RoleAppointment[]> {
  const rows = await db.selectFrom('role_appointments').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(roleOf)
}

/** What a person's grants follow from, besides appointments to grids; nothing follows from an organisation that is closed. */
export async function rolesOf(
  db: Queries,
  districtId: string,
  { personId, now }: { personId: string; now: number },
): Promise<{ roleAppointments: RoleAppointment[]; liaisons: Liaison[] }> {
  const [roles, organisations] = await Promise.all([
    db
      .selectFrom('role_appointments')
      .selectAll()
      .where('district_id', '=', districtId)
      .where('person_id', '=', personId)
      .where(isOpenAt(districtId, sql`role_appointments.org_id`, now))
      .orderBy('id')
      .execute(),
    db
      .selectFrom('organisations')
      .select('id')
      .where('district_id', '=', districtId)
      .where('liaison_id', '=', personId)
      .where(isOpenAt(districtId, sql`organisations.id`, now))
      .orderBy('id')
      .execute(),
  ])
  return { roleAppointments: roles.map(roleOf), liaisons: organisations.map(({ id: orgId }) => ({ orgId, personId })) }
}

/** The record in a row. */
export const roleOf = (row: Omit<Selectable<RoleAppointmentTable>, 'district_id'>): RoleAppointment =>
  withoutNulls({
    id: row.id,
    personId: row.person_id,
    role: row.role,
    gridId: row.grid_id,
    orgId: row.org_id,
    from: row.from_at,
    to: row.to_at,
  })
