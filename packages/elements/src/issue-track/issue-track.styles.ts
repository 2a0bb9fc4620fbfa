import { css } from 'lit'
import { controls } from '../controls.styles.ts'
import { fields } from '../fields.styles.ts'
import { ownList } from '../own-list.styles.ts'
import { photos } from '../photos/photos.styles.ts'
import { starRow } from '../stars.styles.ts'
import { tokens } from '../tokens.styles.ts'

export const styles = [
  tokens,
  controls,
  fields,
  ownList,
  photos,
  starRow,
  css`
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_space) * 6);
    }
    .card > * {
      inline-size: 100%;
      max-inline-size: 760px;
      margin-inline: auto;
    }
    /* A title that is only listened to takes no room. */
    .wg[data-heading='none'] header:not(:has(p)) {
      position: absolute;
    }
    .mono {
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
      letter-spacing: 0.04em;
      white-space: nowrap;
      user-select: all;
    }
    .code-form {
      gap: calc(var(--_space) * 4);
      justify-items: start;
    }
    .code-form .field {
      inline-size: 100%;
    }
    #code {
      max-inline-size: 15em;
      font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
      font-size: 1.25em;
      letter-spacing: 0.06em;
      text-transform: uppercase;
    }
    .pick {
      inline-size: 100%;
      grid-template-columns: minmax(0, 1fr) auto auto;
      min-block-size: 44px;
      margin-block-start: calc(var(--_space) * 2);
      border: 1px solid transparent;
      text-align: start;
    }
    .pick:hover {
      border-color: var(--_accent);
      background: var(--_accent-soft);
    }
    .pick .what {
      display: grid;
    }
    @container wg (max-width: 24em) {
      .pick {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .pick .chip {
        grid-row: 2;
        justify-self: start;
      }
      .pick > svg {
        grid-area: 1 / 2 / span 2;
      }
    }
    .about-title {
      font-size: 1.125em;
    }
    .progress {
      display: grid;
      gap: calc(var(--_space) * 3);
      padding: calc(var(--_space) * 5) calc(var(--_space) * 4);
      border-radius: var(--_radius);
      background: var(--_sunken);
    }
    .stages {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .stages li {
      position: relative;
      display: grid;
      justify-items: center;
      align-content: start;
      gap: calc(var(--_space) * 1.5);
      color: var(--_muted);
      font-size: 0.9375em;
      line-height: 1.3;
      text-align: center;
    }
    .stages li + li::before {
      content: '';
      position: absolute;
      inset-block-start: calc(1em - 1px);
      inset-inline: calc(-50% + 1.35em) calc(50% + 1.35em);
      block-size: 3px;
      border-radius: 3px;
      background: var(--_line);
    }
    .stages li:is(.past, .present)::before {
      background: var(--_accent);
    }
    .stages i {
      display: grid;
      place-items: center;
      inline-size: 2em;
      block-size: 2em;
      border: 2px solid var(--_line-strong);
      border-radius: 50%;
      background: var(--_surface);
      font-style: normal;
      font-weight: 650;
    }
    .stages .past {
      color: var(--_accent-strong);
    }
    .stages .past i {
      border-color: var(--_accent);
      color: var(--_accent);
    }
    .stages .present {
      color: var(--_ink);
      font-weight: 650;
    }
    .stages .present i {
      border-color: var(--_accent);
      background: var(--_accent);
      color: var(--_on-accent);
      box-shadow: 0 0 0 4px var(--_accent-soft);
    }
    @container wg (max-width: 18em) {
      .stages {
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--_space) * 2);
      }
      .stages li {
        grid-template-columns: auto minmax(0, 1fr);
        justify-items: start;
        align-items: center;
        gap: calc(var(--_space) * 3);
        text-align: start;
      }
      .stages li + li::before {
        display: none;
      }
    }
    .turned-away .stages .present i {
      border-color: var(--_danger);
      background: var(--_danger);
      color: var(--_surface);
      box-shadow: none;
    }
    .progress p {
      text-align: center;
    }
    .now {
      font-size: 1.0625em;
    }
    .promise {
      display: flex;
      justify-content: center;
      align-items: center;
      gap: 0.4em;
      color: var(--_wait);
    }
    .pair {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: calc(var(--_space) * 3);
    }
    @container wg (max-width: 260px) {
      .pair {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    .pair figure {
      display: grid;
      align-content: start;
      gap: calc(var(--_space) * 2);
    }
    .pair figcaption {
      font-weight: 650;
    }
    .shown canvas {
      display: block;
      inline-size: 100%;
      block-size: auto;
      aspect-ratio: 4 / 3;
      object-fit: cover;
      border-radius: var(--_radius-small);
      background: var(--_sunken);
    }
    .skeleton.photo span:first-child {
      inline-size: 100%;
      block-size: auto;
      aspect-ratio: 4 / 3;
    }
    .step-photos {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(104px, 160px));
      gap: calc(var(--_space) * 2);
      margin-block-start: calc(var(--_space) * 2);
    }
    .no-photo {
      display: grid;
      place-content: center;
      justify-items: center;
      aspect-ratio: 4 / 3;
      padding: calc(var(--_space) * 2);
      border: 1px dashed var(--_line-strong);
      border-radius: var(--_radius-small);
      text-align: center;
    }
    .timeline {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    .timeline li {
      position: relative;
      padding: 0 0 calc(var(--_space) * 5) calc(var(--_space) * 7);
    }
    .timeline li::before {
      content: '';
      position: absolute;
      inset-block-start: 0.38em;
      inset-inline-start: 3px;
      inline-size: 12px;
      block-size: 12px;
      border: 3px solid var(--_accent);
      border-radius: 50%;
      background: var(--_surface);
    }
    .timeline li:not(:last-child)::after {
      content: '';
      position: absolute;
      inset-block: 1.5em -0.1em;
      inset-inline-start: 8px;
      inline-size: 2px;
      background: var(--_line);
    }
    .timeline li:last-child {
      padding-block-end: 0;
    }
    .timeline li:first-child::before {
      background: var(--_accent);
    }
    .timeline .good::before {
      border-color: var(--_ok);
    }
    .timeline .good:first-child::before {
      background: var(--_ok);
    }
    .timeline .bad::before {
      border-color: var(--_danger);
    }
    .timeline .late::before {
      border-color: var(--_wait);
    }
    .timeline .own-step::before {
      border-color: var(--_line-strong);
    }
    .happened {
      font-weight: 600;
    }
    blockquote {
      margin: calc(var(--_space) * 1.5) 0 0;
      padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
      border-radius: var(--_radius-small);
      background: var(--_sunken);
      white-space: pre-line;
    }
    .said {
      white-space: pre-line;
    }
    .steps > [role='alert'] + * {
      margin-block-start: calc(var(--_space) * 3);
    }
    .steps .actions .button {
      flex: 0 1 auto;
    }
    .step-form {
      gap: calc(var(--_space) * 4);
      padding: calc(var(--_space) * 4);
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
    }
    .rating {
      display: grid;
      grid-template-columns: repeat(5, minmax(0, 1fr));
      gap: calc(var(--_space) * 2);
      max-inline-size: 520px;
    }
    .rating label {
      position: relative;
      display: grid;
      justify-items: center;
      align-content: start;
      gap: var(--_space);
      min-block-size: 44px;
      padding: calc(var(--_space) * 2) 0;
      border-radius: var(--_radius-small);
      font-size: 0.8125em;
      font-weight: 500;
      line-height: 1.25;
      text-align: center;
      cursor: pointer;
    }
    .rating label:hover {
      background: var(--_sunken);
    }
    .rating label.chosen {
      background: var(--_wait-soft);
      font-weight: 650;
    }
    /* Around the label, whose radio button is not to be seen. */
    .rating .over:focus-visible ~ span::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: var(--_radius-small);
      outline: 3px solid var(--_focus);
      outline-offset: 2px;
    }
    .rating svg.icon {
      inline-size: 2.4em;
      block-size: 2.4em;
    }
    @container wg (max-width: 22em) {
      .rating {
        grid-template-columns: minmax(0, 1fr);
      }
      .rating label {
        grid-template-columns: auto 1fr;
        align-items: center;
        justify-items: start;
        padding-inline: calc(var(--_space) * 2);
        text-align: start;
      }
    }
    .unsent:not(:has(.notice)) {
      position: absolute;
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: calc(var(--_space) * 2);
      padding-block-start: calc(var(--_space) * 4);
      border-block-start: 1px solid var(--_line);
    }
    @container wg (max-width: 520px) {
      .steps .actions .button {
        flex: 1 1 100%;
      }
    }
  `,
]
