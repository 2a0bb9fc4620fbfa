import type { Crs, Id } from '../../schema.ts'
import { append } from '../append.ts'
import { checkCoverage } from '../coverage/check-coverage.ts'
import type { CoverageGrid } from '../coverage-schema.ts'
import type { GridLevel, GridLineage, GridRecord } from '../schema.ts'

/** What covers less than this share of both is how a border was drawn, not where a grid came from. */
const LEAST_SHARE = 0.1

/**
 * Where new grids come from, by the ground that they take over from those of their level that end.
 * @param known what is known without looking at the ground: the grid that a new one takes the place of
 */
export function deriveLineage(
  ended: readonly GridRecord[],
  begun: readonly GridRecord[],
  known: ReadonlyMap<Id, Id>,
): Map<Id, GridLineage> {
  const fromOf = new Map<Id, Id[]>()
  for (const level of new Set(begun.map((grid) => grid.level))) {
    for (const [id, from] of overlapping(ended.filter(isOf(level)), begun.filter(isOf(level)))) fromOf.set(id, from)
  }
  for (const { id } of begun) {
    const from = known.get(id)
    if (from !== undefined && !fromOf.has(id)) fromOf.set(id, [from])
  }
  const successors = new Map<Id, number>()
  for (const origin of [...fromOf.values()].flat()) successors.set(origin, (successors.get(origin) ?? 0) + 1)
  return new Map([...fromOf].map(([id, from]) => [id, { op: opOf(from, successors), from }]))
}

const isOf = (level: GridLevel) => (grid: GridRecord) => grid.level === level

function opOf(from: readonly Id[], successors: ReadonlyMap<Id, number>): GridLineage['op'] {
  const isShared = from.some((id) => successors.get(id)! > 1)
  if (from.length === 1) return isShared ? 'split' : 'redraw'
  return isShared ? 'redraw' : 'merge'
}

/** Grids of one level never overlap among themselves: what overlaps here is one that ends and one that begins. */
function overlapping(ended: readonly GridRecord[], begun: readonly GridRecord[]): Map<Id, Id[]> {
  const outlined = [...ended, ...begun].flatMap(({ id, geometry }): CoverageGrid[] => (geometry ? [{ id, geometry }] : []))
  const crs = [...ended, ...begun].find((grid) => grid.geometry)?.crs
  if (crs === undefined || ended.length === 0) return new Map()
  const { shared, areas } = sharedGround(outlined, crs, new Set(ended.map(({ id }) => id)))
  const found = new Map<Id, Id[]>()
  for (const [id, origins] of shared) {
    for (const [from, area] of origins) {
      if (area >= LEAST_SHARE * Math.min(areas[id] ?? 0, areas[from] ?? 0)) append(found, id, from)
    }
  }
  return found
}

function sharedGround(grids: readonly CoverageGrid[], crs: Crs, ends: ReadonlySet<Id>) {
  const { findings, areas } = checkCoverage(grids, { crs })
  const shared = new Map<Id, Map<Id, number>>()
  for (const { code, grids: both, area } of findings) {
    if (code !== 'overlap') continue
    for (const id of both.filter((one) => !ends.has(one))) {
      const origins = shared.get(id) ?? new Map<Id, number>()
      shared.set(id, origins)
      for (const from of both.filter((one) => ends.has(one))) origins.set(from, (origins.get(from) ?? 0) + area)
    }
  }
  return { shared, areas }
}
