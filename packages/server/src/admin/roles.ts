import { createUlid } from '@wangge/core'
import { notFound, refused } from '../problem.ts'
import { appointRoleSchema, endRoleSchema, nothingSchema, roleListSchema, roleSchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { findPerson } from '../storage/people.ts'
import { endRoleAppointment, insertRoleAppointment, listRoleAppointments } from '../storage/role-appointments.ts'
import { command, OWNER } from './command.ts'
import { expectReach } from './tokens.ts'

export const ROLE_COMMANDS = {
  'role-appoint': command({
    summary: 'Gives a person a role that follows from no post of theirs, from an instant on',
    input: appointRoleSchema,
    output: roleSchema,
    async run(context, { personId, role, gridId, orgId, from, to }, actor = OWNER) {
      const { clock, random } = context
      await expectReach(context, { gridId, orgId })
      return act(context, { action: 'role-appoint', actor }, async (inside) => {
        if (!(await findPerson(inside.db, inside, personId))) throw refused('unknown-person')
        const since = from ?? new Date(clock()).toISOString()
        if (to !== undefined && Date.parse(to) <= Date.parse(since)) throw refused('ends-before-begin', { from: since, to })
        const id = createUlid(clock(), random)
        const result = await insertRoleAppointment(inside, { id, personId, role, gridId, orgId, from: since, to })
        return { subject: id, result }
      })
    },
  }),
  'role-end': command({
    summary: 'Ends a role at this instant',
    input: endRoleSchema,
    output: nothingSchema,
    async run(context, { id }, actor = OWNER) {
      return act(context, { action: 'role-end', actor, recheck: true }, async (inside) => {
        if (!(await endRoleAppointment(inside, id))) throw notFound('unknown-role', 'There is no such appointment that lasts')
        return { subject: id, result: {} }
      })
    },
  }),
  'role-list': command({
    summary: 'All roles that were given, ended ones too',
    input: nothingSchema,
    output: roleListSchema,
    run: async (context) => ({ roles: await listRoleAppointments(context) }),
  }),
}
