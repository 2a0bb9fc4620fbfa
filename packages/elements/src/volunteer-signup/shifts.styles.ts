import { css } from 'lit'

/** The ways to look for a shift: list, week, map. */
export const shifts = css`
  .views {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
  }
  .views + p {
    margin-block: calc(var(--_space) * 2);
  }
  .views + p:empty {
    margin-block: calc(var(--_space) * 4) 0;
  }
  .near[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent-strong);
  }
  .only {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .needs {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9em;
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .asks {
    color: var(--_ink);
    font-weight: 600;
  }
  .week {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin-block-start: calc(var(--_space) * 4);
  }
  .week table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 4px;
    table-layout: fixed;
  }
  .week th {
    padding: 2px 0;
    font-weight: 600;
    line-height: 1.3;
  }
  .week thead span {
    display: block;
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 400;
  }
  .week th:first-child {
    inline-size: 4.2em;
    text-align: start;
  }
  .week td {
    padding: 0;
    text-align: center;
  }
  .cell {
    position: relative;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius-small) - 2px);
    font-weight: 650;
    color: var(--_ink);
  }
  .cell:hover {
    border-color: var(--_accent);
  }
  .week .without-far {
    display: none;
  }
  .cell .far {
    display: block;
    font-size: 0.75em;
    font-weight: 400;
    white-space: nowrap;
  }
  .shade-0 {
    background: var(--_sunken);
    color: var(--_muted);
    font-weight: 400;
  }
  .shade-1 {
    background: var(--_shade-1);
  }
  .shade-2 {
    background: var(--_shade-2);
  }
  .shade-3 {
    background: var(--_shade-3);
  }
  .post-map {
    margin-block: calc(var(--_space) * 3);
  }
  .post-map .map {
    max-block-size: 520px;
    overflow: visible;
  }
  .ground {
    fill: var(--_shade-0);
    stroke: var(--_line-strong);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .marker {
    cursor: pointer;
  }
  .marker circle {
    fill: var(--_surface);
    stroke: var(--_line-strong);
    stroke-width: 2;
  }
  .marker text {
    fill: var(--_muted);
    font-size: 20px;
    font-weight: 650;
    text-anchor: middle;
    pointer-events: none;
  }
  .marker.free circle {
    fill: var(--_accent);
    stroke: var(--_surface);
  }
  .marker.free text {
    fill: var(--_on-accent);
  }
  .marker:hover circle {
    stroke: var(--_accent-strong);
  }
  .marker[aria-pressed='true'] circle {
    stroke: var(--_ink);
    stroke-width: 5;
  }
  .marker:focus-visible {
    outline: none;
  }
  .marker:focus-visible circle {
    stroke: var(--_focus);
    stroke-width: 6;
  }
  .reach {
    fill: var(--_accent);
    fill-opacity: 0.08;
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-dasharray: 8 6;
    vector-effect: non-scaling-stroke;
    pointer-events: none;
  }
  .here circle {
    fill: var(--_focus);
    stroke: var(--_surface);
    stroke-width: 3;
  }
  .here .halo {
    opacity: 0.25;
    stroke: none;
  }
  .post-map figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1.5em;
    margin-block-start: calc(var(--_space) * 2);
  }
  .legend {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
  }
  .dot {
    inline-size: 0.8em;
    block-size: 0.8em;
    border: 2px solid var(--_line-strong);
    border-radius: 50%;
  }
  .dot.free {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  .legend .dot:not(:first-child) {
    margin-inline-start: 0.6em;
  }
  @container wg (max-width: 520px) {
    /* Eight days and a time beside each other on a phone: where type is enlarged the pane scrolls, no word breaks. */
    .week {
      overflow-x: auto;
    }
    .week table {
      min-inline-size: 19em;
      border-spacing: 2px;
      font-size: 0.875em;
    }
    .week th {
      font-size: 0.8125em;
      letter-spacing: -0.02em;
      white-space: nowrap;
    }
    .week thead span {
      font-size: 0.875em;
    }
    .week th:first-child {
      inline-size: 3.4em;
    }
    /* No room for it here: it is told, and stands in the list. */
    .week .far {
      display: none;
    }
    .week .without-far {
      display: block;
    }
    /* In the drawing's units, which are small here: a finger needs as much as before. */
    .marker circle {
      r: 30px;
    }
    .marker text {
      font-size: 28px;
    }
  }
`
