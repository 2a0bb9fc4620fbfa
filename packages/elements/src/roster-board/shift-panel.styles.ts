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
    min-inline-size: 0;
  }
  label.who {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    min-block-size: 44px;
    cursor: pointer;
  }
  label.who input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
    cursor: pointer;
  }
  /* Over the list while it is gone through: whoever has chosen need not scroll to its end. */
  .chosen {
    position: sticky;
    inset-block-end: calc(var(--_space) * 2);
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3) calc(var(--_space) * 3);
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    box-shadow: 0 2px 12px rgb(0 0 0 / 15%);
  }
  .chosen p {
    margin: 0;
  }
  .chosen-head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .chosen-head p {
    min-inline-size: 0;
    max-block-size: 4.5em;
    overflow: auto;
    padding-block: 0.6em 0;
  }
  .chosen-head .button {
    flex: none;
  }
  .chosen-acts {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: calc(var(--_space) * 2);
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
  .late-words ul {
    margin: 0;
    padding-inline-start: calc(var(--_space) * 5);
  }
  .who .notice {
    margin-block-start: calc(var(--_space) * 2);
  }
  .people .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .drag-hint {
    display: none;
  }
  @container wg (min-width: 1080px) {
    /* Beside the table, and with something that drags. */
    @media (hover: hover) and (pointer: fine) {
      .drag-hint {
        display: block;
      }
    }
    .panel {
      position: sticky;
      inset-block-start: calc(var(--_space) * 4);
      max-block-size: 85vh;
      overflow: auto;
    }
    /* At the edge of the panel that scrolls, below its padding: no half a name looks out from under it. */
    .chosen {
      inset-block-end: calc(var(--_space) * -3.5);
    }
  }
  @container wg (max-width: 720px) {
    .layout.with-panel .panel {
      order: -1;
    }
  }
`
