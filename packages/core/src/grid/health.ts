import type { Id, Instant, Localized } from '../schema.ts'
import type { CoverageReport } from './coverage-schema.ts'
import { areaHealth } from './health-area.ts'
import { groupHealth, levelHealth, staffHealth } from './health-people.ts'
import type { GridHealth } from './health-schema.ts'
import { summaryOf } from './health-words.ts'
import type { GridTree } from './grid-tree.ts'
import { momentOf } from './lineage/moment.ts'
import type { GridLevel, GridRecord } from './schema.ts'
import type { Staffing } from './staffing.ts'
import { holdsAt, validity } from './validity.ts'

export interface GridHealthInput {
  /** Instant that the report is of; the grids valid then count. RFC 3339, or epoch milliseconds. */
  asOf: Instant | number
  /** What `checkCoverage` found of the grids drawn, the root among them. */
  coverage: Pick<CoverageReport, 'valid' | 'findings' | 'areas'>
  /** `staffing` at the same instant. */
  staffing: Staffing
  /** How many grids of a level there are to be, as declared, e.g. 13, 192, 1,030 (INV-8). */
  targets: Partial<Record<GridLevel, number>>
  /** Chat groups; where they are given, each micro-grid needs one for its residents (INV-26). */
  groups?: readonly { kind: string; gridId: Id }[]
}

/**
 * How complete the tree is, 横向到边、纵向到底: in area, in levels and in staff, each as numerator and denominator, with what is
 * missing named. Only told, nothing is ranked. Computes nothing anew: it puts together what `checkCoverage` and `staffing` found.
 * @throws SdkError `bad-argument` where `asOf` is no instant
 * @example
 * const now = Date.now()
 * const health = gridHealth(tree, {
 *   asOf: now,
 *   coverage: checkCoverage(drawn, { crs: 'wgs84' }),
 *   staffing: staffing(tree, appointments, now),
 *   targets: { community: 13, estate: 192, micro: 1030 },
 * })
 * health.summary.zh // 覆盖 100%（…）；层级 13/13、192/192、1030/1030；…
 * health.staff.gaps[0]?.message.zh // 三瓦窑社区 › 锦苑 › 3号楼缺楼栋长。
 */
export function gridHealth(tree: GridTree, { asOf, coverage, staffing, targets, groups }: GridHealthInput): GridHealth {
  const { ms } = momentOf(asOf)
  const grids = [tree.root, ...tree.descendants(tree.root.id)].filter((grid) => holdsAt(validity(grid), ms))
  const district: District = { tree, grids, nameOf: (id) => pathName(tree, id) }
  const area = areaHealth(district, coverage)
  const levels = levelHealth(district, targets)
  const staff = staffHealth(district, staffing)
  const grouped = groups && groupHealth(district, groups)
  const health = {
    asOf: new Date(ms).toISOString(),
    toTheEdge: area.complete,
    toTheBottom: levels.complete && staff.complete && (grouped?.complete ?? true),
    area,
    levels,
    staff,
    ...(grouped && { groups: grouped }),
  }
  return { ...health, summary: summaryOf(health) }
}

/** What every part of the report looks at. */
export interface District {
  tree: GridTree
  /** Those valid at the instant, in the tree's order. */
  grids: readonly GridRecord[]
  /** Names down the path, the root's own left out but for itself. */
  nameOf(id: Id): Localized
}

function pathName(tree: GridTree, id: Id): Localized {
  const path = tree.path(id)
  if (path.length === 0) return { zh: id, en: id }
  const below = path.length > 1 ? path.slice(1) : path
  return { zh: below.map(({ name }) => name.zh).join(' › '), en: below.map(({ name }) => name.en).join(' › ') }
}
