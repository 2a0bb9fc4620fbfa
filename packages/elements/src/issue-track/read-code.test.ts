import { expect } from '@open-wc/testing'
import { readCode } from './read-code.ts'

describe('A receipt code', () => {
  it('is read however it was typed', () => {
    const typed = ['K7QM-2X9F-4D', 'k7qm2x9f4d', ' k7qm 2x9f 4d ', 'K7QM–2X9F—4D', 'Ｋ７ＱＭ２Ｘ９Ｆ４Ｄ', 'k7qm_2x9f.4d']
    for (const text of typed) expect(readCode(text), text).to.equal('K7QM-2X9F-4D')
  })

  it('is none with too few or too many letters, or with one that no code has', () => {
    for (const text of ['', 'K7QM-2X9F-4', 'K7QM-2X9F-4DA', 'K7QM-2X9F-40', 'K7QM-2X9F-4I', 'K7QM/2X9F/4D']) {
      expect(readCode(text), text).to.equal(undefined)
    }
  })
})
