import type { Id } from '../schema.ts'

/** A tree as far as counts need it. */
export interface CountTree {
  root: { id: Id }
  children(id: Id): readonly { id: Id }[]
}

interface Cell {
  /** Undefined for what lies in the grid itself and in none of its children. */
  id: Id | undefined
  count: number
}

/**
 * Which grids' counts must not be published, so that nobody can compute one from 1 to `least - 1`: a count that small tells
 * of a person. From the root down: what is below a withheld grid is withheld. Of a published grid the children, and what
 * lies in no child, add up to it: where one of them is small, more are withheld, the smallest first and zeros last, until
 * two at least are and they come to `least` together. Every view of the tree made by one call agrees with all others.
 * @param totals count of each grid's whole subtree; absent for zero
 * @example
 * withholdSmall(tree, new Map([['root', 9], ['a', 1], ['b', 3], ['c', 5]]), 3) // a and b
 */
export function withholdSmall(tree: CountTree, totals: ReadonlyMap<Id, number>, least: number): Set<Id> {
  const withheld = new Set<Id>()
  const isSmall = (count: number) => count > 0 && count < least
  const countOf = (id: Id) => totals.get(id) ?? 0
  const pending: { id: Id; isHidden: boolean }[] = [{ id: tree.root.id, isHidden: isSmall(countOf(tree.root.id)) }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { id, isHidden } = next
    if (isHidden) withheld.add(id)
    const children = tree.children(id)
    const cells = partsOf(countOf(id), children, countOf)
    const hidden = isHidden ? undefined : hiddenParts(cells, isSmall, least)
    for (const child of children) pending.push({ id: child.id, isHidden: hidden?.has(child.id) ?? true })
  }
  return withheld
}

function partsOf(total: number, children: readonly { id: Id }[], countOf: (id: Id) => number): Cell[] {
  const cells: Cell[] = children.map(({ id }) => ({ id, count: countOf(id) }))
  const rest = total - cells.reduce((sum, { count }) => sum + count, 0)
  return [...cells, { id: undefined, count: rest }]
}

function hiddenParts(cells: readonly Cell[], isSmall: (count: number) => boolean, least: number): Set<Id | undefined> {
  const hidden = cells.filter(({ count }) => isSmall(count))
  if (hidden.length === 0) return new Set()
  let sum = hidden.reduce((all, { count }) => all + count, 0)
  const others = cells.filter(({ count }) => !isSmall(count)).sort(smallestFirstZerosLast)
  for (const other of others) {
    if (hidden.length >= 2 && sum >= least) break
    hidden.push(other)
    sum += other.count
  }
  return new Set(hidden.map(({ id }) => id))
}

/** What lies in no child is not published anyhow, and so the first to be taken among equals. */
const smallestFirstZerosLast = (one: Cell, other: Cell): number =>
  rank(one) - rank(other) || Number(one.id !== undefined) - Number(other.id !== undefined)

const rank = ({ count }: Cell): number => (count === 0 ? Number.MAX_SAFE_INTEGER : count)
