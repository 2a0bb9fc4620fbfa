import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { Address, GridTree } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { Position } from '@wangge/core/schema'
import { LazyTag } from '../../controllers/lazy-tag.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { treeOf } from '../../tree-of.ts'
import type { Draft, Spot } from '../draft/draft.ts'
import { AddressSearch } from './address-search.ts'
import { PinMap } from './pin-map.ts'
import { PositionFinder } from './position-finder.ts'
import type { PositionSource } from './position-finder.ts'

export interface PlaceFinderOptions {
  client: () => Client | undefined
  /** The host page's own way to the position. */
  positionSource: () => PositionSource | undefined
  draft: () => Draft
  change: (patch: Partial<Draft>) => void
  /** What the person has not changed, but what was worked out since. */
  amend: (patch: Partial<Draft>) => void
}

/** The ways to say where it is: what each of them knows, and what it makes of the draft. */
export class PlaceFinder {
  readonly search: AddressSearch
  readonly pinMap: PinMap
  readonly finder: PositionFinder
  readonly treeTag: LazyTag
  /** The whole district was chosen in the tree, which is no place. */
  isTooCoarse = false
  private readonly options: PlaceFinderOptions
  private readonly grids
  private readonly buildings

  constructor(host: ReactiveControllerHost, options: PlaceFinderOptions) {
    const { client, draft, positionSource } = options
    this.options = options
    this.grids = new ResourceController(
      host,
      () => [client(), 'grids'],
      (known: Client) => known.gridTree(),
    )
    this.buildings = new ResourceController(
      host,
      () => [client(), 'buildings'],
      (known: Client) => known.buildings(),
    )
    this.search = new AddressSearch(host, () => ({ grids: this.grids.data, buildings: this.buildings.data }))
    this.pinMap = new PinMap(host, {
      client: () => (draft().placeBy === 'pin' ? client() : undefined),
      rootId: () => this.tree?.root.id,
    })
    this.finder = new PositionFinder(host, positionSource)
    this.treeTag = new LazyTag(host, 'wg-grid-tree', () => import('../../grid-tree/define.ts'))
  }

  get tree(): GridTree | undefined {
    const tree = treeOf(this.grids.data)
    return tree === 'broken' ? undefined : tree
  }

  /** As if nothing had been looked for. */
  startAgain() {
    this.isTooCoarse = false
    this.search.close()
    this.pinMap.go('')
  }

  readonly locate = async (): Promise<void> => {
    const position = await this.finder.find()
    if (position) this.options.change({ position })
  }

  readonly mark = (position: Position, gridId: string) => {
    this.options.change({ pin: { position, crs: 'wgs84' } })
    if (this.tree?.children(gridId).length) this.pinMap.go(gridId)
  }

  readonly chooseAddress = (address: Address | undefined) => {
    if (address) this.search.close()
    this.options.change({ address })
  }

  readonly chooseGrid = ([root, ...path]: readonly GridRecord[]) => {
    this.isTooCoarse = root !== undefined && path.length === 0
    this.options.change({ grids: path.map(({ id }) => id) })
  }

  /** Which grids the draft's points lie in is worked out on this device; the points are told nobody. */
  async findGrids(): Promise<void> {
    await Promise.all([this.findGrid('pin'), this.options.draft().coarse && this.findGrid('position')])
  }

  private async findGrid(of: 'position' | 'pin') {
    const { client, draft, amend } = this.options
    const known = client()
    const spot: Spot | undefined = draft()[of]
    if (!known || !spot || spot.gridId) return
    const gridId = (await known.gridAt(spot).catch(() => undefined)) ?? ''
    if (draft()[of] === spot) amend({ [of]: { ...spot, gridId } })
  }
}
