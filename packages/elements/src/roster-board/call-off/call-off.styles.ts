import { css } from 'lit'

/** The board's form that calls shifts off. */
export const callOffStyles = css`
  .call-off {
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 5);
    border: 1px solid var(--_danger);
    border-radius: var(--_radius-small);
  }
  .call-off-times {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15em), 1fr));
    max-inline-size: 40em;
    gap: calc(var(--_space) * 4);
  }
  #call-off-news:not(:has(*)) {
    display: none;
  }
`
