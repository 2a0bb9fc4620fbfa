import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { crumbs } from '../crumbs.styles.ts'
import { fields } from '../fields.styles.ts'
import { ownList } from '../own-list.styles.ts'
import { outlineMap } from '../outline-map/outline-map.styles.ts'
import { photos } from '../photos/photos.styles.ts'
import { tokens } from '../tokens.styles.ts'

export const styles = [
  tokens,
  controls,
  crumbs,
  fields,
  outlineMap,
  ownList,
  photos,
  css`
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 6);
    }
    .lure {
      position: absolute;
      inset-inline-start: -10000px;
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    h2:focus-visible {
      outline-offset: 4px;
    }
    form,
    .outcome,
    .mine,
    header {
      inline-size: 100%;
      max-inline-size: 760px;
      margin-inline: auto;
    }
    input[inputmode='decimal'],
    input[type='datetime-local'] {
      max-inline-size: 16em;
    }
    #place {
      margin-block-start: calc(var(--_space) * -4);
    }
    #place > legend {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .counted {
      position: relative;
    }
    .count {
      margin-block-start: var(--_space);
      text-align: end;
    }
    .position {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: calc(var(--_space) * 3);
      margin-block-start: calc(var(--_space) * 2);
    }
    .grid-field,
    .pin-field {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: start;
      gap: calc(var(--_space) * 2);
      margin-block-start: calc(var(--_space) * 2);
    }
    .grid-field > *,
    .pin-field > :not(#pin-where) {
      inline-size: 100%;
    }
    .grid-field .chip,
    .pin-field .chip {
      font-size: inherit;
      white-space: normal;
    }
    #outcome:focus-visible,
    #step-title:focus-visible,
    #pin-where:focus-visible {
      border-radius: var(--_radius-small);
    }
    .grid-field wg-grid-tree {
      --wg-tree-height: 331px;
    }
    .grid-field [role='status']:empty {
      position: absolute;
    }
    .pin-map {
      max-block-size: 460px;
      border-radius: var(--_radius-small);
      background: var(--_sunken);
    }
    .pin-map .shape:hover {
      fill: var(--_shade-2);
    }
    .pin-map .names text {
      font-size: 20px;
    }
    .pin {
      fill: var(--_danger);
      stroke: var(--_surface);
      stroke-width: 2;
      pointer-events: none;
    }
    .pin circle {
      fill: var(--_surface);
      stroke: none;
    }
    @container wg (max-width: 420px) {
      .pin-map .names text {
        font-size: 30px;
      }
      .pin-map .names .tight {
        display: none;
      }
    }
    .outcome {
      display: grid;
      gap: calc(var(--_space) * 5);
    }
    .receipt {
      display: grid;
      justify-items: center;
      gap: calc(var(--_space) * 2);
      padding: calc(var(--_space) * 7) calc(var(--_space) * 4);
      border-radius: var(--_radius);
      background: var(--_ok-soft);
      text-align: center;
    }
    .done {
      display: flex;
      align-items: center;
      gap: 0.5em;
      color: var(--_ok);
      font-size: 1.125em;
    }
    .code {
      padding: 0.2em 0.7em;
      border: 2px dashed var(--_ok);
      border-radius: var(--_radius-small);
      background: var(--_surface);
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
      font-size: clamp(1.4em, 7cqi, 2.25em);
      font-weight: 650;
      letter-spacing: 0.04em;
      overflow-wrap: normal;
      white-space: nowrap;
      user-select: all;
    }
    .mono {
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
      font-weight: 600;
      letter-spacing: 0.04em;
      white-space: nowrap;
      user-select: all;
    }
    .why {
      grid-column: 1 / -1;
    }
    @container wg (min-width: 620px) {
      .own .actions {
        grid-row: 1;
      }
    }
    @container wg (max-width: 619px) {
      .own {
        align-items: start;
      }
      .own.told .what {
        grid-row: 1 / span 2;
      }
      .own .beside {
        grid-column: 2;
        justify-content: end;
        margin: 0 -0.6em calc(var(--_space) * -2) 0;
      }
    }
    .receipt .button {
      margin-block-start: calc(var(--_space) * 2);
    }
    .all,
    .step {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 6);
    }
    .step-bar {
      display: none;
    }
    .step-actions .button:not([type='submit']) {
      display: none;
    }
    @container wg (max-width: 619px) {
      .step-bar {
        display: grid;
        gap: calc(var(--_space) * 2);
      }
      .step-dots {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        gap: calc(var(--_space) * 1.5);
      }
      .step-dots i {
        block-size: 4px;
        border-radius: 4px;
        background: var(--_line);
      }
      .step-dots i.done {
        background: var(--_accent);
      }
      .step:not([data-present]),
      .when-wide {
        display: none !important;
      }
      .step-actions .button:not(.when-wide) {
        display: inline-flex;
        flex: 1 1 auto;
        white-space: nowrap;
      }
      .step-actions .button.primary {
        flex-grow: 2;
      }
    }
    .similar {
      padding: calc(var(--_space) * 4);
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      background: var(--_wait-soft);
    }
    .similar .own {
      grid-template-columns: minmax(0, 1fr) auto;
      margin-block-start: calc(var(--_space) * 2);
      background: var(--_surface);
    }
    @container wg (max-width: 30em) {
      .similar .own {
        grid-template-columns: minmax(0, 1fr);
        row-gap: calc(var(--_space) * 2.5);
      }
    }
    .step > [role='status']:not(:has(.similar)) {
      position: absolute;
    }
    .address {
      position: relative;
    }
    .found {
      max-block-size: 22em;
      overflow-y: auto;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_radius-small);
      background: var(--_surface);
    }
    .found[hidden] {
      display: none;
    }
    .found li {
      display: grid;
      min-block-size: 44px;
      align-content: center;
      padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
      cursor: pointer;
    }
    .found li + li {
      border-block-start: 1px solid var(--_line);
    }
    .found small {
      color: var(--_muted);
    }
    .found li:hover {
      background: var(--_sunken);
    }
    .found li[aria-selected='true'] {
      background: var(--_accent-soft);
      box-shadow: inset 3px 0 0 var(--_accent);
    }
    .address .chip,
    .position .chip {
      white-space: normal;
    }
    .address .field + p {
      margin-block-start: calc(var(--_space) * 1.5);
    }
    .address .chip {
      font-size: inherit;
    }
    .coarse {
      display: grid;
      grid-template-columns: 24px 1fr;
      gap: calc(var(--_space) * 3);
      align-items: start;
      margin-block-start: calc(var(--_space) * -3);
      font-weight: 500;
      cursor: pointer;
    }
    .coarse input {
      inline-size: 22px;
      block-size: 22px;
      margin: 0.1em 0 0;
      accent-color: var(--_accent);
    }
    .coarse small {
      display: block;
      font-weight: 400;
    }
  `,
]
