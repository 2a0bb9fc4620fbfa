import type { signUpsZh } from './sign-ups-zh.ts'

export const signUpsEn: typeof signUpsZh = {
  view: 'Sign-ups',
  title: 'Who of the organisation comes when',
  hint: 'From a week ago to a month ahead; what was cancelled is listed too.',
  spans: 'Which days',
  coming: (n) => `From today on: ${n}`,
  past: (n) => `The week before: ${n}`,
  people: (n) => `${n} ${n === '1' ? 'person' : 'people'}`,
  times: (n) => `${n} ${n === '1' ? 'seat' : 'seats'}`,
  number: (staffNumber) => `staff number ${staffNumber}`,
  states: {
    seated: 'Has a seat',
    waitlisted: 'Waiting',
    offered: 'To be confirmed',
    invited: 'Invited',
    cancelled: 'Cancelled',
  },
  csv: 'Export as CSV',
  file: (name) => `Sign-ups ${name}`.trim(),
  rest: (n) => `Show the other ${n} shifts`,
  none: 'Nobody has signed up in this time',
  noneHint: 'Name people for a shift in “Week”, or have them sign up themselves.',
}
