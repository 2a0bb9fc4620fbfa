import { css } from 'lit'

/** Buttons beside each other that are on or off. */
export const toggles = css`
  .toggles {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .toggle {
    min-block-size: 44px;
    padding: 0.35em 1em;
    border: 1px solid var(--_line-strong);
    border-radius: 99px;
    background: var(--_surface);
    white-space: nowrap;
  }
  .toggle:hover {
    border-color: var(--_accent);
    background: var(--_sunken);
  }
  .toggle[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  .toggle[aria-pressed='true']::before {
    content: '✓ ';
  }
`
