import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { containsIdNumber } from './index.ts'
import { createPersonCommandSchema, recordConsentCommandSchema } from './schema.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkOf = (digits: string) =>
  '10X98765432'[[...digits].reduce((sum, digit, at) => sum + Number(digit) * WEIGHTS[at]!, 0) % 11]!

/** Region, day of birth, number of the day. */
const digits = fc
  .tuple(
    fc.integer({ min: 110000, max: 829999 }),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, born, one]) => `${region}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(one).padStart(3, '0')}`)
const idNumber = digits.map((text) => text + checkOf(text))

describe('a number of an identity card', () => {
  it('is known by its checksum, in any spelling and between other letters', () => {
    assert.ok(containsIdNumber('11010519491231002X'))
    const around = fc.stringMatching(/^[A-Za-z张_]{0,6}$/)
    fc.assert(
      fc.property(idNumber, around, around, (text, before, after) => {
        const parts = [text, text.toLowerCase(), `${text.slice(0, 6)}-${text.slice(6, 14)} ${text.slice(14)}`]
        return parts.every((part) => containsIdNumber(before + part + after))
      }),
    )
    assert.ok(containsIdNumber('１１０１０５１９４９１２３１００２Ｘ'))
  })
  it('is none with another check digit', () => {
    fc.assert(
      fc.property(
        digits,
        fc.constantFrom(...'0123456789X'),
        (text, check) => check === checkOf(text) || !containsIdNumber(text + check),
      ),
    )
  })
  it('is not taken for one where nobody was born on the day, or the text is shorter', () => {
    const never = '11010519491331002'
    assert.ok(!containsIdNumber(never + checkOf(never)))
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9]{0,17}$/), (text) => !containsIdNumber(text)))
    for (const name of ['张小丰', 'A1', 'EMP-2024-000123', '13800000000']) assert.ok(!containsIdNumber(name), name)
  })
  it('is no name of a person or of a guardian', () => {
    const id = '01KR9FV61G04SJC953QG90J6VD'
    const name = '110105 19491231 002X'
    assert.equal(createPersonCommandSchema.safeParse({ id, name }).success, false)
    const consent = { id, purpose: 'volunteer-duty', version: 1, by: 'guardian' }
    assert.equal(recordConsentCommandSchema.safeParse({ ...consent, guardian: '张大明' }).success, true)
    assert.equal(recordConsentCommandSchema.safeParse({ ...consent, guardian: name }).success, false)
  })
})
