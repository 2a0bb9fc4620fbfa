import { localClock, localDate } from '../../calendar/zoned-time.ts'
import type { Id, Instant, Localized } from '../../schema.ts'
import type { SponsorGap } from '../shifts/sponsor-gaps.ts'
import { sponsorAt } from '../sponsor.ts'
import type { IntersectionDuty } from '../sponsor.ts'
import type { StandingPlace } from './named-places.ts'

/** Seats at a shift that is not over. */
export interface SeatsToCome {
  intersectionId: Id
  startsAt: Instant
  orgId: Id
  count: number
}

export interface IntersectionNotesContext {
  places: readonly StandingPlace[]
  organisations: readonly { id: Id; name: Localized; closedOn?: string | undefined }[]
  seatsToCome: readonly SeatsToCome[]
  /** IANA zone whose clocks the notes show. */
  timeZone: string
}

/**
 * What somebody has still to do after an import of 包路口: hours without a branch, seats of a branch that the crossing is not
 * with any more when their shift begins (whoever has one keeps it), and crossings that no branch ever had.
 */
export function intersectionNotes(
  { gaps, duties }: { gaps: readonly SponsorGap[]; duties: readonly IntersectionDuty[] },
  { places, organisations, seatsToCome, timeZone }: IntersectionNotesContext,
): Localized[] {
  const nameOf = (id: Id) => places.find((place) => place.id === id)?.name ?? { zh: id, en: id }
  const branchOf = (id: Id) => organisations.find((one) => one.id === id)?.name ?? { zh: id, en: id }
  const open = gaps.map(({ intersectionId, from, to, hours }): Localized => {
    const { zh, en } = nameOf(intersectionId)
    const [begin, end] = [localTime(from, timeZone), to === undefined ? undefined : localTime(to, timeZone)]
    if (end === undefined) return { zh: `${zh}：${begin} 起没有党组织包`, en: `${en}: no branch from ${begin} on` }
    const count = Math.round(hours! * 10) / 10
    return {
      zh: `${zh}：${begin} 至 ${end} 没有党组织包，共 ${count} 小时`,
      en: `${en}: no branch from ${begin} until ${end}, ${count} h`,
    }
  })
  const left = new Map<string, SeatsToCome>()
  for (const seats of seatsToCome) {
    const { intersectionId, orgId, startsAt } = seats
    if (sponsorAt(intersectionId, startsAt, duties) === orgId) continue
    const key = `${intersectionId} ${orgId}`
    left.set(key, { ...seats, count: (left.get(key)?.count ?? 0) + seats.count })
  }
  const kept = [...left.values()].map(({ intersectionId, orgId, count }): Localized => {
    const [place, branch] = [nameOf(intersectionId), branchOf(orgId)]
    return {
      zh: `${place.zh}：${branch.zh}的 ${count} 个名额所在班次届时已不由其包，仍由报名的人值守`,
      en: `${place.en}: ${branch.en} has ${count} seats at shifts that are not its own then; whoever has them keeps them`,
    }
  })
  const held = new Set(duties.map(({ intersectionId }) => intersectionId))
  const never = places.filter(({ id, class: one }) => one === 'intersection' && !held.has(id))
  const listed = (lang: 'zh' | 'en') => never.slice(0, MOST_NAMED).map(({ name }) => name[lang])
  const none: Localized = {
    zh: `${never.length} 个路口从未有党组织包：${listed('zh').join('、')}${never.length > MOST_NAMED ? '等' : ''}`,
    en: `${never.length} crossings never had a branch: ${listed('en').join(', ')}${never.length > MOST_NAMED ? ', …' : ''}`,
  }
  return [...open, ...kept, ...(never.length > 0 ? [none] : [])]
}

const MOST_NAMED = 10

/** To the minute; a day's first instant as the day. */
export function localTime(instant: Instant, timeZone: string): string {
  const ms = Date.parse(instant)
  const clock = localClock(ms, timeZone)
  return clock === '00:00' ? localDate(ms, timeZone) : `${localDate(ms, timeZone)} ${clock}`
}
