import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { correctionChangesStyles } from '../correction-changes.styles.ts'
import { fields } from '../fields.styles.ts'
import { ownList } from '../own-list.styles.ts'
import { outlineMap } from '../outline-map/outline-map.styles.ts'
import { tokens } from '../tokens.styles.ts'
import { viewSwitch } from '../view-switch.styles.ts'
import { duties } from './duties.styles.ts'
import { news } from './news.styles.ts'
import { shifts } from './shifts.styles.ts'

export const styles = [
  tokens,
  controls,
  fields,
  ownList,
  viewSwitch,
  outlineMap,
  duties,
  news,
  correctionChangesStyles,
  shifts,
  css`
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 5);
    }
    .filters {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5em), 1fr));
      gap: calc(var(--_space) * 3);
      max-inline-size: 560px;
    }
    .filters label {
      font-size: 0.9375em;
      font-weight: 500;
    }
    .days {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: minmax(4.9em, 1fr);
      gap: calc(var(--_space) * 2);
      margin-block: calc(var(--_space) * 4) calc(var(--_space) * 2);
      padding: 5px;
      margin-inline: -5px;
      overflow-x: auto;
      scrollbar-width: thin;
    }
    .day {
      display: grid;
      justify-items: center;
      padding: calc(var(--_space) * 2) var(--_space);
      border: 1px solid var(--_line);
      border-radius: var(--_radius-small);
      background: var(--_surface);
      line-height: 1.4;
    }
    .day:hover {
      border-color: var(--_accent);
    }
    .day .small {
      color: var(--_muted);
      white-space: nowrap;
    }
    .day[aria-pressed='true'] {
      border-color: var(--_accent);
      background: var(--_accent);
      color: var(--_on-accent);
    }
    .day[aria-pressed='true'] .small {
      color: inherit;
    }
    /* Before the shifts; what one is just doing comes before it. */
    .mine.first {
      padding-block: 0 calc(var(--_space) * 5);
      border-block: 0 solid var(--_line);
      border-block-end-width: 1px;
    }
    .hour {
      display: grid;
      grid-template-columns: 6.6em minmax(0, 1fr);
      gap: 0 calc(var(--_space) * 4);
    }
    .hour + .hour {
      border-block-start: 1px solid var(--_line-strong);
    }
    .hour h4 {
      margin: 0;
      padding-block: calc(var(--_space) * 3.5);
      font-size: 1em;
    }
    .slot {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
      align-items: center;
      padding-block: calc(var(--_space) * 3);
      border-block-end: 1px solid var(--_line);
    }
    .slot:last-child {
      border-block-end: 0;
    }
    .when {
      font-weight: 650;
      white-space: nowrap;
    }
    .seats {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 0.75em;
      margin-block-start: var(--_space);
      color: var(--_muted);
    }
    .marks {
      block-size: 8px;
      inline-size: auto;
      max-inline-size: 60%;
      flex: none;
    }
    .taken {
      fill: var(--_accent);
    }
    .free {
      fill: var(--_line);
    }
    .waiting {
      color: var(--_wait);
      font-weight: 600;
    }
    .chosen {
      display: grid;
      gap: var(--_space);
      padding: calc(var(--_space) * 4);
      border-radius: var(--_radius-small);
      background: var(--_accent-soft);
    }
    .chosen .free {
      fill: var(--_line-strong);
      fill-opacity: 0.5;
    }
    .chosen p {
      display: flex;
      align-items: center;
      gap: 0.5em;
    }
    .chosen p svg {
      color: var(--_accent);
    }
    .chosen .post {
      font-size: 1.125em;
      font-weight: 650;
    }
    .person {
      display: flex;
      align-items: center;
      gap: calc(var(--_space) * 3);
      padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
      border: 1px solid var(--_line);
      border-radius: var(--_radius-small);
    }
    .person > svg {
      inline-size: 1.6em;
      block-size: 1.6em;
      color: var(--_accent);
    }
    .back {
      margin-inline-start: -0.6em;
    }
    .withdrawal {
      display: grid;
      gap: calc(var(--_space) * 3);
      justify-items: start;
      padding-block-start: calc(var(--_space) * 4);
      border-block-start: 1px solid var(--_line);
    }
    .withdrawal > .button {
      margin-inline-start: -0.6em;
    }
    .withdrawal > div:empty {
      display: none;
    }
    .withdrawal > div {
      display: grid;
      gap: calc(var(--_space) * 3);
      max-inline-size: 42em;
    }
    .outcome {
      display: grid;
      gap: calc(var(--_space) * 4);
    }
    @container wg (max-width: 520px) {
      .hour {
        grid-template-columns: minmax(0, 1fr);
      }
      .hour h4 {
        padding-block-end: 0;
        color: var(--_accent-strong);
      }
      form > .actions .button {
        inline-size: 100%;
      }
    }
    @container wg (max-width: 340px) {
      .filters,
      .slot,
      .own {
        grid-template-columns: minmax(0, 1fr);
      }
      .own .chip {
        justify-self: start;
      }
      /* Wide enough for the last to be cut, so that it is seen to go on. */
      .days {
        grid-auto-columns: 5.6em;
      }
    }
  `,
]
