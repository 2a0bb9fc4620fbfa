import { css } from 'lit'

export const map = css`
  .map-figure {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .map {
    max-block-size: var(--_height);
  }
  .shape:hover {
    stroke: var(--_accent-strong);
  }
  .marks {
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
    paint-order: stroke;
    stroke: var(--_surface);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .names .name {
    font-size: 20px;
  }
  .names .number {
    font-size: 22px;
    font-weight: 700;
  }
`
