import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { createAddressSearch } from '@wangge/core/grid'
import type { Address } from '@wangge/core/grid'
import type { BuildingList, GridList } from '@wangge/core/grid/schema'

interface Known {
  grids: GridList | undefined
  buildings: BuildingList | undefined
}

/** What is being typed to find an address, and what was found on this device. */
export class AddressSearch implements ReactiveController {
  text = ''
  found: readonly Address[] = []
  /** Place among `found` that the arrow keys are at; −1 for none. */
  active = -1
  private readonly host: ReactiveControllerHost
  private readonly choose: () => Known
  private known: Known = { grids: undefined, buildings: undefined }
  private search: ((text: string) => Address[]) | undefined

  constructor(host: ReactiveControllerHost, choose: () => Known) {
    this.host = host
    this.choose = choose
    host.addController(this)
  }

  hostUpdate() {
    const { grids, buildings } = this.choose()
    if (grids === this.known.grids && buildings === this.known.buildings) return
    this.known = { grids, buildings }
    this.search = undefined
    // What was typed before the list had come is looked for now.
    if (this.text) this.found = this.find(this.text)
  }

  type(text: string) {
    this.text = text
    this.found = this.find(text)
    this.active = -1
    this.host.requestUpdate()
  }

  /** Arrow keys: over the ends goes on at the other one. */
  move(by: 1 | -1) {
    const { length } = this.found
    if (length === 0) return
    this.active = this.active < 0 ? (by > 0 ? 0 : length - 1) : (this.active + by + length) % length
    this.host.requestUpdate()
  }

  close() {
    this.text = ''
    this.found = []
    this.active = -1
    this.host.requestUpdate()
  }

  private find(text: string): readonly Address[] {
    const { grids, buildings } = this.known
    if (!grids || text.trim() === '') return []
    this.search ??= createAddressSearch(grids.grids, buildings?.buildings ?? [])
    return this.search(text)
  }
}
