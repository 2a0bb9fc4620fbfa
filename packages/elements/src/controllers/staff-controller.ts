import type { ReactiveControllerHost } from 'lit'
import { reachedGrids } from '@wangge/core/access'
import type { Grant, Me, StaffRole } from '@wangge/core/access/schema'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import type { GridList } from '@wangge/core/grid/schema'
import { treeOf } from '../tree-of.ts'
import { ResourceController } from './resource-controller.ts'

const NO_GRANTS: readonly Grant[] = []

/** Knows who of the staff is there, and the grids that their grants are in. */
export class StaffController {
  private readonly me: ResourceController<Me>
  private readonly grids: ResourceController<GridList>

  constructor(host: ReactiveControllerHost, choose: () => Client | undefined) {
    this.me = new ResourceController(
      host,
      () => [choose(), 'me'],
      (client: Client) => client.me(),
    )
    this.grids = new ResourceController(
      host,
      () => [choose(), 'grids'],
      (client: Client) => client.gridTree(),
    )
  }

  /** What they may do and where; none of whoever is not known. The same array until the server says otherwise. */
  get grants(): readonly Grant[] {
    return this.me.data?.grants ?? NO_GRANTS
  }

  /** Whether it is known who they are, or that it cannot be known now. */
  get isKnown(): boolean {
    return this.me.data !== undefined || this.me.snapshot.error !== undefined
  }

  get tree(): GridTree | undefined {
    const tree = treeOf(this.grids.data)
    return tree === 'broken' ? undefined : tree
  }

  /** Whether any of the grants is of one of these roles. */
  has(...roles: StaffRole[]): boolean {
    return this.grants.some(({ role }) => roles.includes(role))
  }

  /** Organisations that they answer for as their liaison. */
  get liaisonOf(): readonly string[] {
    return this.grants.flatMap(({ role, orgId }) => (role === 'liaison' && orgId !== undefined ? [orgId] : []))
  }

  /** Roots of what they reach, none below another. */
  get roots(): readonly string[] {
    const { tree } = this
    return tree ? reachedGrids(this.grants, tree) : []
  }
}
