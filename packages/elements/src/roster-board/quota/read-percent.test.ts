import { expect } from '@open-wc/testing'
import { readPercent } from './read-percent.ts'

describe('a share as people write it', () => {
  for (const [typed, ratio] of [
    ['5', [1, 20]],
    [' 2.5 % ', [1, 40]],
    ['0.05', [1, 2000]],
    ['３．５％', [7, 200]],
    ['100', [1, 1]],
    ['0', [0, 1]],
  ] as const) {
    it(`“${typed}” is ${ratio.join('/')}`, () => {
      expect(readPercent(typed)).to.deep.equal({ num: ratio[0], den: ratio[1] })
    })
  }

  for (const typed of ['', '%', '101', '100.01', '1.234', '-1', '1/20', '五', '1e1', '5 6']) {
    it(`“${typed}” is none`, () => {
      expect(readPercent(typed)).to.equal(undefined)
    })
  }
})
