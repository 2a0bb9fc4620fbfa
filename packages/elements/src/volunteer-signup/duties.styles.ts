import { css } from 'lit'

/** Tabs, duties, hours, certificates. */
export const duties = css`
  .tabs {
    display: flex;
    gap: calc(var(--_space) * 5);
    border-block-end: 1px solid var(--_line);
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tabs button {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    min-block-size: 44px;
    padding: 0 2px;
    border: 0;
    border-block-end: 3px solid transparent;
    background: none;
    color: var(--_muted);
    font-weight: 600;
    white-space: nowrap;
  }
  .tabs button:hover {
    color: var(--_ink);
  }
  .tabs button[aria-current='page'] {
    border-color: var(--_accent);
    color: var(--_accent-strong);
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
  .count {
    min-inline-size: 1.6em;
    padding: 0 0.4em;
    border-radius: 99px;
    background: var(--_wait);
    color: var(--_surface);
    font-size: 0.8125em;
    line-height: 1.6;
    text-align: center;
  }
  .duty-list {
    display: grid;
    gap: calc(var(--_space) * 3);
  }
  .duty {
    display: grid;
    /* What is said at the end never takes more than half from the name. */
    grid-template-columns: minmax(0, 1fr) fit-content(50%);
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
    align-items: start;
    padding: calc(var(--_space) * 3.5) calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
    background: var(--_surface);
  }
  .duty.todo {
    border-color: var(--_accent);
    box-shadow: inset 4px 0 0 var(--_accent);
  }
  .duty > .what {
    grid-column: 1 / -1;
    display: grid;
    gap: 2px;
    margin-block-start: calc(var(--_space) * -1.5);
  }
  .duty > .chip {
    white-space: normal;
  }
  .rest {
    grid-column: 1 / -1;
    display: grid;
    gap: calc(var(--_space) * 2.5);
  }
  .rest:empty,
  .rest > :empty {
    display: none;
  }
  .rest > .actions {
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .rest > .actions > .quiet:first-child {
    margin-inline-start: -0.6em;
  }
  .rest > .actions > .muted:empty {
    display: none;
  }
  .panel {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .panel.actions {
    display: flex;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
  }
  .panel h4,
  .hours h4,
  .certificates h4 {
    margin: 0;
    font-size: 1em;
  }
  .panel .agree {
    background: var(--_surface);
  }
  .with-icon,
  .presence {
    display: flex;
    gap: 0.6em;
    align-items: start;
  }
  .with-icon svg,
  .presence svg {
    margin-block-start: 0.15em;
    color: var(--_accent);
  }
  .presence svg {
    color: var(--_ok);
  }
  .line {
    display: grid;
    gap: calc(var(--_space) * 2);
    justify-items: start;
  }
  .line > .field {
    inline-size: 100%;
    max-inline-size: 28em;
  }
  .line .hint {
    margin-block-start: var(--_space);
  }
  .scanned {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 2px solid var(--_accent);
    border-radius: var(--_radius-small);
    background: var(--_accent-soft);
  }
  .scanned .sub,
  .calendar .sub,
  .profile .sub,
  .certificates .sub {
    margin: 0;
  }
  .profile #birth-year {
    max-inline-size: 9em;
  }
  .scanned .actions .quiet {
    margin-inline-start: -0.4em;
  }
  .refused {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin-block-end: calc(var(--_space) * 4);
  }
  .waiting {
    color: var(--_wait);
    font-weight: 600;
  }
  .calendar,
  .profile,
  .certificates {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 5);
    border-block-start: 1px solid var(--_line);
  }
  .calendar > div:empty,
  .certificates form > div:empty,
  .profile form > div:empty {
    display: none;
  }
  .certificates form,
  .profile form {
    gap: calc(var(--_space) * 4);
  }
  .address,
  .code {
    font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
    font-size: 0.9375em;
    user-select: all;
  }
  .address {
    overflow-wrap: anywhere;
  }
  a.button {
    text-decoration: none;
  }
  .notice a.button.primary {
    color: var(--_on-accent);
  }
  .total {
    padding: calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_accent-soft);
  }
  .total b {
    display: block;
    font-size: 1.75em;
    line-height: 1.3;
  }
  .total p {
    margin-block-start: calc(var(--_space) * 1.5);
  }
  .hours {
    display: grid;
    gap: calc(var(--_space) * 4);
  }
  .hours > .sub {
    margin: 0;
  }
  .records {
    display: grid;
    gap: calc(var(--_space) * 3);
  }
  .length {
    white-space: nowrap;
    font-size: 1.0625em;
  }
  .others summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
  }
  .others .fields {
    display: grid;
    gap: calc(var(--_space) * 3);
    max-inline-size: 34em;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_space) * 3);
    max-inline-size: 34em;
  }
  /* A browser's own day and time are wider than half a panel, and than a narrow one. */
  .pair .field {
    grid-template-columns: minmax(0, 1fr);
  }
  .pair input {
    min-inline-size: 0;
    padding-inline: calc(var(--_space) * 2.5);
  }
  @container wg (max-width: 420px) {
    .pair {
      grid-template-columns: minmax(0, 1fr);
    }
    .tabs {
      gap: calc(var(--_space) * 4);
    }
    .duty {
      padding-inline: calc(var(--_space) * 3.5);
    }
    .duty .actions .primary {
      flex: 1 1 auto;
    }
  }
`
