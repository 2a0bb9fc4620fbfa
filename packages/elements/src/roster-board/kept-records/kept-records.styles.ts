import { css } from 'lit'

/** The board's view of what a unit recorded. */
export const keptRecordsStyles = css`
  .kept-asked {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(11em, 100%), 1fr));
    align-items: end;
    gap: calc(var(--_space) * 3);
    max-inline-size: 48em;
  }
  .kept-files .notice {
    margin-block-start: calc(var(--_space) * 3);
  }
  .kept-files > .actions,
  .kept-pages {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
`
