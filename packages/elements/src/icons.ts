import { svg, html } from 'lit'
import type { SVGTemplateResult, TemplateResult } from 'lit'

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`

/** Drawn here: no font, no sprite, nothing fetched. */
export const icons = {
  grid: () => icon(svg`<path d="M4 4h7v7H4zM13 4h7v4h-7zM13 10h7v10h-7zM4 13h7v7H4z" />`),
  search: () => icon(svg`<circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" />`),
  chevron: () => icon(svg`<path d="m9 6 6 6-6 6" />`),
  back: () => icon(svg`<path d="M15 6 9 12l6 6" />`),
  check: () => icon(svg`<circle cx="12" cy="12" r="9" /><path d="m8 12.5 2.7 2.7L16.2 9.5" />`),
  clock: () => icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5.2l3.4 2" />`),
  pause: () => icon(svg`<circle cx="12" cy="12" r="9" /><path d="M10 8.500v7M14 8.500v7" />`),
  alert: () => icon(svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.2M12 17v.1" />`),
  offline: () =>
    icon(svg`<path d="M3 3l18 18M8.5 15.5a5 5 0 0 1 6.6-.3M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-6-2.8M12 19v.1" />`),
  person: () => icon(svg`<circle cx="12" cy="8" r="4" /><path d="M4.5 20c.8-4 3.700-6 7.500-6s6.700 2 7.500 6" />`),
  place: () =>
    icon(
      svg`<path d="M12 21c4.5-4.6 6.8-8.2 6.8-11.1a6.8 6.8 0 1 0-13.6 0C5.2 12.8 7.5 16.4 12 21z" /><circle cx="12" cy="10" r="2.4" />`,
    ),
  camera: () => icon(svg`<path d="M4 8h3.500L9 5.500h6L16.5 8H20v11H4z" /><circle cx="12" cy="13" r="3.4" />`),
  qr: () => icon(svg`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500H14zM20 14v3M14 20h2.500M19.500 20h.5" />`),
  send: () => icon(svg`<path d="M20.5 3.5 3.5 10.200l6.8 3.5 3.5 6.800zM20.5 3.500l-10.2 10.2" />`),
  calendar: () => icon(svg`<path d="M4 6h16v14H4zM4 10.500h16M8.5 3.500V7M15.5 3.500V7" />`),
}
