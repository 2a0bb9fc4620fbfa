import { css } from 'lit'

/** What stands in a record beside what should: a fact to a line, its name above where there is no room. */
export const correctionChangesStyles = css`
  .corrected {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    margin: calc(var(--_space) * 1.5) 0;
  }
  .corrected > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 3);
  }
  .corrected dt {
    min-inline-size: 7em;
    color: var(--_muted);
  }
  .corrected dd {
    flex: 1 1 16em;
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .corrected [data-change='times'] b {
    white-space: nowrap;
  }
`
