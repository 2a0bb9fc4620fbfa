import { expect } from '@open-wc/testing'
import { spanOf } from './rate-spans.ts'

describe('a time that rates are of', () => {
  const of = (now: string) => (span: Parameters<typeof spanOf>[0]) => {
    const { from, to } = spanOf(span, Date.parse(now))
    return [from, to]
  }

  it('is of whole local days, and ends with today', () => {
    // Ten minutes past midnight in the district.
    const at = of('2026-02-28T16:10:00Z')
    expect(at('month')).to.deep.equal(['2026-02-28T16:00:00.000Z', '2026-03-01T16:00:00.000Z'])
    expect(at('lastMonth')).to.deep.equal(['2026-01-31T16:00:00.000Z', '2026-02-28T16:00:00.000Z'])
    expect(at('quarter')).to.deep.equal(['2025-12-31T16:00:00.000Z', '2026-03-01T16:00:00.000Z'])
    expect(at('year')).to.deep.equal(['2025-03-31T16:00:00.000Z', '2026-03-01T16:00:00.000Z'])
    expect(at('lastYear')).to.deep.equal(['2024-12-31T16:00:00.000Z', '2025-12-31T16:00:00.000Z'])
  })

  it('goes back over the turn of the year', () => {
    expect(of('2026-01-15T00:00:00Z')('lastMonth')).to.deep.equal(['2025-11-30T16:00:00.000Z', '2025-12-31T16:00:00.000Z'])
  })
})
