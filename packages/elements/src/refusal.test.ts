import { expect } from '@open-wc/testing'
import { localeFor } from './locale.ts'
import { refusalOfOther, refusalWords } from './refusal.ts'
import { fetchWords } from './words.ts'

/** What may refuse whom a liaison names, replaces or takes off. */
const REASONS = [
  'already-signed-up',
  'duty-overlaps',
  'rest-too-short',
  'slot-full',
  'role-not-asked',
  'role-not-held',
  'skill-missing',
  'too-young',
  'age-unknown',
  'guardian-consent-required',
  'consent-required',
  'consent-outdated',
  'no-seat',
  'not-signed-up',
  'others-wait',
  'checked-in',
  'unknown-person',
  'swap-names-nobody',
  'slot-cancelled',
  'slot-started',
  'sign-up-closed',
  'slot-not-started',
  'no-hours',
  'minor-at-street',
]
const DETAIL = {
  nextStartsAt: '2026-03-03T01:00:00Z',
  duty: { slotId: 's', startsAt: '2026-03-02T06:00:00Z', endsAt: '2026-03-02T14:00:00Z' },
  minRestMinutes: 480,
  position: 2,
  minAge: 16,
  possibleFromYear: 2028,
  waiting: 3,
}

describe('refusals', () => {
  before(() => Promise.all([fetchWords('zh'), fetchWords('en')]))

  it('speak to a liaison of whom they named, never as if the liaison were meant, and say what would make it possible', () => {
    for (const reason of REASONS) {
      for (const [language, you] of [
        ['zh', /您/],
        ['en', /\byou(rs?)?\b(?! organisation)/i],
      ] as const) {
        for (const detail of [DETAIL, {}]) {
          const { title, hint } = refusalOfOther(localeFor(language), reason, detail)
          expect(`${title} ${hint}`, `${reason} (${language})`).not.to.match(you)
          expect(hint, `${reason} (${language})`).not.to.equal('')
          expect(title, `${reason} (${language})`).not.to.equal(refusalWords(localeFor(language), 'no such reason').title)
        }
      }
    }
    const { title, hint } = refusalOfOther(localeFor('zh'), 'rest-too-short', DETAIL)
    expect(title).to.equal('离此人另一个班次太近，休息不够')
    expect(hint).to.contain('此人在 3月2日 14:00 到 3月2日 22:00 有班次，中间至少休息 480 分钟')
    expect(hint).to.contain('派此人到 3月3日 09:00 起的班次')
  })

  it('tell a liaison from which day on an organisation is closed, until when people are named for it, and who names them then', () => {
    const closed = { slotId: 's', closedOn: '2026-03-09' }
    const zh = refusalOfOther(localeFor('zh'), 'organisation-closed', closed)
    expect(`${zh.title} ${zh.hint}`).to.match(/自 2026-03-09 起撤销.*2026-03-09 之前的班次照常派人.*转入的组织/)
    const en = refusalOfOther(localeFor('en'), 'organisation-closed', closed)
    expect(`${en.title} ${en.hint}`).to.match(/closed from 2026-03-09 on.*before 2026-03-09 as ever.*join next/)
  })

  it('say between which times a correction can be', () => {
    const span = { from: '2026-03-02T00:00:00Z', to: '2026-03-02T04:00:00Z' }
    expect(refusalWords(localeFor('zh'), 'outside-shift', span).hint).to.equal('请填 3月2日 08:00 到 3月2日 12:00 之间的时间。')
    expect(refusalWords(localeFor('en'), 'outside-shift', span).hint).to.match(
      /^Give times from 2 March.*08:00 to 2 March.*12:00\.$/,
    )
  })

  it('say of a quota plan what stands against it and what would be taken, with days as days', () => {
    const cases: [string, object, RegExp, RegExp][] = [
      ['plan-changed', { version: 4 }, /别人改过.*您的改动还在/, /changed the plan.*still here/],
      [
        'past-changed',
        { date: '2026-02-23', earliest: '2026-03-02' },
        /2026-02-23 已经过去.*2026-03-02 或以后/,
        /2026-02-23 is over.*2026-03-02 or/,
      ],
      ['step-twice', { from: '2026-03-09' }, /2026-03-09 起有两个比例/, /two shares from 2026-03-09/],
      [
        'exemption-ends-first',
        { orgId: 'o', from: '2026-03-09', to: '2026-03-09' },
        /改到 2026-03-09 或以后/,
        /on 2026-03-09 or later/,
      ],
      ['organisation-closed', { slotId: 's', closedOn: '2026-03-09' }, /2026-03-09 之前的班次/, /a shift before 2026-03-09/],
      ['ratios-too-fine', { den: 200_000, most: 100_000 }, /太细.*整数/, /too fine.*whole per cents/],
    ]
    for (const [reason, detail, zh, en] of cases) {
      for (const [language, words] of [
        ['zh', zh],
        ['en', en],
      ] as const) {
        const { title, hint } = refusalWords(localeFor(language), reason, { ...detail })
        expect(`${title} ${hint}`, `${reason} (${language})`)
          .to.match(words)
          .and.not.to.match(/\d\d:\d\d/)
        const bare = refusalWords(localeFor(language), reason)
        expect(`${bare.title} ${bare.hint}`).not.to.match(/undefined/)
        expect(bare.hint).not.to.equal('')
      }
    }
  })

  it('tell who checks in at another place where they are expected, or that they come for another organisation', () => {
    const expected = {
      slotId: 's',
      post: { zh: '天府五街口', en: 'Tianfu 5th Street' },
      startsAt: '2026-03-03T00:00:00Z',
      endsAt: '2026-03-03T02:00:00Z',
    }
    const hintOf = (language: 'zh' | 'en', detail: object) =>
      refusalWords(localeFor(language), 'not-signed-up', { ...detail }).hint
    expect(hintOf('zh', { expected })).to.equal('您现在应到天府五街口（3月3日 08:00 到 3月3日 10:00），请扫那里出示的签到码。')
    expect(hintOf('en', { expected })).to.contain('expected at Tianfu 5th Street, from ')
    expect(hintOf('zh', { elsewhere: true })).to.contain('另一个单位')
    expect(hintOf('en', { elsewhere: true })).to.contain('another one')
    for (const other of [null, {}, { ...expected, post: 'x' }, { ...expected, startsAt: 'x' }]) {
      expect(hintOf('en', { expected: other })).to.equal('It may have been cancelled. Sign up to take part.')
    }
  })
})
