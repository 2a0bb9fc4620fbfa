import { css } from 'lit'

/** The check-in code in the panel, and over the whole window. */
export const checkInCode = css`
  .code-hint {
    font-size: 0.875em;
  }
  .code {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 3);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .code h4 {
    margin: 0;
  }
  .qr {
    display: block;
    inline-size: 100%;
    max-inline-size: 26em;
    margin-inline: auto;
    aspect-ratio: 1;
    border-radius: var(--_radius-small);
    fill: #000;
    forced-color-adjust: none;
  }
  .qr rect {
    fill: #fff;
  }
  .code-facts {
    display: grid;
    gap: calc(var(--_space) * 1);
  }
  .code-facts summary {
    min-block-size: 24px;
    cursor: pointer;
    color: var(--_accent);
  }
  .code-facts a {
    color: var(--_accent);
    overflow-wrap: anywhere;
  }
  .code-window {
    inline-size: 100vw;
    max-inline-size: none;
    block-size: 100vh;
    block-size: 100dvh;
    max-block-size: none;
    margin: 0;
    padding: calc(var(--_space) * 5);
    border: 0;
    background: var(--_surface);
    color: var(--_ink);
  }
  .code-window[open] {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .code-window-head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--_space) * 4);
  }
  .code-window-head .button {
    flex: none;
  }
  .code-window-head h4 {
    font-size: 1.375em;
    line-height: 1.3;
  }
  .code-window .qr {
    inline-size: auto;
    max-inline-size: 100%;
    block-size: 100%;
    max-block-size: min(100%, calc(100vw - var(--_space) * 10));
    margin: auto;
  }
  .code-window .code-facts {
    justify-items: center;
    text-align: center;
  }
  .code-window .code-facts b {
    font-size: 1.25em;
  }
`
