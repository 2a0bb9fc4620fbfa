import type { Id, Instant, Position } from '../../schema.ts'
import type { IssueState } from '../schema.ts'
import { isOpen } from '../workflow.ts'
import { similarity } from './similarity.ts'

/** What is compared of a report and of an issue. Of the words and the place as much as whoever asks may know. */
export interface Comparable {
  categoryId: Id
  /** Root first. */
  gridPath: readonly Id[]
  /** WGS-84. */
  position?: Position | undefined
  description?: string | undefined
}

export interface KnownIssue extends Comparable {
  id: Id
  state: IssueState
  createdAt: Instant
}

export interface DuplicatePolicy {
  /** Metres within which two points are one place. @defaultValue 80, a building's length */
  within: number
  /** Days for which an open issue is still the same. @defaultValue 14 */
  days: number
  /** Least score. @defaultValue 0.5 */
  least: number
}

export interface DuplicateContext {
  /** Of each second-level category the first-level one. */
  parentOf?: ReadonlyMap<Id, Id>
  policy?: Partial<DuplicatePolicy>
  /** Epoch milliseconds. */
  now: number
}

/** An issue that a report is likely to be about. */
export interface Duplicate {
  id: Id
  /** From 0 to 1: the mean of how near, how alike and how recent it is, of what is known. */
  score: number
  /** Metres, where both points are known. */
  distance?: number
}

const POLICY: DuplicatePolicy = { within: 80, days: 14, least: 0.5 }
const DAY_MS = 86_400_000

/**
 * Open issues that a report is likely to repeat: near (by their points or, without them, in the same micro-grid), of the same
 * kind (first-level category), recent, and in similar words. To be shown before it is sent; whether it is the same a person
 * says. A page finds them in what it has stored, offline too.
 * @returns best first; of equal ones the older
 * @example findDuplicates(report, issues, { now }) // [{ id: '01JZ…', score: 0.83, distance: 12 }]
 */
export function findDuplicates(report: Comparable, issues: readonly KnownIssue[], context: DuplicateContext): Duplicate[] {
  const { parentOf, now } = context
  const policy = { ...POLICY, ...context.policy }
  const kindOf = (categoryId: Id) => parentOf?.get(categoryId) ?? categoryId
  return issues
    .filter(({ state, categoryId }) => isOpen(state) && kindOf(categoryId) === kindOf(report.categoryId))
    .flatMap((issue) => {
      const found = compare(report, issue, policy, now)
      return found && found.score >= policy.least ? [{ issue, found }] : []
    })
    .sort(
      (one, other) =>
        other.found.score - one.found.score ||
        Date.parse(one.issue.createdAt) - Date.parse(other.issue.createdAt) ||
        (one.issue.id < other.issue.id ? -1 : 1),
    )
    .map(({ found }) => found)
}

function compare(report: Comparable, issue: KnownIssue, { within, days }: DuplicatePolicy, now: number): Duplicate | undefined {
  const age = (now - Date.parse(issue.createdAt)) / DAY_MS
  if (age < 0 || age > days) return undefined
  const distance = report.position && issue.position && metresBetween(report.position, issue.position)
  if (distance === undefined ? report.gridPath.at(-1) !== issue.gridPath.at(-1) : distance > within) return undefined
  const marks = [
    // In one building as good as beside each other.
    distance === undefined ? 0.8 : 1 - distance / within,
    1 - age / days,
    report.categoryId === issue.categoryId ? 1 : 0.5,
  ]
  if (report.description && issue.description) {
    const alike = similarity(report.description, issue.description)
    // The words weigh as much as all else: two lamps on one stair are two issues.
    marks.push(alike, alike, alike)
  }
  const score = marks.reduce((sum, mark) => sum + mark, 0) / marks.length
  return { id: issue.id, score, ...(distance !== undefined && { distance }) }
}

const EARTH_RADIUS = 6_371_008.8

/** Haversine; between places of a district to a decimetre. */
function metresBetween([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const rad = Math.PI / 180
  const a =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(a)))
}
