import type { callOffZh } from './call-off-zh.ts'

export const callOffEn: typeof callOffZh = {
  open: 'Call off',
  openOne: 'Call this shift off',
  title: 'Call the shifts of a time off',
  titleOne: (post, when) => `Call off: ${post}, ${when}`,
  hint: 'For a storm, say. Shifts that have begun go on: whoever is in charge there sends people home.',
  from: 'From when on',
  to: 'Until when',
  kinds: 'Which posts',
  kindsHint: 'All of them where none is chosen.',
  reason: 'Why',
  reasons: { weather: 'Weather', holiday: 'Holiday', other: 'Another reason' },
  effect: (shifts, people) => `Shifts called off: ${shifts}. Sign-ups that end with them: ${people}.`,
  signUps: (seated, waitlisted, invited) => `With a seat: ${seated}. Waiting: ${waitlisted}. Invited, not answered: ${invited}.`,
  span: (from, to) => `They lie between ${from} and ${to}; those that are in the time only in part are among them.`,
  heard:
    'Whoever signed up sees it at the top of the volunteer page when they open it, and in their calendar where they subscribed. Where the street or an organisation asked for notices (a group’s robot, its own system), they go there too. No text message is sent: where it is urgent, call them.',
  counting: 'Counting what it concerns…',
  gone: 'This shift is not in this week any more; nothing was called off. Go back and choose again.',
  nothing: 'There is no shift in this time that has not begun.',
  send: (shifts) => `Call off ${shifts}`,
  sendOne: 'Call this shift off',
  back: 'Back',
  done: (shifts, people) => `Shifts called off: ${shifts}. Sign-ups ended with them: ${people}`,
  passedBy: (n) => `${n} more in that time had begun or were off already, and stay as they were.`,
  final: 'What is called off does not come back by itself.',
  errors: {
    from: 'Choose when it begins.',
    to: 'The end has to be after the beginning.',
    week: 'Choose a time in this week; for another week, go to it first.',
  },
}
