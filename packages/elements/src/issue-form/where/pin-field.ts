import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { GridTree } from '@wangge/core/grid'
import type { Position } from '@wangge/core/schema'
import type { Locale } from '../../locale.ts'
import { onMapKey } from '../../outline-map/map-keys.ts'
import { nameOnMap } from '../../outline-map/name-on-map.ts'
import type { OutlineMap, Shape } from '../../outline-map/outline-map.ts'
import { skeleton } from '../../panels.ts'
import type { Spot } from '../draft/draft.ts'
import { pathWords } from './path-words.ts'
import { clickedAt } from './pin-map.ts'
import type { PinMap } from './pin-map.ts'

export interface PinFieldOptions {
  tree: GridTree | undefined
  pinMap: PinMap
  pin: Spot | undefined
  coarse: boolean
  /** A place was marked in a grid of the map; `byKey` where no pointer said which point of it. */
  mark: (position: Position, gridId: string, byKey: boolean) => void
}

/** A map to mark the place on: each tap marks it and goes closer, and one stop for Tab with an arrow key to the next area. */
export function pinField(locale: Locale, options: PinFieldOptions): TemplateResult {
  const { t } = locale
  const { pinMap, pin } = options
  return html`<div class="pin-field">
    <p class="small muted" id="pin-hint">${t.issue.pinHint}</p>
    <p role="status" id="pin-where" tabindex="-1">${pin ? whereView(locale, options, pin) : nothing}</p>
    ${wayBack(locale, options)}
    ${
      pinMap.map
        ? mapView(locale, options, pinMap.map)
        : pinMap.pending
          ? skeleton(locale, 4)
          : html`<p class="muted">${t.issue.pinNoMap}</p>`
    }
  </div>`
}

/** Which grid the mark lies in, in words: who sees no map is told the same. */
function whereView(locale: Locale, { tree }: PinFieldOptions, { gridId }: Spot) {
  const { t } = locale
  if (gridId === undefined) return html`<span class="muted">${t.issue.coarsening}</span>`
  const words = pathWords(locale, tree, gridId)
  return words ? html`<span class="chip ok">${words}</span>` : html`<span class="error">${t.issue.coarseFailed}</span>`
}

/** From the part that is shown up to all of the district. */
function wayBack({ t, text }: Locale, { tree, pinMap }: PinFieldOptions) {
  const id = pinMap.shownId
  const path = id && tree?.get(id) ? tree.path(id) : []
  if (path.length < 2) return nothing
  return html`<nav aria-label=${t.issue.pinShown}>
    <ol>
      ${path.slice(0, -1).map(({ id: own, name }) => html`<li><button type="button" class="crumb" @click=${() => pinMap.go(own)}>${text(name)}</button></li>`)}
    </ol>
  </nav>`
}

function mapView(locale: Locale, { pinMap, pin, coarse, mark }: PinFieldOptions, map: OutlineMap) {
  const { t, text } = locale
  const active = map.shapes.find(({ id }) => id === pinMap.active) ?? map.shapes[0]
  const tip = pin && !coarse ? map.project(pin.position) : undefined
  const markAt = (id: string, place: Position | undefined) => {
    const shape = map.shapes.find((one) => one.id === id)
    if (shape) mark(map.unproject(place ?? shape.centre), id, place === undefined)
  }
  const onClick = (event: MouseEvent) => {
    const shape = (event.target as Element).closest<SVGPathElement>('.shape')
    if (shape) markAt(shape.dataset['id']!, clickedAt(event, shape.ownerSVGElement))
  }
  return html`<figure>
    <svg
      class="map pin-map"
      viewBox="0 0 ${map.width} ${map.height}"
      role="group"
      aria-label=${t.issue.byPin}
      aria-describedby="pin-keys"
      @click=${onClick}
      @keydown=${(event: KeyboardEvent) => onMapKey(event, { places: map.shapes, open: (id) => markAt(id, undefined) })}
    >
      ${map.shapes.map(
        ({ id, name, path }) =>
          svg`<path
            class="shape shade-1"
            d=${path}
            data-id=${id}
            role="button"
            tabindex=${active?.id === id ? 0 : -1}
            aria-label=${text(name)}
            @focus=${() => pinMap.activate(id)}
          ><title>${text(name)}</title></path>`,
      )}
      <path class="ring" d=${active?.path ?? ''}></path>
      <g class="names" aria-hidden="true">${map.shapes.map((shape) => nameView(locale, shape, tip))}</g>
      ${tip ? pinView(map, tip) : nothing}
    </svg>
    <figcaption class="small muted map-keys" id="pin-keys">${t.issue.pinKeys}</figcaption>
  </figure>`
}

/** The name where it has room; below the mark where that would stand on it. */
function nameView(locale: Locale, shape: Shape, tip: Position | undefined) {
  const {
    centre: [x, y],
    width,
  } = shape
  const { words, room } = nameOnMap(locale, shape)
  if (width < room) return nothing
  const isUnder = tip !== undefined && Math.abs(tip[0] - x) < room / 2 + PIN.half && y > tip[1] - PIN.high - 10 && y < tip[1] + 14
  return svg`<text class=${width < room * 1.5 ? 'tight' : ''} x=${x} y=${isUnder ? tip[1] + 28 : y + 7}>${words}</text>`
}

/** The mark's size above its tip, in units of the drawing. */
const PIN = { half: 17, high: 51 }

function pinView({ width, height }: OutlineMap, [x, y]: Position) {
  if (x < 0 || y < 0 || x > width || y > height) return nothing
  return svg`<g class="pin" aria-hidden="true" transform="translate(${x} ${y})"
    ><path d="M0 0C-4 -14 -17 -20 -17 -34a17 17 0 1 1 34 0C17 -20 4 -14 0 0Z"></path><circle cy="-34" r="6"></circle></g
  >`
}
