import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { GridStatus } from '@wangge/core/grid/schema'
import type { Locale } from '../locale.ts'
import type { Count } from './figures.ts'
import { onMapKey } from '../outline-map/map-keys.ts'
import { nameOnMap } from '../outline-map/name-on-map.ts'
import { shadeOf } from '../outline-map/outline-map.ts'
import type { OutlineMap, Shape } from '../outline-map/outline-map.ts'

export interface MapViewOptions {
  map: OutlineMap
  data: GridStatus
  /** Name of the shown grid. */
  name: string
  /** Id of the shape that Tab goes to; else the first. */
  active: string
  /** Ids of what has just changed. */
  changed: ReadonlySet<string>
  open: (id: string) => void
  activate: (id: string) => void
}

/** The grids below, shaded by open issues: one stop for Tab, each shape a button. */
export function mapView(locale: Locale, options: MapViewOptions): TemplateResult {
  const { t } = locale
  const { map, data, name, open: go } = options
  const open = new Map(data.children.map(({ gridId, issues }) => [gridId, issues.open]))
  const greatest = Math.max(...[...open.values()].map((count) => count ?? 0), 0)
  const active = map.shapes.find(({ id }) => id === options.active) ?? map.shapes[0]
  const countOf = ({ id }: Shape): Count => open.get(id) ?? (open.has(id) ? null : 0)
  return html`<figure part="map">
    <svg
      class="map"
      viewBox="0 0 ${map.width} ${map.height}"
      role="group"
      aria-label=${t.status.mapLabel(name)}
      aria-describedby="map-keys"
      @keydown=${(event: KeyboardEvent) => onMapKey(event, { places: map.shapes, open: go })}
    >
      <pattern id="withheld" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="shade-0" width="9" height="9"></rect>
        <rect class="hatch" width="2" height="9"></rect>
      </pattern>
      ${repeat(
        map.shapes,
        ({ id }) => id,
        (shape) => shapeView(locale, options, shape, countOf(shape), greatest, shape === active),
      )}
      <path class="ring" d=${active?.path ?? ''}></path>
      <g class="names" aria-hidden="true">${map.shapes.map((shape) => nameView(locale, shape, countOf(shape), greatest))}</g>
    </svg>
    ${legend(
      locale,
      greatest,
      map.shapes.some((shape) => countOf(shape) === null),
    )}
  </figure>`
}

const legend = ({ t, number }: Locale, greatest: number, isWithheld: boolean) =>
  html`<figcaption class="small muted">
    <span class="legend" aria-hidden="true">
      ${number(0)}
      <svg viewBox="0 0 5 1" preserveAspectRatio="none">
        ${[0, 1, 2, 3, 4].map((shade) => svg`<rect class="shade-${shade}" x=${shade} width="1" height="1"></rect>`)}
      </svg>
      ${number(Math.max(greatest, 4))}
    </span>
    ${
      isWithheld
        ? html`<span class="legend" aria-hidden="true">
            <svg class="one" viewBox="0 0 28 14"><rect fill="url(#withheld)" width="28" height="14"></rect></svg>
            ${t.status.withheld}
          </span>`
        : nothing
    }
    <span id="map-keys" class="map-keys">${t.status.mapKeys}</span>
  </figcaption>`

function shapeView(
  { t, text, number }: Locale,
  { changed, open, activate }: MapViewOptions,
  { id, name, path }: Shape,
  count: Count,
  greatest: number,
  isActive: boolean,
) {
  const label = count === null ? t.status.regionWithheld(text(name)) : t.status.region(text(name), number(count))
  const shade = count === null ? '' : `shade-${shadeOf(count, greatest)}`
  return svg`<path
    class="shape ${shade} ${changed.has(id) ? 'changed' : ''}"
    fill="url(#withheld)"
    d=${path}
    data-id=${id}
    role="button"
    tabindex=${isActive ? 0 : -1}
    aria-label=${label}
    @click=${() => open(id)}
    @focus=${() => activate(id)}
  ><title>${label}</title></path>`
}

/** Name and number where there is room for them, else the number, else nothing. */
function nameView(locale: Locale, shape: Shape, count: Count, greatest: number) {
  const {
    centre: [x, y],
    width,
  } = shape
  const { words, room } = nameOnMap(locale, shape)
  const on = shadeOf(count ?? 0, greatest) === 4 ? 'on-deep' : ''
  const amount = count === null ? '—' : locale.number(count)
  if (width < 34) return nothing
  if (width < room) return svg`<text class="number ${on} ${width < 52 ? 'tiny' : ''}" x=${x} y=${y + 8}>${amount}</text>`
  // On a small screen letters are larger beside the shapes; a name that has no room then leaves its number alone.
  const fit = width < room * 1.5 ? 'tight' : ''
  return svg`<g class=${fit}
    ><text class="name ${on}" x=${x} y=${y - 4}>${words}</text
    ><text class="number ${on}" x=${x} y=${y + 24}>${amount}</text></g
  >`
}
