import { css } from 'lit'

/** The way from the root to what is shown, each part a button back to it. */
export const crumbs = css`
  nav ol {
    display: flex;
    flex-wrap: wrap;
  }
  nav li + li::before {
    content: '›';
    color: var(--_muted);
  }
  nav li:last-child::after {
    content: '›';
    color: var(--_muted);
  }
  .crumb {
    min-block-size: 32px;
    padding: 0 0.4em;
    border: 0;
    border-radius: var(--_radius-small);
    background: none;
    color: var(--_accent);
    font-size: 0.9375em;
  }
  nav li:first-child .crumb {
    margin-inline-start: -0.4em;
  }
  .crumb:hover {
    background: var(--_accent-soft);
  }
`
