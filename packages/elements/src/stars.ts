import { html, svg } from 'lit'
import type { TemplateResult } from 'lit'

const STAR = 'M12 3.2l2.7 5.7 6.1.8-4.500 4.300 1.150 6.150L12 17.100l-5.450 3.050 1.150-6.150L3.200 9.700l6.100-.8z'

/** One star, full or empty; what it means is said in words beside it. */
export const star = (full: boolean): TemplateResult =>
  html`<svg class="icon star ${full ? 'full' : ''}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d=${STAR} />`}
  </svg>`

/** Five in a row, so many of them full. */
export const stars = (rating: number): TemplateResult =>
  html`<span class="stars">${[1, 2, 3, 4, 5].map((one) => star(one <= rating))}</span>`
