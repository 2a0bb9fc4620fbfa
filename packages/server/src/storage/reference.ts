import { convertGeometry, createGridTree, createLocator, createStaffingIndex, gridsAt, gridTurns } from '@wangge/core/grid'
import type { GridTree, Staffing } from '@wangge/core/grid'
import type { Appointment, Geometry, GridLevel, GridRecord } from '@wangge/core/grid/schema'
import type { Instant, Position } from '@wangge/core/schema'
import type { WorkingCalendar } from '@wangge/core/issue'
import type { IssuePolicy } from '@wangge/core/issue/schema'
import type { SignUpPolicy } from '@wangge/core/roster/schema'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import type { Queries } from './database.ts'
import { dutyCalendar } from './duty-calendar.ts'
import { loadAppointments, loadDistrict, loadGrids } from './load-reference.ts'
import type { KeptStatement } from '@wangge/core/privacy'

/**
 * What changes by import only, and the tree that is valid now: kept in memory, and built again once its version has moved or
 * a redraw has taken effect.
 */
export interface Reference {
  version: number
  /** Epoch milliseconds: the tree is valid from here up to, not including, `until`. */
  from: number
  until: number
  /** When it last changed. */
  at: string
  timeZone: string
  policy: SignUpPolicy
  /** How the district works on its issues. */
  issuePolicy: IssuePolicy
  /** When that last changed; null where it always held. */
  issuePolicyAt: string | null
  /** When people work on issues: one object as long as it says the same. */
  calendar: WorkingCalendar
  /** Another one where deadlines may be others. */
  deadlinesVersion: number
  /** Statements of purpose, by purpose. */
  consent: Record<string, KeptStatement>
  /** Counts below it are withheld from the public. */
  smallCount: number
  /** How many grids of a level there are to be, as declared. */
  targets: Partial<Record<GridLevel, number>>
  tree: GridTree
  /** Without geometry, in the tree's order. */
  grids: GridRecord[]
  /** The tree of another day, the same one for days between which nothing changed; undefined before the first and after the last. */
  treeOf(at: Instant): GridTree | undefined
  /** WGS-84; undefined where nobody drew it. */
  outline(gridId: string): Geometry | undefined
  locate(position: Position): string | undefined
  /** Metres from a point to a grid, 0 within it; a grid that nobody drew is where its parts are. Undefined where nobody drew those either. */
  distanceTo(gridId: string, position: Position): number | undefined
  appointments: Appointment[]
  staffing(now: number): Staffing
}

export interface ReferenceStore {
  /** @throws ProblemError 503 `district-missing` before the first import. */
  current(): Promise<Reference>
}

export function createReferenceStore({ db, districtId, clock }: Pick<Context, 'db' | 'districtId' | 'clock'>): ReferenceStore {
  let known: Reference | undefined
  let loading: Promise<Reference> | undefined
  return {
    async current() {
      const district = await loadDistrict(db, districtId)
      if (!district) throw new ProblemError(503, 'district-missing', 'The district has no data yet')
      const now = clock()
      if (known?.version === district.version && known.from <= now && now < known.until) return known
      loading ??= load(db, districtId, district, now).finally(() => (loading = undefined))
      known = await loading
      return known
    },
  }
}

async function load(
  db: Queries,
  districtId: string,
  district: NonNullable<Awaited<ReturnType<typeof loadDistrict>>>,
  now: number,
): Promise<Reference> {
  const records = await loadGrids(db, districtId)
  const appointments = await loadAppointments(db, districtId)
  const years = (await dutyCalendar(db, districtId)).map(({ year, days }) => ({ year, days }))
  const geometries = new Map(records.map((record) => [record.id, inWgs84(record)]))
  const bare = records.map(({ geometry: _, crs: __, ...record }) => record)
  const result = createGridTree(gridsAt(bare, now))
  if (!result.ok) throw new Error(`Expected a sound grid tree, got ${JSON.stringify(result.problems.slice(0, 3))}`)
  const { tree } = result
  const turns = gridTurns(bare)
  const from = turns.findLast((turn) => turn <= now) ?? -Infinity
  /** By the turn from which on they hold. */
  const trees = new Map<number, GridTree | undefined>([[from, tree]])
  // Drawing is used by few calls; the first of them waits for it.
  let locator: ReturnType<typeof createLocator> | undefined
  /** Each of one grid: few are asked for, and those again and again. */
  const locators = new Map<string, ReturnType<typeof createLocator>>()
  return {
    ...district,
    calendar: { timeZone: district.timeZone, hours: district.issuePolicy.hours, years },
    from,
    until: turns.find((turn) => turn > now) ?? Infinity,
    // What took effect since the import is newer than it.
    at: from > Date.parse(district.at) ? new Date(from).toISOString() : district.at,
    tree,
    grids: inOrder(tree),
    treeOf(at) {
      const ms = Date.parse(at)
      const turn = turns.findLast((one) => one <= ms) ?? -Infinity
      if (!trees.has(turn)) {
        const then = createGridTree(gridsAt(bare, ms))
        trees.set(turn, then.ok ? then.tree : undefined)
      }
      return trees.get(turn)
    },
    outline: (gridId) => geometries.get(gridId),
    locate(position) {
      locator ??= createLocator(
        inOrder(tree).map(({ id, parentId }) => ({ id, parentId, geometry: geometries.get(id) })),
        { crs: 'wgs84' },
      )
      return locator.locate(position)
    },
    distanceTo(gridId, position) {
      const known = locators.get(gridId)
      if (known) return known.nearest(position)?.distance
      const parts = geometries.get(gridId) || !tree.get(gridId) ? [] : tree.descendants(gridId)
      const drawn = [{ id: gridId }, ...parts].map(({ id }) => ({ id, geometry: geometries.get(id) }))
      const own = createLocator(drawn, { crs: 'wgs84' })
      locators.set(gridId, own)
      return own.nearest(position)?.distance
    },
    appointments,
    staffing: createStaffingIndex(tree, appointments).at,
  }
}

/** Files that declare nothing were always in WGS-84; whatever is drawn in another system becomes so once, here. */
const inWgs84 = ({ geometry, crs = 'wgs84' }: GridRecord): Geometry | undefined =>
  geometry && crs !== 'wgs84' ? convertGeometry(geometry, { from: crs, to: 'wgs84' }) : geometry

/** All grids of a tree, the root first. */
export const inOrder = (tree: GridTree): GridRecord[] => [tree.root, ...tree.descendants(tree.root.id)]
