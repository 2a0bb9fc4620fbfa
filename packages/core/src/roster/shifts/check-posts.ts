import type { Id } from '../../schema.ts'
import type { PostKind } from '../slot-schema.ts'
import type { DayKind, WeekLine, WeekTemplate } from '../week-schema.ts'
import { isKept } from './is-kept.ts'
import { lineClock } from './line-clock.ts'

const MINUTES_OF_DAY = 24 * 60
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/** A post as far as its week goes. */
export interface Post {
  id: Id
  kind: PostKind
  placeId?: Id
  /** People at once. */
  capacity: { min: number; max: number }
}

export type PostFinding =
  /** Nobody could sponsor it: an intersection is known by its place. */
  | { code: 'intersection-without-place'; postId: Id }
  | { code: 'unknown-post'; postId: Id; templateId: Id }
  | { code: 'need-outside-capacity'; postId: Id; templateId: Id; lineId: string; need: number; min: number; max: number }
  /** More places for those with a role than there are seats. */
  | { code: 'mix-exceeds-need'; postId: Id; templateId: Id; lineId: string; need: number; mix: number }
  /** Two lines hold the post at the same time on some day. */
  | { code: 'lines-overlap'; postId: Id; lines: [OfTemplate, OfTemplate] }

interface OfTemplate {
  templateId: Id
  lineId: string
}

/**
 * What is wrong between posts and the templates of their weeks; whether two lines overlap is asked of every sort of day that
 * may come, holidays and make-up days too.
 * @example
 * checkPosts([{ id: 'p1', kind: 'intersection', capacity: { min: 2, max: 4 } }], [])
 * // [{ code: 'intersection-without-place', postId: 'p1' }]
 */
export function checkPosts(posts: readonly Post[], templates: readonly WeekTemplate[]): PostFinding[] {
  const templatesOf = grouped(templates)
  const known = new Set(posts.map(({ id }) => id))
  const homeless = templates.filter(({ postId }) => !known.has(postId))
  return [
    ...homeless.map(({ id: templateId, postId }): PostFinding => ({ code: 'unknown-post', postId, templateId })),
    ...posts.flatMap((post) => {
      const own = templatesOf.get(post.id) ?? []
      const isNowhere = post.kind === 'intersection' && post.placeId === undefined
      return [
        ...(isNowhere ? [{ code: 'intersection-without-place' as const, postId: post.id }] : []),
        ...own.flatMap((template) => [...needFindings(post, template), ...mixFindings(template)]),
        ...overlapFindings(post.id, own),
      ]
    }),
  ]
}

function grouped(templates: readonly WeekTemplate[]): Map<Id, WeekTemplate[]> {
  const groups = new Map<Id, WeekTemplate[]>()
  for (const template of templates) groups.set(template.postId, [...(groups.get(template.postId) ?? []), template])
  return groups
}

const needFindings = ({ id: postId, capacity: { min, max } }: Post, { id: templateId, lines }: WeekTemplate): PostFinding[] =>
  lines
    .filter(({ need }) => need < min || max < need)
    .map(({ id: lineId, need }) => ({ code: 'need-outside-capacity', postId, templateId, lineId, need, min, max }))

const mixFindings = ({ id: templateId, postId, lines }: WeekTemplate): PostFinding[] =>
  lines.flatMap(({ id: lineId, need, mix = [] }) => {
    const places = mix.reduce((sum, one) => sum + one.need, 0)
    return places > need ? [{ code: 'mix-exceeds-need', postId, templateId, lineId, need, mix: places }] : []
  })

function overlapFindings(postId: Id, templates: readonly WeekTemplate[]): PostFinding[] {
  const all = templates.flatMap((template) => template.lines.map((line) => ({ template, line })))
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => areOfOneTime(one.template, other.template) && doOverlap(one.line, other.line))
      .map((other): PostFinding => {
        const lines = [one, other].map(({ template, line }) => ({ templateId: template.id, lineId: line.id }))
        return { code: 'lines-overlap', postId, lines: lines as [OfTemplate, OfTemplate] }
      }),
  )
}

/** A day before one begins the other may still be on duty over midnight. */
const areOfOneTime = (one: WeekTemplate, other: WeekTemplate): boolean =>
  (one.to === undefined || other.from <= one.to) && (other.to === undefined || one.from <= other.to)

function doOverlap(one: WeekLine, other: WeekLine): boolean {
  return (
    DAYS.some((day) => isKept(one, day) && isKept(other, day) && meet(one, other, 0)) ||
    DAYS.some((day) => followsOn(day, one, other) || followsOn(day, other, one))
  )
}

/** Whether a line of this day is still held when the other begins on the next. */
const followsOn = (day: Day, line: WeekLine, next: WeekLine): boolean =>
  meet(line, next, MINUTES_OF_DAY) &&
  isKept(line, day) &&
  DAYS.some((other) => other.weekday === (day.weekday % 7) + 1 && isKept(next, other))

function meet(one: WeekLine, other: WeekLine, later: number): boolean {
  const first = lineClock(one)
  const second = lineClock(other)
  return first.start < second.end + later && second.start + later < first.end
}

interface Day {
  weekday: number
  kind: DayKind
}

/** Every sort of day that may come. */
const DAYS: readonly Day[] = WEEKDAYS.flatMap((weekday): Day[] => [
  { weekday, kind: weekday < 6 ? 'workday' : 'dayOff' },
  { weekday, kind: 'holiday' },
  { weekday, kind: 'makeUpDay' },
])
