const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The instant, epoch milliseconds, at which the clocks of a zone show a time of day on a local date. A time that comes twice
 * (clocks go back) is the earlier one; one that never comes (clocks go forward) is as much later as the clocks jump.
 * @param clock minutes after midnight
 * @throws RangeError for a zone that there is not
 * @example new Date(zonedTime('2026-06-01', 450, 'Asia/Shanghai')).toISOString() // '2026-05-31T23:30:00.000Z'
 */
export function zonedTime(date: string, clock: number, timeZone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + clock * MINUTE_MS
  const before = wall - offset(wall - DAY_MS, timeZone)
  const after = wall - offset(wall + DAY_MS, timeZone)
  const shown = [before, after].filter((ms) => ms + offset(ms, timeZone) === wall)
  return shown.length > 0 ? Math.min(...shown) : before
}

/** The local date at an instant. @example localDate(Date.parse('2026-05-31T23:30:00Z'), 'Asia/Shanghai') // '2026-06-01' */
export const localDate = (ms: number, timeZone: string): string => new Date(ms + offset(ms, timeZone)).toISOString().slice(0, 10)

/** The year of the local date at an instant. @example localYear(Date.parse('2026-12-31T16:00:00Z'), 'Asia/Shanghai') // 2027 */
export function localYear(ms: number, timeZone: string): number {
  // No zone is a day away from UTC, so its clocks matter around the turn of the year only.
  const year = new Date(ms - DAY_MS).getUTCFullYear()
  return year === new Date(ms + DAY_MS).getUTCFullYear() ? year : Number(localDate(ms, timeZone).slice(0, 4))
}

/** What the clocks show at an instant. @example localClock(Date.parse('2026-05-31T23:30:00Z'), 'Asia/Shanghai') // '07:30' */
export const localClock = (ms: number, timeZone: string): string =>
  new Date(ms + offset(ms, timeZone)).toISOString().slice(11, 16)

/** Milliseconds that the clocks of the zone are ahead of UTC. */
function offset(ms: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? createFormat(timeZone)
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day, hour, minute, second } = parts as Record<Part, number>
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

const createFormat = (timeZone: string) =>
  new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
