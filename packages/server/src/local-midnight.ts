const formats = new Map<string, Intl.DateTimeFormat>()

/** Start of the local day, epoch milliseconds. @example localMidnight(Date.parse('2026-03-02T01:00:00Z'), 'Asia/Shanghai') // 2026-03-01T16:00:00Z */
export function localMidnight(now: number, timeZone: string): number {
  const local = partsOf(now, timeZone)
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  const offset = wall - Math.floor(now / 1000) * 1000
  return Date.UTC(local.year, local.month - 1, local.day) - offset
}

/** The local date, e.g. `2026-03-02`. */
export function localDate(now: number, timeZone: string): string {
  const { year, month, day } = partsOf(now, timeZone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

function partsOf(now: number, timeZone: string) {
  const format = formats.get(timeZone) ?? createFormat(timeZone)
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]))
  return parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
}

const createFormat = (timeZone: string) =>
  new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
