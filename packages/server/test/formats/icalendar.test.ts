import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { icalendar } from '../../src/formats/icalendar.ts'
import type { CalendarEvent } from '../../src/formats/icalendar.ts'

const EVENT: CalendarEvent = {
  uid: '01KR9FV61G04SJC953QG90J6VD@sample.wangge',
  revisedAt: '2026-03-01T10:00:00.000Z',
  revision: 0,
  startsAt: '2026-03-03T08:00:00+08:00',
  endsAt: '2026-03-03T10:00:00+08:00',
  summary: '红袖标·农贸市场巡查岗',
  location: '农贸市场, 二楼; 东门',
  position: [104.0605, 30.5705],
  status: 'CONFIRMED',
  remind: [1440, 120],
}

it('writes what RFC 5545 asks for, line by line', () => {
  assert.deepEqual(icalendar({ name: '值守', events: [EVENT] }).split('\r\n'), [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Wangge//Duties//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'NAME:值守',
    'X-WR-CALNAME:值守',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    'BEGIN:VEVENT',
    'UID:01KR9FV61G04SJC953QG90J6VD@sample.wangge',
    'DTSTAMP:20260301T100000Z',
    'LAST-MODIFIED:20260301T100000Z',
    'DTSTART:20260303T000000Z',
    'DTEND:20260303T020000Z',
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'SUMMARY:红袖标·农贸市场巡查岗',
    'LOCATION:农贸市场\\, 二楼\\; 东门',
    'GEO:30.5705;104.0605',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT1440M',
    'DESCRIPTION:红袖标·农贸市场巡查岗',
    'END:VALARM',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT120M',
    'DESCRIPTION:红袖标·农贸市场巡查岗',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

it('says of one that is another now that it is newer', () => {
  const text = icalendar({ name: 'x', events: [{ ...EVENT, revision: 3, status: 'CANCELLED' }] })
  assert.match(text, /SEQUENCE:3\r\nSTATUS:CANCELLED\r\n/)
})

/** Texts as people write them, with all that has a meaning of its own in a calendar. */
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\\', ';', ',', '\n', ':', '"', '好', '👩‍👩‍👧', 'BEGIN:VEVENT')), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))
const written = (text: string) => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '').replace(/\r\n?/g, '\n')

it('is read by another program as it was meant, whatever the texts, with no line over 75 octets', () => {
  const anyInstant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString())
  const anyEvent = fc.record({
    summary: anyText,
    description: anyText,
    location: anyText,
    startsAt: anyInstant,
    endsAt: anyInstant,
    status: fc.constantFrom('CONFIRMED' as const, 'TENTATIVE' as const, 'CANCELLED' as const),
  })
  fc.assert(
    fc.property(anyText, fc.array(anyEvent, { maxLength: 3 }), (name, given) => {
      const events = given.map((event, k) => ({ ...EVENT, ...event, uid: `u${k}@x` }))
      const text = icalendar({ name, events })
      assert.ok(text.endsWith('\r\n'))
      for (const line of text.split('\r\n')) {
        assert.ok(Buffer.byteLength(line) <= 75, line)
        assert.ok(!line.includes('\uFFFD') || `${name}${JSON.stringify(given)}`.includes('\uFFFD'), 'no character is cut')
      }
      const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
      const read = calendar.getAllSubcomponents('vevent')
      assert.equal(read.length, events.length)
      for (const [k, event] of read.entries()) {
        const { summary, description, location, startsAt, endsAt, status } = events[k]!
        const value = (property: string) => event.getFirstPropertyValue(property)
        assert.equal(value('summary'), written(summary))
        assert.equal(value('description'), written(description))
        assert.equal(value('location'), written(location))
        assert.equal(value('status'), status)
        assert.equal((value('dtstart') as ICAL.Time).toJSDate().toISOString(), startsAt)
        assert.equal((value('dtend') as ICAL.Time).toJSDate().toISOString(), endsAt)
        assert.equal(event.getAllSubcomponents('valarm').length, 2)
      }
    }),
  )
})
