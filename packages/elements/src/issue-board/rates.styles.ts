import { css } from 'lit'

export const rates = css`
  .rates {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .rates-asked {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .rates-asked .switch {
    justify-self: start;
  }
  .rates-asked .switch button {
    padding-inline: 0.7em;
    white-space: nowrap;
  }
  .rate-tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(132px, 1fr));
    gap: calc(var(--_space) * 2);
    margin: 0;
  }
  .rate-tiles > div {
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .rate-tiles dt {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .rate-tiles dd {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5em;
    margin: 0;
  }
  .rate-tiles b {
    font-size: 1.375em;
    font-variant-numeric: tabular-nums;
  }
  .rates-table {
    overflow-x: auto;
  }
  .rates-table table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
  }
  .rates-table :is(th, td) {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_line);
    text-align: start;
    font-weight: 400;
  }
  .rates-table thead th {
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 600;
    vertical-align: bottom;
  }
  .rates-table th:first-child {
    position: sticky;
    inset-inline-start: 0;
    min-inline-size: 7em;
    padding-inline-start: 0;
    background: var(--_surface);
  }
  .rates-table :is(th, td).amount {
    text-align: end;
  }
  .rates-table td .small {
    display: block;
    white-space: nowrap;
  }
  .rates-table td b {
    font-weight: 600;
    white-space: nowrap;
  }
  .into {
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
  .into:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .into svg {
    inline-size: 0.9em;
    color: var(--_muted);
  }
  @container wg (max-width: 619px) {
    .rates-asked > :nth-child(n + 3) {
      grid-column: 1 / -1;
    }
    .rate-tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container wg (min-width: 860px) {
    .rates-asked {
      grid-template-columns: repeat(3, minmax(0, 220px)) auto;
    }
    .rate-tiles {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }
  }
`
