// Rosters to be planned, made up from a seed: the day's dispatch to the micro-grids, and a week over posts in three shifts.
//   node bench/roster/instances.ts week-tenth > problem.json
import { argv } from 'node:process'
import type { PlanPerson, PlanSlot, RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'
import type { Position } from '../../packages/core/src/schema.ts'
import { createRandom } from '../../seeds/generator/random.ts'
import type { Random } from '../../seeds/generator/random.ts'

const TIME_ZONE = 'Asia/Shanghai'
const DATES = Array.from({ length: 7 }, (_, day) => `2026-03-${String(9 + day).padStart(2, '0')}`)
/** Degrees at the place's latitude. */
const METRE = { east: 1 / 95_700, north: 1 / 111_195 }
const ORIGIN: Position = [104.06, 30.65]

export interface InstanceOptions {
  seed: number
  /** Of the whole size: 1, 0.1 or 0.02. */
  scale?: number
}

/** Every instance by its name; they are made when they are called for. */
export const INSTANCES = {
  day: () => dayInstance({ seed: 1 }),
  'day-tenth': () => dayInstance({ seed: 1, scale: 0.1 }),
  'day-fiftieth': () => dayInstance({ seed: 1, scale: 0.02 }),
  week: () => weekInstance({ seed: 1 }),
  'week-tenth': () => weekInstance({ seed: 1, scale: 0.1 }),
  'week-fiftieth': () => weekInstance({ seed: 1, scale: 0.02 }),
  'week-as-flow': () => weekInstance({ seed: 1, asFlow: true }),
  'week-as-flow-tenth': () => weekInstance({ seed: 1, scale: 0.1, asFlow: true }),
  'week-as-flow-fiftieth': () => weekInstance({ seed: 1, scale: 0.02, asFlow: true }),
} satisfies Record<string, () => RosterProblem>

/**
 * One morning, 10,000 people and 1,030 micro-grids: each wants a head, a dual registrant and volunteers. Everybody may come to
 * the grids around their home, so that each has 10 to 30 seats to choose from; heads and dual registrants fewer grids, since
 * each counts twice for them. Some are away.
 */
export function dayInstance({ seed, scale = 1 }: InstanceOptions): RosterProblem {
  const random = createRandom(seed, `day ${scale}`)
  const grids = placesOf(random, Math.round(1030 * scale), 160)
  const span = { startsAt: `${DATES[0]}T08:30:00+08:00`, endsAt: `${DATES[0]}T11:30:00+08:00` }
  const slots = grids.map((position, n): PlanSlot => {
    const volunteers = random.int(4, 11)
    const needs: PlanSlot['needs'] = [
      { role: 'buildingHead', min: 1 },
      { role: 'dualRegistrant', min: 1 },
      { role: 'volunteer', min: volunteers, wish: volunteers + random.int(0, 2) },
    ]
    const gridPath = ['street', `community-${n % 20}`, gridId(n)]
    return { id: `s${n}`, postId: `post-${n}`, ...span, gridPath, position, needs, priority: random.chance(0.1) ? 2 : 1 }
  })
  const near = nearestOf(grids)
  const people = Array.from({ length: Math.round(10_000 * scale) }, (_, n): PlanPerson => {
    const home = around(random, random.pick(grids), 90)
    const role = random.weighted([[undefined, 72] as const, ['buildingHead', 12] as const, ['dualRegistrant', 16] as const])
    const choices = random.int(10, 30)
    const reach = near(home, role === undefined ? choices : Math.ceil(choices / 2))
    return {
      id: personId(n),
      ...(role === undefined ? {} : { roles: [role] }),
      grids: reach.map(gridId),
      home,
      carried: random.int(0, 6),
      ...(random.chance(0.15) ? { wishes: [{ postId: `post-${random.pick(reach)}`, points: random.int(1, 10) }] } : {}),
      ...(random.chance(0.015) ? { unavailable: [span] } : {}),
    }
  })
  return { version: 1, timeZone: TIME_ZONE, slots, people, rules: { maxDistance: 1500 } }
}

const SHIFTS = [
  ['06:00', '14:00'],
  ['14:00', '22:00'],
  ['22:00', '06:00'],
] as const

/**
 * A week, 3,000 people and 200 posts in three shifts a day, 2 to 4 seats each: at most 3 or 5 shifts a person, 11 hours of
 * rest, leave, wishes, what was served before, and what organisations owe each day. `asFlow` leaves out rest and quotas: what
 * remains is a minimum-cost flow.
 */
export function weekInstance({ seed, scale = 1, asFlow = false }: InstanceOptions & { asFlow?: boolean }): RosterProblem {
  const random = createRandom(seed, `week ${scale}`)
  const posts = placesOf(random, Math.round(200 * scale), 380)
  const perCommunity = Math.min(5, Math.max(1, Math.floor(posts.length / 2)))
  const communityOf = (post: number) => `community-${Math.floor(post / perCommunity)}`
  const needsOf = posts.map(() => needsOfPost(random))
  const slots = DATES.flatMap((date, day) =>
    SHIFTS.flatMap(([from, to], shift) =>
      posts.map((position, post): PlanSlot => ({
        id: `s${day}-${shift}-${post}`,
        postId: `post-${post}`,
        startsAt: `${date}T${from}:00+08:00`,
        endsAt: `${to < from ? nextDate(date) : date}T${to}:00+08:00`,
        gridPath: ['street', communityOf(post), gridId(post)],
        position,
        needs: needsOf[post]!,
      })),
    ),
  )
  const near = nearestOf(posts)
  const organisations = Array.from({ length: Math.max(2, Math.round(60 * scale)) }, (_, n) => `org-${n}`)
  const people = Array.from({ length: Math.round(3000 * scale) }, (_, n): PlanPerson => {
    const home = around(random, random.pick(posts), 300)
    const communities = [...new Set(near(home, 16).map(communityOf))].slice(0, 3)
    const isDual = random.chance(0.4)
    const roles = [...(isDual ? ['dualRegistrant' as const] : []), ...(random.chance(0.1) ? ['buildingHead' as const] : [])]
    const unavailable = leaveOf(random)
    const wishes = wishesOf(random, near(home, 8))
    return {
      id: personId(n),
      ...(roles.length > 0 ? { roles } : {}),
      ...(isDual ? { orgId: random.pick(organisations) } : {}),
      ...(random.chance(0.25) ? { skills: ['first-aid'] } : {}),
      grids: communities,
      home,
      carried: random.int(0, 12),
      limits: { shiftsPerDay: 1, shiftsPerWeek: random.chance(0.25) ? 3 : 5 },
      ...(unavailable.length > 0 ? { unavailable } : {}),
      ...(wishes.length > 0 ? { wishes } : {}),
    }
  })
  const members = (orgId: string) => people.filter((person) => person.orgId === orgId).length
  const quotas = DATES.flatMap((date) =>
    organisations.map((orgId) => ({ orgId, date, due: Math.round(members(orgId) * random.between(0.35, 0.65)) })),
  )
  const rules = { restMinutes: asFlow ? 0 : 660, maxDistance: 4000 }
  return { version: 1, timeZone: TIME_ZONE, slots, people, rules, ...(asFlow ? {} : { quotas }) }
}

/** 2 to 4 seats: most posts take anybody. */
function needsOfPost(random: Random): PlanSlot['needs'] {
  const seats = random.int(2, 4)
  return random.weighted<PlanSlot['needs']>([
    [[{ role: 'volunteer', min: seats }], 60],
    [[{ role: 'volunteer', min: seats - 1, wish: seats }], 10],
    [
      [
        { role: 'dualRegistrant', min: 1 },
        { role: 'volunteer', min: seats - 1 },
      ],
      15,
    ],
    [
      [
        { skills: ['first-aid'], min: 1 },
        { role: 'volunteer', min: seats - 1 },
      ],
      10,
    ],
    [
      [
        { role: 'buildingHead', min: 1 },
        { role: 'volunteer', min: seats - 1 },
      ],
      5,
    ],
  ])
}

/** A day or two off, or mornings or nights at work. */
function leaveOf(random: Random): NonNullable<PlanPerson['unavailable']> {
  const kind = random.weighted([['none', 55] as const, ['days', 25] as const, ['daytime', 15] as const, ['nights', 5] as const])
  if (kind === 'none') return []
  if (kind === 'days') {
    const first = random.int(0, 6)
    const last = Math.min(6, first + random.int(0, 1))
    return [{ startsAt: `${DATES[first]}T00:00:00+08:00`, endsAt: `${nextDate(DATES[last]!)}T00:00:00+08:00` }]
  }
  if (kind === 'nights') {
    return DATES.map((date) => ({ startsAt: `${date}T23:00:00+08:00`, endsAt: `${nextDate(date)}T05:00:00+08:00` }))
  }
  return DATES.slice(0, 5).map((date) => ({ startsAt: `${date}T09:00:00+08:00`, endsAt: `${date}T13:00:00+08:00` }))
}

function wishesOf(random: Random, near: readonly number[]): NonNullable<PlanPerson['wishes']> {
  const away = random.chance(0.25) ? [{ date: random.pick(DATES), points: -random.int(1, 10) }] : []
  const gladly = random.chance(0.2) ? [{ postId: `post-${random.pick(near)}`, points: random.int(1, 10) }] : []
  return [...away, ...gladly]
}

const personId = (n: number) => `p${String(n).padStart(5, '0')}`
const gridId = (n: number) => `grid-${n}`
const nextDate = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** Blocks of a town: a lattice of so many metres, each place off its crossing. */
function placesOf(random: Random, count: number, step: number): Position[] {
  const columns = Math.ceil(Math.sqrt(count))
  return Array.from({ length: count }, (_, n) => {
    const corner: Position = [
      ORIGIN[0] + (n % columns) * step * METRE.east,
      ORIGIN[1] + Math.floor(n / columns) * step * METRE.north,
    ]
    return around(random, corner, step * 0.4)
  })
}

const around = (random: Random, [east, north]: Position, metres: number): Position => [
  rounded(east + random.between(-metres, metres) * METRE.east),
  rounded(north + random.between(-metres, metres) * METRE.north),
]

/** The nearest of some places, nearest first: all within a radius that grows until there are enough. */
function nearestOf(places: readonly Position[]) {
  const within = ([east, north]: Position, radius: number) =>
    places.flatMap((place, n) => {
      const square = ((place[0] - east) / METRE.east) ** 2 + ((place[1] - north) / METRE.north) ** 2
      return square <= radius ** 2 ? [{ n, square }] : []
    })
  return (from: Position, count: number): number[] => {
    const enough = Math.min(count, places.length)
    let radius = 250
    let found = within(from, radius)
    while (found.length < enough) found = within(from, (radius *= 1.5))
    return found
      .sort((one, other) => one.square - other.square || one.n - other.n)
      .slice(0, count)
      .map(({ n }) => n)
  }
}

if (import.meta.main) {
  const name = argv[2] ?? ''
  if (!Object.hasOwn(INSTANCES, name)) throw new Error(`Expected one of ${Object.keys(INSTANCES).join(', ')}, got "${name}"`)
  console.log(JSON.stringify(INSTANCES[name as keyof typeof INSTANCES](), null, 2))
}
