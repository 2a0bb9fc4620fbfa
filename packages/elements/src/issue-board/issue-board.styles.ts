import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { fields } from '../fields.styles.ts'
import { toggles } from '../toggles.styles.ts'
import { tokens } from '../tokens.styles.ts'
import { viewSwitch } from '../view-switch.styles.ts'
import { detail } from './detail.styles.ts'
import { outlineMap } from '../outline-map/outline-map.styles.ts'
import { photos } from '../photos/photos.styles.ts'
import { starRow } from '../stars.styles.ts'
import { map } from './map.styles.ts'
import { rates } from './rates.styles.ts'

const desk = css`
  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    --_height: var(--wg-issue-board-height, max(420px, calc(100vh - 260px)));
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .count {
    display: inline-flex;
    align-items: baseline;
    gap: 0.4em;
    min-block-size: 36px;
    padding: 0.25em 0.85em;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: 0.875em;
  }
  .count b {
    color: var(--_ink);
    font-size: 1.15em;
  }
  .count:hover {
    border-color: var(--_accent);
  }
  .count[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent-strong);
  }
  .count[aria-pressed='true'] b {
    color: inherit;
  }
  .count.late {
    align-items: center;
    border-color: transparent;
    background: var(--_danger-soft);
    color: var(--_danger);
    font-weight: 650;
  }
  .count.late[aria-pressed='true'] {
    border-color: var(--_danger);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    margin-inline-start: auto;
  }
  @container wg (max-width: 619px) {
    .tools {
      gap: var(--_space);
      inline-size: 100%;
      margin: 0;
    }
    .tools .switch {
      margin-inline-end: auto;
    }
    .tools :is(.switch button, .button) {
      padding-inline: 0.55em;
    }
  }
  #keys {
    min-inline-size: 44px;
    font-size: 1.1em;
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_space) * 2);
  }
  .filters .toggles {
    grid-column: 1 / -1;
  }
  .filters:not(.all) .folded {
    display: none;
  }
  .filters select.set {
    border-color: var(--_accent);
    background-color: var(--_accent-soft);
    color: var(--_accent-strong);
    font-weight: 600;
  }
  .status-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 calc(var(--_space) * 4);
    min-block-size: 44px;
    margin-block: calc(var(--_space) * -2);
  }
  .status-line .line-state {
    margin-inline-start: auto;
  }
  .line-state::before {
    content: '';
    display: inline-block;
    inline-size: 0.6em;
    block-size: 0.6em;
    margin-inline-end: 0.45em;
    border: 2px solid var(--_line-strong);
    border-radius: 50%;
  }
  .line-state.live::before {
    border-color: var(--_ok);
    background: var(--_ok);
  }
  .work {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    align-items: start;
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    min-inline-size: 0;
  }
  .with-detail .main {
    display: none;
  }
  .scroll {
    position: relative;
  }
  .lines {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .lines li {
    border-block-end: 1px solid var(--_line);
    content-visibility: auto;
    contain-intrinsic-size: auto 92px;
  }
  .lines li:last-child {
    border-block-end: 0;
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    border-inline-start: 4px solid transparent;
  }
  .row.overdue {
    border-inline-start-color: var(--_danger);
  }
  .row.soon {
    border-inline-start-color: var(--_wait);
  }
  .row:hover {
    background: var(--_sunken);
  }
  .row.selected,
  .row.open {
    background: var(--_accent-soft);
  }
  .pick {
    display: grid;
    place-items: start center;
    inline-size: 44px;
    padding-block-start: calc(var(--_space) * 4);
    cursor: pointer;
  }
  .pick input {
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
    cursor: pointer;
  }
  .what {
    display: grid;
    gap: 2px;
    inline-size: 100%;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 3) calc(var(--_space) * 3) 0;
    border: 0;
    background: none;
    text-align: start;
  }
  .what:focus-visible {
    outline-offset: -3px;
    border-radius: var(--_radius-small);
  }
  .what .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px calc(var(--_space) * 2);
  }
  .what b {
    font-weight: 650;
  }
  .what .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 2px calc(var(--_space) * 2);
  }
  :is(.open, .selected) .chip:not(.bad, .wait) {
    background: var(--_surface);
  }
  .words {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 4);
  }
  .meta svg.icon,
  .chip svg.icon {
    inline-size: 1.1em;
    block-size: 1.1em;
    margin-inline-end: 0.3em;
    vertical-align: -0.2em;
  }
  .open .meta,
  .selected .meta {
    color: var(--_ink);
  }
  .more {
    inline-size: 100%;
  }
  .columns {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(264px, 1fr);
    gap: calc(var(--_space) * 3);
    overflow-x: auto;
    padding-block-end: var(--_space);
  }
  .column {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .column .scroll {
    overflow-y: auto;
    max-block-size: var(--_height);
    padding: 3px;
    margin: -3px;
  }
  .column .lines {
    gap: calc(var(--_space) * 2);
  }
  .column .lines li {
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    overflow: clip;
    contain-intrinsic-size: auto 150px;
  }
  .bulk {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    display: grid;
    gap: calc(var(--_space) * 3);
    margin: 0 calc(var(--_space) * -2) calc(var(--_space) * -2);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 4px 24px rgb(0 0 0 / 0.18);
    max-block-size: 80vh;
    overflow-y: auto;
  }
  .bulk-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .results ul {
    display: grid;
    gap: var(--_space);
    margin-block: calc(var(--_space) * 2);
    max-block-size: 12em;
    overflow-y: auto;
  }
  .results li {
    display: flex;
    gap: 0.5em;
    color: var(--_danger);
  }
  :is(.keys, .files) {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  :is(.keys, .files) header {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .files {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .files label {
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
    min-block-size: 44px;
    justify-self: start;
  }
  .formats {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .keys dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    gap: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }
  .keys dl div {
    display: flex;
    align-items: baseline;
    gap: 0.75em;
  }
  kbd {
    display: inline-block;
    min-inline-size: 1.7em;
    padding: 0 0.4em;
    margin-inline-end: 0.25em;
    border: 1px solid var(--_line-strong);
    border-radius: 5px;
    background: var(--_surface);
    font: inherit;
    font-size: 0.875em;
    text-align: center;
  }
  @container wg (max-width: 619px) {
    /* While the others are folded away, what one types gets the room. */
    .filters:not(.all) {
      grid-template-columns: minmax(0, 1fr) auto;
    }
  }
  @container wg (min-width: 620px) {
    .filters {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .filters .find {
      grid-column: 1 / -1;
    }
    .filters:not(.all) .folded {
      display: grid;
    }
    .filters:not(.all) .toggles.folded {
      display: flex;
    }
    .fold {
      display: none;
    }
  }
  @container wg (min-width: 1020px) {
    .filters {
      grid-template-columns: minmax(0, 1.4fr) repeat(4, minmax(0, 1fr));
    }
    .filters .find {
      grid-column: auto;
    }
    .list:not(.with-detail) .what .tags {
      margin-inline-start: auto;
    }
    .with-detail {
      grid-template-columns: minmax(0, 1fr) minmax(0, 460px);
    }
    .with-detail .main {
      display: grid;
    }
    .list .main .scroll {
      overflow-y: auto;
      max-block-size: var(--_height);
    }
    .map .main {
      grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
      align-items: start;
    }
    .map .main .scroll {
      overflow-y: auto;
      max-block-size: var(--_height);
    }
    .map.with-detail .main {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container wg (min-width: 1240px) {
    .filters {
      grid-template-columns: minmax(0, 1.7fr) repeat(4, minmax(0, 1fr)) auto;
    }
    .filters .toggles {
      grid-column: auto;
    }
  }
`

export const styles = [tokens, controls, fields, toggles, viewSwitch, desk, photos, starRow, detail, outlineMap, map, rates]
