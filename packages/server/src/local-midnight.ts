import { localDate, zonedTime } from '@wangge/core/roster'

/** Start of the local day, epoch milliseconds. @example localMidnight(Date.parse('2026-03-02T01:00:00Z'), 'Asia/Shanghai') // 2026-03-01T16:00:00Z */
export const localMidnight = (now: number, timeZone: string): number => zonedTime(localDate(now, timeZone), 0, timeZone)
