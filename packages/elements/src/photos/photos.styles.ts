import { css } from 'lit'

/** Photos that are about to be sent: previews with a way to take each out, and the tile that adds one. */
export const photos = css`
  .photos {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
    gap: calc(var(--_space) * 3);
    margin-block-start: calc(var(--_space) * 2);
  }
  .photos li {
    position: relative;
    aspect-ratio: 1;
    max-inline-size: 180px;
  }
  .preview {
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
    border-radius: var(--_radius-small);
    background: var(--_sunken);
  }
  .preview canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .remove {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
  }
  .remove span {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_ink);
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.35);
    font-size: 1.25em;
    line-height: 1;
  }
  .remove:hover span {
    background: var(--_danger);
    color: var(--_surface);
  }
  .add {
    position: relative;
    display: block;
    block-size: 100%;
    font-weight: 600;
  }
  .add span {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--_space);
    block-size: 100%;
    padding: calc(var(--_space) * 2);
    border: 2px dashed var(--_line-strong);
    border-radius: var(--_radius-small);
    color: var(--_accent-strong);
    font-size: 0.875em;
    line-height: 1.3;
    text-align: center;
  }
  .add svg.icon {
    inline-size: 1.9em;
    block-size: 1.9em;
  }
  .add:hover span {
    border-color: var(--_accent);
    background: var(--_accent-soft);
  }
  .add input:focus-visible + span {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
`
