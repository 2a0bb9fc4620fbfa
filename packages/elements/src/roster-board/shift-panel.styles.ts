import { css } from 'lit'

/** The shift that is open, and its people. */
export const shiftPanel = css`
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
  .record-times {
    display: grid;
    flex: 1 1 100%;
    gap: calc(var(--_space) * 3);
    min-inline-size: 0;
  }
  .record-times h4,
  .record-times p {
    margin: 0;
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
    .panel {
      position: sticky;
      inset-block-start: calc(var(--_space) * 4);
      max-block-size: 85vh;
      overflow: auto;
    }
  }
  @container wg (max-width: 720px) {
    .layout.with-panel .panel {
      order: -1;
    }
  }
`
