import type { trackRefusalsZh, trackZh } from './track-zh.ts'
import type { TrackStep } from '@wangge/core/issue/schema'

const office: Record<string, string> = {
  buildingHead: 'the building head',
  estateWorker: 'the estate’s worker',
  community: 'the community',
  street: 'the sub-district office',
  liaison: 'the organisation in charge',
  inspector: 'the inspector',
}
const officeOf = (role: string | undefined) => (role && office[role]) ?? 'staff'

const steps: Record<TrackStep['action'], (who: string, to: string, what: string) => string> = {
  report: () => 'You reported this',
  accept: (who) => `Accepted by ${who}`,
  reject: (who) => `Not taken up by ${who}`,
  dispatch: (_who, to) => `Assigned to ${to}`,
  start: (who) => `Work begun by ${who}`,
  return: () => 'Given back, being reassigned',
  escalate: () => 'Passed upwards to be coordinated',
  suspend: (who) => `Put on hold by ${who}`,
  resume: () => 'Work resumed',
  resolve: (who) => `Resolved by ${who}`,
  verify: (who) => `Checked by ${who}`,
  close: () => 'Closed',
  reopen: (who) => `Reopened by ${who}`,
  merge: () => 'Merged with a report of the same issue',
  unmerge: () => 'Parted again, handled by itself',
  reassign: (_who, to) => `Reassigned to ${to}`,
  extend: (who) => `More time granted by ${who}`,
  correct: (who) => `${who} corrected the category or how grave it is`,
  note: (who) => `Remark by ${who}`,
  rate: () => 'You rated it',
  climb: () => 'Time was up; the next level was told',
  publish: (who, _to, what) => `Looked at by ${who}: ${what} can be seen by everybody`,
  withhold: (who, _to, what) => `Looked at by ${who}: ${what} are not shown to others`,
}

const some = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`
const minutes = (amount: number, kind: string) =>
  amount % 60 === 0 ? some(amount / 60, `${kind}hour`) : some(amount, `${kind}minute`)

export const trackEn: typeof trackZh = {
  title: 'Follow an issue',
  lead: 'By its receipt code. No account needed.',
  code: 'Receipt code',
  codeHint: '10 letters and digits, for example K7QM‑2X9F‑4D. A message or an address with the code in it will do.',
  codeWrong: {
    empty: () => 'Enter the receipt code',
    length: (came) => `A receipt code has 10 letters and digits; here are ${came}`,
    letters: (came) => `No receipt code has ${came} in it; please check it`,
    several: (came) => `Here is more than one code: ${came}. Enter one of them`,
  },
  numberUnknown: 'Nothing can be followed by this number. A receipt code has 10 letters and digits, for example K7QM-2X9F-4D.',
  codeUnknown: 'There is no such receipt code; please check it',
  look: 'Look it up',
  other: 'Follow another issue',
  mine: 'Reported on this device',
  loading: 'Looking it up…',
  goesOnBy: (date) => `Goes on by ${date} at the latest`,
  stage: 'Progress',
  stages: { pending: 'Waiting to be accepted', handling: 'In progress', settled: 'Settled' },
  now: {
    submitted: 'Received; it is waiting to be accepted.',
    accepted: 'Accepted; somebody is being found to handle it.',
    dispatched: 'Assigned; work is about to begin.',
    handling: 'It is being worked on.',
    returned: 'It is being reassigned.',
    escalated: 'It takes more than one office; those above coordinate it.',
    suspended: 'On hold with approval; work goes on afterwards.',
    resolved: 'Resolved; it is waiting to be checked.',
    verified: 'Checked; about to be closed.',
    closed: 'Closed. Are you satisfied? Please rate it.',
    rejected: 'Not taken up; the reason is below.',
    merged: 'Others reported the same issue; it is handled together with theirs.',
    reopened: 'It was reopened.',
  },
  goesOn: (now) => `Of that one: ${now}`,
  firstAnswerBy: (at) => `A first answer by ${at}`,
  firstAnswer: (time) => `A first answer within ${time}`,
  limit: ({ amount, unit }) =>
    ({
      minutes: minutes(amount, ''),
      workingMinutes: minutes(amount, 'working '),
      days: some(amount, 'day'),
      workingDays: some(amount, 'working day'),
    })[unit],
  reported: 'What was reported',
  photos: 'Before and after',
  before: 'Before',
  after: 'After',
  noPhotos: 'No photos',
  photo: (which, n) => `${which}, photo ${n}`,
  photoFailed: 'The photo could not be opened',
  history: 'What happened',
  step: ({ action, by, role, assignee, parts = ['words', 'photos'] }) =>
    steps[action](by === 'reporter' ? 'you' : officeOf(role), officeOf(assignee), `your ${parts.join(' and ')}`),
  rated: (rating) => ['', 'Very dissatisfied', 'Dissatisfied', 'Neither', 'Satisfied', 'Very satisfied'][rating] ?? '',
  actions: 'What you can do',
  verify: 'Confirm that it is settled',
  rate: 'Rate it',
  rateAgain: 'Change the rating',
  rateTitle: 'How was it handled?',
  rateWords: 'Anything you want to say',
  reopen: 'It is not settled, reopen it',
  reopenTitle: 'What is not settled?',
  reopenHint: 'Say how it is now; whoever is in charge reads it.',
  note: 'Add something',
  noteTitle: 'What do you want to add?',
  send: 'Send',
  sending: 'Sending…',
  cancel: 'Cancel',
  until: (at) => `until ${at}`,
  queued: 'Saved on this device, will be sent',
  queuedMemory: 'Not sent yet, and lost when the page closes',
  sent: 'It has arrived. Thank you.',
  errors: { rating: 'Choose a rating', reason: 'Write it down, at most 500 characters' },
}

/** Why a step by a receipt code was not taken. */
export const trackRefusalsEn: typeof trackRefusalsZh = {
  'term-over': ({ since }) => ({
    title: since ? `The time for this ended on ${since}` : 'The time for this is over',
    hint: 'If the issue is still there, please report it again.',
  }),
  'version-conflict': () => ({
    title: 'Something has just happened to it',
    hint: 'You now see how it stands; look at it and send again.',
  }),
  'merge-target': () => ({
    title: 'It could not join that issue',
    hint: 'That one may just have ended, or is about something else. Send yours as a new one.',
  }),
  'already-joined': () => ({ title: 'You have reported this already', hint: 'Once is enough; your earlier code follows it.' }),
  'not-reporter': () => ({
    title: 'This code is that of another issue',
    hint: 'Look the issue up by the code that was shown after reporting.',
  }),
  'unknown-receipt': () => ({ title: 'There is no such receipt code', hint: 'Please check it, or report the issue again.' }),
}
