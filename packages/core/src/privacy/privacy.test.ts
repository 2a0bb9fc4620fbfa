import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { consentRefusal, keptUntil, maskName, maskPhone, normaliseName, normalisePhone, retentionDaysOf } from './index.ts'

describe('masking', () => {
  it('keeps the surname and the last character, surnames of two characters too', () => {
    const names = [
      '张丰',
      '张小丰',
      '欧阳',
      '欧阳娜',
      '欧阳娜娜',
      '诸葛孔明',
      '阿依古丽·买买提',
      '王·娜',
      'John Smith',
      'J',
      '王',
    ]
    assert.deepEqual(names.map(maskName), [
      '张*',
      '张*丰',
      '欧*',
      '欧阳*',
      '欧阳*娜',
      '诸葛*明',
      '阿***·**提',
      '王·*',
      'J*** S****',
      '*',
      '*',
    ])
  })
  it('never gives a name of two letters or more back whole', () => {
    fc.assert(
      fc.property(
        // A star of the name's own cannot be told from one that masks.
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => name.trim() !== '' && !name.includes('*')),
        (name) => maskName(name) !== name.trim(),
      ),
    )
    const letters = fc.constantFrom(...'王欧阳·娜A ')
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: letters }), (name) => name.trim() === '' || maskName(name) !== name.trim()),
    )
  })
  it('keeps at most seven digits of a phone', () => {
    assert.equal(maskPhone('13800000000'), '138****0000')
    assert.equal(maskPhone('85551234'), '******34')
    fc.assert(fc.property(fc.stringMatching(/^\d{6,20}$/), (phone) => maskPhone(phone).replaceAll('*', '').length <= 7))
  })
})

describe('one spelling', () => {
  it('takes every usual spelling of a phone for the same', () => {
    const spellings = ['13800000000', '+86 138 0000 0000', '0086-138-0000-0000', '86 13800000000', '１３８００００００００']
    assert.deepEqual(new Set(spellings.map(normalisePhone)), new Set(['13800000000']))
    assert.notEqual(normalisePhone('+852 1380 0000'), normalisePhone('13800000'))
  })
  it('takes a name with other dots, spaces and widths for the same', () => {
    assert.equal(normaliseName('买买提•阿里'), normaliseName('买买提·阿里'))
    assert.equal(normaliseName('张 三'), '张三')
    assert.equal(normaliseName('Ａda  Lovelace '), 'ada lovelace')
  })
  it('changes nothing at a second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseName(normaliseName(text)) === normaliseName(text)))
    fc.assert(
      fc.property(fc.stringMatching(/^1\d{10}$/), (text) => normalisePhone(normalisePhone(text)) === normalisePhone(text)),
    )
  })
})

describe('consent', () => {
  const required = [{ purpose: 'volunteer-duty', version: 2 }]
  const own = { purpose: 'volunteer-duty', version: 1, by: 'self' } as const
  const reason = (question: Parameters<typeof consentRefusal>[0]) => consentRefusal(question)?.reason

  it('is enough as one’s own, to an earlier version too', () => {
    assert.equal(reason({ given: [own], required, minor: false }), undefined)
  })
  it('is missing where it is to another purpose, was taken back, or is to words that do not exist', () => {
    assert.equal(reason({ given: [], required, minor: false }), 'consent-required')
    assert.equal(reason({ given: [{ ...own, purpose: 'other' }], required, minor: false }), 'consent-required')
    assert.equal(reason({ given: [{ ...own, withdrawnAt: '2026-03-02T00:00:00Z' }], required, minor: false }), 'consent-required')
    assert.equal(reason({ given: [{ ...own, version: 3 }], required, minor: false }), 'consent-required')
  })
  it('is a guardian’s for a minor', () => {
    assert.equal(reason({ given: [own], required, minor: true }), 'guardian-consent-required')
    assert.equal(reason({ given: [{ ...own, by: 'guardian' }], required, minor: true }), undefined)
  })
  it('is outdated where its words have changed too much since', () => {
    const changed = [{ purpose: 'volunteer-duty', version: 3, minimumVersion: 2 }]
    assert.equal(reason({ given: [own], required: changed, minor: false }), 'consent-outdated')
    assert.equal(reason({ given: [{ ...own, version: 2 }], required: changed, minor: false }), undefined)
    assert.equal(reason({ given: [{ ...own, by: 'guardian' }], required: changed, minor: true }), 'consent-outdated')
    assert.equal(reason({ given: [{ ...own, version: 2 }], required: changed, minor: true }), 'guardian-consent-required')
  })
  it('is asked for by itself where the law says so', () => {
    const both = [...required, { purpose: 'party-status', version: 1, separate: true }]
    assert.equal(reason({ given: [own], required: both, minor: false }), 'separate-consent-required')
    assert.equal(reason({ given: [own, { ...own, purpose: 'party-status' }], required: both, minor: false }), undefined)
  })
})

describe('retention', () => {
  it('counts back whole days', () => {
    assert.equal(keptUntil(Date.parse('2026-03-02T08:00:00Z'), 2), '2026-02-28T08:00:00.000Z')
  })
  it('follows the version that was agreed to, and where none was the words of now', () => {
    const words = { zh: '甲', en: 'A' }
    const earlier = [
      { version: 1, ...words, retentionDays: 365 },
      { version: 2, ...words, retentionDays: 1000 },
    ]
    const statement = { version: 3, ...words, retentionDays: 730, earlier }
    assert.deepEqual(
      [1, 2, 3, 9, undefined].map((version) => retentionDaysOf(statement, version)),
      [365, 1000, 730, 730, 730],
    )
    assert.equal(retentionDaysOf(undefined, 1), undefined)
  })
})
