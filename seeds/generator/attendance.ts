import type { IntersectionDuty } from '@wangge/core/roster'
import { createUlid } from './core.ts'
import { after, midnight, toInstant } from './instants.ts'
import type { Organisation } from './organisations.ts'
import type { Person, Population } from './people.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { clock, HOURS } from './roster.ts'
import type { Post, Shift } from './roster.ts'
import { REFERENCE_DATE } from './settings.ts'

const DAYS = 14
const POSTS = 60
/** Of the hours that the posts keep on other days. */
const SHARE = 0.35
const MINUTE = 60_000
/** What a branch sends nobody from: too few to stand at a post by turns. */
const LEAST_MEMBERS = 4

interface SignUp {
  id: string
  shiftId: string
  orgId: string
  personId: string
  state: 'seated'
  ordinal: number
  consentVersion: number
  at: string
}

/** What shows that somebody came, and went. */
interface Attendance {
  signUpId: string
  inAt: string
  inBy: Proof
  inDistance?: number
  outAt?: string
  outBy?: Proof
  outDistance?: number
  /** When both ends were known. */
  recordedAt?: string
}
type Proof = 'code' | 'place' | 'host'

interface Consent {
  id: string
  personId: string
  purpose: 'volunteer-duty'
  version: 1
  by: 'self'
  at: string
}

export interface PastDuties {
  shifts: Shift[]
  signUps: SignUp[]
  attendances: Attendance[]
  consents: Consent[]
}

interface Sources {
  posts: readonly Post[]
  duties: readonly IntersectionDuty[]
  organisations: readonly Organisation[]
  population: Population
}

/** Two weeks of duty before the reference date: who had a seat, who came, and until when. A few forgot to check out; a few stayed away. */
export function recordAttendance({ posts, duties, organisations, population }: Sources, seed: number): PastDuties {
  const random = createRandom(seed, 'attendance')
  const able = organisations.filter(({ id, kind }) => kind === 'twoNew' && membersOf(population, id).length >= LEAST_MEMBERS)
  const kept = random
    .shuffle(posts.filter(({ kind }) => kind in HOURS))
    .slice(0, POSTS)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const past: PastDuties = { shifts: [], signUps: [], attendances: [], consents: [] }
  const agreed = new Set<string>()
  for (let day = -DAYS; day < 0; day++) {
    const busy = new Set<string>()
    for (const post of kept) {
      for (const [from, to, share] of HOURS[post.kind as keyof typeof HOURS]) {
        if (!random.chance(share * SHARE)) continue
        const startsAt = after(REFERENCE_DATE, day, clock(from))
        const orgId = post.kind === 'intersection' ? sponsorAt(duties, post, startsAt) : random.pick(able).id
        const free = orgId === undefined ? [] : membersOf(population, orgId).filter(({ id }) => !busy.has(id))
        const team = random.shuffle(free).slice(0, random.int(1, 3))
        if (orgId === undefined || team.length === 0) continue
        const id = `sp-${String(past.shifts.length + 1).padStart(4, '0')}`
        const shift = { id, postId: post.id, startsAt, endsAt: after(REFERENCE_DATE, day, clock(to)), need: team.length }
        past.shifts.push(shift)
        for (const [index, { id: personId }] of team.entries()) {
          busy.add(personId)
          const signUp = signUpFor(shift, { orgId, personId, ordinal: index + 1 }, random)
          past.signUps.push(signUp)
          if (!agreed.has(personId)) past.consents.push(consentOf(signUp, random))
          agreed.add(personId)
          const attendance = attendanceAt(shift, signUp.id, random)
          if (attendance) past.attendances.push(attendance)
        }
      }
    }
  }
  return past
}

const membersOf = ({ members }: Population, orgId: string): readonly Person[] => members.get(orgId) ?? []

function sponsorAt(duties: readonly IntersectionDuty[], { placeId }: Post, at: string): string | undefined {
  const ms = Date.parse(at)
  return duties.find(
    ({ intersectionId, from, to }) =>
      intersectionId === placeId && Date.parse(from) <= ms && (to === undefined || ms < Date.parse(to)),
  )?.orgId
}

function signUpFor(
  { id: shiftId, startsAt }: Shift,
  who: Pick<SignUp, 'orgId' | 'personId' | 'ordinal'>,
  random: Random,
): SignUp {
  const ms = midnight(startsAt.slice(0, 10)) - random.int(1, 5) * 24 * 60 * MINUTE + random.int(8 * 60, 21 * 60) * MINUTE
  return { id: createUlid(ms, random.next), shiftId, ...who, state: 'seated', consentVersion: 1, at: toInstant(ms) }
}

const consentOf = ({ personId, at }: SignUp, random: Random): Consent => ({
  id: createUlid(Date.parse(at), random.next),
  personId,
  purpose: 'volunteer-duty',
  version: 1,
  by: 'self',
  at,
})

function attendanceAt({ startsAt, endsAt }: Shift, signUpId: string, random: Random): Attendance | undefined {
  if (random.chance(0.07)) return undefined
  const end = (at: string, least: number, most: number) => {
    const by = random.weighted<Proof>([
      ['code', 7],
      ['place', 2],
      ['host', 1],
    ])
    const distance = random.int(0, 9) * 10
    return { at: toInstant(Date.parse(at) + random.int(least, most) * MINUTE), by, ...(by === 'place' && { distance }) }
  }
  const came = end(startsAt, -8, 12)
  const went = end(endsAt, -10, 15)
  const first = { signUpId, inAt: came.at, inBy: came.by, ...(came.distance !== undefined && { inDistance: came.distance }) }
  if (random.chance(0.05)) return first
  const last = { outAt: went.at, outBy: went.by, ...(went.distance !== undefined && { outDistance: went.distance }) }
  return { ...first, ...last, recordedAt: went.at }
}
