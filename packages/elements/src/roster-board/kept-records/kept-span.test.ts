import { expect } from '@open-wc/testing'
import { spanProblem } from './kept-span.ts'

it('takes any days up to a year, and says what is wrong with others', () => {
  expect(spanProblem({ from: '2026-03-01', to: '2026-03-01' })).to.equal(undefined)
  expect(spanProblem({ from: '2024-01-01', to: '2024-12-31' })).to.equal(undefined)
  expect(spanProblem({ from: '2025-01-01', to: '2026-01-02' })).to.equal('spanTooLong')
  expect(spanProblem({ from: '2026-03-02', to: '2026-03-01' })).to.equal('spanOrder')
  expect(spanProblem({ from: '', to: '2026-03-01' })).to.equal('spanMissing')
  expect(spanProblem({ from: '2026-03-01', to: '' })).to.equal('spanMissing')
})
