import { expect } from '@open-wc/testing'
import { readBirthYear } from './read-birth-year.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')

const TABLE: [string, string, ReturnType<typeof readBirthYear>][] = [
  ['nothing may be said', '  ', undefined],
  ['four digits', ' 1990 ', 1990],
  ['wide digits', '１９９０', 1990],
  ['the first year there is', '1900', 1900],
  ['none before it', '1899', 'wrong'],
  ['this year', '2026', 2026],
  ['none to come', '2027', 'wrong'],
  ['no two digits', '90', 'wrong'],
  ['no day', '1990-01-01', 'wrong'],
  ['no words', '一九九〇', 'wrong'],
]

describe('a year of birth that is typed', () => {
  for (const [says, typed, year] of TABLE)
    it(`${says} (“${typed}”)`, () => {
      expect(readBirthYear(typed, NOW)).to.equal(year)
    })

  it('takes the year that has begun in the district, wherever the device is', () => {
    const midnight = Date.parse('2027-01-01T00:00:00+08:00')
    expect(readBirthYear('2027', midnight)).to.equal(2027)
    expect(readBirthYear('2027', midnight - 1)).to.equal('wrong')
  })
})
