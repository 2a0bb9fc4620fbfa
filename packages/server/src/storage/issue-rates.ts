import { addToTally, emptyTally, ratesOf } from '@wangge/core/issue'
import type { IssueFacts, RateTally } from '@wangge/core/issue'
import type { GridTree } from '@wangge/core/grid'
import type { Category, IssueRatesView } from '@wangge/core/issue/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { monthsOf } from '../months-of.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { IssueRatesQuery } from '../schema.ts'
import { listCategories } from './categories.ts'
import { issueCondition } from './issue-condition.ts'
import { reckonFacts } from './issue-facts.ts'

/** Facts that are held at once. */
const PAGE = 20_000

const LONGEST_DAYS = 1_860
const DAY_MS = 86_400_000

/** What is asked for, and what the district has. */
interface Counting extends IssueRatesQuery {
  /** Roots of subtrees, none inside another. */
  gridIds: readonly string[]
  categories: readonly Category[]
  /** Epoch milliseconds. */
  now: number
}

/** What of an issue says which part it counts in. */
interface CountedRow {
  id: string
  /** As the database writes it, to the microsecond. */
  createdAt: string
  facts: IssueFacts
  categoryId: string
  /** Its grids, root first, by slashes: texts that are the same are one. */
  path: string
}

/**
 * Rates of the issues that lie in some subtrees, and of each part of them: in the order of the tree, of the categories or of time,
 * those without an issue too. Facts are read page by page and forgotten once they are counted.
 * @param gridIds roots of the subtrees, none inside another
 * @throws ProblemError 400 `invalid-query` for a time that is none or too long, 404 `unknown-category`
 */
export async function issueRatesView(
  context: Context,
  gridIds: readonly string[],
  query: IssueRatesQuery,
  now: number,
): Promise<IssueRatesView> {
  const { db, districtId } = context
  const { by, categoryId, from, to } = query
  expectTime(from, to)
  const reference = await context.reference.current()
  const categories = await listCategories(db, districtId)
  if (categoryId !== undefined && !categories.some(({ id }) => id === categoryId)) {
    throw notFound('unknown-category', 'There is no such category')
  }
  await reckonFacts(context, reference)
  const { tree, timeZone } = reference
  const parted = {
    grid: () => gridParts(tree, gridIds),
    category: () => categoryParts(categories, categoryId),
    period: () => periodParts(from, to, timeZone),
  }[by]()
  const whole = emptyTally()
  const tallies = new Map<string | undefined, RateTally>(parted.keys.map((key) => [key, emptyTally()]))
  for await (const row of countedRows(context, { ...query, gridIds, categories, now })) {
    addToTally(whole, row.facts, now)
    const key = parted.keyOf(row)
    if (!tallies.has(key)) tallies.set(key, emptyTally())
    addToTally(tallies.get(key)!, row.facts, now)
  }
  const asOf = new Date(now).toISOString()
  return {
    ...(gridIds.length === 1 && { gridId: gridIds[0]! }),
    ...(categoryId !== undefined && { categoryId }),
    ...{ from, to, by },
    whole: { ...ratesOf(whole), asOf },
    parts: [...tallies].map(([key, tally]) => {
      const name = key === undefined ? undefined : parted.nameOf(key)
      return { ...(key !== undefined && { key }), ...(name && { name }), ...ratesOf(tally), asOf }
    }),
  }
}

function expectTime(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  if (days > 0 && days <= LONGEST_DAYS) return
  const errors = [{ path: ['to'], code: 'out-of-range', message: `Expected at most ${LONGEST_DAYS} days after from` }]
  throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors })
}

interface Parts {
  /** In their order. */
  keys: readonly string[]
  /** Undefined: in none of them. */
  keyOf(row: CountedRow): string | undefined
  nameOf(key: string): Localized | undefined
}

/** The grids below, or, of several subtrees, those themselves. What lies in a grid that has ended counts in the deepest of its path that has not. */
function gridParts(tree: GridTree, roots: readonly string[]): Parts {
  const [root] = roots
  const keys = roots.length === 1 ? tree.children(root!).map(({ id }) => id) : roots
  const known = new Set(keys)
  const found = new Map<string, string | undefined>()
  const find = (path: string) => {
    const deepest = path.split('/').findLast((id) => tree.get(id))
    return deepest === undefined ? undefined : tree.path(deepest).find(({ id }) => known.has(id))?.id
  }
  return {
    keys,
    keyOf({ path }) {
      if (!found.has(path)) found.set(path, find(path))
      return found.get(path)
    },
    nameOf: (key) => tree.get(key)?.name,
  }
}

/** Those of the first level; of one of them, those below it; of one below, itself. */
function categoryParts(categories: readonly Category[], asked: string | undefined): Parts {
  const parents = new Map(categories.map(({ id, parentId }) => [id, parentId]))
  const nameOf = (key: string) => categories.find(({ id }) => id === key)?.name
  if (asked === undefined) {
    const keys = categories.filter(({ parentId }) => parentId === undefined).map(({ id }) => id)
    return {
      keys,
      keyOf: ({ categoryId }) => (parents.has(categoryId) ? (parents.get(categoryId) ?? categoryId) : undefined),
      nameOf,
    }
  }
  const children = categories.filter(({ parentId }) => parentId === asked).map(({ id }) => id)
  const keys = children.length > 0 ? children : [asked]
  return { keys, keyOf: ({ categoryId }) => (keys.includes(categoryId) ? categoryId : undefined), nameOf }
}

function periodParts(from: string, to: string, timeZone: string): Parts {
  const months = monthsOf(Date.parse(from), Date.parse(to), timeZone)
  return {
    keys: months.map(({ key }) => key),
    keyOf: ({ facts }) => months.findLast(({ from: start }) => start <= facts.reportedAt)?.key,
    nameOf: () => undefined,
  }
}

async function* countedRows(
  { db, districtId }: Pick<Context, 'db' | 'districtId'>,
  { gridIds, categoryId, categories, from, to, by }: Counting,
): AsyncGenerator<CountedRow> {
  const children = categories.filter(({ parentId }) => parentId === categoryId).map(({ id }) => id)
  const categoryIds = categoryId === undefined ? undefined : [categoryId, ...children]
  const asked = issueCondition({ reach: { gridIds, orgIds: [] }, categoryIds })
  const path = by === 'grid' ? sql`array_to_string(grid_path, '/')` : sql`''`
  let after: Pick<CountedRow, 'id' | 'createdAt'> | undefined
  for (;;) {
    const isAfter = after ? sql`(created_at, id) > (${after.createdAt}::timestamptz, ${after.id}::text)` : sql`true`
    const { rows } = await sql<CountedRow>`
      select id, created_at::text as "createdAt", facts, category_id as "categoryId", ${path} as path from issues
      where district_id = ${districtId} and facts is not null and ${asked} and ${isAfter}
        and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
      order by created_at, id limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    after = rows.at(-1)!
  }
}
