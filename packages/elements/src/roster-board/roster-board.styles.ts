import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { correctionChangesStyles } from '../correction-changes.styles.ts'
import { fields } from '../fields.styles.ts'
import { toggles } from '../toggles.styles.ts'
import { tokens } from '../tokens.styles.ts'
import { checkInCode } from './check-in-code.styles.ts'
import { matrix } from './week/matrix.styles.ts'
import { quotaBar } from './quota-bar.styles.ts'
import { teamsStyles } from './teams/teams.styles.ts'
import { shiftPanel } from './shift-panel.styles.ts'

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
  .tab-page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .tab-page h3 {
    font-size: 1.125em;
  }
  .tab-page h4 {
    margin: 0;
    font-weight: 650;
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
  .requested {
    gap: calc(var(--_space) * 3);
    max-inline-size: 34em;
  }
  .requested .span {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11em, 1fr));
    gap: calc(var(--_space) * 3);
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
  /* A chip that says a whole sentence has more than a line on a phone. */
  .chip.sentence {
    border-radius: var(--_radius-small);
    white-space: normal;
  }
  .intersections {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    border: 1px solid var(--_danger);
    border-radius: var(--_radius-small);
  }
  .decided[open] > summary {
    margin-block-end: calc(var(--_space) * 2);
  }
  :is(.intersections, .decided) summary {
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
  @container wg (max-width: 720px) {
    .tools {
      margin-inline-start: 0;
    }
  }
`

export const styles = [
  tokens,
  controls,
  fields,
  toggles,
  board,
  quotaBar,
  matrix,
  shiftPanel,
  teamsStyles,
  checkInCode,
  correctionChangesStyles,
]
