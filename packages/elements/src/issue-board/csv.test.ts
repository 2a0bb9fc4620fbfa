import { expect } from '@open-wc/testing'
import { cell } from './csv.ts'

describe('a cell of the table', () => {
  it('is a text as it is, in quotes where it has what parts cells', () => {
    expect(cell('路灯不亮')).to.equal('路灯不亮')
    expect(cell('一楼, "东"')).to.equal('"一楼, ""东"""')
    expect(cell('两\n行')).to.equal('"两\n行"')
  })

  it('is never taken for a formula', () => {
    for (const text of ['=1+1', '+86', '-1', '@sum(a1)', '\t=1']) expect(cell(text), text).to.equal(`'${text}`)
    expect(cell('=hyperlink("x","y")')).to.equal(`"'=hyperlink(""x"",""y"")"`)
  })
})
