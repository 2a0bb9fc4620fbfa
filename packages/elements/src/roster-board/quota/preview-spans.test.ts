import { expect } from '@open-wc/testing'
import { previewSpans } from './preview-spans.ts'

const TODAY = '2026-03-01'

describe('the days that show what a plan would change', () => {
  it('are a week from each day on which something is otherwise, together where they meet', () => {
    expect(previewSpans(['2026-03-05', '2026-03-02', '2026-03-12', '2026-06-01', '2026-06-01'], TODAY)).to.deep.equal({
      spans: [
        { from: '2026-03-02', to: '2026-03-19' },
        { from: '2026-06-01', to: '2026-06-08' },
      ],
      omitted: [],
      tooFar: [],
    })
  })

  it('are no more at once than the server tells, and say which are left out', () => {
    const daily = Array.from({ length: 26 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`)
    expect(previewSpans(daily, TODAY).spans).to.deep.equal([
      { from: '2026-03-01', to: '2026-04-01' },
      { from: '2026-03-26', to: '2026-04-02' },
    ])
    const monthly = ['04', '05', '06', '07', '08', '09'].map((month) => `2026-${month}-01`)
    const { spans, omitted } = previewSpans(monthly, TODAY)
    expect(spans.map(({ from }) => from)).to.deep.equal(monthly.slice(0, 4))
    expect(omitted).to.deep.equal(monthly.slice(4))
  })

  it('end a year ahead, and say what lies beyond', () => {
    expect(previewSpans(['2027-02-26', '2027-03-01', '2028-01-01'], TODAY)).to.deep.equal({
      spans: [{ from: '2027-02-26', to: '2027-03-01' }],
      omitted: [],
      tooFar: ['2027-03-01', '2028-01-01'],
    })
  })
})
