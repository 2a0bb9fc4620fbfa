import { css } from 'lit'

/** The board's view of evaluation points. */
export const pointsStyles = css`
  .points .field {
    max-inline-size: 32em;
  }
  .points .point-list > li {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(7em, 1fr) minmax(0, 3fr);
    align-items: start;
  }
  .points .point-state {
    display: grid;
    justify-items: start;
    gap: var(--_space);
  }
  .points .point-teams {
    display: grid;
    gap: var(--_space);
  }
  .points .point-teams li {
    display: block;
    padding: 0;
    border: 0;
  }
  .point-findings summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
    font-weight: 600;
  }
  @container wg (max-width: 720px) {
    .points .point-list > li {
      grid-template-columns: minmax(0, 1fr);
    }
    .points .point-state {
      grid-auto-flow: column;
      justify-content: start;
      align-items: center;
    }
  }
`
