import type { SdkError } from '@wangge/core/errors'
import type { Strings, Words } from '../strings.ts'
import { rosterBoardEn } from './roster-board-en.ts'

/** Of a token that the server did not take: the host's own backend is what is to be looked after. */
const TOKEN_PROBLEM = /^(token-|unknown-issuer$|other-organisation$)/

function problemOf(error: SdkError | undefined): Words {
  const problem = error?.problem ?? ''
  if (problem === 'unknown-site-key')
    return { title: 'This page’s site key is no longer valid', hint: 'The page’s owner should put in the new one.' }
  if (TOKEN_PROBLEM.test(problem))
    return {
      title: 'Your organisation’s word on who you are was not accepted',
      hint: 'The owner of your organisation’s site should check how it makes tokens.',
    }
  if (problem === 'issuer-unavailable')
    return {
      title: 'Who you are cannot be checked right now',
      hint: 'Your organisation’s site does not answer. Please try again later.',
    }
  if (problem === 'unknown-session' || problem === 'unknown-token')
    return { title: 'Your sign-in has ended', hint: 'Please sign in again.' }
  if (problem === 'no-appointment')
    return { title: 'You hold no appointment now', hint: 'Once one is on record you can see this. Please ask the sub-district.' }
  if (problem === 'role-not-allowed')
    return { title: 'This is not part of your role', hint: 'Ask the sub-district if you need it.' }
  if (problem === 'too-many-requests') return { title: 'Too many requests', hint: 'Please try again in a while.' }
  if (error?.status === 401 || error?.status === 403)
    return {
      title: 'This page may not use the service yet',
      hint: 'The page’s owner should check the site key and the allowed addresses.',
    }
  if (error?.status === 404) return { title: 'Not found', hint: 'It may have been withdrawn, or its number is wrong.' }
  if (error?.code === 'network')
    return { title: 'The server cannot be reached', hint: 'Check the connection; it tries again by itself.' }
  if (error?.code === 'bad-response')
    return { title: 'The network sent another page', hint: 'A public Wi-Fi may want you to sign in first.' }
  return { title: 'This cannot be shown right now', hint: 'It is not your fault. Please try again later.' }
}

const refusals: Record<string, (facts: { at?: string }) => Words> = {
  'slot-cancelled': () => ({ title: 'This shift was cancelled', hint: 'Please choose another shift.' }),
  'slot-started': () => ({ title: 'This shift has already begun', hint: 'Choose one that has not begun.' }),
  'sign-up-closed': () => ({ title: 'Sign-up has closed', hint: 'Choose a later shift.' }),
  'already-signed-up': () => ({
    title: 'You have signed up for this shift already',
    hint: 'Nothing more to do. To leave it, cancel the first sign-up.',
  }),
  'duty-overlaps': ({ at }) => ({
    title: 'It overlaps with another shift of yours',
    hint: at
      ? `Shifts from ${at} on are possible, or cancel the other one first.`
      : 'Choose another time, or cancel the other one first.',
  }),
  'rest-too-short': ({ at }) => ({
    title: 'It is too close to another shift of yours',
    hint: at ? `Shifts from ${at} on are possible.` : 'Choose one with a longer break between.',
  }),
  'slot-full': () => ({
    title: 'All seats and the waiting list are full',
    hint: 'Choose another shift. A seat appears again when somebody leaves.',
  }),
  'not-signed-up': () => ({ title: 'This sign-up was not found', hint: 'It may have been cancelled.' }),
  'photo-missing': () => ({ title: 'A photo did not arrive', hint: 'Please send it once more.' }),
  'outside-district': () => ({ title: 'This place is outside the sub-district', hint: 'Choose a grid, or another place.' }),
  'unknown-category': () => ({ title: 'The categories have changed', hint: 'Please choose the category again.' }),
  'not-kept': () => ({ title: 'This device could not keep it', hint: 'Its storage may be full. Make room and try again.' }),
  'unknown-grid': () => ({ title: 'The grids have changed', hint: 'Please choose the place again.' }),
  'unknown-slot': () => ({ title: 'This shift was not found', hint: 'It may have been withdrawn. Please choose another shift.' }),
  'unknown-organisation': () => ({
    title: 'This organisation was not found',
    hint: 'The page’s owner should check the organisation’s id.',
  }),
  'not-sponsor': () => ({
    title: 'This intersection is sponsored by another branch',
    hint: 'Choose an intersection that your branch sponsors, or another kind of post.',
  }),
  'consent-unknown': () => ({
    title: 'The district has no record of this statement on your data',
    hint: 'Please tell your community office; there is no need to send again.',
  }),
  'out-of-reach': () => ({
    title: 'This place is not in your grids',
    hint: 'Choose a place in a grid that you look after, or ask the level above.',
  }),
  'crs-not-supported': () => ({
    title: 'Coordinates of this kind cannot be used',
    hint: 'Choose estate and building instead, or use your position.',
  }),
  'source-not-allowed': () => ({
    title: 'This page may not send from such a source',
    hint: 'The page’s owner should check the site key.',
  }),
  'not-signed-in': () => ({
    title: 'This page does not say who you are',
    hint: 'Sign in to your organisation’s site and open it there.',
  }),
  'person-unknown': () => ({
    title: 'It is not known yet who you are',
    hint: 'Your organisation’s site gave no word. Sign in there and try again.',
  }),
  'other-person': () => ({
    title: 'This belongs to another person',
    hint: 'It is sent once they sign in themselves. You can sign up in your own name.',
  }),
  'token-required': () => ({
    title: 'This page does not say who you are',
    hint: 'Sign in to your organisation’s site and open it there.',
  }),
  'guardian-consent-required': () => ({
    title: 'Under 14, a guardian has to agree first',
    hint: 'Ask your guardian to have their consent put on record at the sub-district, then sign up.',
  }),
  'separate-consent-required': () => ({
    title: 'This needs a consent of its own',
    hint: 'Read the statement and tick it by itself, then send again.',
  }),
  'consent-required': () => ({
    title: 'You have not agreed to what your data is for',
    hint: 'Read the statement and tick it, then send again.',
  }),
  'consent-outdated': () => ({
    title: 'The statement on your data has changed',
    hint: 'Read the new one and tick it, then send again.',
  }),
  'call-not-allowed': () => ({ title: 'This page may not do this', hint: 'The page’s owner should check the site key.' }),
  'other-organisation': () => ({
    title: 'You are not with this organisation',
    hint: 'Sign up on the site of your own organisation.',
  }),
  failed: () => ({
    title: 'It did not work this time',
    hint: 'It is not your fault. What you filled in is still here: try again.',
  }),
}

const plural = new Intl.PluralRules('en')
const many = (n: number, one: string, other: string) => `${n} ${plural.select(n) === 'one' ? one : other}`

/** Skills that districts ask for; another is shown as it is called. */
const skills: Record<string, string> = {
  'first-aid': 'First aid',
  'sign-language': 'Sign language',
  english: 'English',
  driving: 'Driving',
  sichuanese: 'Sichuanese',
}

export const en: Strings = {
  loading: 'Loading…',
  retry: 'Try again',
  unconnected: 'Not connected to a server yet',
  unconnectedHint: 'The page’s owner should fill in the server’s address and the site key.',
  showingOlder: 'Offline · showing earlier data',
  asOf: (at) => `As of ${at}`,
  colon: ': ',
  optional: 'optional',
  errorSummary: (n) => `${many(n, 'thing needs', 'things need')} another look`,
  memoryOnly: 'This browser does not allow saving: it is lost when the page closes. Keep the page open until it is sent.',
  problemOf,
  refusalOf: (reason, facts) =>
    refusals[reason]?.(facts) ?? { title: 'It was not accepted', hint: 'Change it and try again, or ask your community office.' },

  consent: {
    title: 'What your data is for',
    separate: 'What your data is for (separate consent)',
    separateHint: 'The law asks for your consent to this by itself, not together with anything else.',
    kept: (days) => `Kept for ${days} days after the matter has ended, then deleted.`,
    agree: 'I have read this and agree',
    missing: 'The statement on your data is not here yet',
  },

  levels: {
    subdistrict: 'Sub-district',
    community: 'Community',
    estate: 'Estate',
    micro: 'Building',
    dedicated: 'Dedicated grid',
  },

  tree: {
    label: 'Grids',
    search: 'Find a grid',
    searchHint: 'Name, pinyin, initials or code',
    results: (n, shown) => (n > shown ? `${n} found, the first ${shown} shown` : `${many(n, 'grid', 'grids')} found`),
    noResults: (text) => `Nothing found for “${text}”`,
    noResultsHint: 'Try the initials of the pinyin, for example swy.',
    children: (n) => `${n} within`,
    empty: 'There are no grids yet',
    broken: 'The grid data has an error',
    brokenHint: 'Please tell the sub-district’s administrator.',
  },

  status: {
    title: 'The grid today',
    open: 'Being worked on',
    reportedToday: 'Reported today',
    closedWithin7Days: 'Closed in 7 days',
    staffing: 'People in place',
    staffingHint: '1 building head + 1 dual registrant + volunteers, out of all buildings',
    full: '1+1+N complete',
    heads: 'Building head',
    dual: 'Dual registrant',
    volunteers: 'Volunteers',
    share: (num, den) => `${num} of ${den}`,
    map: 'Map',
    table: 'Table',
    view: 'View',
    mapLabel: (name) => `Issues being worked on in the grids of ${name}`,
    mapKeys: 'Arrow keys move, Enter opens',
    region: (name, open) => `${name}, ${open} being worked on`,
    regionWithheld: (name) => `${name}, number being worked on not shown`,
    withheld: 'not shown',
    withheldNote: (k) =>
      `“—”: counts below ${k}, and those that would give them away, are not shown, to protect people’s privacy.`,
    legend: 'Issues being worked on',
    grid: 'Grid',
    path: 'Where this is',
    changed: (name, value) => `${name}: now ${value}`,
    live: 'Live',
    notLive: 'Not connected',
    has: 'Yes',
    lacks: 'Missing',
    roles: { heads: 'Building head', dual: 'Dual registrant', volunteers: 'Volunteers' },
    noOutlines: 'There is no map here yet; see the table.',
  },

  signup: {
    title: 'Volunteer sign-up',
    slotsOf: 'Shifts of the next 7 days',
    none: 'No shifts in the next 7 days',
    noneHint: 'New shifts appear here when they are published.',
    day: 'Day',
    kind: 'Kind of post',
    anyKind: 'All kinds',
    where: 'Community',
    anywhere: 'All communities',
    shifts: (n) => many(n, 'shift', 'shifts'),
    more: (n) => `${n} more`,
    noneSuch: 'No such shifts',
    noneSuchHint: 'Try another kind of post or another community.',
    choose: 'Sign up',
    queueUp: 'Join the waiting list',
    chooseLabel: (post, when) => `Sign up: ${post}, ${when}`,
    seats: (seated, capacity) => `${seated} of ${capacity} taken`,
    waiting: (n) => `${n} waiting`,
    cancelled: 'Cancelled',
    closed: 'Sign-up closed',
    mine: 'My sign-ups',
    moreMine: (n) => `${n} more`,
    as: 'You sign up as',
    asEnd: '',
    asSomebody: 'You sign up as who you are on your organisation’s site',
    number: (staffNumber) => ` (staff number ${staffNumber})`,
    asking: 'Asking your organisation’s site who you are…',
    noPerson: 'You cannot sign up here yet',
    noPersonHint:
      'This page does not say who you are. Sign in to your organisation’s site and open it there; the page’s owner should connect its sign-in by token-url.',
    signedOut: {
      title: 'You are not signed in to your organisation’s site',
      hint: 'Sign in first and come back. You sign up under the name and staff number you have there.',
    },
    noAnswer: {
      title: 'Your organisation’s site did not say who you are',
      hint: 'It is not your fault. Please try again later.',
    },
    minorHint: 'Under 14, a guardian’s consent has to be on record at the sub-district first.',
    switched: (name) => `Now it is ${name}`,
    switchedHint: 'What the person before had begun was put away and is not sent in your name.',
    send: 'Sign up',
    sending: 'Sending…',
    back: 'Back to the shifts',
    another: 'See other shifts',
    queued: 'Saved on this device, awaiting a seat',
    queuedHint: 'It is sent as soon as there is a connection; whether there is a seat is for the server to say.',
    queuedMemory: 'Awaiting a seat, not saved',
    seated: 'You have a seat',
    seatedHint: 'Please be there on time. If you cannot come, cancel early so that somebody else can.',
    waitlisted: (n) => `Number ${n} on the waiting list`,
    waitlistedHint: 'You move up by yourself when somebody leaves.',
    state: {
      queued: 'Awaiting a seat',
      seated: 'Seated',
      invited: 'Invited',
      waitlisted: 'Waiting list',
      offered: 'A seat is held for you: please confirm',
      cancelled: 'Cancelled',
      refused: 'Not accepted',
    },
    cancel: 'Cancel',
    cancelSure: 'Cancel this sign-up?',
    cancelYes: 'Yes, cancel',
    cancelNo: 'Keep it',
    cancelling: 'Being cancelled',
    remove: 'Remove',
    again: 'Send again',
    someSlot: 'An earlier shift',
    kinds: {
      mobile: 'Mobile post',
      patrol: 'Patrol post',
      intersection: 'Intersection guide',
      reportIn: 'Report to the community',
      evaluationPoint: 'Evaluation point',
    },
    unknownOrg: 'No organisation given',
    unknownOrgHint: 'The page’s owner should fill in the organisation’s id as org.',
    errors: {
      consent: 'Please agree to what your data is for',
      slotId: 'Choose the shift again',
    },
  },

  roster: {
    ...rosterBoardEn,
    title: 'Roster',
    matrix: 'Shifts of the week by post',
    post: 'Post',
    posts: (n: string) => `${n} posts`,
    week: 'Week',
    before: 'Week before',
    after: 'Week after',
    thisWeek: 'This week',
    print: 'Print',
    export: 'Export to Excel',
    find: 'Find a post',
    onlyGaps: 'Only posts that lack somebody',
    gaps: (n: string) => `${n} places open`,
    allFilled: 'Every place is filled',
    clash: 'somebody is elsewhere at the same time',
    clashes: (n: string) => `${n} clashes`,
    none: 'No shifts in this week',
    noneHint: 'Look at another week, or publish shifts first.',
    noneSuch: 'No such post',
    noneSuchHint: 'Look for something else.',
    signIn: 'Please sign in',
    signInHint: 'The roster is for liaisons and for those who work in the grids.',
    holiday: 'holiday',
    makeUpDay: 'worked',
    andMore: (n: string) => ` and ${n} more`,
    everybody: 'All organisations',
    noSuperior: 'Without a committee',
    quotaOf: (due: string, assigned: string) => `${due} due this week, ${assigned} named`,
    allOf: (n: string) => `All ${n}`,
    fewer: 'Fewer',
    close: 'Close',
    onIt: 'On this shift',
    nobody: 'Nobody yet.',
    nameSomebody: 'Name somebody',
    willWait: 'All places are taken; they will wait',
    organisation: 'Organisation',
    chooseOrganisation: 'Choose an organisation',
    search: 'Find by name or staff number',
    noneFound: 'Nobody of that name.',
    noPeople: 'Nobody to name.',
    moreFound: (n: string) => `${n} more; type a name to find them.`,
    dragHint: 'Or drag a name onto a shift of the table.',
    name: 'Name',
    nameLabel: (name: string) => `Name ${name}`,
    named: (name: string, state: string) => `${name}: ${state}`,
    busy: (when: string, post: string) => `${when} at ${post}`,
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name}`,
    removeYes: (name: string) => `Remove ${name} for good`,
    keep: 'Keep',
    noShow: 'Did not come',
    excuse: 'Excused',
    roles: { buildingHead: 'Building head', dualRegistrant: 'Dual registrant', volunteer: 'Volunteer' },
    skill: (skill: string) => skills[skill] ?? skill,
    minAge: (years: string) => `${years} or older`,
  },

  withdrawal: {
    button: 'Withdraw my consent',
    sure: 'Withdraw your consent?',
    follows:
      'All your sign-ups that have not begun are cancelled and their seats go to others; what waits on this device is not sent any more. What you took part in is deleted when its time is over, as the statement says. You can sign up again at any time by agreeing anew.',
    yes: 'Yes, withdraw it',
    no: 'Keep it',
    busy: 'Withdrawing…',
    done: 'Your consent is withdrawn',
    cancelled: (n) => `Sign-ups cancelled with it: ${n}.`,
    noneCancelled: 'There were no sign-ups to come.',
    failed: 'Not withdrawn',
    offline: 'This needs a connection and is not kept for later. Connect and try again.',
  },

  issue: {
    title: 'Report an issue',
    lead: 'Say it once. No account needed.',
    category: 'What kind of issue?',
    subcategory: 'What exactly?',
    description: 'What happened?',
    descriptionHint: 'What you saw, since when, who is affected. Please no names or phone numbers of others.',
    count: (n, max) => `${n} of ${max} characters`,
    place: 'Where is it?',
    byGrid: 'Choose estate and building',
    byPosition: 'Use my position',
    community: 'Community',
    estate: 'Estate',
    building: 'Building',
    pick: 'Choose',
    pickAny: 'Not sure',
    placeText: 'More about the place',
    placeTextHint: 'For example: entrance 3, car park level B',
    locate: 'Get my position',
    locating: 'Finding the position…',
    located: (metres) => `Position found, within about ${metres} m`,
    locateAgain: 'Find it again',
    locateFailed: 'No position came. Allow it in the browser, or choose estate and building.',
    photos: 'Photos',
    photosHint: (max) => `At most ${max}. They are made smaller on this device and lose the place stored in them.`,
    addPhoto: 'Take or choose a photo',
    photo: (n) => `Photo ${n}`,
    removePhoto: (n) => `Remove photo ${n}`,
    photoUnreadable: (name) => `“${name}” cannot be read. Choose a JPG, PNG or WebP photo.`,
    photoTooMany: (max) => `At most ${max}; the others were left out.`,
    preparing: 'Preparing the photos…',
    send: 'Send',
    sending: 'Sending…',
    queued: 'Saved on this device, will be sent',
    queuedHint: 'There is no connection to the server now. It is sent by itself later, even after this page was closed.',
    queuedMemory: 'Not sent yet',
    sendNow: 'Send now',
    done: 'Received. Thank you',
    receipt: 'Receipt code',
    receiptHint: 'It shows you how the issue gets on. Please note it down.',
    copy: 'Copy',
    copied: 'Copied',
    edit: 'Change it',
    resend: 'Send as it is',
    discard: 'Discard',
    another: 'Report another issue',
    noCategories: 'There are no categories yet',
    mine: 'My reports on this device',
    receiptLater: 'Its receipt code comes once it has been sent.',
    someCategory: 'An earlier category',
    more: (n) => `${n} more`,
    states: {
      queued: 'Waiting to be sent',
      refused: 'Not accepted',
      submitted: 'Received',
      accepted: 'Accepted',
      dispatched: 'Assigned',
      handling: 'In progress',
      resolved: 'Resolved',
      verified: 'Checked',
      closed: 'Closed',
      rejected: 'Not taken up',
      merged: 'Merged',
      returned: 'Being reassigned',
      escalated: 'Passed upwards',
      suspended: 'On hold',
      reopened: 'Reopened',
    },
    errors: {
      categoryId: 'Choose what kind of issue it is',
      description: 'Write what happened, at most 2,000 characters',
      place: 'Choose the place',
      placeText: 'At most 200 characters here',
      photos: 'Something is wrong with the photos; choose them again',
      consent: 'Please agree to what your data is for',
      attribute: 'Please fill this in',
      attributeAgain: 'Please enter it again',
      number: 'Enter a number',
    },
  },

  sync: {
    allSent: 'Everything is sent',
    others: (n) => `${n} more of other people who used this device: sent once they sign in themselves.`,
    unsealed: 'What is waiting here is kept unencrypted',
    unsealedHint: 'This address is not https, so the browser offers no encryption. Better not on a shared computer.',
    unsent: (n) => `${n} to be sent`,
    refused: (n) => `${n} not accepted`,
    sendNow: 'Send now',
    show: 'Show',
    hide: 'Hide',
    kinds: {
      report: 'Issue report',
      'sign-up': 'Sign-up',
      'cancel-sign-up': 'Cancellation',
      'check-in': 'Check-in',
      correction: 'Correction of hours',
      'confirm-sign-up': 'Confirmation',
      'offer-swap': 'Swap',
      'accept-swap': 'Swap taken',
      'withdraw-swap': 'Swap withdrawn',
    },
    states: { queued: 'Waiting', sending: 'Being sent', refused: 'Not accepted' },
    attempts: (n) => `attempts so far: ${n}`,
    retry: 'Send again',
    discard: 'Discard',
    discardSure: 'It cannot be brought back. Discard it?',
    discardYes: 'Discard',
    discardNo: 'Keep it',
  },
}
