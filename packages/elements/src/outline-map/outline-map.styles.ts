import { css } from 'lit'

/** What all drawings of outlines share: grounds by shade, the ring around what has the focus, names. */
export const outlineMap = css`
  .map {
    display: block;
    inline-size: 100%;
  }
  .shape {
    stroke: var(--_surface);
    stroke-width: 2;
    stroke-linejoin: round;
    cursor: pointer;
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
  /* Drawn after all shapes, so that no neighbour covers half of it. */
  .ring {
    visibility: hidden;
    fill: none;
    stroke: var(--_focus);
    stroke-width: 5;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .shape:focus-visible ~ .ring {
    visibility: visible;
  }
  .names {
    pointer-events: none;
  }
  .names text {
    fill: var(--_ink);
    text-anchor: middle;
  }
  /* Seen where a keyboard is likely; it describes the map to a screen reader all the same. */
  .map-keys {
    display: none;
  }
  @media (hover: hover) and (pointer: fine) {
    .map-keys {
      display: inline;
    }
  }
`
