import assert from 'node:assert/strict'
import { it } from 'node:test'
import { calendarYearSchema } from '@wangge/core/roster/schema'
import { chineseCalendar } from '../src/calendar/chinese-calendar.ts'

const years = chineseCalendar()

it('knows whole years, one after the other, up to the last that is published', () => {
  assert.deepEqual(years.map(({ year }) => year).slice(0, 2), [2025, 2026])
  years.forEach(({ year }, index) => assert.equal(year, 2025 + index))
  for (const year of years) calendarYearSchema.parse(year)
})

// The notice on the holidays of 2026, day by day.
const NOTICE_2026: Record<string, { holiday: string[]; makeUpDay: string[] }> = {
  元旦: { holiday: ['01-01', '01-02', '01-03'], makeUpDay: ['01-04'] },
  春节: {
    holiday: ['02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23'],
    makeUpDay: ['02-14', '02-28'],
  },
  清明: { holiday: ['04-04', '04-05', '04-06'], makeUpDay: [] },
  劳动节: { holiday: ['05-01', '05-02', '05-03', '05-04', '05-05'], makeUpDay: ['05-09'] },
  端午: { holiday: ['06-19', '06-20', '06-21'], makeUpDay: [] },
  中秋: { holiday: ['09-25', '09-26', '09-27'], makeUpDay: [] },
  国庆节: { holiday: ['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'], makeUpDay: ['09-20', '10-10'] },
}

it('has the days of 2026 as the notice has them', () => {
  const { days } = years.find(({ year }) => year === 2026)!
  const found: typeof NOTICE_2026 = {}
  for (const { date, kind, name } of days) (found[name.zh] ??= { holiday: [], makeUpDay: [] })[kind].push(date.slice(5))
  assert.deepEqual(found, NOTICE_2026)
})

it('works weekends only in lieu, and no day twice', () => {
  for (const { days } of years) {
    assert.equal(new Set(days.map(({ date }) => date)).size, days.length)
    for (const { date, kind } of days) if (kind === 'makeUpDay') assert.ok([0, 6].includes(new Date(date).getUTCDay()), date)
  }
})
