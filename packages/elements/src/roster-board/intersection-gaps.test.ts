import { expect, fixture, html } from '@open-wc/testing'
import type { IntersectionCoverView } from '@wangge/core/roster/schema'
import { localeFor } from '../locale.ts'
import { fetchWords } from '../words.ts'
import { intersectionGaps } from './intersection-gaps.ts'

const WEEK = { from: '2026-03-01T16:00:00.000Z', to: '2026-03-08T16:00:00.000Z' }
const NIGHT = { from: '2026-03-02T14:00:00.000Z', to: '2026-03-02T22:00:00.000Z', hours: 8 }
const name = (zh: string, en: string) => ({ zh, en })
const cover: IntersectionCoverView = {
  ...{ asOf: WEEK.from, ...WEEK, requiredHours: 168, sponsoredHours: 152, gapHours: 8, doubleHours: 8 },
  intersections: [
    {
      ...{ intersectionId: 'x1', name: name('东门路口', 'East Gate Crossing'), gridIds: ['m1'], requiredHours: 168 },
      ...{ sponsoredHours: 152, gapHours: 8, doubleHours: 8 },
      gaps: [{ ...NIGHT, from: '2026-03-03T14:00:00.000Z', to: '2026-03-03T22:00:00.000Z' }],
      doubles: [{ ...NIGHT, orgIds: ['o2', 'o1', 'gone'] }],
    },
  ],
  organisations: [
    { id: 'o1', name: name('样例一支部', 'Sample Branch One') },
    { id: 'o2', name: name('样例二支部', 'Sample Branch Two') },
  ],
}

describe('who answers for the intersections', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  for (const [lang, branches, crossing] of [
    ['zh', '样例二支部、样例一支部、gone', '东门路口'],
    ['en', 'Sample Branch Two, Sample Branch One, gone', 'East Gate Crossing'],
  ] as const) {
    it(`names the branches where there are several (${lang})`, async () => {
      const shown = await fixture(html`<div>${intersectionGaps(localeFor(lang), cover)}</div>`)
      const [gap, double] = [...shown.querySelectorAll('li')].map((line) => line.textContent ?? '')
      expect(gap).to.contain(crossing).and.not.to.contain(branches.slice(0, 5))
      expect(double).to.contain(crossing).and.to.contain(branches)
    })
  }
})
