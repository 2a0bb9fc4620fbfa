import type { WeekLine, WeekTemplate } from '@wangge/core/roster/schema'
import { after } from './instants.ts'
import type { Place } from './places.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import type { Post } from './roster.ts'
import { REFERENCE_DATE } from './settings.ts'

const WORKDAYS = [1, 2, 3, 4, 5]
const WEEKEND = [6, 7]
const ALL_DAYS = [...WORKDAYS, ...WEEKEND]
/** The first week is planned by hand. */
const FIRST_DAY = after(REFERENCE_DATE, 7).slice(0, 10)
/** 楼栋长 + 双报到党员 + N. */
const ONE_PLUS_ONE = [
  { role: 'buildingHead' as const, need: 1 },
  { role: 'dualRegistrant' as const, need: 1 },
]

/** What every post does week by week once the first week is over; hours as in that week. */
export function planWeeks(posts: readonly Post[], places: readonly Place[], seed: number): WeekTemplate[] {
  const random = createRandom(seed, 'week-templates')
  const classOf = new Map(places.map((place) => [place.id, place.class]))
  return posts.map((post) => ({
    id: post.id.replace('post', 'wk'),
    postId: post.id,
    from: FIRST_DAY,
    lines: linesOf(post, classOf.get(post.placeId ?? ''), random),
  }))
}

function linesOf({ kind, capacity }: Post, placeClass: string | undefined, random: Random): WeekLine[] {
  const need = () => random.int(capacity.min, capacity.max)
  switch (kind) {
    case 'mobile':
      return mobile(need, random)
    case 'patrol':
      return patrol(need, placeClass, random)
    case 'intersection':
      return intersection(need, random)
    case 'evaluationPoint':
      return evaluationPoint(need, random)
    default:
      return reportIn(random)
  }
}

/** Some days each week, evenings on holidays too; where four or more go, 1+1+N. */
function mobile(need: () => number, random: Random): WeekLine[] {
  const hours = [
    ['am', '08:30', '11:00'],
    ['pm', '14:30', '17:00'],
    ['eve', '19:00', '21:30'],
  ] as const
  return hours.map(([id, from, to]) => {
    const seats = need()
    const weekdays = someOf(ALL_DAYS, 2, random)
    const special = id === 'eve' ? { holidays: 'asWeekday' as const, minAge: 18 } : {}
    return { id, weekdays, makeUpDays: 'asWeekday', from, to, need: seats, ...(seats >= 4 && { mix: ONE_PLUS_ONE }), ...special }
  })
}

/** Market days are every day; whoever watches at a hospital knows first aid. */
function patrol(need: () => number, placeClass: string | undefined, random: Random): WeekLine[] {
  const isMarket = placeClass === 'market'
  const days = { makeUpDays: 'asWeekday' as const, ...(isMarket && { holidays: 'on' as const }) }
  const asked = placeClass === 'hospital' ? { skills: ['first-aid'] } : {}
  return [
    {
      id: 'am',
      weekdays: isMarket ? ALL_DAYS : someOf(ALL_DAYS, 3, random),
      ...days,
      from: '08:00',
      to: '10:00',
      need: need(),
      ...asked,
    },
    { id: 'pm', weekdays: someOf(ALL_DAYS, 2, random), ...days, from: '15:00', to: '17:00', need: need(), ...asked },
    { id: 'eve', weekdays: someOf(ALL_DAYS, 2, random), ...days, from: '18:30', to: '20:30', need: need(), ...asked },
  ]
}

/** The rush hours of working days, also of weekends' days that are worked; some on days off, when people go out. */
function intersection(need: () => number, random: Random): WeekLine[] {
  const rush = { weekdays: WORKDAYS, makeUpDays: 'on' as const, minAge: 16 }
  const lines: WeekLine[] = [
    { id: 'am', ...rush, from: '07:30', to: '09:00', need: need() },
    { id: 'pm', ...rush, from: '17:00', to: '19:00', need: need() },
  ]
  if (!random.chance(0.4)) return lines
  return [...lines, { id: 'out', weekdays: WEEKEND, holidays: 'on', from: '10:00', to: '12:00', need: need(), minAge: 16 }]
}

/** Three mornings and three afternoons a week, whatever the day: inspectors come unannounced. */
function evaluationPoint(need: () => number, random: Random): WeekLine[] {
  const line = (id: string, from: string, to: string): WeekLine => ({
    ...{ id, weekdays: someOf(ALL_DAYS, 3, random), makeUpDays: 'asWeekday', holidays: 'asWeekday' },
    ...{ from, to, need: need(), campaign: 'civil-city' },
  })
  return [line('am', '08:00', '10:30'), line('pm', '15:30', '18:00')]
}

/** A clean-up of twenty on one day of the weekend, and a desk on one evening, at every third with somebody who signs. */
function reportIn(random: Random): WeekLine[] {
  const desk: WeekLine = { id: 'desk', weekdays: [random.pick(WORKDAYS)], from: '18:30', to: '20:30', need: random.int(2, 4) }
  return [
    { id: 'clean', weekdays: [random.pick(WEEKEND)], from: '09:00', to: '11:30', need: 20, campaign: 'civil-city' },
    { ...desk, ...(random.chance(1 / 3) && { skills: ['sign-language'] }) },
  ]
}

const someOf = (days: readonly number[], count: number, random: Random): number[] =>
  random
    .shuffle(days)
    .slice(0, count)
    .sort((one, other) => one - other)
