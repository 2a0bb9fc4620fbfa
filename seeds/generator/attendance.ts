import type { IntersectionDuty } from '@wangge/core/roster'
import { createUlid } from './core.ts'
import { after, midnight, toInstant } from './instants.ts'
import type { Organisation } from './organisations.ts'
import type { Person, Population } from './people.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { clock, HOURS } from './roster.ts'
import type { Post, Shift } from './roster.ts'
import { INTRANET, REFERENCE_DATE } from './settings.ts'

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
        for (const { id: personId } of team) busy.add(personId)
        serve(past, { postId: post.id, startsAt, endsAt: after(REFERENCE_DATE, day, clock(to)), orgId, team }, random)
      }
    }
  }
  recordAtIntranet(past, { posts: posts.filter((post) => !kept.includes(post)), population }, seed)
  return past
}

/** On every other evening two of the company, at a post that nobody else keeps. */
function recordAtIntranet(past: PastDuties, { posts, population }: Pick<Sources, 'posts' | 'population'>, seed: number): void {
  const random = createRandom(seed, 'attendance-intranet')
  const { id: postId } = random.pick(posts.filter(({ kind }) => kind === 'mobile'))
  const [, , [from, to]] = HOURS.mobile as [unknown, unknown, (typeof HOURS.mobile)[number]]
  const staff = random.shuffle(membersOf(population, INTRANET))
  for (let day = -DAYS; day < 0; day += 2) {
    const [startsAt, endsAt] = [after(REFERENCE_DATE, day, clock(from)), after(REFERENCE_DATE, day, clock(to))]
    const team = staff.slice(DAYS + day, DAYS + day + 2)
    serve(past, { postId, startsAt, endsAt, orgId: INTRANET, team }, random)
  }
}

interface Served extends Pick<Shift, 'postId' | 'startsAt' | 'endsAt'> {
  orgId: string
  team: readonly Person[]
}

/** A shift, those who had its seats, and who of them came. */
function serve(past: PastDuties, { orgId, team, ...times }: Served, random: Random): void {
  const shift = { id: `sp-${String(past.shifts.length + 1).padStart(4, '0')}`, ...times, need: team.length }
  past.shifts.push(shift)
  for (const [index, { id: personId }] of team.entries()) {
    const signUp = signUpFor(shift, { orgId, personId, ordinal: index + 1 }, random)
    const isFirst = past.signUps.every((other) => other.personId !== personId)
    past.signUps.push(signUp)
    if (isFirst) past.consents.push(consentOf(signUp, random))
    const attendance = attendanceAt(shift, signUp.id, random)
    if (attendance) past.attendances.push(attendance)
  }
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
