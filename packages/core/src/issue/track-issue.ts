import { AFTERCARE, aftercareEnds } from './aftercare.ts'
import { allowedActions } from './allowed-actions.ts'
import type { Aftercare } from './aftercare.ts'
import type { Actor, IssueContext } from './permission.ts'
import { REPORTER_ACTIONS } from './reporter-actions.ts'
import type { Category, Issue, IssueTrack, ReporterAction, TrackStep, Transition } from './schema.ts'
import { tellsReporter } from './tells-reporter.ts'

export interface TrackContext extends IssueContext {
  /** The issue that this one was merged into, where it was. */
  goesOn?: Pick<Issue, 'state' | 'updatedAt'> | undefined
  /** As it was when the issue was reported. */
  category?: Pick<Category, 'name'> | undefined
}

/** Whoever holds the receipt code acts as the one who reported it. */
export const reporterOf = ({ history }: Pick<Issue, 'history'>): Actor => ({ id: history[0]!.actor.id, role: 'resident' })

/**
 * An issue as whoever holds its receipt code may see it: their own words, each step with its time and office and no name of
 * anybody, what was said to them, photos before and after, and what they may do now.
 * @example trackIssue(closed, { tree, appointments, now }).actions // ['reopen', 'rate', 'note']
 */
export function trackIssue(issue: Issue, { goesOn, category, ...context }: TrackContext): IssueTrack {
  const { id, categoryId, gridPath, state, createdAt, updatedAt, version } = issue
  const { attributes, description, placeText, photos, terms, history } = issue
  const allowed: readonly string[] = allowedActions(issue, reporterOf(issue), context)
  const until = endsOf(history, allowed, context.aftercare)
  return {
    ...{ id, categoryId, gridPath, state, createdAt, updatedAt, version },
    ...(category && { categoryName: category.name }),
    attributes,
    description,
    ...(placeText !== undefined && { placeText }),
    photos,
    ...(terms && { terms }),
    steps: history.map(stepOf),
    actions: REPORTER_ACTIONS.filter((action) => allowed.includes(action)),
    ...(Object.keys(until).length > 0 && { until }),
    ...(goesOn && state === 'merged' && { goesOn: { state: goesOn.state, updatedAt: goesOn.updatedAt } }),
  }
}

function stepOf({ seq, action, from, to, at, actor, reason, evidence, assignee, until, rating, parts }: Transition): TrackStep {
  const by = seq === 1 || actor.role === 'resident' ? 'reporter' : actor.role === 'system' ? 'clock' : 'staff'
  const isTold = by === 'reporter' || tellsReporter(action)
  return {
    ...{ seq, action, to, at, by },
    ...(from !== undefined && { from }),
    ...(by === 'staff' && actor.role !== 'system' && { role: actor.role }),
    ...(assignee && action !== 'report' && { assignee: assignee.role }),
    ...(isTold && reason !== undefined && { words: reason }),
    ...(isTold && evidence?.length && { photos: evidence }),
    ...(until !== undefined && { until }),
    ...(rating !== undefined && { rating }),
    ...(parts && { parts }),
  }
}

function endsOf(
  history: readonly Transition[],
  allowed: readonly string[],
  aftercare: Aftercare = AFTERCARE,
): Partial<Record<ReporterAction, string>> {
  const ends = (['reopen', 'rate'] as const).flatMap((action) => {
    const end = allowed.includes(action) ? aftercareEnds(history, action, aftercare) : undefined
    return end === undefined ? [] : [[action, new Date(end).toISOString()] as const]
  })
  return Object.fromEntries(ends)
}
