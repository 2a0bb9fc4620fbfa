import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import { deriveLineage } from './derive-lineage.ts'
import { gridsAt } from './grids-at.ts'
import { matchBorders } from './match-borders.ts'
import { momentOf } from './moment.ts'
import type { LineageRefusal } from './refusal.ts'
import { replaceGrids } from './replace-grids.ts'
import { isSameGround, isSameOutline } from './same-outline.ts'

export interface AdoptOptions {
  /** When the wanted tree takes effect. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
  /** Ids for grids that cannot have the wanted one: it was another outline's. */
  newId: () => Id
  /** By ids of the wanted records: the grid that is meant, where it has another id here. @defaultValue none */
  sources?: ReadonlyMap<Id, Id>
}

export type Adoption =
  | {
      ok: true
      records: GridRecord[]
      begun: Id[]
      ended: Id[]
      /** Grids that stay the same, with other particulars. */
      updated: Id[]
      /** Of each grid in the wanted tree, by its id there, its id here. */
      ids: Map<Id, Id>
    }
  | LineageRefusal

/**
 * Brings the records to a wanted tree from an instant on, as one redraw: a grid of the same ground and level stays, also
 * under another parent or with other particulars (a vertex more on its border is one of them); one whose border moved ends, and another takes its place under a new
 * id; what the wanted tree has no more ends. Where a new grid comes from is what its record says, or else whose ground it
 * takes over. Where a grid that stays gets a vertex, its neighbours of the day before get it too; other than that the outlines are
 * not checked: see `checkCoverage`.
 * @param wanted the whole tree, as of that instant; outlines in the same coordinates as those of the records
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example adoptGrids(records, gridsOfAFile, { at: '2026-04-01T00:00:00+08:00', newId })
 */
export function adoptGrids(
  records: readonly GridRecord[],
  wanted: readonly GridRecord[],
  { at: instant, newId, sources = new Map() }: AdoptOptions,
): Adoption {
  const at = momentOf(instant)
  const current = new Map(gridsAt(records, at.ms).map((grid) => [grid.id, grid]))
  const pairs = wanted.map((target) => pairOf(target, current.get(target.id) ?? current.get(sources.get(target.id) ?? '')))
  const ids = idsOf(pairs, new Set(records.map(({ id }) => id)), newId)
  const kept = new Set(pairs.flatMap(({ isKept, found }) => (isKept && found ? [found.id] : [])))
  const ended = [...current.values()].filter(({ id }) => !kept.has(id))

  const placed = (target: GridRecord) => withParent(target, target.parentId && (ids.get(target.parentId) ?? target.parentId))
  const fresh = pairs.filter(({ isKept }) => !isKept)
  const bare = fresh.map(({ target }) => ({ ...placed(withoutPeriod(target)), id: ids.get(target.id)! }))
  const known = new Map(fresh.flatMap(({ target, found }) => (found ? [[ids.get(target.id)!, found.id] as const] : [])))
  const derived = deriveLineage(ended, bare, known)
  const begun = bare.map((grid) => {
    const lineage = grid.lineage ?? derived.get(grid.id)
    return lineage ? { ...grid, lineage } : grid
  })

  const particulars = new Map(pairs.flatMap(({ isKept, found, target }) => (isKept && found ? changesOf(found, target) : [])))
  const parents = new Map<Id, Id>()
  for (const { isKept, found, target } of pairs) {
    const { parentId } = placed(target)
    if (isKept && found && parentId !== undefined && parentId !== found.parentId) parents.set(found.id, parentId)
  }
  const updated = records.map((record) => ({ ...record, ...particulars.get(record.id) }))
  const result = replaceGrids(updated, { at, ended: ended.map(({ id }) => id), begun, parents })
  if (!result.ok) return result
  const began = begun.map(({ id }) => id)
  // A grid that stays has its outline for all its time: what was beside it gets the vertices that are new on it.
  const isRedrawn = [...particulars.values()].some(({ geometry }) => geometry !== undefined)
  return {
    ok: true,
    records: isRedrawn ? matchBorders(result.records, at.ms - 1) : result.records,
    begun: began,
    ended: ended.map(({ id }) => id),
    updated: [...particulars.keys()],
    ids,
  }
}

interface Pair {
  target: GridRecord
  /** The grid of today that is meant. */
  found: GridRecord | undefined
  /** It is that grid still. */
  isKept: boolean
}

function pairOf(target: GridRecord, found: GridRecord | undefined): Pair {
  const isKept =
    found !== undefined &&
    found.level === target.level &&
    // Where nobody drew it, there is no outline to change.
    (!found.geometry || !target.geometry || isSameGround(found.geometry, target.geometry, found.crs ?? 'wgs84'))
  return { target, found, isKept }
}

function idsOf(pairs: readonly Pair[], taken: Set<Id>, newId: () => Id): Map<Id, Id> {
  const ids = new Map<Id, Id>()
  for (const { target, found, isKept } of pairs) {
    const id = isKept ? found!.id : taken.has(target.id) ? newId() : target.id
    taken.add(id)
    ids.set(target.id, id)
  }
  return ids
}

function withParent(record: GridRecord, parentId: Id | undefined): GridRecord {
  const { parentId: _, ...rest } = record
  return parentId === undefined ? rest : { ...rest, parentId }
}

function withoutPeriod({ validFrom: _, validTo: __, formerParents: ___, ...record }: GridRecord): GridRecord {
  return record
}

const PARTICULARS = [
  'name',
  'pinyin',
  'codes',
  'placeClasses',
  'households',
  'residentPop',
  'servicePop',
  'geometry',
  'crs',
] as const

/** What the wanted record says otherwise; of what it does not say, nothing changes. */
function changesOf(found: GridRecord, target: GridRecord): [Id, Partial<GridRecord>][] {
  const changed = PARTICULARS.filter(
    (name) =>
      target[name] !== undefined &&
      (name === 'geometry' ? isRewritten(found, target) : stable(target[name]) !== stable(found[name])),
  )
  return changed.length === 0 ? [] : [[found.id, Object.fromEntries(changed.map((name) => [name, target[name]]))]]
}

/** The ground is the same; but a vertex may have been added to it, or there was no outline. */
const isRewritten = ({ geometry: former }: GridRecord, { geometry }: GridRecord): boolean =>
  geometry !== undefined && (former === undefined || !isSameOutline(former, geometry))

/** JSON with fields in order: a database gives them in its own. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  ) ?? ''
