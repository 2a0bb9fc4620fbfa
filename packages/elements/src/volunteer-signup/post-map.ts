import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Position } from '@wangge/core/schema'
import { ariaBool } from '../aria.ts'
import { onMapKey } from '../outline-map/map-keys.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'
import type { Locale } from '../locale.ts'
import type { Near } from './near-part.ts'

/** Something on the map that can be chosen: a post, or a community with all of its posts. */
export interface Marker {
  id: string
  name: string
  free: number
  /** In the drawing. */
  centre: Position
}

export interface PostMapOptions {
  map: OutlineMap
  markers: readonly Marker[]
  /** Where the map is of. */
  name: string
  /** The marker that Tab goes to; else the first. */
  active: string
  chosen: string
  /** The person's own position, where they gave it, and how far they would go. */
  here: Near | undefined
  hint: string
  activate: (id: string) => void
  choose: (id: string) => void
}

/** Outlines with a marker for each post and the number of its free seats: one stop for Tab, arrow keys between them. */
export function postMap(locale: Locale, options: PostMapOptions): TemplateResult {
  const { t } = locale
  const { map, markers, name, here, hint, choose } = options
  const active = markers.find(({ id }) => id === options.active) ?? markers[0]
  return html`<figure class="post-map" part="map">
    <svg
      class="map"
      viewBox="0 0 ${map.width} ${map.height}"
      role="group"
      aria-label=${t.signup.mapLabel(name)}
      aria-describedby="post-map-keys"
      @keydown=${(event: KeyboardEvent) => onMapKey(event, { places: markers, open: choose })}
    >
      <g aria-hidden="true">${map.shapes.map(({ path }) => svg`<path class="ground" d=${path}></path>`)}</g>
      ${hereView(locale, map, here)}
      ${repeat(
        markers,
        ({ id }) => id,
        (marker) => markerView(locale, options, marker, marker === active),
      )}
    </svg>
    <figcaption class="small muted">
      <span>${hint}</span>
      <span class="legend"><i class="dot free"></i>${t.signup.mapLegend.free}<i class="dot"></i>${t.signup.mapLegend.full}</span>
      <span id="post-map-keys" class="map-keys">${t.signup.mapKeys}</span>
    </figcaption>
  </figure>`
}

function markerView({ t, number }: Locale, { chosen, choose, activate }: PostMapOptions, marker: Marker, isActive: boolean) {
  const { id, name, free, centre } = marker
  const [x, y] = centre
  const label = t.signup.mapPost(name, number(free))
  return svg`<g
    class="marker ${free > 0 ? 'free' : ''}"
    data-id=${id}
    role="button"
    tabindex=${isActive ? 0 : -1}
    aria-label=${label}
    aria-pressed=${ariaBool(id === chosen)}
    @click=${() => choose(id)}
    @focus=${() => activate(id)}
    ><circle cx=${x} cy=${y} r="19"></circle><text x=${x} y=${y} dy="0.36em">${number(free)}</text></g
  >`
}

/** Metres of a degree of latitude. */
const DEGREE_M = 111_320

/** Not drawn where it is off the map; what of the distance is off it is cut off. */
function hereView({ t }: Locale, { width, height, project }: OutlineMap, here: Near | undefined) {
  if (!here) return nothing
  const { position, reach } = here
  const [x, y] = project(position)
  const radius = reach === undefined ? 0 : y - project([position[0], position[1] + reach / DEGREE_M])[1]
  return svg`${
    radius > 0
      ? svg`<svg width=${width} height=${height} aria-hidden="true"><circle class="reach" cx=${x} cy=${y} r=${radius}></circle></svg>`
      : nothing
  }${
    x < 0 || y < 0 || x > width || y > height
      ? nothing
      : svg`<g class="here" role="img" aria-label=${t.signup.mapHere}><circle class="halo" cx=${x} cy=${y} r="26"></circle><circle cx=${x} cy=${y} r="9"></circle></g>`
  }`
}
