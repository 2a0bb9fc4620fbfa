import { css } from 'lit'

/** What is owed and named. */
export const quotaBar = css`
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
  /* Of its own line, which no long name cuts off. */
  .quota-closed {
    display: block;
    font-weight: 400;
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
  }
`
