import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { GridOutlines } from '@wangge/core/grid/schema'
import type { Position } from '@wangge/core/schema'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { drawOutlines } from '../../outline-map/outline-map.ts'
import type { OutlineMap } from '../../outline-map/outline-map.ts'

export interface PinMapSource {
  /** Undefined while no map is looked at. */
  client: () => Client | undefined
  /** Id of the grid that is shown first. */
  rootId: () => string | undefined
}

/** Which part of the district the map shows on which a place is marked, and its drawing. */
export class PinMap {
  /** Id of the shape that Tab goes to; else the first. */
  active = ''
  private readonly host: ReactiveControllerHost
  private readonly rootId: () => string | undefined
  private readonly outlines: ResourceController<GridOutlines>
  private goneTo = ''
  private drawn: { of: GridOutlines; map: OutlineMap | undefined } | undefined

  constructor(host: ReactiveControllerHost, { client, rootId }: PinMapSource) {
    this.host = host
    this.rootId = rootId
    this.outlines = new ResourceController(
      host,
      () => [client(), this.shownId],
      (known: Client, id) => known.gridOutlines(id),
    )
  }

  get shownId(): string | undefined {
    return this.goneTo || this.rootId()
  }

  get pending(): boolean {
    return this.outlines.pending
  }

  /** Undefined where there is nothing to draw. */
  get map(): OutlineMap | undefined {
    const of = this.outlines.data
    if (!of) return undefined
    if (this.drawn?.of !== of) this.drawn = { of, map: drawOutlines(of) }
    return this.drawn.map
  }

  activate(id: string) {
    this.active = id
    this.host.requestUpdate()
  }

  /** Shows another part; empty for all. */
  go(gridId: string) {
    this.goneTo = gridId
    this.activate('')
  }
}

/** Where in the drawing a click was; undefined where it was a key, or a screen reader's, which has no place. */
export function clickedAt(event: MouseEvent, svg: SVGSVGElement | null): Position | undefined {
  const matrix = svg?.getScreenCTM()
  if (event.detail === 0 || !matrix) return undefined
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
  return [x, y]
}
