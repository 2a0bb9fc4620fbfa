import type { RefusalFacts, Words } from '../strings.ts'

const skills: Record<string, string> = {
  'first-aid': 'first aid',
  'sign-language': 'sign language',
  english: 'English',
  driving: 'driving',
  sichuanese: 'Sichuanese',
}

const roles: Record<string, string> = {
  buildingHead: 'building head',
  dualRegistrant: 'dual registrant',
  volunteer: 'volunteer',
  any: 'anybody',
}

/** Why a shift cannot be wanted for one's seat. */
const unwantable: Record<string, string> = {
  'unknown-slot': 'It is there no more: choose another one.',
  'slot-cancelled': 'It was called off: choose another one.',
  'slot-started': 'It has begun: choose another one.',
  'no-colleague': 'No colleague has a seat in it: choose another one.',
  'others-wait': 'Others wait for the seats in it, and nobody passes them: choose another one.',
  'already-signed-up': 'You are in it already: choose another one.',
  'duty-overlaps': 'It overlaps another duty of yours: choose another one.',
  'rest-too-short': 'It leaves too little rest to another duty of yours: choose another one.',
}

export const skillEn = (skill: string): string => skills[skill] ?? skill

const listed = (keys: readonly string[] | undefined, wordOf: (key: string) => string) => keys?.map(wordOf).join(', ') ?? ''
const roleWords = (keys: readonly string[] | undefined) => listed(keys, (key) => roles[key] ?? key)
const another = ({ at }: RefusalFacts) => (at ? `Shifts from ${at} on are possible.` : 'Please choose another shift.')

export const rosterRefusalsEn: Record<string, (facts: RefusalFacts) => Words> = {
  'slot-cancelled': (facts) => ({ title: 'This shift was cancelled', hint: another(facts) }),
  'slot-started': (facts) => ({
    title: facts.since ? `This shift began at ${facts.since}` : 'This shift has already begun',
    hint: another(facts),
  }),
  'sign-up-closed': (facts) => ({
    title: facts.since ? `Sign-up closed at ${facts.since}` : 'Sign-up has closed',
    hint: another(facts),
  }),
  'already-signed-up': ({ position }) => ({
    title: position ? `You are number ${position} on the waiting list already` : 'You have signed up for this shift already',
    hint: 'Nothing more to do. To leave it, cancel the first sign-up.',
  }),
  'duty-overlaps': ({ at, duty }) => ({
    title: 'It overlaps with another shift of yours',
    hint: `${at ? `Shifts from ${at} on are possible, or cancel the other one first.` : 'Choose another time, or cancel the other one first.'}${duty ? ` Yours is from ${duty.from} to ${duty.to}.` : ''}`,
  }),
  'rest-too-short': ({ at, duty, rest }) => ({
    title: 'It is too close to another shift of yours',
    hint: `${duty && rest ? `Yours is from ${duty.from} to ${duty.to}, and there are to be ${rest} minutes of rest. ` : ''}${at ? `Shifts from ${at} on are possible.` : 'Choose one with a longer break between.'}`,
  }),
  'slot-full': () => ({
    title: 'All seats and the waiting list are full',
    hint: 'Choose another shift. A seat appears again when somebody leaves.',
  }),
  'not-signed-up': ({ expected, isElsewhere }) => {
    if (expected) {
      return {
        title: 'You are not signed up for this shift',
        hint: `You are expected at ${expected.post}, from ${expected.from} to ${expected.to}: check in with the code that is shown there.`,
      }
    }
    if (isElsewhere) {
      return {
        title: 'You have no seat here through this organisation',
        hint: 'You signed up through another one: check in on its page.',
      }
    }
    return { title: 'This sign-up was not found', hint: 'It may have been cancelled. Sign up to take part.' }
  },
  'role-not-asked': ({ asked }) => ({
    title: 'This shift has no places for that role',
    hint: asked?.length ? `Come as one of these: ${roleWords(asked)}.` : 'Choose another role, or another shift.',
  }),
  'role-not-held': ({ asked, possible }) => ({
    title: asked?.length ? `Not on record as: ${roleWords(asked)}` : 'That role is not on record',
    hint: possible?.length
      ? `You can come as: ${roleWords(possible)}.`
      : 'Come as a volunteer like everybody else, or ask your community office to put the role on record.',
  }),
  'skill-missing': ({ missing }) => ({
    title: `This shift asks for: ${listed(missing, skillEn)}`,
    hint: 'If you can do it, tick it under “My skills and age” in “My duties” first.',
  }),
  'too-young': ({ minAge, fromYear }) => ({
    title: minAge ? `This is from ${minAge} years on` : 'You are too young for this',
    hint: fromYear ? `Such shifts are possible for you from ${fromYear} on.` : 'Choose another shift.',
  }),
  'age-unknown': ({ minAge }) => ({
    title: minAge ? `This is from ${minAge} years on, and your year of birth is not known` : 'Your year of birth is not known',
    hint: 'Give it under “My skills and age” in “My duties” first.',
  }),
  'guardian-consent-required': () => ({
    title: 'For a minor, a guardian has to agree first',
    hint: 'Ask your guardian to put their consent on record at the sub-district; then sign up. By the year of birth alone, the year in which you turn 18 still counts.',
  }),
  'no-offer': ({ position }) => ({
    title: 'It is not your turn yet',
    hint: position
      ? `You are number ${position}; a seat is held for you once one is free.`
      : 'A seat is held for you once one is free.',
  }),
  'offer-lapsed': ({ since }) => ({
    title: since ? `The seat was held until ${since} and has gone to others` : 'The seat is not held any more',
    hint: 'Sign up again if you still want to come.',
  }),
  'confirm-too-early': ({ opens }) => ({
    title: 'There is nothing to confirm yet',
    hint: opens ? `You can from ${opens} on.` : 'Come back nearer the time.',
  }),
  'slot-not-started': ({ opens }) => ({
    title: 'The shift has not begun',
    hint: opens ? `It is possible from ${opens} on.` : 'It is possible once it has.',
  }),
  'no-seat': () => ({ title: 'You have no seat in this shift', hint: 'Only who has a seat can swap it.' }),
  'not-seated': () => ({ title: 'You have no seat in this shift', hint: 'Who waits cannot check in; please ask your liaison.' }),
  'others-wait': ({ waiting }) => ({
    title: waiting ? `${waiting} wait for this seat` : 'Others wait for this seat',
    hint: 'Nobody passes them. If you cannot come, cancel: the first of them gets it.',
  }),
  'swap-unwantable': ({ why }) => ({
    title: 'A shift that you want is not to be had',
    hint: unwantable[why ?? ''] ?? 'Choose another one.',
  }),
  'swap-open': () => ({ title: 'This seat is being swapped', hint: 'Withdraw that swap first.' }),
  'swap-own': () => ({ title: 'This is your own swap', hint: 'A colleague has to take it.' }),
  'swap-changes-nothing': () => ({ title: 'This swap would change nothing', hint: 'Choose a colleague, or another shift.' }),
  'swap-names-nobody': () => ({ title: 'Nobody is named to take the seat', hint: 'Choose a colleague first.' }),
  'unknown-person': () => ({
    title: 'This person is not on your organisation’s roll',
    hint: 'Ask the sub-district to put them on it first.',
  }),
  'swap-state': () => ({ title: 'This swap is settled already', hint: 'See how it stands in “My duties”.' }),
  'swap-wants': () => ({ title: 'Another shift is wanted for it', hint: 'Give a seat in one of the shifts that are wanted.' }),
  'unknown-swap': () => ({ title: 'This swap was not found', hint: 'It may have been withdrawn, or taken by somebody else.' }),
  'checked-in': () => ({
    title: 'Checked in already',
    hint: 'The seat cannot be cancelled, swapped or marked as a no-show any more. Ask for a correction if a time is wrong.',
  }),
  'code-unreadable': () => ({ title: 'This is no check-in code', hint: 'Scan the code at the post, or paste all of it.' }),
  'code-forged': () => ({
    title: 'This code is not of this sub-district',
    hint: 'Scan the one that is being shown at the post.',
  }),
  'code-not-yet': () => ({ title: 'This code is not valid yet', hint: 'Wait a moment and scan again.' }),
  'code-used': () => ({ title: 'Somebody has used this code', hint: 'Each is taken once. Scan the new one.' }),
  'other-shift': () => ({ title: 'This is the code of another shift', hint: 'Scan the one of yours.' }),
  'too-early': ({ opens }) => ({
    title: 'It is too early to check in',
    hint: opens ? `You can from ${opens} on.` : 'Come back nearer the start.',
  }),
  'too-late': ({ since }) => ({
    title: since ? `Checking in closed at ${since}` : 'Checking in has closed',
    hint: 'Ask for a correction under “Hours”, with the times.',
  }),
  'clock-ahead': () => ({ title: 'This device’s clock is wrong', hint: 'Let it set its time by itself, and try again.' }),
  'arrived-too-late': ({ since }) => ({
    title: since ? `What was made offline had to arrive by ${since}` : 'What was made offline arrived too late',
    hint: 'Ask for a correction under “Hours”, with the times.',
  }),
  'too-far': ({ metres, allowed }) => ({
    title: metres ? `The post is ${metres} m away` : 'The post is too far away',
    hint: allowed ? `Check in within ${allowed} m, or scan the code at the post.` : 'Go nearer, or scan the code at the post.',
  }),
  'position-too-vague': ({ metres, allowed }) => ({
    title: metres ? `Your position is known to ${metres} m only` : 'Your position is too vague',
    hint: allowed
      ? `It has to be within ${allowed} m. Try again under the open sky, or scan the code at the post.`
      : 'Try again under the open sky, or scan the code at the post.',
  }),
  'post-without-place': () => ({ title: 'This post has no place on record', hint: 'Scan the code at the post.' }),
  'own-presence': () => ({
    title: 'Nobody vouches for themselves',
    hint: 'Scan the code at the post, or ask your liaison.',
  }),
  'correction-open': () => ({ title: 'A correction is being looked at', hint: 'Wait for it, or withdraw it first.' }),
  'already-recorded': () => ({ title: 'The record says so already', hint: 'Change a time or another part of it first.' }),
  'out-before-in': () => ({ title: 'You left before you came', hint: 'Check the two times.' }),
  'outside-shift': ({ span }) => ({
    title: 'The times are outside the shift',
    hint: span ? `Give times from ${span.from} to ${span.to}.` : 'Give times near the shift.',
  }),
  'shift-not-over': ({ since }) => ({
    title: 'The shift is not over',
    hint: since ? `A correction is possible after ${since}.` : 'Ask once it is.',
  }),
  'action-not-allowed': () => ({ title: 'This cannot be done now', hint: 'Things have changed; see how they stand.' }),
  'late-note-required': () => ({
    title: 'The ten working days to record it have passed',
    hint: 'Say on the roster board why it comes only now; the times stand as they are.',
  }),
  'note-required': () => ({ title: 'Please say why', hint: 'One sentence is enough.' }),
  'plan-changed': () => ({
    title: 'Somebody else has just changed the plan',
    hint: 'The newest plan is shown now, and your changes are still here: look at what comes of them, then adopt it.',
  }),
  'past-changed': ({ day, earliest }) => ({
    title: day ? `${day} is over: what was due then cannot be changed` : 'Days that are over cannot be changed',
    hint: earliest ? `Change ${earliest} or a later day.` : 'Change today or a later day.',
  }),
  'step-twice': ({ day }) => ({
    title: day ? `There are two shares from ${day} on` : 'Two shares begin on one day',
    hint: 'One day can have one share only: remove one of them.',
  }),
  'exemption-ends-first': ({ day }) => ({
    title: 'The exemption ends before it begins',
    hint: day ? `Let it end on ${day} or later.` : 'Compare the two days.',
  }),
  'ratios-too-fine': () => ({
    title: 'Together the shares are too fine to be reckoned',
    hint: 'Use whole per cents, or one decimal.',
  }),
  'no-sign-ups': () => ({ title: 'You have not signed up yet', hint: 'Sign up first; then there is something to show.' }),
  'no-hours': () => ({
    title: 'No hours are on record for those days',
    hint: 'Choose other days. They count once you have checked in and out.',
  }),
}
