import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import { holdsAt, validity } from '../validity.ts'
import { momentOf } from './moment.ts'

/**
 * The grids valid at an instant, each with the parent that it has then: `createGridTree` makes the tree of that day of them.
 * The order is kept; a record without former parents is given as it is.
 * @param at an RFC 3339 instant, or epoch milliseconds
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example createGridTree(gridsAt(records, '2026-03-02T00:00:00+08:00'))
 */
export function gridsAt(records: readonly GridRecord[], at: Instant | number): GridRecord[] {
  const { ms } = momentOf(at)
  return records.filter((record) => holdsAt(validity(record), ms)).map((record) => asAt(record, ms))
}

function asAt(record: GridRecord, ms: number): GridRecord {
  if (record.formerParents === undefined) return record
  const { formerParents: _, ...rest } = record
  const parentId = parentAt(record, ms)
  return parentId === undefined ? rest : { ...rest, parentId }
}

/** The parent that a grid has at an instant, epoch milliseconds. */
export function parentAt({ parentId, formerParents = [] }: GridRecord, ms: number): Id | undefined {
  const former = formerParents.find(({ until }) => ms < Date.parse(until))
  return former ? former.parentId : parentId
}

/**
 * When the tree changes, in order, epoch milliseconds: between two of these it stays as it is.
 * @example gridTurns(records).find((turn) => turn > now) // when what was built for now has to be built anew
 */
export function gridTurns(records: readonly GridRecord[]): number[] {
  const turns = new Set<number>()
  for (const record of records) for (const { at } of turnsOf(record)) turns.add(at)
  return [...turns].sort((one, other) => one - other)
}

/** When a grid begins, ends or gets another parent. */
export function turnsOf({ validFrom, validTo, formerParents = [] }: GridRecord): { at: number; text: Instant }[] {
  const texts = [validFrom, validTo, ...formerParents.map(({ until }) => until)]
  return texts.flatMap((text) => (text === undefined ? [] : [{ at: Date.parse(text), text }]))
}
