import { findDuplicates } from './duplicates/find-duplicates.ts'
import type { Comparable, Duplicate, DuplicateContext, KnownIssue } from './duplicates/find-duplicates.ts'
import { isListed } from './is-listed.ts'

/** Least score without which nobody is told of an issue: nearness, kind and time alone do not reach it. */
const LEAST = 0.6
/** Words shorter than this say nothing. */
const FEWEST_SIGNS = 4
const MOST = 3

/**
 * Open issues that somebody who is about to report is told of: those that a list for everybody may have, and only if their words
 * are somewhat alike. Whoever does not know what an issue is about does not learn by asking that there is one.
 * @returns best first, three at most
 */
export function similarIssues(
  report: Comparable,
  issues: readonly KnownIssue[],
  context: Omit<DuplicateContext, 'policy'>,
): Duplicate[] {
  if ([...(report.description ?? '').replace(/[^\p{L}\p{N}]+/gu, '')].length < FEWEST_SIGNS) return []
  const listed = issues.filter(({ state }) => isListed(state))
  return findDuplicates(report, listed, { ...context, policy: { least: LEAST } }).slice(0, MOST)
}
