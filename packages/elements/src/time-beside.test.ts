import { expect } from '@open-wc/testing'
import { localeFor } from './locale.ts'
import { timeBeside } from './time-beside.ts'

const SHIFT = '2026-03-03T09:00:00+08:00'

describe('a moment beside another', () => {
  for (const [language, at, said] of [
    ['zh', '2026-03-03T08:40:00+08:00', '08:40'],
    ['zh', '2026-03-01T20:05:00+08:00', '3月1日 20:05'],
    // The day is the district's, not that of UTC.
    ['zh', '2026-03-03T00:10:00+08:00', '00:10'],
    ['en', '2026-03-03T08:40:00+08:00', '08:40'],
    ['en', '2026-03-01T20:05:00+08:00', '1 March at 20:05'],
  ] as const)
    it(`is told as ${said}`, () => expect(timeBeside(localeFor(language), at, SHIFT)).to.equal(said))
})
