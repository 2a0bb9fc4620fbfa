import { css } from 'lit'

export const detail = css`
  .detail {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
    background: var(--_surface);
  }
  .detail-head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4) calc(var(--_space) * 3);
    border-block-end: 1px solid var(--_line);
  }
  .detail-head h3 {
    font-size: 1.125em;
  }
  .detail-head .button {
    min-inline-size: 44px;
  }
  .detail-head .back svg {
    margin-inline-start: -0.4em;
  }
  .detail-head .close {
    display: none;
    font-size: 1.3em;
    line-height: 1;
  }
  .chips {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .detail-body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
  }
  .detail-body > :is(#news):not(:has(*)) {
    display: none;
  }
  .detail h4 {
    margin: 0 0 var(--_space);
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 600;
  }
  .todo {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .todo .actions {
    gap: calc(var(--_space) * 2);
  }
  .todo p + .actions {
    margin-block-start: calc(var(--_space) * 2);
  }
  .step {
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    border: 2px solid var(--_accent);
    border-radius: var(--_radius-small);
  }
  .step h4#step-title {
    margin: 0;
    color: var(--_ink);
    font-size: 1.0625em;
    font-weight: 650;
  }
  .step textarea {
    min-block-size: 5em;
  }
  .description {
    white-space: pre-wrap;
    font-size: 1.0625em;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_space) * 4);
  }
  .pictures {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .pictures .large {
    flex: 1 0 100%;
  }
  .picture {
    display: block;
    inline-size: 96px;
    block-size: 96px;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
    overflow: hidden;
  }
  .picture canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .large .picture {
    inline-size: 100%;
    block-size: auto;
  }
  .large .picture canvas {
    block-size: auto;
    object-fit: contain;
  }
  .no-picture {
    display: grid;
    place-items: center;
    inline-size: 96px;
    block-size: 96px;
    padding: var(--_space);
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius-small);
    text-align: center;
  }
  .facts {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    padding-block: calc(var(--_space) * 3);
    border-block: 1px solid var(--_line);
  }
  .facts div {
    display: grid;
    grid-template-columns: 7.5em minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
  }
  .facts dt {
    color: var(--_muted);
  }
  .facts code {
    font: inherit;
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  .facts .button,
  .others .button {
    justify-content: start;
    min-block-size: 32px;
    margin-inline-start: -0.6em;
    text-align: start;
  }
  .timeline {
    display: grid;
    padding-inline-start: 6px;
  }
  .timeline li {
    position: relative;
    padding: 0 0 calc(var(--_space) * 4) calc(var(--_space) * 5);
    border-inline-start: 2px solid var(--_line);
  }
  .timeline li:last-child {
    border-color: transparent;
    padding-block-end: 0;
  }
  .timeline li::before {
    content: '';
    position: absolute;
    inset: 0.45em auto auto -7px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    background: var(--_line-strong);
  }
  .timeline li:first-child::before {
    background: var(--_accent);
  }
  .timeline .climb::before,
  .timeline .return::before,
  .timeline .reopen::before {
    background: var(--_wait);
  }
  .timeline .said {
    margin-block-start: var(--_space);
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
    white-space: pre-wrap;
  }
  @container wg (min-width: 1020px) {
    .detail {
      position: sticky;
      inset-block-start: calc(var(--_space) * 2);
      max-block-size: var(--_height);
    }
    .detail-body {
      overflow-y: auto;
    }
    .detail-head {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .detail-head .back {
      display: none;
    }
    .detail-head .close {
      display: inline-flex;
    }
  }
`
