/** What a calendar program is told of one duty (RFC 5545, VEVENT). */
export interface CalendarEvent {
  /** The same for ever. */
  uid: string
  /** Since when it is as it is told. */
  revisedAt: string
  /** Rises whenever its time or its state is another: of two copies that a program has, the higher one holds. */
  revision: number
  startsAt: string
  endsAt: string
  summary: string
  description?: string
  location?: string
  /** Longitude and latitude. */
  position?: readonly [number, number] | undefined
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  /** Minutes before the start at which the person is reminded. */
  remind?: readonly number[]
}

export interface CalendarFeed {
  name: string
  events: readonly CalendarEvent[]
}

/** How often a calendar program is to look again. */
const REFRESH = 'PT1H'

/** An iCalendar stream (RFC 5545): times in UTC, so that no zone has to be described. */
export function icalendar({ name, events }: CalendarFeed): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Wangge//Duties//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // RFC 7986; the others for programs that are older than it.
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent): string[] {
  const { uid, revisedAt, revision, startsAt, endsAt, summary, description, location, position, status, remind = [] } = event
  return [
    'BEGIN:VEVENT',
    `UID:${text(uid)}`,
    // The instant of the reading would make each one a new text; what is told is the same until it changes.
    `DTSTAMP:${utc(revisedAt)}`,
    `LAST-MODIFIED:${utc(revisedAt)}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    `SEQUENCE:${revision}`,
    `STATUS:${status}`,
    `SUMMARY:${text(summary)}`,
    ...(description !== undefined ? [`DESCRIPTION:${text(description)}`] : []),
    ...(location !== undefined ? [`LOCATION:${text(location)}`] : []),
    ...(position ? [`GEO:${position[1]};${position[0]}`] : []),
    ...remind.flatMap((minutes) => alarmLines(minutes, summary)),
    'END:VEVENT',
  ]
}

const alarmLines = (minutes: number, summary: string): string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `TRIGGER:-PT${minutes}M`,
  `DESCRIPTION:${text(summary)}`,
  'END:VALARM',
]

/** From `2026-03-02T01:00:00.000Z` to `20260302T010000Z`. */
const utc = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '')

// Everything but the tab of what RFC 5545 calls CONTROL.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g

/** A value of type TEXT (3.3.11). */
const text = (value: string): string =>
  value
    .replace(CONTROL, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n?|\n/g, '\\n')

const LONGEST = 75

/** Lines of at most 75 octets, none cut inside a character (3.1). */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > LONGEST) {
      parts.push(part)
      // The space that begins a continued line counts.
      part = ''
      octets = 1
    }
    part += letter
    octets += size
  }
  return [...parts, part].join('\r\n ')
}
