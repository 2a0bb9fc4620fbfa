import { findDuplicates } from './duplicates/find-duplicates.ts'
import type { Comparable, Duplicate, DuplicateContext, KnownIssue } from './duplicates/find-duplicates.ts'
import { sameArea } from './duplicates/same-area.ts'
import { isListed } from './is-listed.ts'

/** Least score without which nobody is told of an issue: place, kind and time alone do not reach it, with words that differ. */
const LEAST = 0.6
/** Words shorter than this say nothing. */
const FEWEST_SIGNS = 4
const MOST = 3

/**
 * Open issues that somebody who is about to report is told of: those that a list for everybody may have, about there (sameArea), and
 * only if their words are somewhat alike. Whoever does not know what an issue is about does not learn by asking that there is one;
 * whoever does learns where it is no finer than an area, neither by an answer nor by a score.
 * @returns best first, three at most
 */
export function similarIssues(
  report: Comparable,
  issues: readonly KnownIssue[],
  context: Omit<DuplicateContext, 'policy'>,
): Omit<Duplicate, 'distance'>[] {
  if (!saysSomething(report)) return []
  const told = issues.filter((issue) => isListed(issue.state) && saysSomething(issue) && sameArea(report, issue))
  return findDuplicates(withoutPlace(report), told.map(withoutPlace), { ...context, policy: { least: LEAST } }).slice(0, MOST)
}

/** Of what has been erased there is nothing to be like. */
const saysSomething = ({ description = '' }: Comparable): boolean =>
  [...description.replace(/[^\p{L}\p{N}]+/gu, '')].length >= FEWEST_SIGNS

const withoutPlace = <Placed extends Comparable>(placed: Placed): Placed => ({ ...placed, gridPath: [], position: undefined })
