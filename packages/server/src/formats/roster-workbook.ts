import { isAbsent, localClock } from '@wangge/core/roster'
import type { DayKind, PostKind, RosterWeek } from '@wangge/core/roster/schema'
import writeExcelFile from 'write-excel-file/node'
import type { Cell } from 'write-excel-file/node'
import { header, text, wrapped } from './workbook-cells.ts'

type Week = Omit<RosterWeek, 'asOf'>
type Slot = Week['slots'][number]
type Day = Week['days'][number]

/** Names in a cell of the printed sheet; the second sheet has them all. */
const MOST_NAMES = 12

const WEEKDAYS = ['周日 Sun', '周一 Mon', '周二 Tue', '周三 Wed', '周四 Thu', '周五 Fri', '周六 Sat']
const DAY_KINDS: Record<DayKind, string> = {
  workday: '工作日 workday',
  dayOff: '休息日 day off',
  holiday: '假日 holiday',
  makeUpDay: '调休上班 worked in lieu',
}
const POST_KINDS: Record<PostKind, string> = {
  mobile: '流动哨 mobile',
  patrol: '巡查岗 patrol',
  intersection: '包路口 intersection',
  reportIn: '社区报到 report-in',
  evaluationPoint: '测评点位 evaluation point',
}
const COLUMNS = [
  '日期 date',
  '星期 weekday',
  '日别 day',
  '类别 kind',
  '岗位 post',
  'post',
  '开始 starts',
  '结束 ends',
  '需要 seats',
  '已到位 seated',
  '候补 waiting',
  '人员 people',
  '状态 state',
]

/** A workbook of a roster's days: posts by days to print, and a line for each shift. Texts are texts: none is a formula. */
export async function rosterWorkbook(week: Week): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await writeExcelFile([
    {
      sheet: '周表 Week',
      data: weekRows(week),
      columns: [{ width: 34 }, ...week.days.map(() => ({ width: 24 }))],
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
      orientation: 'landscape',
    },
    {
      sheet: '班次 Shifts',
      data: shiftRows(week),
      columns: [12, 10, 14, 18, 34, 34, 10, 10, 8, 8, 8, 40, 14].map((width) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape',
    },
  ]).toBuffer()
  return new Uint8Array(buffer)
}

function weekRows({ days, posts, slots, timeZone }: Week): Cell[][] {
  const byPlace = Map.groupBy(slots, ({ postId, date }) => `${postId} ${date}`)
  const head = [header('岗位 Post'), ...days.map((day) => header(`${day.date}\n${weekdayOf(day.date)}${special(day)}`))]
  const rows = posts.map(({ id, name }) => [
    wrapped(`${name.zh}\n${name.en}`),
    ...days.map(({ date }) =>
      wrapped((byPlace.get(`${id} ${date}`) ?? []).map((slot) => summaryOf(slot, timeZone)).join('\n\n')),
    ),
  ])
  return [head, ...rows]
}

function shiftRows({ days, posts, slots, timeZone }: Week): Cell[][] {
  const postOf = new Map(posts.map((post) => [post.id, post]))
  const dayOf = new Map(days.map((day) => [day.date, day]))
  const rows = slots.map((slot): Cell[] => {
    const post = postOf.get(slot.postId)!
    const day = dayOf.get(slot.date)!
    return [
      text(slot.date),
      text(weekdayOf(slot.date)),
      text(`${DAY_KINDS[day.kind]}${day.name ? ` ${day.name.zh}` : ''}`),
      text(POST_KINDS[post.kind]),
      text(post.name.zh),
      text(post.name.en),
      text(localClock(Date.parse(slot.startsAt), timeZone)),
      text(localClock(Date.parse(slot.endsAt), timeZone)),
      slot.capacity,
      slot.seated,
      slot.waitlisted,
      wrapped(namesOf(slot, Infinity)),
      text(stateOf(slot)),
    ]
  })
  return [COLUMNS.map(header), ...rows]
}

function summaryOf(slot: Slot, timeZone: string): string {
  const hours = [slot.startsAt, slot.endsAt].map((at) => localClock(Date.parse(at), timeZone)).join('–')
  const state = slot.cancelled ? ' 取消 off' : ''
  return [`${hours}  ${slot.seated}/${slot.capacity}${state}`, namesOf(slot, MOST_NAMES)].filter((line) => line !== '').join('\n')
}

const ABSENCES = { 'no-show': '未到 absent', excused: '请假 excused' }

/** Those who come first, then in brackets those who wait, or were asked and have not answered; then those who are not there. */
function namesOf({ people }: Slot, most: number): string {
  const groups = Object.groupBy(people, ({ state, attendance }) =>
    isAbsent(attendance) ? 'absent' : state === 'seated' ? 'coming' : 'waiting',
  )
  const names = [
    ...(groups.coming ?? []).map(({ name }) => name),
    ...(groups.waiting ?? []).map(({ name }) => `(${name})`),
    ...(groups.absent ?? []).map(({ name, attendance }) => `${name} [${ABSENCES[attendance!.state as keyof typeof ABSENCES]}]`),
  ]
  const shown = names.slice(0, most).join('、')
  return names.length > most ? `${shown} … +${names.length - most}` : shown
}

const stateOf = ({ cancelled, seated, capacity }: Slot): string =>
  cancelled ? '取消 off' : seated >= capacity ? '满 full' : `缺 ${capacity - seated} open`

const weekdayOf = (date: string): string => WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]!

const special = ({ kind, name }: Day): string =>
  kind === 'holiday' || kind === 'makeUpDay' ? `\n${DAY_KINDS[kind]}${name ? ` ${name.zh}` : ''}` : ''
