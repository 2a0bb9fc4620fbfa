import { createUlid } from '@wangge/core'
import { reachesDistrict } from '@wangge/core/access'
import { saveVolunteerProfileCommandSchema, volunteerProfileSchema } from '@wangge/core/roster/schema'
import type { VolunteerProfile } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Person, Staff } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { Queries } from '../storage/database.ts'
import { employeeOf, findPerson } from '../storage/people.ts'
import { saveProfile } from '../storage/volunteer-profiles.ts'
import { volunteerOf } from '../storage/volunteers.ts'
import { write } from '../storage/write.ts'

const PROFILE = { description: 'What slots may ask for, as far as it is known', schema: volunteerProfileSchema }

export const getMyProfile = operation({
  method: 'GET',
  path: '/v1/me/volunteer-profile',
  id: 'getMyVolunteerProfile',
  summary: 'What one has said of oneself as a volunteer, and the roles one has',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: PROFILE },
  async handle({ context, principal, now }) {
    const { asOf, ...profile } = await readProfile(context.db, context, { personId: (principal as Person).personId, now })
    return { status: 200, body: { asOf, ...profile }, tag: profile }
  },
})

export const postMyProfile = operation({
  method: 'POST',
  path: '/v1/me/volunteer-profile',
  id: 'saveMyVolunteerProfile',
  summary: 'Says which skills one has and, if one likes, the year one was born in',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: saveVolunteerProfileCommandSchema },
  idempotent: true,
  answers: { 200: PROFILE },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { skills, birthYear } = command
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    const read = { personId: (principal as Person).personId }
    const written = await write(context, request, async (tx) => {
      const personId = await employeeOf(tx, context, principal as Person, createUlid(now, context.random))
      read.personId = personId
      await saveProfile(tx, context, { personId, skills, birthYear, at: new Date(now).toISOString() })
      // Nothing of it stays in the record of the command: the answer is read anew.
      return { status: 200, answer: null, audit: { action: 'save-volunteer-profile', subject: personId }, changes: [] }
    })
    return { ...written, body: await readProfile(context.db, context, { ...read, now }) }
  },
})

export const postPersonProfile = operation({
  method: 'POST',
  path: '/v1/people/{id}/volunteer-profile',
  id: 'saveVolunteerProfile',
  summary: 'Keeps what a person has said of themselves as a volunteer on paper',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  json: { schema: saveVolunteerProfileCommandSchema },
  idempotent: true,
  answers: { 200: PROFILE },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { tree } = await context.reference.current()
    if (!(principal as Staff).grants.some((grant) => reachesDistrict(grant, tree))) {
      throw new ProblemError(403, 'role-not-allowed', 'This call is for the district as a whole')
    }
    const personId = params.id!
    const { skills, birthYear } = command
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    const written = await write(context, request, async (tx) => {
      if (!(await findPerson(tx, context, personId, true))) throw notFound('unknown-person', 'There is no such person')
      await saveProfile(tx, context, { personId, skills, birthYear, at: new Date(now).toISOString() })
      return { status: 200, answer: null, audit: { action: 'save-volunteer-profile', subject: personId }, changes: [] }
    })
    return { ...written, body: await readProfile(context.db, context, { personId, now }) }
  },
})

async function readProfile(
  db: Queries,
  context: Context,
  { personId, now }: { personId?: string | undefined; now: number },
): Promise<VolunteerProfile> {
  const asOf = new Date(now).toISOString()
  const reference = await context.reference.current()
  const known = personId === undefined ? undefined : await volunteerOf(db, context, reference, { personId, now })
  const { roles = [], skills = [], birthYear } = known ?? {}
  return { asOf, roles: [...roles], skills: [...skills], ...(birthYear !== undefined && { birthYear }) }
}
