import { expect, fixture, html } from '@open-wc/testing'
import type { AttendanceView, RosterPerson } from '@wangge/core/roster/schema'
import { localeFor } from '../locale.ts'
import type { Language } from '../client-context.ts'
import { fetchWords } from '../words.ts'
import { presenceWords } from '../volunteer-signup/check-in-view.ts'
import { attendanceFacts } from './attendance-view.ts'

/** A code that was scanned without a connection: the host sees that it reached the server only later, and so does the person. */
describe('wg-roster-board and wg-volunteer-signup, on a check-in that was sent later', () => {
  const attendance: AttendanceView = {
    state: 'out',
    checkedInAt: '2026-03-03T00:03:00Z',
    checkedInBy: 'code',
    checkedInLate: true,
    checkedInArrivedAt: '2026-03-04T10:20:00Z',
    checkedOutAt: '2026-03-03T02:01:00Z',
    checkedOutBy: 'code',
    // Of what came before arrivals were kept.
    checkedOutLate: true,
    minutes: 118,
  }
  const person: RosterPerson = {
    signUpId: 's',
    personId: 'p',
    orgId: 'o',
    name: '高离线',
    state: 'seated',
    by: 'self',
    attendance,
  }
  const options = {
    presence: { mayCome: false, mayGo: false },
    isOwn: false,
    words: [],
    durable: true,
    started: true,
    busy: false,
    attend: () => {},
    absent: () => {},
    record: undefined,
    form: undefined,
  }
  const SAID: [Language, board: string, own: string][] = [
    [
      'zh',
      '08:03 签到（扫码，事后送达 3月4日 18:20） · 10:01 签退（扫码，事后送达）',
      '已签到 08:03（事后送达 3月4日 18:20） · 已签退 10:01（事后送达）',
    ],
    [
      'en',
      'In at 08:03, by code, sent later (4 March at 18:20) · Out at 10:01, by code, sent later',
      'Checked in at 08:03 (sent later, 4 March at 18:20) · Checked out at 10:01 (sent later)',
    ],
  ]
  for (const [lang, board, own] of SAID) {
    it(`tells it at the board and to whom it is about: ${lang}`, async () => {
      await fetchWords(lang)
      const locale = localeFor(lang)
      const shown = await fixture(html`<div style="inline-size: 300px">${attendanceFacts(locale, person, options)}</div>`)
      expect(shown.textContent?.replace(/\s+/g, ' ').trim()).to.equal(board)
      expect(shown.scrollWidth).to.be.at.most(300)
      expect(presenceWords(locale, attendance).join(' · ')).to.equal(own)
      const inTime = { ...attendance, checkedInLate: undefined, checkedInArrivedAt: undefined, checkedOutLate: undefined }
      expect(presenceWords(locale, inTime as AttendanceView).join('')).not.to.match(/later|事后/)
    })
  }
})
