import { addDays } from '@wangge/core/roster'
import type { RosterNotice, RosterNoticeTopic } from '@wangge/core/roster/schema'
import type { MessageText } from './notice-text.ts'
import { plain } from './plain.ts'

type Shift = NonNullable<RosterNotice['shift']>

/** A shift with all that is told of it in one message. */
interface Told {
  shift: Shift
  notices: RosterNotice[]
}

/** So many shifts are named; the rest are counted. */
const MOST_LINES = 20
/** Bytes of the lines together: a robot of WeCom takes 4,096, with what stands around them. */
const MOST_BYTES = 3_000

const REASONS = { weather: '因天气', holiday: '因假日', other: '' } as const

/**
 * What a group reads of the roster, in local time: shifts and numbers, and nobody. However many are told at once, it is one message that every
 * robot takes.
 * @param notices of one topic, at least one
 */
export function rosterText(notices: readonly RosterNotice[], timeZone: string): MessageText {
  const [first] = notices
  const topic = first?.topic
  const clock = clockOf(timeZone)
  if (topic === 'roster.plan') return { title: '【排班已发布】', lines: fitted(notices.flatMap(planLine)) }
  const all = byShift(notices)
  const shifts = `${all.length} 个班次`
  const people = notices.filter(({ duty }) => duty !== undefined).length
  const ours = people > 0 ? `，涉及本单位 ${people} 人次` : ''
  const lines = fitted(
    all.map((told) => `${clock(told.shift)} ${placeOf(told.shift)}${LINE_ENDS[topic as Grouped]?.(told, clock) ?? ''}`),
  )
  if (topic === 'roster.called-off') {
    return { title: `【班次取消】${REASONS[first?.facts.reason ?? 'other']}取消 ${shifts}${ours}`, lines }
  }
  if (topic === 'roster.changed') return { title: `【班次调整】${shifts}的时间有变${ours}`, lines }
  if (topic === 'roster.reminder') return { title: `【到岗提醒】${shifts}即将开始，${people} 人值守`, lines }
  const free = notices.reduce((sum, { facts }) => sum + (facts.seats ?? 0), 0)
  return { title: `【急缺顶班】${shifts}空出 ${free} 个名额，可以顶班`, lines }
}

type Grouped = Extract<RosterNoticeTopic, 'roster.called-off' | 'roster.changed' | 'roster.reminder' | 'roster.free'>
type Clock = (span: { startsAt: string; endsAt: string }) => string

const LINE_ENDS: Readonly<Partial<Record<RosterNoticeTopic, (told: Told, clock: Clock) => string>>> = {
  'roster.called-off': ({ notices }) => ours(notices),
  'roster.changed': ({ notices }, clock) => {
    // Changed twice in a while, the first says how it was.
    const was = notices[0]?.facts.was
    return `${was ? `（原 ${clock(was)}）` : ''}${ours(notices)}`
  },
  'roster.reminder': ({ notices }) => {
    const asked = notices.filter(({ facts }) => facts.until !== undefined).length
    return `：${notices.length} 人${asked > 0 ? `，其中 ${asked} 人待确认` : ''}`
  },
  'roster.free': ({ notices }) => `：缺 ${notices.reduce((sum, { facts }) => sum + (facts.seats ?? 0), 0)} 人`,
}

const ours = (notices: readonly RosterNotice[]): string => {
  const count = notices.filter(({ duty }) => duty !== undefined).length
  return count > 0 ? `：${count} 人` : ''
}

const planLine = ({ facts: { plan } }: RosterNotice): string[] =>
  plan ? [`${plan.from} 至 ${addDays(plan.from, plan.days - 1)}：${plan.slots} 个班次有新安排，请在“我的班次”里查看`] : []

/** The post, and the grid that it is in. */
const placeOf = ({ post, grid }: Shift): string => {
  const last = grid.at(-1)
  return `${plain(post.name.zh)}${last ? `（${plain(last.name.zh)}）` : ''}`
}

/** The next to begin first. */
function byShift(notices: readonly RosterNotice[]): Told[] {
  const shifts = new Map<string, Told>()
  for (const notice of notices) {
    const { shift } = notice
    if (!shift) continue
    const told = shifts.get(shift.id) ?? { shift, notices: [] }
    told.notices.push(notice)
    shifts.set(shift.id, told)
  }
  const order = ({ shift: { startsAt, id } }: Told) => `${new Date(startsAt).toISOString()} ${id}`
  return [...shifts.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

/** As many lines as a robot takes, and how many there are besides. */
function fitted(lines: readonly string[]): string[] {
  let bytes = 0
  const kept = lines.slice(0, MOST_LINES).filter((line) => (bytes += Buffer.byteLength(line) + 4) <= MOST_BYTES)
  const left = lines.length - kept.length
  return left > 0 ? [...kept, `……另有 ${left} 个班次`] : kept
}

function clockOf(timeZone: string): Clock {
  const day = new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'numeric', day: 'numeric', weekday: 'short' })
  const time = new Intl.DateTimeFormat('zh-CN', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return ({ startsAt, endsAt }) =>
    `${day.format(Date.parse(startsAt))} ${time.format(Date.parse(startsAt))}–${time.format(Date.parse(endsAt))}`
}
