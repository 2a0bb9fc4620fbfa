import type { GridRecord } from '@wangge/core/grid/schema'
import { recordedGrids } from '@wangge/core/roster'
import type { StaffController } from '../controllers/staff-controller.ts'
import type { BoardSlot } from './week/week-view.ts'

/** What of the board is theirs to see and to do, by their grants; the server has the last word. */
export class BoardAccess {
  private readonly staff: StaffController

  constructor(staff: StaffController) {
    this.staff = staff
  }

  /** Whether swaps, hours and what is owed are theirs to look after; nobody else asks. */
  get decides(): boolean {
    return this.staff.has('liaison', 'street')
  }

  get headsBuilding(): boolean {
    return this.staff.has('buildingHead')
  }

  /** A building's head and nobody besides: the week is not theirs to see. */
  get isHeadOnly(): boolean {
    const { grants } = this.staff
    return grants.length > 0 && grants.every(({ role }) => role === 'buildingHead')
  }

  /** Who covers the intersections is told to whoever looks after a part of the district. */
  get overseesGrids(): boolean {
    return this.staff.has('street', 'community', 'inspector', 'auditor')
  }

  /** Who reported in is told to whoever looks after communities. */
  get seesReportIn(): boolean {
    return this.staff.has('street', 'community', 'auditor')
  }

  /** Evaluation points are told to whoever looks after them. */
  get seesPoints(): boolean {
    return this.staff.has('street', 'community', 'estateWorker', 'inspector')
  }

  /** Who is in the teams of points is told to whoever names people, and looks after communities. */
  get seesTeams(): boolean {
    return this.staff.has('street', 'community', 'liaison')
  }

  /** Roots of what is theirs to plan. */
  get plans(): readonly string[] {
    return this.staff.grants.flatMap(({ role, gridId }) =>
      (role === 'street' || role === 'community') && gridId ? [gridId] : [],
    )
  }

  /** Whether the grid is theirs to plan. */
  mayPlan(gridId: string): boolean {
    const { tree } = this.staff
    return (tree?.get(gridId) ? tree.path(gridId) : []).some(({ id }) => this.plans.includes(id))
  }

  /** Whether the records of service at posts are theirs to keep. */
  get keepsRecords(): boolean {
    return this.staff.has('street', 'community')
  }

  /** Of which grids: all, or those at whose posts they do; none while the tree is not known. */
  get recordedGrids(): ReturnType<typeof recordedGrids> {
    const { tree, grants } = this.staff
    return tree ? recordedGrids(grants, undefined, tree) : []
  }

  /** Communities whose records they keep. */
  get keptCommunities(): GridRecord[] {
    const { tree } = this.staff
    const kept = this.recordedGrids
    const communities = tree ? tree.descendants(tree.root.id).filter(({ level }) => level === 'community') : []
    return kept === 'all' ? communities : communities.filter(({ id }) => kept.includes(id))
  }

  /** Whoever reaches the post, and the liaison of those who come; the server has the last word. */
  runs({ people }: BoardSlot): boolean {
    const { grants, liaisonOf: own } = this.staff
    const isOwn = people.some(({ orgId, state }) => state === 'seated' && own.includes(orgId))
    return isOwn || grants.some(({ role }) => role !== 'liaison')
  }
}
