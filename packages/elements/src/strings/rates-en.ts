import type { ratesZh } from './rates-zh.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const ratesEn: typeof ratesZh = {
  span: 'Reported',
  spans: {
    month: 'This month',
    lastMonth: 'Last month',
    quarter: 'This quarter',
    year: 'Last 12 months',
    lastYear: 'Last year',
  },
  by: 'Parts',
  ways: { grid: 'Grid', category: 'Category', period: 'Month' },
  table: 'Rates in parts',
  names: {
    reported: 'Reported',
    response: 'Answered',
    responseOnTime: 'Answered on time',
    resolution: 'Resolved',
    satisfaction: 'Satisfied',
    acceptance: 'Satisfied or so',
    rated: 'Rated',
    closing: 'Closed',
    closingOnTime: 'Closed on time',
    reopened: 'Reopened',
    timeToResponse: 'Median to answer',
    timeToResolution: 'Median to resolve',
  },
  of: (n) => `of ${n}`,
  rest: 'Others',
  itself: 'In none of them',
  month: (year, month) => `${MONTHS[month - 1]} ${year}`,
  none: 'Nothing was reported in that time',
  noneHint: 'Look at another time or another grid.',
  hint: 'Each rate stands with its numerator and denominator; what was merged counts once. This is how a place is served, and ranks nobody.',
}
