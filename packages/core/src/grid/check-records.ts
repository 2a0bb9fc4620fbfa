import type { Id } from '../schema.ts'
import { append } from './append.ts'
import { canonicalCode } from './codes/parse-code.ts'
import {
  cycle,
  duplicateCode,
  duplicateId,
  missingParent,
  noRoot,
  PARENT_LEVELS,
  severalRoots,
  wrongLevel,
  wrongRootLevel,
} from './problem.ts'
import type { GridProblem } from './problem.ts'
import type { GridCode, GridRecord } from './schema.ts'
import { validity } from './validity.ts'

type ById = ReadonlyMap<Id, GridRecord>

/**
 * Everything that keeps records from being one tree of grids; empty where they are. Linear in the number of records.
 * Where an id is used twice, its first record stands for it in the other checks.
 */
export function checkRecords(records: readonly GridRecord[]): GridProblem[] {
  const byId = new Map<Id, GridRecord>()
  for (const record of records) if (!byId.has(record.id)) byId.set(record.id, record)
  return [
    ...repeatedIds(records),
    ...wrongRoots(byId),
    ...missingParents(byId),
    ...cycles(byId),
    ...wrongLevels(byId),
    ...sharedCodes(byId),
  ]
}

function repeatedIds(records: readonly GridRecord[]): GridProblem[] {
  const times = new Map<Id, number>()
  for (const { id } of records) times.set(id, (times.get(id) ?? 0) + 1)
  return [...times].filter(([, count]) => count > 1).map(([id, count]) => duplicateId(id, count))
}

function wrongRoots(byId: ById): GridProblem[] {
  const roots = [...byId.values()].filter((record) => record.parentId === undefined)
  const [root, second] = roots
  if (!root) return [noRoot()]
  if (second) return [severalRoots(roots.map(({ id }) => id))]
  return root.level === 'subdistrict' ? [] : [wrongRootLevel(root.id, root.level)]
}

function missingParents(byId: ById): GridProblem[] {
  const orphans = new Map<Id, Id[]>()
  for (const { id, parentId } of byId.values()) {
    if (parentId === undefined || byId.has(parentId)) continue
    append(orphans, parentId, id)
  }
  return [...orphans].map(([parent, grids]) => missingParent(parent, grids))
}

/** Follows parents upwards, each record once: a walk that meets its own mark has gone round. */
function cycles(byId: ById): GridProblem[] {
  const walkOf = new Map<Id, number>()
  const problems: GridProblem[] = []
  let walk = 0
  for (const start of byId.values()) {
    walk++
    let record: GridRecord | undefined = start
    while (record && !walkOf.has(record.id)) {
      walkOf.set(record.id, walk)
      record = parentOf(record, byId)
    }
    if (record && walkOf.get(record.id) === walk) problems.push(cycle(roundFrom(record, byId)))
  }
  return problems
}

function roundFrom(start: GridRecord, byId: ById): Id[] {
  const round = [start.id]
  for (let at = parentOf(start, byId); at && at.id !== start.id; at = parentOf(at, byId)) round.push(at.id)
  const first = round.reduce((lowest, id, index) => (id < round[lowest]! ? index : lowest), 0)
  return [...round.slice(first), ...round.slice(0, first)]
}

function wrongLevels(byId: ById): GridProblem[] {
  const problems: GridProblem[] = []
  for (const record of byId.values()) {
    const parent = parentOf(record, byId)
    if (!parent || PARENT_LEVELS[record.level].includes(parent.level)) continue
    problems.push(wrongLevel(record.id, record.level, parent.id, parent.level))
  }
  return problems
}

/**
 * A code may pass from a grid to its successor, but belongs to one grid at a time, in every scheme: the district's own
 * numbers would be of no use otherwise.
 */
function sharedCodes(byId: ById): GridProblem[] {
  const firstHolder = new Map<string, GridRecord>()
  const shared = new Map<string, { code: GridCode; records: GridRecord[] }>()
  for (const record of byId.values()) {
    for (const code of record.codes) {
      const key = codeKey(code.scheme, code.value)
      const first = firstHolder.get(key)
      const others = shared.get(key)
      if (!first) firstHolder.set(key, record)
      else if (others && others.records.at(-1) !== record) others.records.push(record)
      else if (!others && first !== record) shared.set(key, { code, records: [first, record] })
    }
  }
  return [...shared.values()].flatMap(({ code, records }) => {
    const grids = validTogether(records)
    return grids.length > 0 ? [duplicateCode(code.scheme, code.value, grids)] : []
  })
}

function validTogether(records: readonly GridRecord[]): Id[] {
  const spans = records.map((record, index) => ({ index, ...validity(record) })).sort((a, b) => a.from - b.from)
  const together = new Set<number>()
  let last = spans[0]!
  for (const span of spans.slice(1)) {
    if (span.from < last.to && span.from < span.to) together.add(last.index).add(span.index)
    if (span.to > last.to) last = span
  }
  return records.filter((_, index) => together.has(index)).map(({ id }) => id)
}

/** A key that no other scheme and value make, whatever spaces and full-width digits the value is written with. */
export const codeKey = (scheme: GridCode['scheme'], value: string) => `${scheme} ${canonicalCode(scheme, value)}`

const parentOf = ({ parentId }: GridRecord, byId: ById) => (parentId === undefined ? undefined : byId.get(parentId))
