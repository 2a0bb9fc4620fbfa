import { css } from 'lit'

/** A rating as it stands in a history: stars and what they mean. */
export const starRow = css`
  .rated {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em;
    margin-block-start: var(--_space);
  }
  .stars {
    display: inline-flex;
  }
  .star {
    color: var(--_line-strong);
  }
  .star.full {
    fill: currentColor;
    color: var(--_wait);
  }
`
