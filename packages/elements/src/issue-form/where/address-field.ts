import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Address, GridTree } from '@wangge/core/grid'
import { ariaBool } from '../../aria.ts'
import { describedBy, field } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'
import type { AddressSearch } from './address-search.ts'
import { pathWords } from './path-words.ts'

export interface AddressFieldOptions {
  search: AddressSearch
  tree: GridTree | undefined
  chosen: Address | undefined
  error: string | undefined
  choose: (address: Address | undefined) => void
}

/** A field that offers addresses as one types: the combobox of the ARIA practices, with its keys. */
export function addressField(locale: Locale, options: AddressFieldOptions): TemplateResult {
  const { t, text } = locale
  const { search, tree, chosen, error } = options
  const isOpen = search.found.length > 0
  const shared = { id: 'address', label: t.issue.address, hint: t.issue.addressHint, error }
  const isMissing = search.text.trim() !== '' && !isOpen
  return html`<div class="address">
    ${field(
      locale,
      shared,
      html`<input
          id="address"
          type="text"
          role="combobox"
          autocomplete="off"
          aria-label=${t.issue.address}
          aria-autocomplete="list"
          aria-controls="addresses"
          aria-expanded=${ariaBool(isOpen)}
          aria-activedescendant=${isOpen && search.active >= 0 ? `address-${search.active}` : nothing}
          aria-required="true"
          aria-invalid=${ariaBool(error !== undefined)}
          aria-describedby=${describedBy(shared)}
          .value=${live(chosen ? text(chosen.name) : search.text)}
          @input=${(event: InputEvent) => onInput(event, options)}
          @keydown=${(event: KeyboardEvent) => onKey(event, options)}
        />
        <ul id="addresses" class="found" role="listbox" aria-label=${t.issue.address} ?hidden=${!isOpen}>
          ${search.found.map((address, at) => optionView(locale, options, address, at))}
        </ul>`,
    )}
    <p class="small muted" role="status">
      ${chosen ? html`<span class="chip ok">${pathWords(locale, tree, chosen.gridId)}</span>` : isMissing ? t.issue.addressNone : nothing}
    </p>
  </div>`
}

function optionView(locale: Locale, options: AddressFieldOptions, address: Address, at: number) {
  const { search, tree, choose } = options
  // The field keeps the focus: a press must not take it away before the click.
  return html`<li
    id="address-${at}"
    role="option"
    aria-selected=${ariaBool(at === search.active)}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${() => choose(address)}
    @keydown=${(event: KeyboardEvent) => onKey(event, options)}
  >
    <span>${locale.text(address.name)}</span><small>${pathWords(locale, tree, address.gridId)}</small>
  </li>`
}

function onInput(event: InputEvent, { search, chosen, choose }: AddressFieldOptions) {
  const { value } = event.target as HTMLInputElement
  if (chosen) choose(undefined)
  // While an input method composes, what is in the field is not yet what is meant.
  if (!event.isComposing) search.type(value)
}

function onKey(event: KeyboardEvent, { search, choose }: AddressFieldOptions) {
  if (event.isComposing || search.found.length === 0) return
  if (event.key === 'Escape') search.close()
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') search.move(event.key === 'ArrowDown' ? 1 : -1)
  else if (event.key === 'Enter') choose(search.found[Math.max(0, search.active)])
  else return
  event.preventDefault()
}
