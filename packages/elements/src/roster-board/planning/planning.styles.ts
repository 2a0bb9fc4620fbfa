import { css } from 'lit'

/** The board's view of planning. */
export const planning = css`
  .plan,
  .plan-draft,
  .plan-part,
  .plan-run {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  #plan-news,
  #what-if-news {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
  }
  #plan-news:not(:has(*)),
  #what-if-news:not(:has(*)) {
    display: none;
  }
  .lapsed {
    margin: calc(var(--_space) * 1.5) 0;
    padding-inline-start: 1.25em;
  }
  .plan h3 {
    font-size: 1.125em;
  }
  .plan h4 {
    margin: 0;
    font-weight: 650;
  }
  .plan-form {
    padding: calc(var(--_space) * 5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .plan-form select {
    max-inline-size: 22em;
  }
  .plan-run {
    max-inline-size: 44em;
    padding: calc(var(--_space) * 5);
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-small);
  }
  .nearness {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .nearness .quota-share {
    block-size: 10px;
  }
  .run-missing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
  }
  .plan-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 3) calc(var(--_space) * 5);
  }
  .plan-figures {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, max-content)) minmax(0, 1fr);
    gap: calc(var(--_space) * 3) calc(var(--_space) * 10);
    padding: calc(var(--_space) * 4) calc(var(--_space) * 5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .plan-figures dt {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .plan-figures dd {
    font-size: 1.375em;
    font-weight: 650;
    line-height: 1.35;
    white-space: nowrap;
  }
  .plan-figures dd.words {
    font-size: 1em;
    line-height: 1.5;
    white-space: normal;
  }
  .tone-ok,
  .plan-figures .tone-ok dd {
    color: var(--_ok);
  }
  .tone-wait,
  .plan-figures .tone-wait dd {
    color: var(--_wait);
  }
  .plan-part .find-name {
    max-inline-size: 24em;
  }
  .plan-part .part h4 {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .changes li {
    display: grid;
    grid-template-columns: 7em minmax(0, 1fr);
    justify-content: start;
    gap: 0 calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2);
  }
  .scroll-wide {
    /* Words for listeners alone stay within it. */
    position: relative;
    overflow-x: auto;
    /* What has the focus keeps its ring. */
    padding: 3px;
    margin: -3px;
  }
  table.costs {
    max-inline-size: 46em;
  }
  .costs tfoot > tr > * {
    border-block-start: 2px solid var(--_line-strong);
    font-weight: 650;
  }
  table.heat {
    min-inline-size: 720px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
  }
  .heat td,
  .heat thead th:not(.corner) {
    text-align: center;
    vertical-align: middle;
  }
  .heat .figure {
    text-align: end;
    padding-inline: calc(var(--_space) * 3);
    white-space: nowrap;
  }
  .heat tfoot > tr > * {
    border-block-end: 0;
    background: var(--_sunken);
    font-weight: 600;
  }
  .heat .cell {
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    margin: 0;
    padding: 4px;
    border: 0;
    border-radius: calc(var(--_radius-small) * 0.75);
    font-size: 0.875em;
    font-weight: 600;
    white-space: nowrap;
  }
  .heat .heat-1 {
    background: var(--_heat-1);
    color: var(--_heat-ink);
  }
  .heat .heat-2 {
    background: var(--_heat-2);
    color: var(--_heat-ink);
  }
  .heat .heat-3 {
    background: var(--_heat-3);
    color: var(--_heat-ink-strong);
  }
  .heat .heat-4 {
    background: var(--_heat-4);
    color: var(--_heat-ink-strong);
  }
  .heat button.cell:hover {
    outline: 2px solid var(--_line-strong);
  }
  .heat button.cell[aria-pressed='true'] {
    outline: 3px solid var(--_accent);
    outline-offset: -1px;
  }
  .heat button.cell:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
  }
  .plot {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
  }
  .plot .bar {
    fill: var(--_accent);
  }
  .plot .axis {
    stroke: var(--_line-strong);
  }
  .plot text {
    fill: var(--_ink);
    font-size: 13px;
  }
  .plot .tick {
    fill: var(--_muted);
  }
  .balance {
    display: grid;
    gap: calc(var(--_space) * 2);
    max-inline-size: 52em;
  }
  .balance li {
    display: grid;
    grid-template-columns: minmax(8em, 1fr) minmax(6em, 2fr) minmax(8em, max-content);
    align-items: center;
    gap: calc(var(--_space) * 4);
  }
  .balance-bar {
    inline-size: 100%;
    block-size: 14px;
  }
  .balance-bar .ground {
    fill: var(--_sunken);
  }
  .balance-bar .share {
    fill: var(--_ok);
  }
  .balance-bar.below .share {
    fill: var(--_wait);
  }
  .balance-bar .mark {
    fill: var(--_ink);
  }
  .what-if-forms {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20em), 1fr));
    align-items: start;
    gap: calc(var(--_space) * 4);
  }
  .what-if-form {
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    align-items: end;
    gap: calc(var(--_space) * 3);
  }
  .steps {
    padding-inline-start: 1.6em;
    list-style: decimal;
  }
  .computing::before {
    content: '';
    display: inline-block;
    inline-size: 0.8em;
    block-size: 0.8em;
    margin-inline-end: 0.6em;
    border: 2px solid var(--_line-strong);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .history summary {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 44px;
    color: var(--_accent);
    font-weight: 600;
    cursor: pointer;
  }
  .history summary::before {
    content: '▸';
  }
  .history[open] summary::before {
    content: '▾';
  }
  .dialog {
    box-sizing: border-box;
    inline-size: min(36em, calc(100vw - 32px));
    max-block-size: calc(100vh - 48px);
    padding: calc(var(--_space) * 6);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_ink);
    overflow: auto;
  }
  .dialog[open] {
    display: grid;
    gap: calc(var(--_space) * 4);
  }
  .dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  .effects {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .effects li {
    display: grid;
    grid-template-columns: 4em minmax(0, 1fr);
    align-items: center;
    gap: calc(var(--_space) * 3);
  }
  .effects .chip {
    justify-content: center;
  }
  @container wg (max-width: 720px) {
    .plan-figures {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: calc(var(--_space) * 3) calc(var(--_space) * 5);
    }
    .plan-figures .wide {
      grid-column: 1 / -1;
    }
    .plan-figures dd {
      white-space: normal;
    }
    .plan-head .button,
    .plan-form .actions .button,
    .dialog .button {
      flex: 1 1 auto;
    }
    .plan-form {
      padding: calc(var(--_space) * 4);
    }
    table.heat {
      min-inline-size: 640px;
    }
    .heat th[scope='row'] {
      min-inline-size: 9em;
    }
    .changes li {
      grid-template-columns: minmax(0, 1fr);
    }
    .balance li {
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 1);
      padding-block-end: calc(var(--_space) * 2);
      border-block-end: 1px solid var(--_line);
    }
  }
`
