import { withholdSmall } from '@wangge/core/privacy'
import type { GridTree } from '@wangge/core/grid'
import type { GridStatus } from '@wangge/core/grid/schema'
import { isOpen } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { localMidnight } from '../local-midnight.ts'
import { currentCursor } from './changes.ts'
import type { Queries } from './database.ts'
import type { Reference } from './reference.ts'

type Measure = keyof GridStatus['issues']
type Counted = Record<Measure, number>

interface PathCounts extends Counted {
  gridPath: string[]
}

/** Counts of every grid's subtree at one cursor, and which of them nobody outside may see. */
export interface IssueCounts {
  of(gridId: string): Counted
  /** With null for what is withheld. */
  published(gridId: string): GridStatus['issues']
}

export interface IssueCountsStore {
  current(reference: Reference, now: number): Promise<IssueCounts>
}

const MEASURES: readonly Measure[] = ['open', 'reportedToday', 'closedWithin7Days']
const NONE: Counted = { open: 0, reportedToday: 0, closedWithin7Days: 0 }
const OPEN_STATES = issueStateSchema.options.filter(isOpen)
const WEEK_MS = 7 * 86_400_000
/** Weeks end at any moment, without a change that would tell of it: the counts are never older. */
const MOST_AGE_MS = 60_000

/**
 * Counts of the whole district in one query, remembered until something changes, the local day ends or a minute passes: which
 * counts are withheld follows from all of them, and every view must tell the same.
 */
export function createIssueCounts({ db, districtId }: Pick<Context, 'db' | 'districtId'>): IssueCountsStore {
  let known: Known | undefined
  return {
    async current(reference, now) {
      const midnight = localMidnight(now, reference.timeZone)
      const { smallCount, version, from, tree } = reference
      // A redraw takes effect without another version.
      const key = JSON.stringify([version, from, smallCount, midnight])
      const cursor = await currentCursor(db, districtId)
      if (
        known?.key === key &&
        known.since <= now &&
        now < known.until &&
        !(await hasIssueNews(db, districtId, known.cursor, cursor))
      ) {
        known.cursor = Math.max(known.cursor, cursor)
        return known.value
      }
      const value = count(db, districtId, midnight, now).then((own) => summed(own, tree, smallCount))
      const entry: Known = { key, cursor, since: now, until: now + MOST_AGE_MS, value }
      known = entry
      value.catch(() => {
        // Whoever asked hears of it; the next one asks anew.
        if (known === entry) known = undefined
      })
      return value
    },
  }
}

interface Known {
  /** What else the counts depend on. */
  key: string
  /** No issue has changed up to here since they were counted. */
  cursor: number
  /** Epoch milliseconds. */
  since: number
  until: number
  value: Promise<IssueCounts>
}

/** Whether an issue has changed. Most changes are of slots: they cost a look at what is new, not a count of everything. */
export async function hasIssueNews(db: Queries, districtId: string, after: number, cursor: number): Promise<boolean> {
  if (after >= cursor) return false
  const first = await db
    .selectFrom('changes')
    .select('seq')
    .where('district_id', '=', districtId)
    .where('seq', '>', after)
    .where('seq', '<=', cursor)
    .where('topic', '=', 'issue')
    .limit(1)
    .executeTakeFirst()
  return first !== undefined
}

/** By path, root first, as it was frozen when the issue came in: how many issues lie there. */
async function count(db: Queries, districtId: string, midnight: number, now: number): Promise<PathCounts[]> {
  const today = new Date(midnight).toISOString()
  const weekAgo = new Date(now - WEEK_MS).toISOString()
  // The condition leaves out what counts nowhere: nearly all of a district's issues, once it has some years.
  const { rows } = await sql<PathCounts>`
    select grid_path as "gridPath",
      count(*) filter (where state = any(${OPEN_STATES}::text[])) as open,
      count(*) filter (where created_at >= ${today}::timestamptz) as "reportedToday",
      count(*) filter (where closed_at > ${weekAgo}::timestamptz) as "closedWithin7Days"
    from issues where district_id = ${districtId}
      and (state = any(${OPEN_STATES}::text[]) or created_at >= ${today}::timestamptz or closed_at > ${weekAgo}::timestamptz)
    group by 1`.execute(db)
  return rows
}

function summed(own: readonly PathCounts[], tree: GridTree, least: number): IssueCounts {
  const totals = Object.fromEntries(MEASURES.map((measure) => [measure, totalsOf(own, tree, measure)])) as Record<
    Measure,
    Map<string, number>
  >
  const withheld = Object.fromEntries(
    MEASURES.map((measure) => [measure, withholdSmall(tree, totals[measure], least)]),
  ) as Record<Measure, Set<string>>
  const of = (gridId: string): Counted =>
    ({ ...NONE, ...Object.fromEntries(MEASURES.map((measure) => [measure, totals[measure].get(gridId) ?? 0])) }) as Counted
  return {
    of,
    published(gridId) {
      const counts: GridStatus['issues'] = of(gridId)
      for (const measure of MEASURES) if (withheld[measure].has(gridId)) counts[measure] = null
      return counts
    },
  }
}

function totalsOf(own: readonly PathCounts[], tree: GridTree, measure: Measure): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { gridPath, [measure]: counted } of own) {
    if (counted === 0) continue
    // A path stays as it was frozen. What lies in a grid that has ended counts in the deepest one of its path that has not.
    const deepest = gridPath.findLast((id) => tree.get(id))
    if (deepest === undefined) continue
    for (const { id } of tree.path(deepest)) totals.set(id, (totals.get(id) ?? 0) + counted)
  }
  return totals
}
