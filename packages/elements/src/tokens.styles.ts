import { css } from 'lit'

const light = css`
  color-scheme: light;
  --_accent: var(--wg-accent, #0b6b62);
  --_accent-strong: var(--wg-accent-strong, #07534c);
  --_accent-soft: var(--wg-accent-soft, #e3f1ee);
  --_on-accent: var(--wg-on-accent, #ffffff);
  --_surface: var(--wg-surface, #ffffff);
  --_sunken: var(--wg-surface-sunken, #f5f7f5);
  --_ink: var(--wg-ink, #16262a);
  --_muted: var(--wg-ink-muted, #52646a);
  --_line: var(--wg-line, #d9e0dd);
  --_line-strong: var(--wg-line-strong, #7d8f8c);
  --_danger: var(--wg-danger, #b3261e);
  --_danger-soft: var(--wg-danger-soft, #fdecea);
  --_wait: var(--wg-wait, #8a5300);
  --_wait-soft: var(--wg-wait-soft, #fdf1dc);
  --_ok: var(--wg-ok, #1b6e3a);
  --_ok-soft: var(--wg-ok-soft, #e5f4ea);
  --_focus: var(--wg-focus, #0a58ca);
  --_shade-0: var(--wg-shade-0, #ecf2ef);
  --_shade-1: var(--wg-shade-1, #d5e9e2);
  --_shade-2: var(--wg-shade-2, #a6d3c7);
  --_shade-3: var(--wg-shade-3, #66b0a1);
  --_shade-4: var(--wg-shade-4, #2b8577);
  --_heat-1: var(--wg-heat-1, #fdf1dc);
  --_heat-2: var(--wg-heat-2, #f8d69a);
  --_heat-3: var(--wg-heat-3, #b45309);
  --_heat-4: var(--wg-heat-4, #7c2d12);
  --_heat-ink: var(--wg-heat-ink, #4a2b00);
  --_heat-ink-strong: var(--wg-heat-ink-strong, #ffffff);
`

const dark = css`
  color-scheme: dark;
  --_accent: var(--wg-accent, #6ccbbb);
  --_accent-strong: var(--wg-accent-strong, #93dfd2);
  --_accent-soft: var(--wg-accent-soft, #17332f);
  --_on-accent: var(--wg-on-accent, #06231f);
  --_surface: var(--wg-surface, #131a1b);
  --_sunken: var(--wg-surface-sunken, #1b2526);
  --_ink: var(--wg-ink, #e8efed);
  --_muted: var(--wg-ink-muted, #a3b3b1);
  --_line: var(--wg-line, #2f3c3d);
  --_line-strong: var(--wg-line-strong, #74878a);
  --_danger: var(--wg-danger, #ff9d92);
  --_danger-soft: var(--wg-danger-soft, #3a1b19);
  --_wait: var(--wg-wait, #f1bd69);
  --_wait-soft: var(--wg-wait-soft, #362812);
  --_ok: var(--wg-ok, #82d49d);
  --_ok-soft: var(--wg-ok-soft, #15301f);
  --_focus: var(--wg-focus, #8ab8ff);
  --_shade-0: var(--wg-shade-0, #1c2829);
  --_shade-1: var(--wg-shade-1, #1f3d3a);
  --_shade-2: var(--wg-shade-2, #26564f);
  --_shade-3: var(--wg-shade-3, #2f7a6e);
  --_shade-4: var(--wg-shade-4, #47a394);
  --_heat-1: var(--wg-heat-1, #33260f);
  --_heat-2: var(--wg-heat-2, #5a3c10);
  --_heat-3: var(--wg-heat-3, #d98a2b);
  --_heat-4: var(--wg-heat-4, #ffb45c);
  --_heat-ink: var(--wg-heat-ink, #ffe2b0);
  --_heat-ink-strong: var(--wg-heat-ink-strong, #1a1000);
`

/**
 * The ground every element stands on. The host page's inherited styles end at `.wg`: everything is reset there, sizes
 * are px at the root and em below, so that neither a 62.5 % root nor an inherited font reaches the inside.
 * Public `--wg-*` properties may be set on the element or on any ancestor.
 */
export const tokens = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none !important;
  }
  .wg {
    all: initial;
    display: block;
    visibility: inherit;
    box-sizing: border-box;
    direction: ltr;
    container: wg / inline-size;
    contain-intrinsic-inline-size: 320px;
    ${light}
    --_radius: var(--wg-radius, 12px);
    --_radius-small: calc(var(--_radius) * 0.66);
    --_space: var(--wg-space, 4px);
    --_font: var(
      --wg-font,
      'PingFang SC',
      'Hiragino Sans GB',
      'Microsoft YaHei',
      'Noto Sans CJK SC',
      'Source Han Sans SC',
      system-ui,
      sans-serif
    );
    color: var(--_ink);
    font: var(--wg-font-size, 16px) / 1.6 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }
  .wg:lang(en) {
    --_font: var(
      --wg-font,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      'Noto Sans',
      'PingFang SC',
      'Microsoft YaHei',
      'Noto Sans CJK SC',
      sans-serif
    );
    line-height: 1.5;
    overflow-wrap: break-word;
  }
  @media (prefers-color-scheme: dark) {
    .wg:not([data-theme='light']) {
      ${dark}
    }
  }
  .wg[data-theme='dark'] {
    ${dark}
  }
  .wg *,
  .wg *::before,
  .wg *::after {
    box-sizing: border-box;
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: calc(var(--_space) * 5);
  }
  @container wg (max-width: 420px) {
    .card {
      padding: calc(var(--_space) * 4);
    }
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.35;
    letter-spacing: 0.005em;
  }
  h3 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.4;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875em;
  }
  .hidden-visually,
  .wg[data-heading='none'] .title {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg.icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (prefers-reduced-motion: reduce) {
    .wg *,
    .wg *::before {
      animation: none !important;
      transition: none !important;
    }
  }
`
