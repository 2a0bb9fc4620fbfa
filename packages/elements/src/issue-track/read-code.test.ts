import { expect } from '@open-wc/testing'
import { readCode } from './read-code.ts'

const CODE = { ok: true, code: 'K7QM-2X9F-4D' }

describe('A receipt code', () => {
  it('is read however it was typed or pasted', () => {
    const typed = [
      ...[
        'K7QM-2X9F-4D',
        'k7qm2x9f4d',
        ' k7qm 2x9f 4d ',
        'K7QM–2X9F—4D',
        'Ｋ７ＱＭ－２Ｘ９Ｆ－４Ｄ',
        'k7qm_2x9f.4d',
        'k 7 q m 2 x 9 f 4 d',
      ],
      ...[
        'K7QM−2X9F−4D',
        'K7QM\u200b2X9F\u20604D',
        'K7QM\u00a02X9F\n4D',
        '查询码：K7QM-2X9F-4D。',
        'Receipt code K7QM2X9F4D, thank you',
      ],
      ...['https://district.example/track.html?code=K7QM-2X9F-4D', 'district.example/track/k7qm2x9f4d#now'],
      ...['https://district.example/?code=K7QM-2X9F-4D&again=K7QM2X9F4D'],
    ]
    for (const text of typed) expect(readCode(text), text).to.deep.equal(CODE)
  })

  it('is none where it cannot be one, and it is said why', () => {
    const refused = {
      '': ['empty', ''],
      ' - ': ['empty', ''],
      'K7QM-2X9F-4': ['length', '9'],
      'K7QM-2X9F-4DA': ['length', '11'],
      'K7QM-2X9F-40': ['letters', '0'],
      'KIQM-2X9F-4O': ['letters', 'I O'],
      'K7QM/2X9F/4D': ['letters', '/'],
      '我的查询码在家里的纸上，现在记不得': ['length', '17'],
      'K7QM-2X9F-4D K7QM-2X9F-4E': ['several', 'K7QM-2X9F-4D K7QM-2X9F-4E'],
    }
    for (const [text, [reason, came]] of Object.entries(refused)) {
      expect(readCode(text), text).to.deep.equal({ ok: false, reason, came })
    }
  })

  it('may be the number of an Open311 request instead', () => {
    for (const text of ['638344', '１０８', '01JZ8Q4T6V9XKDMN2RPBWH3CFA', '01jz8q4t6v9xkdmn2rpbwh3cfa']) {
      expect(readCode(text), text).to.deep.equal({ ok: true, number: text.normalize('NFKC') })
    }
    expect(readCode('2345678923'), 'ten digits that a code may have').to.deep.equal({ ok: true, code: '2345-6789-23' })
  })
})
