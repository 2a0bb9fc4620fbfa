import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { IssueRow } from '@wangge/core/issue/schema'
import { onMapKey } from '../outline-map/map-keys.ts'
import { shadeOf } from '../outline-map/outline-map.ts'
import type { OutlineMap, Shape } from '../outline-map/outline-map.ts'
import { blank } from '../panels.ts'
import { toneOf } from './deadline-view.ts'
import type { Desk } from './desk.ts'

/** More dots would hide each other. */
const MOST_DOTS = 400

export interface IssueMapOptions {
  map: OutlineMap | undefined
  rows: readonly IssueRow[]
  /** Name of the shown grid. */
  name: string
  /** Id of the shape that Tab goes to; else the first. */
  active: string
  activate: (id: string) => void
  choose: (gridId: string) => void
}

/** The grids below, shaded by how many issues are shown of them, with a mark where each lies: over time it is a triangle. */
export function issueMap(desk: Desk, options: IssueMapOptions): TemplateResult {
  const { locale, now } = desk
  const { t, number } = locale
  const { map, rows, name, choose, activate } = options
  if (!map || map.shapes.length === 0) return blank(t.board.noOutlines)
  const lateOf = (list: readonly IssueRow[]) => list.filter((row) => toneOf(row, now) === 'overdue').length
  const inside = new Map(map.shapes.map(({ id }) => [id, rows.filter(({ gridPath }) => gridPath.includes(id))]))
  const greatest = Math.max(0, ...[...inside.values()].map(({ length }) => length))
  const active = map.shapes.find(({ id }) => id === options.active) ?? map.shapes[0]
  const vague = rows.filter(({ position }) => !position).length
  const shape = ({ id, path, name: own }: Shape) => {
    const list = inside.get(id) ?? []
    const label = t.board.region(locale.text(own), number(list.length), number(lateOf(list)))
    return svg`<path
      class="shape shade-${shadeOf(list.length, greatest)}"
      d=${path}
      data-id=${id}
      role="button"
      tabindex=${active?.id === id ? 0 : -1}
      aria-label=${label}
      @click=${() => choose(id)}
      @focus=${() => activate(id)}
    ><title>${label}</title></path>`
  }
  const words = ({ id, name: own, centre: [x, y], width }: Shape) => {
    const count = inside.get(id)?.length ?? 0
    const text = locale.text(own)
    const on = shadeOf(count, greatest) === 4 ? 'on-deep' : ''
    if (width < 34) return nothing
    const fits = width > [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 22 : 12), 8)
    return svg`${fits ? svg`<text class="name ${on}" x=${x} y=${y - 6}>${text}</text>` : nothing}
      <text class="number ${on}" x=${x} y=${y + (fits ? 20 : 8)}>${number(count)}</text>`
  }
  const dot = ({ position }: IssueRow, tone: string) => {
    if (!position) return nothing
    const [x, y] = map.project(position)
    return tone === 'overdue'
      ? svg`<path class="mark overdue" d="M${x} ${y - 8}l7 13h-14z"></path>`
      : svg`<circle class="mark ${tone}" cx=${x} cy=${y} r="5"></circle>`
  }
  return html`<figure class="map-figure" part="map">
    <svg
      class="map"
      viewBox="0 0 ${map.width} ${map.height}"
      role="group"
      aria-label=${t.board.mapLabel(name)}
      aria-describedby="map-hint"
      @keydown=${(event: KeyboardEvent) => onMapKey(event, { places: map.shapes, open: choose })}
    >
      ${map.shapes.map(shape)}
      <path class="ring" d=${active?.path ?? ''}></path>
      <g aria-hidden="true" class="marks">${rows.slice(0, MOST_DOTS).map((row) => dot(row, toneOf(row, now)))}</g>
      <g aria-hidden="true" class="names">${map.shapes.map(words)}</g>
    </svg>
    <figcaption class="small muted" id="map-hint">
      ${t.board.mapHint} ${vague > 0 ? t.board.noPosition(number(vague)) : nothing}
    </figcaption>
  </figure>`
}
