import type { Id } from '../schema.ts'
import { append } from './append.ts'
import { checkRecords, codeKey } from './check-records.ts'
import type { GridProblem } from './problem.ts'
import type { GridCode, GridRecord } from './schema.ts'
import { createSearch } from './search.ts'
import { validity } from './validity.ts'

/** The grids of one subdistrict. Unknown ids have no record, no children, an empty path. Siblings keep the records' order. */
export interface GridTree {
  readonly root: GridRecord
  /** Number of grids, the root included. */
  readonly size: number
  get(id: Id): GridRecord | undefined
  /** Children of the grid; of the root where no id is given. */
  children(id?: Id): readonly GridRecord[]
  /** From the root down to the grid, both included. */
  path(id: Id): GridRecord[]
  /** All grids below the grid, each before its own children (preorder); the grid itself is not among them. */
  descendants(id: Id): GridRecord[]
  /** The grid that holds the code; where it passed from one grid to its successor, the one that held it last. */
  findByCode(scheme: GridCode['scheme'], value: string): GridRecord | undefined
  /**
   * Grids by name (zh, en), pinyin, its initials or anything between, or by code: exact before prefix before substring, then
   * abbreviations, higher grids first. Words may lie along the path ("永安 3号") where nothing is called so as a whole.
   * @example tree.search('yas') // initials of 永安社区
   */
  search(text: string): GridRecord[]
}

export type GridTreeResult = { ok: true; tree: GridTree } | { ok: false; problems: GridProblem[] }

/**
 * Builds the tree of a subdistrict's grids, or tells everything that keeps the records from being one.
 * Takes time in proportion to the number of records. The records are kept as they are, not copied.
 * @example
 * const result = createGridTree(records)
 * if (result.ok) result.tree.children() // the communities
 * else result.problems[0].hint.zh
 */
export function createGridTree(records: readonly GridRecord[]): GridTreeResult {
  const problems = checkRecords(records)
  if (problems.length > 0) return { ok: false, problems }

  const root = records.find((record) => record.parentId === undefined)!
  const byId = new Map(records.map((record) => [record.id, record]))
  const childrenOf = groupByParent(records)
  const { order, first, end } = preorder(root, childrenOf)
  const byCode = indexCodes(records)
  const search = createSearch(levelByLevel(root, childrenOf))

  const tree: GridTree = {
    root,
    size: records.length,
    get: (id) => byId.get(id),
    children: (id = root.id) => childrenOf.get(id) ?? [],
    path(id) {
      const path: GridRecord[] = []
      for (let at = byId.get(id); at; at = at.parentId === undefined ? undefined : byId.get(at.parentId)) path.push(at)
      return path.reverse()
    },
    descendants(id) {
      const start = first.get(id)
      return start === undefined ? [] : order.slice(start + 1, end[start])
    },
    findByCode: (scheme, value) => byCode.get(codeKey(scheme, value)),
    search,
  }
  return { ok: true, tree }
}

function groupByParent(records: readonly GridRecord[]): ReadonlyMap<Id, readonly GridRecord[]> {
  const groups = new Map<Id, GridRecord[]>()
  for (const record of records) {
    if (record.parentId !== undefined) append(groups, record.parentId, record)
  }
  return groups
}

/** Grids in preorder; `first` is a grid's place there, and `end` at that place is where its subtree ends. */
function preorder(root: GridRecord, childrenOf: ReadonlyMap<Id, readonly GridRecord[]>) {
  const order: GridRecord[] = []
  const first = new Map<Id, number>()
  const waiting = [root]
  for (let record = waiting.pop(); record; record = waiting.pop()) {
    first.set(record.id, order.length)
    order.push(record)
    const children = childrenOf.get(record.id) ?? []
    for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!)
  }
  const end = order.map((_, place) => place + 1)
  for (let place = order.length - 1; place > 0; place--) {
    const parent = first.get(order[place]!.parentId!)!
    end[parent] = Math.max(end[parent]!, end[place]!)
  }
  return { order, first, end }
}

function levelByLevel(root: GridRecord, childrenOf: ReadonlyMap<Id, readonly GridRecord[]>): GridRecord[] {
  const order = [root]
  for (const record of order) for (const child of childrenOf.get(record.id) ?? []) order.push(child)
  return order
}

function indexCodes(records: readonly GridRecord[]): ReadonlyMap<string, GridRecord> {
  const byCode = new Map<string, GridRecord>()
  for (const record of records) {
    for (const { scheme, value } of record.codes) {
      const key = codeKey(scheme, value)
      const other = byCode.get(key)
      if (!other || validity(other).from <= validity(record).from) byCode.set(key, record)
    }
  }
  return byCode
}
