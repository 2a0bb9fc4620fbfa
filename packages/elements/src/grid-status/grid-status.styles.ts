import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { crumbs } from '../crumbs.styles.ts'
import { outlineMap } from '../outline-map/outline-map.styles.ts'
import { tokens } from '../tokens.styles.ts'
import { viewSwitch } from '../view-switch.styles.ts'

const frame = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 5);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space) calc(var(--_space) * 3);
  }
  nav {
    flex-basis: 100%;
  }
  h2:focus-visible {
    outline-offset: 4px;
    border-radius: 2px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }
  .live,
  .away {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    font-weight: 600;
  }
  .live i,
  .away i {
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
  }
  .live {
    color: var(--_ok);
  }
  .live i {
    background: currentColor;
  }
  /* The line takes a moment to open: nobody is alarmed before it had its chance. */
  .away {
    color: var(--_wait);
    animation: settle 0s 2s backwards;
  }
  .away i {
    border: 2px solid currentColor;
  }
  @keyframes settle {
    from {
      visibility: hidden;
    }
  }
`

const figures = css`
  .figures {
    display: grid;
    grid-template-columns: 1.35fr 1fr 1fr;
    gap: calc(var(--_space) * 3);
  }
  .figure {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    padding: calc(var(--_space) * 3.5) calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .figure.open {
    background: var(--_accent-soft);
    color: var(--_accent-strong);
  }
  .figure dt {
    color: var(--_muted);
    font-size: 0.9375em;
  }
  .figure.open dt {
    color: inherit;
    font-weight: 600;
  }
  .figure b {
    display: block;
    font-size: 1.9em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.01em;
    overflow-wrap: normal;
  }
  .figure.open b {
    font-size: 2.5em;
    line-height: 1.15;
  }
  .children > .note {
    margin-block-start: calc(var(--_space) * 2);
  }
  .figure b .withheld,
  td .withheld {
    color: var(--_muted);
    font-weight: 400;
  }
  .changed b {
    display: inline-block;
    border-radius: 8px;
    animation: arrive 2.4s ease-out;
  }
  @keyframes arrive {
    from {
      background: var(--_wait-soft);
      box-shadow: 0 0 0 4px var(--_wait-soft);
      color: var(--_wait);
    }
  }
  @container wg (max-width: 420px) {
    .figures {
      grid-template-columns: 1fr 1fr;
      gap: calc(var(--_space) * 2);
    }
    .figure.open {
      grid-column: 1 / -1;
      flex-direction: row;
      align-items: center;
    }
  }
`

const staffing = css`
  .body,
  .numbers {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: calc(var(--_space) * 6);
  }
  .staffing dl {
    display: grid;
    gap: calc(var(--_space) * 3.5);
    margin-block-start: calc(var(--_space) * 4);
  }
  .rate {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--_space) calc(var(--_space) * 3);
    align-items: baseline;
  }
  .rate dd {
    text-align: end;
    white-space: nowrap;
  }
  .rate dd b {
    font-weight: 650;
  }
  .rate.full dt {
    font-weight: 650;
  }
  .bar {
    grid-column: 1 / -1;
    display: block;
    inline-size: 100%;
    block-size: 6px;
    border-radius: 3px;
  }
  .rate.full .bar {
    block-size: 10px;
    border-radius: 5px;
  }
  .roles {
    margin-block-start: calc(var(--_space) * 2);
  }
  .roles li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space) calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 2);
  }
  .roles li + li {
    border-block-start: 1px solid var(--_line);
  }
  .bar .rest {
    fill: var(--_line);
  }
  .bar .done {
    fill: var(--_accent);
  }
  .outline {
    justify-self: start;
    inline-size: 112px;
    max-block-size: 112px;
  }
  .outline path {
    fill: var(--_sunken);
    stroke: var(--_line-strong);
    stroke-width: 1.5px;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  @container wg (min-width: 520px) {
    .body.leaf {
      grid-template-columns: minmax(0, 1fr) auto;
      gap: calc(var(--_space) * 8);
    }
    .outline {
      inline-size: 160px;
      max-block-size: 160px;
    }
  }
  @container wg (min-width: 760px) {
    .body:not(.leaf) {
      grid-template-columns: minmax(260px, 2fr) minmax(0, 3fr);
      gap: calc(var(--_space) * 8);
    }
    .numbers {
      gap: calc(var(--_space) * 8);
    }
    .figures {
      grid-template-columns: 1fr 1fr;
    }
    .figure.open {
      grid-column: 1 / -1;
    }
  }
`

const map = css`
  .children-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    margin-block-end: calc(var(--_space) * 3);
  }
  .map {
    max-block-size: 560px;
    overflow: visible;
  }
  .shape {
    stroke-width: 2.5;
    transition: fill 0.3s;
  }
  /* Hatching, where the count is withheld: it is neither none nor few. */
  .hatch {
    fill: var(--_line-strong);
    opacity: 0.42;
  }
  .shape:hover {
    filter: brightness(0.94);
  }
  .shape.changed {
    animation: flash 2.4s ease-out;
  }
  @keyframes flash {
    from {
      opacity: 0.25;
    }
  }
  .names text {
    font-size: 22px;
    font-weight: 600;
  }
  .names .number {
    font-size: 21px;
    font-weight: 500;
  }
  @container wg (max-width: 420px) {
    .names text,
    .names .number {
      font-size: 33px;
    }
    .names .number {
      transform: translateY(8px);
    }
    .names > .number {
      transform: translateY(3px);
    }
    .names .tiny,
    .names .tight .name {
      display: none;
    }
    .names .tight .number {
      transform: translateY(-12px);
    }
  }
  .names .on-deep {
    fill: var(--_surface);
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 5);
    margin-block-start: calc(var(--_space) * 3);
  }
  .legend {
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
  }
  .legend svg {
    inline-size: 120px;
    block-size: 12px;
    border-radius: 3px;
  }
  .legend svg.one {
    inline-size: 28px;
  }
  .map-keys {
    margin-inline-start: auto;
  }
`

const table = css`
  .table-place {
    overflow-x: auto;
    /* A shade at the edge behind which there are more columns; at the end it is covered. */
    background:
      linear-gradient(to left, var(--_surface) 50%, transparent) 100% 0 / 32px 100% no-repeat local,
      linear-gradient(to left, var(--_line), transparent) 100% 0 / 14px 100% no-repeat scroll;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9375em;
  }
  th,
  td {
    padding: 0 calc(var(--_space) * 2.5);
    border-block-end: 1px solid var(--_line);
    text-align: start;
    font-weight: 400;
  }
  thead th {
    padding-block: calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 600;
    vertical-align: bottom;
  }
  th:first-child {
    padding-inline-start: 0;
    white-space: nowrap;
  }
  .amount {
    text-align: end;
    white-space: nowrap;
  }
  thead .amount {
    white-space: normal;
  }
  td b {
    font-weight: 600;
  }
  .go {
    display: inline-flex;
    align-items: center;
    gap: 0.2em;
    min-block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent-strong);
    font-weight: 600;
    text-align: start;
  }
  .go:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .go svg {
    inline-size: 0.9em;
    color: var(--_muted);
  }
  @container wg (max-width: 560px) {
    th:first-child {
      white-space: normal;
      min-inline-size: 6.5em;
    }
    td .small {
      display: block;
    }
    th,
    td {
      padding-inline: calc(var(--_space) * 1.25);
    }
    thead th {
      font-size: 0.8125em;
    }
  }
`

export const styles = [tokens, controls, crumbs, viewSwitch, frame, figures, staffing, outlineMap, map, table]
