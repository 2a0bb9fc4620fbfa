import type { PostKind } from '@wangge/core/roster/schema'
import { centroid, contains } from './geography/plane.ts'
import type { Point } from './geography/plane.ts'
import { toLonLat } from './geography/projection.ts'
import { pointInside } from './geography/point-inside.ts'
import type { Sites } from './sites.ts'
import type { DistrictMap } from './geography/build-map.ts'
import { after } from './instants.ts'
import type { Place } from './places.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { REFERENCE_DATE } from './settings.ts'
import type { EvaluationPoint } from './teams.ts'

export interface Post {
  id: string
  kind: PostKind
  name: { zh: string; en: string }
  gridId: string
  placeId?: string
  /** WGS-84. */
  position?: Point
  /** People at once. */
  capacity: { min: number; max: number }
  schemeTag?: string
}

export interface Shift {
  id: string
  postId: string
  startsAt: string
  endsAt: string
  /** Seats. */
  need: number
  mix?: { role: 'buildingHead' | 'dualRegistrant'; need: number }[]
  skills?: string[]
  /** Years. */
  minAge?: number
  campaign?: string
}

const DAYS = 7
export const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Local hours of duty, and the share of days on which they are kept. */
type Hours = readonly [from: string, to: string, share: number]

export const HOURS: Record<'mobile' | 'patrol' | 'intersection', readonly Hours[]> = {
  mobile: [
    ['08:30', '11:00', 0.3],
    ['14:30', '17:00', 0.25],
    ['19:00', '21:30', 0.3],
  ],
  patrol: [
    ['08:00', '10:00', 0.3],
    ['10:00', '12:00', 0.15],
    ['15:00', '17:00', 0.2],
    ['18:30', '20:30', 0.25],
  ],
  intersection: [
    ['07:30', '09:00', 0.9],
    ['11:40', '13:10', 0.25],
    ['17:00', '19:00', 0.9],
  ],
}

const EVALUATION_HOURS = [
  ['08:00', '10:30', 0.5],
  ['15:30', '18:00', 0.5],
] as const satisfies readonly Hours[]
const EVALUATION_POSTS = 24

/** Posts of the street and a week of shifts from the reference date. */
export function planPosts(
  { map }: DistrictMap,
  { places, points }: { places: readonly Place[]; points: readonly EvaluationPoint[] },
  sites: Sites,
  seed: number,
): { posts: Post[]; shifts: Shift[] } {
  const random = createRandom(seed, 'roster')
  const drafts: Omit<Post, 'id'>[] = [
    ...random
      .shuffle(sites.estates)
      .slice(0, 64)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((estate) => {
        const points = map.points(estate.ring)
        const middle = centroid(points)
        return {
          kind: 'mobile' as const,
          name: { zh: `红马甲·${estate.name.zh}流动哨`, en: `Red Vest Mobile Post, ${estate.name.en}` },
          gridId: estate.id,
          position: toLonLat(contains(points, middle) ? middle : pointInside(points, random)),
          capacity: { min: 2, max: 6 },
        }
      }),
    ...at(places, ['market', 'busStop', 'mall', 'park', 'backLane', 'hospital', 'school'], 82, random).map((place) => ({
      kind: 'patrol' as const,
      name: { zh: `红袖标·${place.name.zh}巡查岗`, en: `Red Armband Patrol Post, ${place.name.en}` },
      gridId: place.gridIds[0]!,
      placeId: place.id,
      position: place.position,
      capacity: { min: 1, max: 4 },
    })),
    ...places
      .filter((place) => place.class === 'intersection')
      .slice(0, 46)
      .map((place) => ({
        kind: 'intersection' as const,
        name: { zh: `${place.name.zh}文明劝导岗`, en: `Civility Post, ${place.name.en}` },
        gridId: place.gridIds[0]!,
        placeId: place.id,
        position: place.position,
        capacity: { min: 2, max: 4 },
      })),
    ...at(places, ['serviceHall'], 13, random).map((place) => ({
      kind: 'reportIn' as const,
      name: { zh: `${place.name.zh}社区报到点`, en: `Report-in Point, ${place.name.en}` },
      gridId: place.gridIds[0]!,
      placeId: place.id,
      position: place.position,
      capacity: { min: 2, max: 20 },
      // The article names the scheme, and nobody says what it means: it is told as it is.
      schemeTag: '四联三评',
    })),
  ]
  const posts = drafts.map((draft, k): Post => ({ id: `post-${String(k + 1).padStart(3, '0')}`, ...draft }))
  const shifts = posts.flatMap((post) => shiftsOf(post, random))
  shifts.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.postId < b.postId ? -1 : 1))
  const numbered = shifts.map((shift, k) => ({ id: `sh-${String(k + 1).padStart(4, '0')}`, ...shift }))
  const watched = watchPoints(places, points, { posts: posts.length, shifts: shifts.length, seed })
  return { posts: [...posts, ...watched.posts], shifts: [...withNeeds(numbered, posts, seed), ...watched.shifts] }
}

/** Posts at evaluation points that did not pass, where their task forces and vanguard teams stand; an intersection has its branch. */
function watchPoints(
  places: readonly Place[],
  points: readonly EvaluationPoint[],
  { posts: known, shifts: before, seed }: { posts: number; shifts: number; seed: number },
): { posts: Post[]; shifts: Shift[] } {
  const random = createRandom(seed, 'evaluation-posts')
  const placeOf = new Map(places.map((place) => [place.id, place]))
  const failed = points.filter(({ status, placeId }) => status === 'fail' && placeOf.get(placeId)!.class !== 'intersection')
  const chosen = random.shuffle(failed).slice(0, EVALUATION_POSTS)
  const posts = chosen
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ placeId, gridId }, k): Post => {
      const { name, position } = placeOf.get(placeId)!
      return {
        id: `post-${String(known + k + 1).padStart(3, '0')}`,
        kind: 'evaluationPoint',
        name: { zh: `${name.zh}测评点位值守岗`, en: `Evaluation Point Post, ${name.en}` },
        gridId,
        placeId,
        position,
        capacity: { min: 2, max: 6 },
      }
    })
  const shifts = posts.flatMap((post) => shiftsAt(post, EVALUATION_HOURS, random))
  shifts.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.postId < b.postId ? -1 : 1))
  return {
    posts,
    shifts: shifts.map((shift, k) => ({
      id: `sh-${String(before + k + 1).padStart(4, '0')}`,
      ...shift,
      campaign: 'civil-city',
    })),
  }
}

/** From the third day on some shifts ask for more than a pair of hands: 1+1+N, first aid, an age; the clean-ups are the campaign's. */
function withNeeds(shifts: readonly Shift[], posts: readonly Post[], seed: number): Shift[] {
  const random = createRandom(seed, 'slot-needs')
  const kindOf = new Map(posts.map(({ id, kind }) => [id, kind]))
  const later = after(REFERENCE_DATE, 2)
  return shifts.map((shift) => {
    const kind = kindOf.get(shift.postId)
    if (shift.need === 20) return { ...shift, campaign: 'civil-city' }
    const draw = random.next()
    if (shift.startsAt < later) return shift
    if (kind === 'mobile' && shift.need >= 4 && draw < 0.5) return { ...shift, mix: ONE_PLUS_ONE }
    if (kind === 'patrol' && draw < 0.06) return { ...shift, skills: ['first-aid'] }
    if (kind === 'reportIn' && draw < 0.4) return { ...shift, skills: ['sign-language'] }
    if (kind === 'intersection' && draw < 0.15) return { ...shift, minAge: 16 }
    return shift
  })
}

/** 楼栋长 + 双报到党员 + N. */
const ONE_PLUS_ONE: NonNullable<Shift['mix']> = [
  { role: 'buildingHead', need: 1 },
  { role: 'dualRegistrant', need: 1 },
]

function at(places: readonly Place[], classes: readonly string[], count: number, random: Random): Place[] {
  return random
    .shuffle(places.filter((place) => classes.includes(place.class)))
    .slice(0, count)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function shiftsOf(post: Post, random: Random): Omit<Shift, 'id'>[] {
  if (post.kind === 'reportIn') return cleanUps(post.id, random)
  return shiftsAt(post, HOURS[post.kind as keyof typeof HOURS], random)
}

function shiftsAt({ id: postId, capacity }: Post, hours: readonly Hours[], random: Random): Omit<Shift, 'id'>[] {
  const shifts: Omit<Shift, 'id'>[] = []
  for (let day = 0; day < DAYS; day++) {
    for (const [from, to, share] of hours) {
      if (!random.chance(share)) continue
      shifts.push({
        postId,
        startsAt: after(REFERENCE_DATE, day, clock(from)),
        endsAt: after(REFERENCE_DATE, day, clock(to)),
        need: random.int(capacity.min, capacity.max),
      })
    }
  }
  return shifts
}

/** A twenty-seat clean-up in each community within the week, and a small desk on another evening. */
function cleanUps(postId: string, random: Random): Omit<Shift, 'id'>[] {
  const [big, small] = random.shuffle([1, 2, 3, 4, 5, 6])
  return [
    {
      postId,
      startsAt: after(REFERENCE_DATE, big!, clock('09:00')),
      endsAt: after(REFERENCE_DATE, big!, clock('11:30')),
      need: 20,
    },
    {
      postId,
      startsAt: after(REFERENCE_DATE, small!, clock('18:30')),
      endsAt: after(REFERENCE_DATE, small!, clock('20:30')),
      need: random.int(2, 4),
    },
  ]
}
