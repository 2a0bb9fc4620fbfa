import type { Id } from '../../schema.ts'
import { createGridTree } from '../grid-tree.ts'
import type { GridRecord } from '../schema.ts'
import { gridsAt, gridTurns, parentAt, turnsOf } from './grids-at.ts'
import type { Moment } from './moment.ts'
import type { LineageRefusal } from './refusal.ts'
import { holdsAt, validity } from '../validity.ts'

/** The records after a change. Those before it stay what they are: nothing that was true of an earlier day is lost. */
export type LineageResult = { ok: true; records: GridRecord[] } | LineageRefusal

/** What ends at an instant, what begins in its place, and which grids get another parent then. */
export interface Replacement {
  at: Moment
  ended: readonly Id[]
  /** Complete but for the beginning. */
  begun: readonly GridRecord[]
  parents: ReadonlyMap<Id, Id>
}

/** Looks at the outlines of a change that makes a tree. */
export type RefusedOutlines = (
  before: readonly GridRecord[],
  after: readonly GridRecord[],
  change: Replacement,
) => LineageRefusal | undefined

/** Applies a change; refuses one after which the grids would at any instant be no tree. */
export function replaceGrids(
  records: readonly GridRecord[],
  change: Replacement,
  refusedOutlines: RefusedOutlines = () => undefined,
): LineageResult {
  const refusal = refusedToEnd(records, change) ?? refusedToBegin(records, change) ?? refusedToMove(records, change)
  if (refusal) return refusal
  const { at, ended, begun, parents } = change
  const ends = new Set(ended)
  const after = records.map((record) => {
    if (ends.has(record.id)) return { ...record, validTo: at.text }
    const parentId = parents.get(record.id)
    return parentId === undefined || parentId === record.parentId ? record : movedTo(record, parentId, at)
  })
  after.push(...begun.map((record) => ({ ...record, validFrom: at.text })))
  return brokenTree(after, at) ?? refusedOutlines(records, after, change) ?? { ok: true, records: after }
}

function movedTo(record: GridRecord, parentId: Id, { text: until }: Moment): GridRecord {
  const { parentId: former, formerParents = [] } = record
  // What is moved has a parent: the root is nobody's child.
  return { ...record, parentId, formerParents: [...formerParents, { parentId: former!, until }] }
}

/** Why a grid cannot end then. */
export function refusedToEnd(
  records: readonly GridRecord[],
  { at, ended }: Pick<Replacement, 'at' | 'ended'>,
): LineageRefusal | undefined {
  const byId = new Map(records.map((record) => [record.id, record]))
  const seen = new Set<Id>()
  for (const gridId of ended) {
    if (seen.has(gridId)) return { ok: false, reason: 'listed-twice', detail: { gridId } }
    seen.add(gridId)
    const record = byId.get(gridId)
    if (!record) return { ok: false, reason: 'unknown-grid', detail: { gridId } }
    const refusal = outsideValidity(record, at)
    if (refusal) return refusal
  }
  return undefined
}

function outsideValidity(record: GridRecord, at: Moment): LineageRefusal | undefined {
  const { id: gridId, validFrom, validTo } = record
  if (validFrom !== undefined && at.ms <= Date.parse(validFrom)) {
    return { ok: false, reason: 'before-valid-from', detail: { gridId, validFrom } }
  }
  if (validTo !== undefined && Date.parse(validTo) <= at.ms) {
    return { ok: false, reason: 'not-valid-then', detail: { gridId, validTo } }
  }
  return changedLater(record, at)
}

function changedLater(record: GridRecord, at: Moment): LineageRefusal | undefined {
  const later = turnsOf(record).find((turn) => turn.at > at.ms)
  return later && { ok: false, reason: 'changed-later', detail: { gridId: record.id, at: later.text } }
}

function refusedToBegin(records: readonly GridRecord[], { at, begun }: Replacement): LineageRefusal | undefined {
  const taken = new Set(records.map(({ id }) => id))
  const byId = new Map(records.map((record) => [record.id, record]))
  for (const { id, parentId } of begun) {
    if (taken.has(id)) return { ok: false, reason: 'id-taken', detail: { id } }
    taken.add(id)
    const parent = parentId === undefined ? undefined : byId.get(parentId)
    // What ends later was asked where its children go, and did not know of these.
    const refusal = parent?.validTo === undefined ? undefined : changedLater(parent, at)
    if (refusal) return refusal
  }
  return undefined
}

/** The children of what ends need another parent; one of a later day was not asked about. */
function refusedToMove(records: readonly GridRecord[], { at, ended, parents }: Replacement): LineageRefusal | undefined {
  const ends = new Set(ended)
  const lost: Id[] = []
  for (const record of records) {
    const isMoved = parents.has(record.id)
    if (ends.has(record.id) || (!isMoved && !hasParentIn(ends, record, at.ms))) continue
    const refusal = changedLater(record, at)
    if (refusal) return refusal
    if (!isMoved) lost.push(record.id)
  }
  return lost.length > 0 ? { ok: false, reason: 'child-lost', detail: { gridIds: lost } } : undefined
}

/** Whether one of these is its parent then or at any time after. */
function hasParentIn(ids: ReadonlySet<Id>, record: GridRecord, ms: number): boolean {
  if (validity(record).to <= ms) return false
  const later = (record.formerParents ?? []).filter(({ until }) => ms < Date.parse(until))
  return [record, ...later].some(({ parentId }) => parentId !== undefined && ids.has(parentId))
}

/** Grids whose parent at an instant is one of these. */
export const childrenAt = (records: readonly GridRecord[], parents: ReadonlySet<Id>, ms: number): GridRecord[] =>
  records.filter((record) => {
    const parentId = parentAt(record, ms)
    return parentId !== undefined && parents.has(parentId) && holdsAt(validity(record), ms)
  })

function brokenTree(records: readonly GridRecord[], at: Moment): LineageRefusal | undefined {
  const turns = gridTurns(records).filter((turn) => turn >= at.ms)
  for (const turn of turns) {
    const result = createGridTree(gridsAt(records, turn))
    if (result.ok) continue
    const { problems } = result
    return { ok: false, reason: 'broken-tree', detail: { at: new Date(turn).toISOString(), problems } }
  }
  return undefined
}
