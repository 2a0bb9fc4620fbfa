import { css } from 'lit'

/** Form fields: label, hint, control, error; chips that are radios or checkboxes underneath. */
export const fields = css`
  form,
  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 6);
  }
  .field {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  label,
  legend {
    padding: 0;
    font-weight: 650;
  }
  fieldset.field {
    display: block;
  }
  fieldset.field > * + * {
    margin-block-start: calc(var(--_space) * 1.5);
  }
  .optional {
    color: var(--_muted);
    font-weight: 400;
    font-size: 0.875em;
    margin-inline-start: 0.4em;
  }
  .hint {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .error {
    display: flex;
    gap: 0.4em;
    align-items: baseline;
    color: var(--_danger);
    font-size: 0.9375em;
    font-weight: 600;
  }
  .error::before {
    content: '!';
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    border-radius: 50%;
    background: var(--_danger);
    color: var(--_surface);
    font-size: 0.8em;
    font-weight: 700;
    line-height: 1.25em;
    text-align: center;
  }
  input:not([type='radio'], [type='checkbox'], [type='file']),
  textarea,
  select {
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    margin: 0;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
  }
  textarea {
    min-block-size: 7em;
    resize: vertical;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  select {
    appearance: none;
    padding-inline-end: 2.2em;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--_muted) 50%), linear-gradient(135deg, var(--_muted) 50%, transparent 50%);
    background-position:
      calc(100% - 1.15em) 50%,
      calc(100% - 0.8em) 50%;
    background-size: 0.36em 0.36em;
    background-repeat: no-repeat;
  }
  select:disabled {
    background-color: var(--_sunken);
    border-color: var(--_line);
    color: var(--_muted);
  }
  :is(input, textarea, select)[aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  :is(input, textarea, select):focus-visible {
    outline-offset: 0;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .choice {
    position: relative;
    display: inline-flex;
    font-weight: 500;
    cursor: pointer;
  }
  /* A control that lies unseen over what stands for it. */
  .over {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .choice span {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding: 0.35em 1em;
    border: 1px solid var(--_line-strong);
    border-radius: 99px;
    background: var(--_surface);
  }
  .choice:hover span {
    background: var(--_sunken);
    border-color: var(--_accent);
  }
  .choice input:checked + span {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  .choice input[type='checkbox']:checked + span::before {
    content: '✓';
  }
  .choice input:focus-visible + span {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .statement {
    display: grid;
    gap: var(--_space);
    margin-block: calc(var(--_space) * 2);
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_line-strong);
  }
  .agree {
    display: grid;
    grid-template-columns: 24px 1fr;
    align-items: start;
    gap: calc(var(--_space) * 3);
    min-block-size: 44px;
    padding: calc(var(--_space) * 3);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
    font-weight: 400;
    cursor: pointer;
  }
  .agree input {
    inline-size: 22px;
    block-size: 22px;
    margin: 0.1em 0 0;
    accent-color: var(--_accent);
  }
  .summary {
    padding: calc(var(--_space) * 4);
    border: 2px solid var(--_danger);
    border-radius: var(--_radius-small);
    background: var(--_danger-soft);
  }
  .summary ul {
    display: grid;
    gap: 2px;
    margin-block-start: calc(var(--_space) * 1.5);
  }
  .summary button {
    min-block-size: 32px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_danger);
    font-weight: 600;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`
