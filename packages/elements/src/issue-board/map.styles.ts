import { css } from 'lit'

export const map = css`
  .map-figure {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  svg.map {
    display: block;
    inline-size: 100%;
    max-block-size: var(--_height);
  }
  .shape {
    stroke: var(--_surface);
    stroke-width: 2;
    cursor: pointer;
  }
  .shape:hover {
    stroke: var(--_accent-strong);
  }
  .shape:focus {
    outline: none;
  }
  .shade-0 {
    fill: var(--_shade-0);
  }
  .shade-1 {
    fill: var(--_shade-1);
  }
  .shade-2 {
    fill: var(--_shade-2);
  }
  .shade-3 {
    fill: var(--_shade-3);
  }
  .shade-4 {
    fill: var(--_shade-4);
  }
  .ring {
    fill: none;
    stroke: var(--_focus);
    stroke-width: 4;
    visibility: hidden;
    pointer-events: none;
  }
  .map:has(.shape:focus-visible) .ring {
    visibility: visible;
  }
  .marks,
  .names {
    pointer-events: none;
  }
  .mark {
    fill: var(--_accent);
    stroke: var(--_surface);
    stroke-width: 1.5;
  }
  .mark.soon {
    fill: var(--_wait);
  }
  .mark.overdue {
    fill: var(--_danger);
  }
  .mark.paused,
  .mark.none {
    fill: var(--_line-strong);
  }
  .names text {
    fill: var(--_ink);
    paint-order: stroke;
    stroke: var(--_surface);
    stroke-width: 3px;
    stroke-linejoin: round;
    text-anchor: middle;
  }
  .names .name {
    font-size: 20px;
  }
  .names .number {
    font-size: 22px;
    font-weight: 700;
  }
`
