import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { fields } from '../fields.styles.ts'
import { tokens } from '../tokens.styles.ts'
import { checkInCode } from './check-in-code.styles.ts'

const board = css`
  .board {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }
  .view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 5);
  }
  .tab {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-block-size: 44px;
    margin: 0;
    padding: 0 2px;
    border: 0;
    border-block-end: 3px solid transparent;
    background: none;
    color: var(--_muted);
    font-weight: 600;
  }
  .tab:hover {
    color: var(--_ink);
    border-block-end-color: var(--_line-strong);
  }
  .tab[aria-selected='true'] {
    color: var(--_accent-strong);
    border-block-end-color: var(--_accent);
  }
  .hours-head {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 3) calc(var(--_space) * 6);
  }
  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
    padding-block-start: calc(var(--_space) * 2);
  }
  .rows {
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
  }
  .rows li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-block-end: 1px solid var(--_line);
  }
  .rows li:last-child {
    border-block-end: 0;
  }
  .rows form {
    flex: 1 1 100%;
    gap: calc(var(--_space) * 3);
  }
  .rows svg.icon {
    inline-size: 1em;
    block-size: 1em;
    vertical-align: -0.12em;
    color: var(--_muted);
  }
  a.button {
    text-decoration: none;
  }
  .line {
    display: block;
  }
  :is(#swaps-news, #correction-news):not(:has(*)) {
    display: none;
  }
  table.plain {
    min-inline-size: 0;
    max-inline-size: 40em;
  }
  .plain th,
  .plain td {
    border-inline-end: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .plain th[scope] {
    position: static;
    inline-size: auto;
    background: none;
  }
  .plain thead th {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .plain tbody th {
    font-weight: 600;
  }
  .plain tbody tr:nth-child(even) > * {
    background: var(--_sunken);
  }
  .plain .figure {
    text-align: end;
    white-space: nowrap;
  }
  .week,
  .tools,
  .sum,
  .needs {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .week .button {
    padding-inline: 0.7em;
  }
  .week-name {
    min-inline-size: 7.5em;
    text-align: center;
  }
  .tools {
    margin-inline-start: auto;
  }
  .quota {
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .quota-lines {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 21em), 1fr));
    gap: calc(var(--_space) * 1.5) calc(var(--_space) * 6);
  }
  .quota-line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(4em, 7em) auto;
    align-items: center;
    gap: calc(var(--_space) * 3);
    font-size: 0.875em;
  }
  .quota-line.whole {
    font-size: 1em;
    font-weight: 650;
  }
  .quota-name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .quota-words {
    min-inline-size: 4.5em;
    text-align: end;
  }
  .quota-share {
    inline-size: 100%;
    block-size: 6px;
  }
  .quota-share .ground {
    fill: var(--_line);
  }
  .quota-share .share {
    fill: var(--_accent);
  }
  .quota-share.full .share {
    fill: var(--_ok);
  }
  .intersections {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    border: 1px solid var(--_danger);
    border-radius: var(--_radius-small);
  }
  .intersections summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
  }
  .intersections summary svg.icon {
    vertical-align: -0.25em;
    color: var(--_danger);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14em), 1fr));
    align-items: end;
    gap: calc(var(--_space) * 4);
  }
  .gaps-only {
    display: flex;
    align-items: center;
    gap: 0.6em;
    min-block-size: 44px;
    font-weight: 500;
  }
  .gaps-only input {
    inline-size: 1.25em;
    block-size: 1.25em;
    margin: 0;
    accent-color: var(--_accent);
  }
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
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-small);
  }
  .panel-head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .panel-head .button {
    margin-block: calc(var(--_space) * -2.5);
  }
  .panel h4 {
    margin: calc(var(--_space) * 2) 0 0;
    font-weight: 650;
  }
  .panel p svg.icon,
  .clash-words svg.icon {
    vertical-align: -0.25em;
  }
  #panel-news {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  #panel-news:not(:has(*)) {
    display: none;
  }
  .people li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    padding-block: calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_line);
  }
  .people li:last-child {
    border-block-end: 0;
  }
  .candidates li {
    cursor: grab;
  }
  .who {
    flex: 1 1 10em;
  }
  .clash-words {
    display: block;
    color: var(--_danger);
  }
  .presence {
    display: block;
  }
  .presence svg.icon {
    vertical-align: -0.25em;
    color: var(--_ok);
  }
  .refused {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .who .notice {
    margin-block-start: calc(var(--_space) * 2);
  }
  .people .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
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
    .panel {
      position: sticky;
      inset-block-start: calc(var(--_space) * 4);
      max-block-size: 85vh;
      overflow: auto;
    }
  }
  tr.more {
    display: none;
  }
  @container wg (max-width: 720px) {
    .quota-line:not(.whole) {
      grid-template-columns: minmax(4em, 7em) minmax(0, 1fr);
      row-gap: 0;
    }
    .quota-line:not(.whole) .quota-name {
      grid-column: 1 / -1;
      white-space: normal;
    }
    .quota-line:not(.whole) .quota-words {
      text-align: start;
    }
    .quota-line.whole {
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 1.5);
    }
    .quota-line.whole .quota-words {
      order: -1;
      text-align: start;
    }
    .tools {
      margin-inline-start: 0;
    }
    .layout.with-panel .panel {
      order: -1;
    }
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

export const styles = [tokens, controls, fields, board, checkInCode]
