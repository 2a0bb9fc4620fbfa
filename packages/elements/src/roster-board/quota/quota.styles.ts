import { css } from 'lit'

/** The board's view of the quota. */
export const quotaStyles = css`
  .quota-plan,
  .quota-draft,
  .quota-fairness,
  .quota-roll {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .quota-fairness,
  .quota-roll {
    padding-block-start: calc(var(--_space) * 5);
    border-block-start: 1px solid var(--_line);
  }
  .quota-plan h3,
  .quota-fairness h3,
  .quota-roll h3 {
    font-size: 1.125em;
  }
  .quota-plan h4 {
    margin: calc(var(--_space) * 2) 0 0;
    font-weight: 650;
  }
  .quota-forms {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24em), 1fr));
    align-items: start;
    gap: calc(var(--_space) * 4);
  }
  .quota-form {
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .quota-fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 11em), 1fr));
    align-items: end;
    gap: calc(var(--_space) * 4);
  }
  .quota-clash {
    color: var(--_danger);
  }
  .quota-draft {
    padding: calc(var(--_space) * 5);
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-small);
  }
  .quota-tables {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 26em), 1fr));
    align-items: start;
    gap: calc(var(--_space) * 5);
  }
  .quota-form h4 {
    margin: 0;
  }
  .quota-table table.plain {
    inline-size: 100%;
    max-inline-size: 60em;
  }
  .quota-table .plain th[scope='row'] {
    min-inline-size: 0;
    inline-size: 40%;
    overflow-wrap: anywhere;
  }
  /* Six columns are more than a phone is wide. */
  .scrolled {
    overflow-x: auto;
  }
  .scrolled .plain th[scope='row'] {
    min-inline-size: 8em;
  }
  .quota-table thead .figure {
    white-space: normal;
  }
  @container wg (max-width: 720px) {
    .quota-draft {
      padding: calc(var(--_space) * 4);
    }
    .quota-table .plain :is(th, td) {
      padding-inline: calc(var(--_space) * 1.5);
    }
    .quota-table .registered {
      display: none;
    }
  }
  .roll-problems summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
    font-weight: 600;
  }
  .roll-problems > p + .rows {
    margin-block-start: calc(var(--_space) * 2);
  }
  #quota-news:not(:has(*)),
  #quota-preview:not(:has(*)) {
    display: none;
  }
`
