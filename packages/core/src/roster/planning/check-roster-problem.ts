import type { Id } from '../../schema.ts'
import type { RosterProblem } from '../planning-schema.ts'
import { forcedFindings } from './verify/forced.ts'
import type { ProblemFinding } from './verify/problems.ts'
import { readSheet } from './verify/sheet.ts'

/**
 * What is wrong with a problem that its schema cannot say: ids that come twice or that nobody has, times that end before they
 * begin, and fixed assignments that break the rules among themselves. Without an error there is a plan that breaks no rule,
 * be it one that leaves seats empty.
 * @example checkRosterProblem({ ...problem, timeZone: 'Mars/Olympus' })
 * // [{ code: 'unknown-time-zone', severity: 'error', expected: 'an IANA time zone', came: 'Mars/Olympus', slots: [], people: [] }]
 */
export function checkRosterProblem(problem: RosterProblem): ProblemFinding[] {
  const findings = [
    ...zoneFindings(problem),
    ...twice('duplicate-slot', problem.slots, ({ id }) => ({ slots: [id], people: [] })),
    ...twice('duplicate-person', problem.people, ({ id }) => ({ slots: [], people: [id] })),
  ]
  // With these nothing else can be asked.
  if (findings.length > 0) return findings
  return [
    ...twice('duplicate-team', problem.teams ?? [], ({ members }) => ({ slots: [], people: members })),
    ...duplicateQuotas(problem),
    ...unknownIds(problem),
    ...unknownNeeds(problem),
    ...emptySpans(problem),
    ...apartFromSelf(problem),
    ...fixedTwice(problem),
    ...forcedFindings(readSheet(problem)),
  ]
}

const error = (finding: Omit<ProblemFinding, 'severity'>): ProblemFinding => ({ ...finding, severity: 'error' })
const nowhere = { slots: [] as Id[], people: [] as Id[] }

function zoneFindings({ timeZone }: RosterProblem): ProblemFinding[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return []
  } catch {
    return [error({ code: 'unknown-time-zone', ...nowhere, expected: 'an IANA time zone', came: timeZone })]
  }
}

function twice<Thing extends { id: Id }>(
  code: 'duplicate-slot' | 'duplicate-person' | 'duplicate-team',
  things: readonly Thing[],
  place: (thing: Thing) => { slots: Id[]; people: Id[] },
): ProblemFinding[] {
  return repeated(things, ({ id }) => id).map((thing) =>
    error({ code, ...place(thing), expected: 'an id of its own', came: thing.id }),
  )
}

function repeated<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] {
  const seen = new Set<string>()
  return things.filter((thing) => seen.size === seen.add(key(thing)).size)
}

const duplicateQuotas = ({ quotas = [] }: RosterProblem): ProblemFinding[] =>
  repeated(quotas, ({ orgId, date }) => `${orgId} ${date}`).map(({ orgId, date }) =>
    error({ code: 'duplicate-quota', ...nowhere, date, expected: 'one line of an organisation and day', came: orgId }),
  )

/** A wish, a pair apart or forbidden that names nobody of the problem asks nothing; a team that does can never serve. */
function unknownIds({ slots, people, fixed = [], forbidden = [], apart = [], teams = [] }: RosterProblem): ProblemFinding[] {
  const slotIds = new Set(slots.map(({ id }) => id))
  const personIds = new Set(people.map(({ id }) => id))
  const ofSlots = (named: readonly Id[], severity: ProblemFinding['severity'], expected: string): ProblemFinding[] =>
    named
      .filter((id) => !slotIds.has(id))
      .map((id) => ({ code: 'unknown-slot', severity, slots: [id], people: [], expected, came: id }))
  const ofPeople = (named: readonly Id[], severity: ProblemFinding['severity'], expected: string): ProblemFinding[] =>
    named
      .filter((id) => !personIds.has(id))
      .map((id) => ({ code: 'unknown-person', severity, slots: [], people: [id], expected, came: id }))
  return [
    ...fixed.flatMap((one) => [
      ...ofSlots([one.slotId], 'error', 'a slot to be fixed in'),
      ...ofPeople([one.personId], 'error', 'a person to be fixed'),
    ]),
    ...teams.flatMap(({ members }) => ofPeople(members, 'error', 'a member of a team')),
    ...forbidden.flatMap((one) => [
      ...ofSlots([one.slotId], 'warning', 'a slot to be kept from'),
      ...ofPeople([one.personId], 'warning', 'a person to be kept away'),
    ]),
    ...apart.flatMap((pair) => ofPeople(pair, 'warning', 'one of a pair apart')),
    ...people.flatMap(({ wishes = [] }) =>
      ofSlots(
        wishes.flatMap(({ slotId }) => slotId ?? []),
        'warning',
        'a slot that is wished for',
      ),
    ),
  ]
}

function unknownNeeds({ slots, fixed = [] }: RosterProblem): ProblemFinding[] {
  const needs = new Map(slots.map((slot) => [slot.id, slot.needs.length]))
  return fixed.flatMap(({ slotId, personId, need = 0 }) => {
    const count = needs.get(slotId)
    if (count === undefined || need < count) return []
    const place = { slots: [slotId], people: [personId], need }
    return [error({ code: 'unknown-need', ...place, expected: `a place below ${count}`, came: need })]
  })
}

const emptySpans = ({ people }: RosterProblem): ProblemFinding[] =>
  people.flatMap(({ id, available = [], unavailable = [], duties = [] }) =>
    [...available, ...unavailable, ...duties]
      .filter(({ startsAt, endsAt }) => !(Date.parse(startsAt) < Date.parse(endsAt)))
      .map(({ startsAt, endsAt }) =>
        error({ code: 'empty-span', slots: [], people: [id], expected: `an end after ${startsAt}`, came: endsAt }),
      ),
  )

const apartFromSelf = ({ apart = [] }: RosterProblem): ProblemFinding[] =>
  apart
    .filter(([one, other]) => one === other)
    .map(([one]) => error({ code: 'apart-from-self', slots: [], people: [one], expected: 'two people', came: one }))

const fixedTwice = ({ fixed = [] }: RosterProblem): ProblemFinding[] =>
  repeated(fixed, ({ slotId, personId }) => `${slotId} ${personId}`).map(({ slotId, personId }) =>
    error({ code: 'fixed-twice', slots: [slotId], people: [personId], expected: 'fixed once', came: 'fixed again' }),
  )
