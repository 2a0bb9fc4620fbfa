import { css } from 'lit'

/** The board's list of an organisation's sign-ups. */
export const signUpsStyles = css`
  .sign-ups .shift-entries > li {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    align-items: start;
  }
  .sign-ups .entry-people {
    display: grid;
    gap: var(--_space);
  }
  .sign-ups .entry-people li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: start;
    gap: 0 calc(var(--_space) * 2);
    padding: 0;
    border: 0;
  }
  @container wg (max-width: 720px) {
    .sign-ups .shift-entries > li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
