import { reachedGrids, reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import type { Category } from '@wangge/core/issue/schema'
import { notFound } from '../problem.ts'
import type { IssueFilterQuery } from '../schema.ts'
import type { IssueCondition, IssueReach, SoughtWord } from './issue-condition.ts'

const DAY_MS = 86_400_000

export interface AskedContext {
  grants: readonly Grant[]
  tree: GridTree
  categories: readonly Category[]
  /** Epoch milliseconds. */
  now: number
}

/**
 * Which issues a query of the caller's asks for, by what they reach: a liaison what their organisations were asked to handle,
 * wherever it lies; all others what lies in the subtrees of their grants; whoever is both, both.
 * @throws ProblemError 404 `unknown-grid` where a grid is asked for of which the caller reaches nothing
 */
export function askedIssues(query: IssueFilterQuery, { grants, tree, categories, now }: AskedContext): IssueCondition {
  const { grid, org, category, severity, state, overdue, mine, unpublished, ended, text = '' } = query
  return {
    reach: reachOf(grants, grid, tree),
    gridId: grid,
    orgId: org,
    severity,
    state,
    ...(category !== undefined && { categoryIds: withChildren(category, categories) }),
    ...(mine && { heldBy: postsOf(grants) }),
    ...(unpublished && { toPublish: true }),
    ...(overdue && { dueBy: new Date(now).toISOString() }),
    ...(ended !== undefined && { openSince: new Date(now - ended * DAY_MS).toISOString() }),
    words: [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))].map((word) => sought(word, { tree, categories })),
  }
}

function reachOf(grants: readonly Grant[], grid: string | undefined, tree: GridTree): IssueReach {
  const orgIds = [...new Set(grants.flatMap(({ role, orgId }) => (role === 'liaison' && orgId !== undefined ? [orgId] : [])))]
  if (grid === undefined) return { gridIds: reachedGrids(grants, tree), orgIds }
  // All that lies there is theirs to read: nothing else is looked at.
  if (grants.some((grant) => reachesGrid(grant, grid, tree))) return { gridIds: [grid], orgIds: [] }
  if (orgIds.length === 0 || !tree.get(grid)) throw notFound('unknown-grid', 'There is no such grid in your subtree')
  return { gridIds: reachedGrids(grants, tree), orgIds }
}

const postsOf = (grants: readonly Grant[]) =>
  grants.flatMap(({ role, gridId, orgId }) => {
    const place = orgId ?? gridId
    return place === undefined ? [] : [{ role, place }]
  })

const withChildren = (id: string, categories: readonly Category[]): string[] => [
  id,
  ...categories.filter(({ parentId }) => parentId === id).map((one) => one.id),
]

/** Names are looked through in both languages; that all is in the district finds nothing. */
function sought(word: string, { tree, categories }: Pick<AskedContext, 'tree' | 'categories'>): SoughtWord {
  const isIn = ({ name }: { name: { zh: string; en: string } }) => `${name.zh}\n${name.en}`.toLowerCase().includes(word)
  return {
    word,
    categoryIds: categories.filter(isIn).map(({ id }) => id),
    gridIds: tree
      .descendants(tree.root.id)
      .filter(isIn)
      .map(({ id }) => id),
  }
}
