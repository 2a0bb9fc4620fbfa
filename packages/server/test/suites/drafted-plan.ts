import type { RosterPlanTable } from '../../src/storage/tables.ts'
import { nextUlid } from '../harness.ts'
import type { District } from '../harness.ts'
import { NOW } from '../sample.ts'

const COSTS = { short: 0, wished: 0, quotaShort: 0, quotaOver: 0, fairness: 0, wish: 0, distance: 0, move: 0 }
const FIGURES = { cost: 0, costs: COSTS, bound: 0, gap: 0, ended: 'optimal', iterations: 1 } as const
const DRAFT = { ...FIGURES, unfilled: [], binding: [], fairness: { shifts: [], least: 0, most: 0, organisations: [] } }

/** A plan of a day without shifts, as one that was made is stored, or one that nobody has begun. @returns its id */
export async function storedPlan(
  { database: { db } }: District,
  { gridId, state }: { gridId: string; state: Extract<RosterPlanTable['state'], 'queued' | 'done'> },
): Promise<string> {
  const id = nextUlid()
  const at = new Date(NOW).toISOString()
  const isDone = state === 'done'
  await db
    .insertInto('roster_plans')
    .values({
      district_id: 'main',
      id,
      state,
      grid_id: gridId,
      from_date: '2026-07-01',
      days: 1,
      options: '{}',
      created_at: at,
      ...(isDone && {
        ended_at: at,
        summary: JSON.stringify({ slots: 0, people: 0, assigned: 0, missing: 0, ...FIGURES }),
        base: JSON.stringify({ slots: [], costs: COSTS }),
        draft: JSON.stringify(DRAFT),
      }),
    })
    .execute()
  return id
}
