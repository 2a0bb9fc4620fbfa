import { localYear } from '../calendar/zoned-time.ts'
import type { SignUpRefusal } from './refusal.ts'
import { kindOfRole, kindsFor, placeKinds } from './places.ts'
import type { SignUpPolicy } from './schema.ts'
import { SIGN_UP_DEFAULTS } from './sign-up-defaults.ts'
import type { SlotNeeds, SlotTimes, Volunteer } from './slot.ts'

/** Under it, a guardian has to agree. */
export const FULL_AGE = 18

/** By whose calendar an age is counted. */
type Zone = Pick<SignUpPolicy, 'timeZone'>

/**
 * Years that somebody has certainly reached in a year: of their birthday nothing is known, so the one that falls in it does not
 * count yet.
 */
const surelyReached = (birthYear: number, year: number): number => year - birthYear - 1

/**
 * Whether a guardian has to agree. An unknown age counts as full age unless the host or the district says minor.
 * @example
 * isMinor({ birthYear: 2008 }, '2026-12-31T15:00:00Z', { timeZone: 'Asia/Shanghai' }) // true
 * isMinor({ birthYear: 2008 }, '2026-12-31T16:00:00Z', { timeZone: 'Asia/Shanghai' }) // false: it is 2027 there
 */
export function isMinor({ minor = false, birthYear }: Pick<Volunteer, 'minor' | 'birthYear'>, at: string, zone: Zone): boolean {
  return minor || (birthYear !== undefined && surelyReached(birthYear, yearOf(at, zone)) < FULL_AGE)
}

/** Why somebody is not whom a slot asks for: by role, skills and age. */
export function fitnessRefusal(
  slot: SlotNeeds & Pick<SlotTimes, 'id' | 'startsAt'>,
  person: Volunteer,
  zone: Zone,
): SignUpRefusal | undefined {
  return roleRefusal(slot, person) ?? skillRefusal(slot, person) ?? ageRefusal(slot, person, zone)
}

function roleRefusal(slot: SlotNeeds, { role, roles }: Volunteer): SignUpRefusal | undefined {
  const asked = placeKinds(slot).filter((kind) => kind !== 'any')
  if (role !== undefined && kindOfRole(role, slot) === undefined) {
    return { ok: false, reason: 'role-not-asked', detail: { role, asked } }
  }
  if (kindsFor({ role, roles }, slot).length > 0) return undefined
  const possible = kindsFor({ roles }, slot).filter((kind) => kind !== 'any')
  return { ok: false, reason: 'role-not-held', detail: { asked: role === undefined ? asked : [role], possible } }
}

function skillRefusal({ skills = [] }: SlotNeeds, { skills: own = [] }: Volunteer): SignUpRefusal | undefined {
  const missing = skills.filter((skill) => !own.includes(skill))
  return missing.length > 0 ? { ok: false, reason: 'skill-missing', detail: { missing } } : undefined
}

function ageRefusal(
  { id, startsAt, minAge }: SlotNeeds & Pick<SlotTimes, 'id' | 'startsAt'>,
  person: Volunteer,
  zone: Zone,
): SignUpRefusal | undefined {
  const { birthYear, guardian = false } = person
  const isUnderAge = isMinor(person, startsAt, zone)
  if (minAge !== undefined && birthYear !== undefined && surelyReached(birthYear, yearOf(startsAt, zone)) < minAge) {
    return { ok: false, reason: 'too-young', detail: { minAge, possibleFromYear: birthYear + minAge + 1 } }
  }
  if (minAge !== undefined && isUnderAge && birthYear === undefined) {
    // A minor may still be old enough for what sixteen-year-olds may do; for more they are not.
    return minAge >= FULL_AGE
      ? { ok: false, reason: 'too-young', detail: { minAge } }
      : { ok: false, reason: 'age-unknown', detail: { minAge } }
  }
  if (isUnderAge && !guardian) return { ok: false, reason: 'guardian-consent-required', detail: { slotId: id } }
  return undefined
}

const yearOf = (at: string, { timeZone = SIGN_UP_DEFAULTS.timeZone }: Zone): number => localYear(Date.parse(at), timeZone)
