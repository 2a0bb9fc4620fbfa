import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'

/**
 * A field for programs that fill in whatever there is. People do not meet it: it lies outside of the page, takes no focus, is not
 * read aloud, and no browser and no password manager is asked to fill it in. What is in it is told by the rule (looksAutomated), never
 * taken for a success: were a person's browser to fill it in all the same, their report would be lost without a word.
 */
export const lureField = (value: string, onInput: (value: string) => void): TemplateResult =>
  html`<div class="lure" inert aria-hidden="true">
    <label for="website">Website</label>
    <input
      id="website"
      name="website"
      type="text"
      tabindex="-1"
      autocomplete="off"
      data-1p-ignore
      data-lpignore="true"
      data-bwignore
      .value=${live(value)}
      @input=${(event: InputEvent) => onInput((event.target as HTMLInputElement).value)}
    />
  </div>`
