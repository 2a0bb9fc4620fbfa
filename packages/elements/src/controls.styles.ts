import { css } from 'lit'

/** Buttons, notices and the states every element shares: loading, empty, error. */
export const controls = css`
  button {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
    cursor: pointer;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding: 0.4em 1.15em;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    color: var(--_ink);
    font-weight: 600;
    text-align: center;
    /* No transition: half way between two states the words cannot be read. */
  }
  .button:hover {
    background: var(--_sunken);
    border-color: var(--_accent);
  }
  .button.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: var(--_accent-strong);
    border-color: var(--_accent-strong);
  }
  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_accent);
    padding-inline: 0.6em;
  }
  .button.quiet:hover {
    background: var(--_accent-soft);
  }
  .button.danger {
    color: var(--_danger);
  }
  .button.danger:hover {
    background: var(--_danger-soft);
    border-color: var(--_danger);
  }
  .button:disabled {
    cursor: not-allowed;
    background: var(--_sunken);
    border-color: var(--_line);
    color: var(--_muted);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 3);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    padding: 0.1em 0.65em;
    border-radius: 99px;
    background: var(--_accent-soft);
    color: var(--_accent-strong);
    font-size: 0.8125em;
    font-weight: 600;
    white-space: nowrap;
  }
  .chip.wait {
    background: var(--_wait-soft);
    color: var(--_wait);
  }
  .chip.ok {
    background: var(--_ok-soft);
    color: var(--_ok);
  }
  .chip.bad {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .chip.plain {
    background: var(--_sunken);
    color: var(--_muted);
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: calc(var(--_space) * 2.5);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 3.5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
    color: var(--_ink);
  }
  .notice > svg {
    margin-block-start: 0.15em;
  }
  .notice.wait {
    background: var(--_wait-soft);
  }
  .notice.wait > svg {
    color: var(--_wait);
  }
  .notice.bad {
    background: var(--_danger-soft);
  }
  .notice.bad > svg {
    color: var(--_danger);
  }
  .notice.ok {
    background: var(--_ok-soft);
  }
  .notice.ok > svg {
    color: var(--_ok);
  }
  .notice strong {
    display: block;
    font-weight: 650;
  }
  .notice .actions {
    margin-block-start: calc(var(--_space) * 2.5);
  }
  .blank {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 8) calc(var(--_space) * 4);
    text-align: center;
    color: var(--_muted);
  }
  .blank svg.icon {
    inline-size: 2.5em;
    block-size: 2.5em;
    stroke-width: 1.3;
    color: var(--_line-strong);
  }
  .blank strong {
    color: var(--_ink);
    font-weight: 650;
  }
  .blank .button {
    margin-block-start: calc(var(--_space) * 2);
  }
  .skeleton {
    display: grid;
    gap: calc(var(--_space) * 3);
  }
  .skeleton span {
    display: block;
    block-size: 2.75em;
    border-radius: var(--_radius-small);
    background: linear-gradient(90deg, var(--_sunken) 25%, var(--_line) 50%, var(--_sunken) 75%) 0 0 / 300% 100%;
    animation: glide 1.6s ease-in-out infinite;
  }
  .skeleton span:first-child {
    inline-size: 46%;
    block-size: 1.6em;
  }
  .skeleton span:last-child {
    inline-size: 72%;
  }
  @keyframes glide {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: 0 0;
    }
  }
`
