import { css } from 'lit'

/** Ways to look at the same things, side by side, one of them pressed. */
export const viewSwitch = css`
  .switch {
    display: inline-flex;
    padding: 3px;
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .switch button {
    min-block-size: 38px;
    padding: 0 1em;
    border: 0;
    border-radius: calc(var(--_radius-small) - 2px);
    background: none;
    color: var(--_muted);
    font-weight: 600;
  }
  .switch button[aria-pressed='true'] {
    background: var(--_surface);
    color: var(--_accent-strong);
    box-shadow: 0 1px 3px rgb(0 0 0 / 0.16);
  }
`
