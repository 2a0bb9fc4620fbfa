import type { CalendarYear } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'

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

/** Puts years into the district's calendar in place of what it had for them. */
export async function setCalendarYears(
  db: Queries,
  districtId: string,
  { years, source, at, keepKnown = false }: { years: readonly CalendarYear[]; source: string; at: string; keepKnown?: boolean },
): Promise<void> {
  for (const { year, days } of years) {
    const row = { source, days: JSON.stringify(days), at }
    await db
      .insertInto('duty_calendars')
      .values({ district_id: districtId, year, ...row })
      .onConflict((conflict) => (keepKnown ? conflict.doNothing() : conflict.columns(['district_id', 'year']).doUpdateSet(row)))
      .execute()
  }
}
