import { hoursOf, localDate } from '@wangge/core/roster'
import type { ServiceRecord } from '@wangge/core/roster/schema'

/** The columns that decree 67 asks for, and what tells people of one name apart. */
export const HOURS_COLUMNS = [
  '姓名 name',
  '活动名称 activity',
  '日期 date',
  '地点 place',
  '服务内容 content',
  '签到 checked in',
  '签退 checked out',
  '服务时间（小时） hours',
  '服务时间（分钟） minutes',
  '活动组织单位 organiser',
  '活动负责人 in charge',
  '所属组织 organisation',
  '人员编号 person',
  '记录类别 record',
  '补记说明 host’s note',
  '缺项 lacks',
  '事后送达 sent later',
]

/** Whether a column tells hours, which have one decimal. */
export const isHours = (column: number): boolean => HOURS_COLUMNS[column]!.endsWith('hours')

/** Why something that the decree wants is not told. */
const LACKS: Record<NonNullable<ServiceRecord['lacks']>[number], string> = {
  inCharge: '活动负责人：当时网格、社区、街道均无网格长 in charge: no chief of the grid or above it',
  inChargeName: '活动负责人：姓名已不留存 in charge: the name is kept no longer',
}

export interface HoursRowsOptions<T> {
  nameOf: (record: T) => string
  /** Through which they served. */
  organisationOf: (record: T) => string
  notesOf: (record: T) => readonly string[]
  timeZone: string
}

/** A line for each record that is complete; hours and minutes as numbers, the rest as texts. */
export function hoursRows<T extends ServiceRecord & { personId: string }>(
  records: readonly T[],
  { nameOf, organisationOf, notesOf, timeZone }: HoursRowsOptions<T>,
): (string | number)[][] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const clock = (instant: string) => format.format(Date.parse(instant))
  const sentLater = (end: string, at: string | undefined) => (at === undefined ? end : `${end} ${clock(at)}`)
  return records
    .filter(({ recorded }) => recorded)
    .map((one) => [
      nameOf(one),
      one.activity.zh,
      localDate(Date.parse(one.startsAt), timeZone),
      one.place.zh,
      one.content.zh,
      clock(one.checkedInAt!),
      clock(one.checkedOutAt!),
      hoursOf(one.minutes),
      one.minutes,
      one.organiser.zh,
      one.inCharge ?? '',
      organisationOf(one),
      one.personId,
      '平台记录 platform record',
      notesOf(one).join('；'),
      (one.lacks ?? []).map((what) => LACKS[what]).join('；'),
      [
        one.checkedInLate ? sentLater('签到 in', one.checkedInArrivedAt) : '',
        one.checkedOutLate ? sentLater('签退 out', one.checkedOutArrivedAt) : '',
      ]
        .filter(Boolean)
        .join('；'),
    ])
}
