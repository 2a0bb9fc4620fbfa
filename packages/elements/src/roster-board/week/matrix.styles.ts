import { css } from 'lit'

/** Posts by days; on a phone one day at a time. */
export const matrix = css`
  .layout {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 5);
    align-items: start;
  }
  .days {
    display: none;
  }
  .scroll {
    /* Words for listeners alone stay within it; else they make the page as long as all its rows. */
    position: relative;
    overflow: auto;
    max-block-size: min(75vh, 900px);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
  }
  table {
    inline-size: 100%;
    min-inline-size: 940px;
    border-collapse: separate;
    border-spacing: 0;
    font-size: 0.9375em;
  }
  th,
  td {
    padding: calc(var(--_space) * 1.5);
    border-block-end: 1px solid var(--_line);
    border-inline-end: 1px solid var(--_line);
    vertical-align: top;
    text-align: start;
  }
  tr > :last-child {
    border-inline-end: 0;
  }
  tbody:last-child tr:last-child > * {
    border-block-end: 0;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    background: var(--_sunken);
    font-weight: 600;
    white-space: nowrap;
  }
  thead .off {
    color: var(--_muted);
  }
  thead i {
    font-style: normal;
  }
  th[scope='row'],
  .corner {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    inline-size: 13em;
    min-inline-size: 10em;
    background: var(--_surface);
    font-weight: 400;
  }
  thead .corner {
    z-index: 3;
    background: var(--_sunken);
  }
  th[scope='row'] .post {
    display: block;
    font-weight: 600;
  }
  tr.kind th {
    position: sticky;
    inset-inline-start: 0;
    background: var(--_accent-soft);
    color: var(--_accent-strong);
    font-weight: 650;
  }
  tr.row {
    content-visibility: auto;
    contain-intrinsic-block-size: 64px;
  }
  .shift {
    display: grid;
    gap: 2px;
    inline-size: 100%;
    min-block-size: 44px;
    margin: 0 0 4px;
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_line-strong);
    border-radius: calc(var(--_radius-small) * 0.75);
    background: var(--_surface);
    text-align: start;
  }
  .shift:last-child {
    margin-block-end: 0;
  }
  .shift:hover {
    background: var(--_sunken);
  }
  .shift.full {
    border-inline-start-color: var(--_ok);
  }
  .shift.part {
    border-inline-start-color: var(--_wait);
  }
  .shift.empty {
    border-inline-start-color: var(--_danger);
  }
  .shift.off {
    border-style: dashed;
    color: var(--_muted);
  }
  .shift.off b {
    text-decoration: line-through;
  }
  .shift.clash {
    background: var(--_danger-soft);
  }
  .shift[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
    background: var(--_accent-soft);
  }
  .shift.over {
    outline: 3px dashed var(--_accent);
  }
  .shift .top {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 0.5em;
  }
  .shift b {
    font-weight: 600;
    white-space: nowrap;
  }
  .shift .count {
    display: inline-flex;
    align-items: center;
    gap: 0.2em;
    font-weight: 600;
    white-space: nowrap;
  }
  .shift.full .count {
    color: var(--_ok);
  }
  .shift.part .count {
    color: var(--_wait);
  }
  .shift.empty .count {
    color: var(--_danger);
  }
  .shift .count svg.icon {
    inline-size: 1em;
    block-size: 1em;
  }
  tr.more {
    display: none;
  }
  @container wg (min-width: 1080px) {
    .layout.with-panel {
      grid-template-columns: minmax(0, 1fr) 21em;
    }
    /* All seven days stay in sight beside it where the window has room for them. */
    .layout.with-panel th[scope='row'],
    .layout.with-panel .corner {
      min-inline-size: 9em;
    }
  }
  @container wg (max-width: 720px) {
    .days {
      display: grid;
      grid-template-columns: repeat(7, minmax(0, 1fr));
      gap: 4px;
      margin-block-end: calc(var(--_space) * 3);
    }
    .day {
      display: grid;
      justify-items: center;
      min-block-size: 44px;
      padding: 4px 0;
      border: 1px solid var(--_line);
      border-radius: var(--_radius-small);
      background: var(--_surface);
      font-size: 0.8125em;
      line-height: 1.35;
    }
    .day[aria-pressed='true'] {
      border-color: var(--_accent);
      background: var(--_accent);
      color: var(--_on-accent);
    }
    table {
      min-inline-size: 0;
    }
    thead .date:not(.shown),
    tr.idle,
    .kind .small,
    [role='grid'] td:not(.shown) {
      display: none;
    }
    tr.more {
      display: table-row;
    }
    th[scope='row'],
    .corner {
      inline-size: 42%;
      min-inline-size: 0;
    }
    .scroll {
      max-block-size: none;
    }
  }
`
