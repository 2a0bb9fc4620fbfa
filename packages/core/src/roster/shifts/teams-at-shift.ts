import type { Id } from '../../schema.ts'
import { isAbsent } from '../attendance/attendance.ts'
import type { RosterPerson } from '../roster-week-schema.ts'

/** A team with those of it who are known. */
export interface ShiftTeam {
  id: Id
  memberIds: readonly Id[]
}

/** Somebody with a place at the shift, of whatever kind. */
export type ShiftPerson = Pick<RosterPerson, 'personId' | 'state' | 'attendance'>

/** A team at one shift. */
export interface TeamAtShift<Candidate> {
  id: Id
  /** Its members with a seat, given or held for them, of whom nobody has said that they are not there. */
  onShift: Id[]
  /** Its members who can still be named, in the order in which they were told. */
  candidates: Candidate[]
}

export interface TeamsAtShift<Candidate> {
  /** In the order of the teams. */
  teams: TeamAtShift<Candidate>[]
  /** Those to be named who are in none of the teams. */
  others: Candidate[]
}

/**
 * Which of those to be named for a shift are in the teams that answer for its post, and who of the teams is on it already. Somebody
 * in two of the teams is named once, with the first; on the shift they count for both. Whoever has a place of whatever kind, waits
 * or was asked is nobody to be named.
 * @example
 * teamsAtShift([{ personId: 'p1', state: 'seated' }], [{ personId: 'p2' }, { personId: 'p3' }], [{ id: 't', memberIds: ['p1', 'p2'] }])
 * // { teams: [{ id: 't', onShift: ['p1'], candidates: [{ personId: 'p2' }] }], others: [{ personId: 'p3' }] }
 */
export function teamsAtShift<Candidate extends { personId: Id }>(
  people: readonly ShiftPerson[],
  candidates: readonly Candidate[],
  teams: readonly ShiftTeam[],
): TeamsAtShift<Candidate> {
  const placed = new Set(people.map(({ personId }) => personId))
  const seated = new Set(people.filter(isOnShift).map(({ personId }) => personId))
  let left = candidates.filter(({ personId }) => !placed.has(personId))
  const told = teams.map(({ id, memberIds }): TeamAtShift<Candidate> => {
    const members = new Set(memberIds)
    const own = left.filter(({ personId }) => members.has(personId))
    left = left.filter(({ personId }) => !members.has(personId))
    return { id, onShift: [...members].filter((personId) => seated.has(personId)), candidates: own }
  })
  return { teams: told, others: left }
}

const isOnShift = ({ state, attendance }: ShiftPerson): boolean =>
  (state === 'seated' || state === 'offered') && !isAbsent(attendance)
