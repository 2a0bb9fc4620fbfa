import { css } from 'lit'

/** The shifts of today at a building: one column, in letters and buttons that one reads and hits while standing. */
export const todayStyles = css`
  .today {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    max-inline-size: 44em;
    font-size: 1.125em;
  }
  .today-shifts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
  }
  .today .button {
    min-block-size: 52px;
  }
  .today .today-line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 3);
    inline-size: 100%;
    padding: calc(var(--_space) * 3);
    text-align: start;
  }
  .today-line > * {
    grid-column: 1;
  }
  .today-line > svg.icon {
    grid-column: 2;
    grid-row: 1 / span 2;
    align-self: center;
  }
  .today-open {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 2px solid var(--_accent);
    border-radius: var(--_radius-small);
  }
  .today-open h3 {
    margin: 0;
    font-size: 1.25em;
  }
  .today-open h3 span {
    display: block;
    font-size: 0.875em;
  }
  .today-open h4 {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 calc(var(--_space) * 3);
    margin: 0;
    font-weight: 650;
  }
  .today-open p {
    margin: 0;
  }
  .today-open p svg.icon {
    vertical-align: -0.25em;
  }
  .today :is(#code-show, #code-full) {
    inline-size: 100%;
    min-block-size: 68px;
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
    font-size: 1.1875em;
  }
  .today :is(#code-show, #code-full):hover {
    background: var(--_accent-strong);
    border-color: var(--_accent-strong);
  }
  .today .people li {
    padding-block: calc(var(--_space) * 3);
  }
  .today .who > b {
    font-size: 1.125em;
  }
  @container wg (max-width: 480px) {
    .today-open {
      padding: calc(var(--_space) * 3);
    }
    .today .people .actions {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      inline-size: 100%;
    }
    .today .people .actions .button {
      padding-inline: 0.3em;
    }
    .today .record-times input {
      min-inline-size: 0;
      padding-inline: 0.4em;
      font-size: 0.875em;
    }
    .today .record-times .field {
      min-inline-size: 0;
    }
  }
`
