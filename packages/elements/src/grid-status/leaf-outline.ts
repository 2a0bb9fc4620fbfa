import { html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { OutlineMap } from '../outline-map/outline-map.ts'

/** The outline of a grid with none below it: small, nothing to do with it, and nothing in it that is not said beside. */
export const leafOutline = (map: OutlineMap | undefined): TemplateResult | typeof nothing =>
  map
    ? html`<svg class="outline" part="outline" viewBox="0 0 ${map.width} ${map.height}" aria-hidden="true">
        ${map.shapes.map(({ path }) => svg`<path d=${path}></path>`)}
      </svg>`
    : nothing
