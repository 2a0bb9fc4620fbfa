import { css } from 'lit'

/** The board's view of who reported in at communities. */
export const reportInStyles = css`
  .report-in-table {
    overflow-x: auto;
  }
  .report-in-table table.plain {
    inline-size: 100%;
    max-inline-size: 60em;
  }
  .report-in-table .plain th[scope='row'] {
    min-inline-size: 7em;
    /* No word in two for a column's sake: the table can be scrolled. */
    overflow-wrap: break-word;
  }
  @container wg (max-width: 720px) {
    .report-in-table .plain :is(th, td) {
      padding-inline: calc(var(--_space) * 1.5);
    }
    .report-in-table thead .figure {
      white-space: normal;
    }
  }
  /* Of one community or organisation the name, and below it the figures: all of it beside each other is wider than a phone. */
  @container wg (max-width: 480px) {
    .report-in-table :is(table, thead, tbody) {
      display: block;
    }
    .report-in-table tr {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .report-in-table .with-others tr {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 0.8fr) minmax(0, 1.1fr);
    }
    .report-in-table .plain :is(th, td) {
      padding-inline: var(--_space);
    }
    .report-in-table .plain tr > :first-child {
      grid-column: 1 / -1;
      border-block-end: 0;
      padding-block-end: 0;
    }
    .report-in-table .plain thead .figure {
      font-size: 0.75em;
    }
  }
`
