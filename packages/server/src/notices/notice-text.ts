import type { Notice, NoticeTopic } from '@wangge/core/issue/schema'
import { plain } from './plain.ts'

/** What a group's robot shows. */
export interface MessageText {
  title: string
  lines: string[]
}

const TITLES: Readonly<Record<NoticeTopic, string>> = {
  'issue.reported': '新问题',
  'issue.accepted': '已受理',
  'issue.dispatched': '已派遣',
  'issue.returned': '已退单',
  'issue.escalated': '吹哨上报',
  'issue.overdue': '已超时',
  'issue.suspended': '已挂账',
  'issue.resolved': '已处置',
  'issue.closed': '已办结',
  'issue.reopened': '已返工',
  'issue.rejected': '不予受理',
  'issue.merged': '已并单',
}

const SEVERITIES = { simple: '简易', general: '一般', prominent: '突出', major: '重大', emergency: '紧急' } as const

/** What a group reads, in local time. */
export function noticeText({ topic, at, issue }: Notice, timeZone: string): MessageText {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const clock = (instant: string) => format.format(Date.parse(instant))
  const title = `【${TITLES[topic]}】${plain(issue.category.name.zh)}`
  const lines = [
    `网格：${issue.grid.map(({ name }) => plain(name.zh)).join(' / ')}`,
    `严重程度：${SEVERITIES[issue.severity]}`,
    ...(issue.dueAt === undefined ? [] : [`时限：${clock(issue.dueAt)}`]),
    `时间：${clock(at)}`,
    `编号：${issue.id}`,
  ]
  return { title, lines }
}
