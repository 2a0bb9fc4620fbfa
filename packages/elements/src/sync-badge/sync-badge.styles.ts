import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { tokens } from '../tokens.styles.ts'

export const styles = [
  tokens,
  controls,
  css`
    .wg {
      color: var(--_ink);
    }
    /* No card: it stands in the host's. With more than a chip to read it brings a ground, which takes no room. */
    section.unsent {
      border-radius: var(--_radius-small);
      background: var(--_surface);
      box-shadow: 0 0 0 calc(var(--_space) * 1.5) var(--_surface);
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--_space) calc(var(--_space) * 2);
      min-block-size: 44px;
    }
    .bar p {
      display: flex;
      flex-wrap: wrap;
      gap: calc(var(--_space) * 2);
      margin-inline-end: auto;
    }
    .since {
      align-self: center;
    }
    .chip {
      gap: 0.4em;
      padding-block: 0.25em;
      font-size: 0.875em;
    }
    .notice {
      margin-block: var(--_space) calc(var(--_space) * 2);
    }
    ul {
      margin-block-start: calc(var(--_space) * 1.5);
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 calc(var(--_space) * 3);
      align-items: center;
      padding-block: calc(var(--_space) * 2);
      border-block-start: 1px solid var(--_line);
    }
    li .actions {
      gap: var(--_space);
    }
    .save {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 calc(var(--_space) * 2);
      padding-block-start: var(--_space);
      border-block-start: 1px solid var(--_line);
    }
    .import:focus-within label {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }
    .why {
      color: var(--_danger);
      font-weight: 600;
    }
    @container wg (max-width: 520px) {
      li {
        grid-template-columns: 1fr;
      }
      li .actions {
        margin-inline-start: -0.6em;
      }
    }
  `,
]
