import { css } from 'lit'

/** What happened to one's duties. */
export const news = css`
  .news,
  .news-list {
    display: grid;
    gap: calc(var(--_space) * 2.5);
  }
  .news-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space) calc(var(--_space) * 3);
  }
  .news-head .sub {
    margin: 0;
  }
  .news-head > .button {
    margin-inline: auto -0.4em;
  }
  .news > .more {
    margin: 0;
  }
  .news-item {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
    align-items: center;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 3.5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .news-item > svg {
    align-self: start;
    margin-block-start: 0.15em;
    color: var(--_muted);
  }
  .news-item strong {
    display: block;
    font-weight: 650;
  }
  .news-item p {
    margin: 0;
  }
  .news-item.wait {
    background: var(--_wait-soft);
  }
  .news-item.wait > svg {
    color: var(--_wait);
  }
  .news-item.bad {
    background: var(--_danger-soft);
  }
  .news-item.bad > svg {
    color: var(--_danger);
  }
  .news-item.ok {
    background: var(--_ok-soft);
  }
  .news-item.ok > svg {
    color: var(--_ok);
  }
  @container wg (max-width: 520px) {
    .news-item {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .news-item > .actions {
      grid-column: 2;
    }
    .news-item > .actions > .quiet:first-child {
      margin-inline-start: -0.6em;
    }
  }
`
