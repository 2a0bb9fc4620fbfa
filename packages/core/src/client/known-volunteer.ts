import type { Resource } from '../cache/index.ts'
import { volunteerProfileSchema } from '../roster/schema.ts'
import type { SlotRole, VolunteerProfile } from '../roster/schema.ts'
import type { Volunteer } from '../roster/slot.ts'
import type { Context } from './context.ts'
import { parseMe } from './me.ts'
import { meKey, MY_PROFILE, resourceKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parseProfile = parseWith<VolunteerProfile>(volunteerProfileSchema)

/** What the server has of the person as a volunteer. */
export const volunteerProfile = (person: string, { cache }: Pick<Context, 'cache'>): Resource<VolunteerProfile> =>
  cache.resource(resourceKey(person, MY_PROFILE), parseProfile, { path: MY_PROFILE, person })

/**
 * Who signs up, as the rules of a slot see them; undefined while this device does not know. Whether a guardian has agreed
 * only the server does, so here nobody is refused for want of it.
 */
export async function knownVolunteer(
  { person, role }: { person: string; role?: SlotRole | undefined },
  { cache }: Pick<Context, 'cache'>,
): Promise<Volunteer | undefined> {
  const profile = await cache.read(resourceKey(person, MY_PROFILE), parseProfile)
  if (!profile) return undefined
  const { roles, skills, birthYear } = profile
  const minor = (await cache.read(meKey(person), parseMe))?.minor
  return { id: person, role, roles, skills, birthYear, minor, guardian: true }
}
