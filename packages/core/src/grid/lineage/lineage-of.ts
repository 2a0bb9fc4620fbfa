import type { Id } from '../../schema.ts'
import { append } from '../append.ts'
import type { GridRecord } from '../schema.ts'

export interface Lineage {
  /** What the grid came from, and what that came from, nearest first. */
  ancestors: GridRecord[]
  /** What came of the grid, and of that, nearest first. */
  successors: GridRecord[]
}

/**
 * Where a grid comes from and what came of it, over any number of splits, merges and redraws; both empty for an unknown id.
 * @example lineageOf(records, 'micro-7').successors.map(({ id }) => id) // ['micro-7a', 'micro-7b']
 */
export function lineageOf(records: readonly GridRecord[], id: Id): Lineage {
  const byId = new Map(records.map((record) => [record.id, record]))
  const successors = new Map<Id, GridRecord[]>()
  for (const record of records) for (const from of record.lineage?.from ?? []) append(successors, from, record)
  const origins = (record: GridRecord) => (record.lineage?.from ?? []).flatMap((from) => byId.get(from) ?? [])
  const start = byId.get(id)
  if (!start) return { ancestors: [], successors: [] }
  return { ancestors: reached(start, origins), successors: reached(start, (record) => successors.get(record.id) ?? []) }
}

function reached(start: GridRecord, next: (record: GridRecord) => readonly GridRecord[]): GridRecord[] {
  const found = new Set([start])
  for (const record of found) for (const one of next(record)) found.add(one)
  return [...found].slice(1)
}
