import type { SignUpPolicy } from '@wangge/core/roster/schema'
import type { CalendarEvent, CalendarFeed } from './formats/icalendar.ts'
import type { CalendarDuty } from './storage/calendar-addresses.ts'

type Lang = 'zh' | 'en'

export interface DutyFeedOptions {
  lang: Lang
  /** Ends every event's id, so that two districts' never meet. */
  districtCode: string
  /** Minutes before the start. */
  remind: readonly number[]
}

/** Hours before the start, where the district does not say when it reminds. */
const REMIND_HOURS = [24, 2]

/** When a calendar program reminds, in minutes before the start: as the district does; at 0 not at all. */
export const remindMinutes = ({ remindBeforeHours }: Pick<SignUpPolicy, 'remindBeforeHours'>): number[] =>
  (remindBeforeHours === undefined ? REMIND_HOURS : [remindBeforeHours]).filter((hours) => hours > 0).map((hours) => hours * 60)

const NAME: Record<Lang, string> = { zh: '值守日程', en: 'My duties' }

/** What a state is called in a calendar; a seat needs no word. */
const WORDS: Partial<Record<CalendarDuty['state'], Record<Lang, string>>> = {
  waitlisted: { zh: '候补', en: 'waiting' },
  offered: { zh: '待确认', en: 'to be confirmed' },
  invited: { zh: '邀请', en: 'invited' },
}

/** A person's duties for a calendar program. It names nobody: whoever looks over a shoulder sees posts and times. */
export function dutyFeed(duties: readonly CalendarDuty[], options: DutyFeedOptions): CalendarFeed {
  return { name: NAME[options.lang], events: duties.map((duty) => eventOf(duty, options)) }
}

function eventOf(duty: CalendarDuty, { lang, districtCode, remind }: DutyFeedOptions): CalendarEvent {
  const { signUpId, state, revisedAt, revision, startsAt, endsAt, cancelled, post, position } = duty
  const status = cancelled || state === 'cancelled' ? 'CANCELLED' : state === 'seated' ? 'CONFIRMED' : 'TENTATIVE'
  const word = WORDS[state]?.[lang]
  return {
    uid: `${signUpId}@${districtCode}.wangge`,
    revisedAt,
    revision,
    startsAt,
    endsAt,
    summary: word === undefined ? post[lang] : `${post[lang]} (${word})`,
    location: post[lang],
    ...(position && { position }),
    status,
    remind: status === 'CONFIRMED' ? remind : [],
  }
}
