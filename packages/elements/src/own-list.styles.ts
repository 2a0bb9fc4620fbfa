import { css } from 'lit'

/** A person's own sign-ups or reports, below what they are made with. */
export const ownList = css`
  .mine {
    padding-block-start: calc(var(--_space) * 5);
    border-block-start: 1px solid var(--_line);
  }
  .sub {
    font-size: 1.0625em;
    margin-block-end: calc(var(--_space) * 3);
  }
  .post {
    font-weight: 600;
  }
  .more {
    inline-size: 100%;
    margin-block-start: calc(var(--_space) * 3);
  }
  .own {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--_space) calc(var(--_space) * 3);
    align-items: center;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .own + .own {
    margin-block-start: calc(var(--_space) * 2);
  }
  .own .actions {
    grid-column: 1 / -1;
    gap: calc(var(--_space) * 2);
    margin-inline-start: -0.6em;
  }
  .own .actions span:first-child {
    margin-inline-start: 0.6em;
  }
  .own .actions:empty {
    display: none;
  }
  @container wg (min-width: 620px) {
    .own {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }
    .own .actions {
      grid-column: 3;
      margin: 0 -0.6em 0 0;
    }
    .own .actions.asking {
      grid-column: 1 / -1;
    }
  }
`
