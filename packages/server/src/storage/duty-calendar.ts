import type { CalendarYear } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'
import { renewDeadlines } from './renew-deadlines.ts'

export interface StoredCalendarYear extends CalendarYear {
  /** Where the days are from. */
  source: string
}

/** Holidays and make-up days of the years that the district knows. */
export const dutyCalendar = (db: Queries, districtId: string): Promise<StoredCalendarYear[]> =>
  db
    .selectFrom('duty_calendars')
    .select(['year', 'days', 'source'])
    .where('district_id', '=', districtId)
    .orderBy('year')
    .execute()

/** Puts years into the district's calendar in place of what it had for them; deadlines of issues follow it. */
export async function setCalendarYears(
  db: Queries,
  districtId: string,
  { years, source, at, keepKnown = false }: { years: readonly CalendarYear[]; source: string; at: string; keepKnown?: boolean },
): Promise<void> {
  let count = 0n
  for (const { year, days } of years) {
    const row = { source, days: JSON.stringify(days), at }
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('duty_calendars')
      .values({ district_id: districtId, year, ...row })
      .onConflict((conflict) => (keepKnown ? conflict.doNothing() : conflict.columns(['district_id', 'year']).doUpdateSet(row)))
      .executeTakeFirst()
    count += numInsertedOrUpdatedRows
  }
  if (count > 0n) await renewDeadlines(db, districtId)
}
