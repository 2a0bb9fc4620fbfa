import { css } from 'lit'

/** The board's view of who reported in at communities. */
export const reportInStyles = css`
  .report-in {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .report-in h3 {
    font-size: 1.125em;
  }
  .report-in h4 {
    margin: 0;
    font-weight: 650;
  }
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
`
