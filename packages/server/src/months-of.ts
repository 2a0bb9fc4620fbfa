import { localDate, zonedTime } from '@wangge/core/roster'

/** A local month. */
export interface Month {
  /** E.g. `2026-06`. */
  key: string
  /** Its first instant, epoch milliseconds. */
  from: number
}

/**
 * The local months that a time touches, in order.
 * @param to exclusive, as `from` in epoch milliseconds
 * @example monthsOf(Date.parse('2026-05-31T15:00:00Z'), Date.parse('2026-06-30T15:00:00Z'), 'Asia/Shanghai').map(({ key }) => key) // ['2026-05', '2026-06']
 */
export function monthsOf(from: number, to: number, timeZone: string): Month[] {
  const months: Month[] = []
  const [year, month] = localDate(from, timeZone).split('-').map(Number) as [number, number]
  for (let nth = year * 12 + month - 1; ; nth++) {
    const key = `${String(Math.floor(nth / 12)).padStart(4, '0')}-${String((nth % 12) + 1).padStart(2, '0')}`
    const start = zonedTime(`${key}-01`, 0, timeZone)
    if (start >= to) return months
    months.push({ key, from: start })
  }
}
