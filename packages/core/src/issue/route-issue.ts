import type { GridTree } from '../grid/grid-tree.ts'
import type { Appointment } from '../grid/schema.ts'
import type { Id } from '../schema.ts'
import { gridPost } from './post-holders.ts'
import type { Assignee, Category, Issue, RoutingRule } from './schema.ts'

export interface RouteContext {
  tree: GridTree
  appointments: readonly Appointment[]
  /** The first that fits holds. */
  rules: readonly RoutingRule[]
  /** Organisations that somebody is the liaison of now. */
  liaisons: ReadonlySet<Id>
  /** Epoch milliseconds. */
  now: number
}

/** Who is asked first. */
export interface Route {
  assignee: Assignee
  /** Grids whose post would have been asked before, and nobody holds it, from below; or an organisation without a liaison. */
  vacant: Id[]
}

/**
 * Who is asked first about an issue: by the first rule that fits its category, or the one above it, and its severity; otherwise
 * whoever answers for its own grid, first the head of the building. Where nobody holds a post the next one above is asked, and of
 * an organisation without a liaison the top, and the vacancy is named; where the path has no grid of a rule's level the next one above is meant as well.
 * @example routeIssue({ gridPath: ['s', 'c1', 'e1', 'm1'], severity: 'simple' }, category, context) // { assignee: { role: 'buildingHead', gridId: 'm1' }, vacant: [] }
 */
export function routeIssue(
  { gridPath, severity = 'general' }: Pick<Issue, 'gridPath' | 'severity'>,
  { id, parentId }: Pick<Category, 'id' | 'parentId'>,
  { tree, appointments, rules, liaisons, now }: RouteContext,
): Route {
  const rule = rules.find(
    (one) =>
      (one.categoryId === undefined || one.categoryId === id || one.categoryId === parentId) &&
      (one.severity === undefined || one.severity === severity),
  )
  const posts = [...gridPath].reverse().map((gridId) => gridPost(gridId, tree, appointments, now))
  const orgId = rule?.to.orgId
  if (orgId !== undefined) {
    if (liaisons.has(orgId)) return { assignee: { role: 'liaison', orgId }, vacant: [] }
    // Above a department is who called for it.
    const { role, gridId } = posts.at(-1)!
    return { assignee: { role, gridId }, vacant: [orgId] }
  }
  const lowest = rule ? UPWARDS.indexOf(rule.to.role) : 0
  const asked = posts.filter(({ role }) => UPWARDS.indexOf(role) >= lowest)
  // The top is asked where nobody else is there.
  const first = asked.find(({ vacant }) => !vacant) ?? posts.at(-1)!
  const above = asked.indexOf(first)
  const vacant = asked.slice(0, above === -1 ? asked.length : above).map(({ gridId }) => gridId)
  return { assignee: { role: first.role, gridId: first.gridId }, vacant }
}

const UPWARDS: readonly Assignee['role'][] = ['buildingHead', 'estateWorker', 'community', 'street']
