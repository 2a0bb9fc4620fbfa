import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { tokens } from '../tokens.styles.ts'

export const styles = [
  tokens,
  controls,
  css`
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 3);
    }
    .search label {
      display: block;
      margin-block-end: var(--_space);
      font-weight: 650;
    }
    .box {
      position: relative;
    }
    .box svg {
      position: absolute;
      inset-block: 0;
      inset-inline-start: 0.75em;
      block-size: 100%;
      color: var(--_muted);
      pointer-events: none;
    }
    input {
      appearance: none;
      inline-size: 100%;
      min-block-size: 44px;
      margin: 0;
      padding: 0.5em 0.75em 0.5em 2.6em;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_radius-small);
      background: var(--_surface);
      color: var(--_ink);
      font: inherit;
      text-overflow: ellipsis;
    }
    ::placeholder {
      color: var(--_muted);
      opacity: 1;
    }
    .scroll {
      position: relative;
      max-block-size: var(--wg-tree-height, 465px);
      margin-inline: calc(var(--_space) * -2);
      padding: 3px;
      overflow: auto;
      overscroll-behavior: contain;
      /* A shade at each edge behind which there is more; at the ends it is covered. */
      background:
        linear-gradient(var(--_surface) 50%, transparent) 0 0 / 100% 32px no-repeat local,
        linear-gradient(transparent, var(--_surface) 50%) 0 100% / 100% 32px no-repeat local,
        linear-gradient(var(--_line), transparent) 0 0 / 100% 14px no-repeat scroll,
        linear-gradient(transparent, var(--_line)) 0 100% / 100% 14px no-repeat scroll;
    }
    .row {
      position: relative;
      display: flex;
      align-items: center;
      gap: calc(var(--_space) * 1.5);
      min-block-size: 44px;
      padding: 2px calc(var(--_space) * 3) 2px 0;
      border-radius: var(--_radius-small);
      cursor: pointer;
      scroll-margin-block: 44px;
    }
    /* The first screenful is drawn wherever the page stands: pictures of the whole page and paper show it too. */
    @media screen {
      .row:nth-child(n + 25) {
        content-visibility: auto;
        contain-intrinsic-size: auto 44px;
      }
    }
    .row[aria-level='2'] {
      padding-inline-start: 20px;
    }
    .row[aria-level='3'] {
      padding-inline-start: 40px;
    }
    .row[aria-level='4'],
    .row[aria-level='5'] {
      padding-inline-start: 60px;
    }
    .row:hover,
    .result:hover {
      background: var(--_sunken);
    }
    .row[aria-selected='true'] {
      background: var(--_accent-soft);
      color: var(--_accent-strong);
      font-weight: 650;
    }
    .row[aria-selected='true']::before {
      content: '';
      position: absolute;
      inset-block: 8px;
      inset-inline-start: 0;
      inline-size: 4px;
      border-radius: 2px;
      background: var(--_accent);
    }
    .row[aria-level='1'] .name {
      font-weight: 700;
    }
    .row:focus-visible,
    .result:focus-visible {
      outline-offset: -1px;
    }
    .twist {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 32px;
      block-size: 40px;
      border-radius: var(--_radius-small);
      color: var(--_muted);
    }
    .twist:hover {
      color: var(--_accent);
    }
    .twist svg {
      inline-size: 1.05em;
      transition: transform 0.15s;
    }
    .row[aria-expanded='true'] .twist svg {
      transform: rotate(90deg);
    }
    .name {
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .count {
      margin-inline-start: auto;
      padding-inline-start: calc(var(--_space) * 2);
      white-space: nowrap;
      font-weight: 400;
    }
    .result {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 calc(var(--_space) * 3);
      align-items: center;
      inline-size: 100%;
      min-block-size: 44px;
      padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
      border: 0;
      border-radius: var(--_radius-small);
      background: none;
      text-align: start;
    }
    .result .name {
      font-weight: 600;
    }
    .result .path {
      grid-column: 1 / -1;
    }
    @container wg (max-width: 360px) {
      .row[aria-level='3'] {
        padding-inline-start: 32px;
      }
      .row[aria-level='4'],
      .row[aria-level='5'] {
        padding-inline-start: 44px;
      }
    }
  `,
]
