import { allowedActions, clocks, vacantPosts } from '@wangge/core/issue'
import type { Issue, StaffIssue } from '@wangge/core/issue/schema'
import { actorOf } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachesIssue } from '../auth/reaches-issue.ts'
import { pastCategories } from './categories.ts'
import type { PastCategories } from './categories.ts'
import type { Queries } from './database.ts'
import { duplicatesOf } from './issues.ts'
import type { Reference } from './reference.ts'

export interface ViewContext {
  districtId: string
  staff: Staff
  reference: Pick<Reference, 'tree' | 'appointments' | 'calendar'>
  /** Epoch milliseconds. */
  now: number
}

/** The issues as somebody may act in them: by the same rule that decides on the step they take. */
export async function staffIssues(db: Queries, issues: readonly Issue[], context: ViewContext): Promise<StaffIssue[]> {
  const duplicates = await duplicatesOf(
    db,
    context.districtId,
    issues.map(({ id }) => id),
  )
  const past = await pastCategories(db, context.districtId, issues)
  return issues.map((issue) => ({
    ...issue,
    ...categoryOf(issue, past),
    allowedActions: actionsOf(issue, context),
    duplicates: duplicates.get(issue.id) ?? [],
    clocks: clocks(issue, context.reference.calendar, context.now),
  }))
}

const categoryOf = (issue: Issue, past: PastCategories): Pick<StaffIssue, 'category'> => {
  const category = past.find(issue)
  return category ? { category } : {}
}

/** One issue, with what only a closer look needs: whose posts are vacant. */
export async function staffIssue(db: Queries, issue: Issue, context: ViewContext): Promise<StaffIssue> {
  const { reference, now } = context
  const [view] = await staffIssues(db, [issue], context)
  return { ...view!, vacantPosts: vacantPosts(issue.gridPath, reference.tree, reference.appointments, now) }
}

/** For an ETag: how much of a clock is used changes each minute, how it stands by its end only. */
export const unmoved = <View extends Pick<StaffIssue, 'clocks'>>({ clocks: running = [], ...issue }: View) => ({
  ...issue,
  clocks: running.map(({ used: _, ...clock }) => clock),
})

/** What any of the grants that reach the issue allows, each action once. */
function actionsOf(issue: Issue, { staff, reference: { tree, appointments }, now }: ViewContext): StaffIssue['allowedActions'] {
  const reaching = staff.grants.filter((grant) => reachesIssue(grant, issue))
  return [...new Set(reaching.flatMap((grant) => allowedActions(issue, actorOf(staff, grant), { tree, appointments, now })))]
}
