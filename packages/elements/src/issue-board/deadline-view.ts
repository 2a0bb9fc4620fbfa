import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { deadlineOf } from '@wangge/core/issue'
import type { Deadline } from '@wangge/core/issue'
import type { IssueRow } from '@wangge/core/issue/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A length of time in its largest unit, rounded down, as one says it. */
export function spanWords({ t, number }: Locale, ms: number): string {
  const { span } = t.board
  if (ms >= DAY_MS) return span.days(number(Math.floor(ms / DAY_MS)))
  if (ms >= HOUR_MS) return span.hours(number(Math.floor(ms / HOUR_MS)))
  return span.minutes(number(Math.max(1, Math.floor(ms / MINUTE_MS))))
}

export function deadlineWords(locale: Locale, deadline: Deadline | undefined, now: number): string {
  const { board } = locale.t
  if (!deadline) return ''
  if (deadline.dueAt === undefined) return board.paused
  const words = deadline.tone === 'overdue' ? board.late : board.left
  return words(spanWords(locale, Math.abs(deadline.dueAt - now)))
}

const ICON = { overdue: icons.alert, soon: icons.clock, ahead: icons.clock, paused: icons.pause }
const TONE = { overdue: 'bad', soon: 'wait', ahead: 'plain', paused: 'plain' }

/** How an issue stands with its time: by colour, icon and words together. */
export function deadlineChip(locale: Locale, row: Pick<IssueRow, 'clocks'>, now: number): TemplateResult | typeof nothing {
  const deadline = deadlineOf(row.clocks ?? [], now)
  if (!deadline) return nothing
  const { tone, clock, dueAt } = deadline
  const { t } = locale
  const title = `${t.board.clocks[clock]}${t.colon}${dueAt === undefined ? t.board.paused : t.board.due(locale.dateTime(dueAt))}`
  return html`<span class="chip due ${TONE[tone]}" title=${title}>${ICON[tone]()}${deadlineWords(locale, deadline, now)}</span>`
}

/** For the line's edge. */
export const toneOf = (row: Pick<IssueRow, 'clocks'>, now: number): string => deadlineOf(row.clocks ?? [], now)?.tone ?? 'none'
