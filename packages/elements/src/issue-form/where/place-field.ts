import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Address, GridTree } from '@wangge/core/grid'
import { ariaBool } from '../../aria.ts'
import { choiceField, fieldGroup, selectField, textField } from '../../form-fields.ts'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { addressField } from './address-field.ts'
import type { AddressSearch } from './address-search.ts'
import type { Draft } from '../draft/draft.ts'
import { pinField } from './pin-field.ts'
import type { PinFieldOptions } from './pin-field.ts'

export interface PlaceFieldOptions {
  tree: GridTree | undefined
  draft: Draft
  search: AddressSearch
  pinMap: PinFieldOptions['pinMap']
  /** Finding the position is under way, or has failed. */
  locating: 'no' | 'yes' | 'failed'
  error: string | undefined
  textError: string | undefined
  change: (patch: Partial<Draft>) => void
  chooseAddress: (address: Address | undefined) => void
  locate: () => void
  mark: PinFieldOptions['mark']
}

/** Where it is: by an address, by the device's position, on a map, or by community, estate and building; and in words. */
export function placeField(locale: Locale, options: PlaceFieldOptions): TemplateResult {
  const { t } = locale
  const { draft, error, textError, change } = options
  const label = { address: t.issue.byAddress, point: t.issue.byPosition, pin: t.issue.byPin, grid: t.issue.byGrid }
  const control = { address: byAddress, point: positionControl, pin: onMap, grid: gridSelects }[draft.placeBy]
  return html`${choiceField(locale, {
    id: 'placeBy',
    label: t.issue.place,
    choices: (['address', 'point', 'pin', 'grid'] as const).map((value) => ({ value, label: label[value] })),
    values: [draft.placeBy],
    onChange: ([by]) => change({ placeBy: by as Draft['placeBy'] }),
  })}
  ${fieldGroup(
    locale,
    { id: 'place', label: label[draft.placeBy], error: draft.placeBy === 'address' ? undefined : error },
    control(locale, options),
  )}
  ${draft.placeBy === 'grid' ? nothing : coarseBox(locale, options)}
  ${textField(locale, {
    id: 'placeText',
    label: t.issue.placeText,
    hint: t.issue.placeTextHint,
    error: textError,
    optional: true,
    value: draft.placeText,
    onInput: (placeText) => change({ placeText }),
  })}`
}

const byAddress = (locale: Locale, { search, tree, draft, error, chooseAddress }: PlaceFieldOptions) =>
  addressField(locale, { search, tree, chosen: draft.address, error, choose: chooseAddress })

const onMap = (locale: Locale, { tree, pinMap, draft, mark }: PlaceFieldOptions) =>
  pinField(locale, { tree, pinMap, pin: draft.pin, coarse: draft.coarse, mark })

/** One select for each level; each offers what lies in the one before it. */
function gridSelects(locale: Locale, { tree, draft, error, change }: PlaceFieldOptions) {
  const { t, text } = locale
  const parents = [tree?.root.id, ...draft.grids]
  return html`<div class="levels">
    ${(['community', 'estate', 'building'] as const).map((level, depth) => {
      const parent = parents[depth]
      const choices = (parent && tree ? tree.children(parent) : []).map(({ id, name }) => ({ value: id, label: text(name) }))
      return selectField(locale, {
        id: level,
        label: t.issue[level],
        optional: depth > 0,
        invalid: depth === 0 && error !== undefined,
        value: draft.grids[depth] ?? '',
        choices,
        placeholder: depth === 0 ? t.issue.pick : t.issue.pickAny,
        disabled: choices.length === 0,
        onChange: (id) => change({ grids: [...draft.grids.slice(0, depth), id] }),
      })
    })}
  </div>`
}

function positionControl(locale: Locale, { draft, locating, locate, tree }: PlaceFieldOptions) {
  const { t } = locale
  const { position } = draft
  return html`<div class="position">
    <button type="button" class="button" aria-disabled=${ariaBool(locating === 'yes')} @click=${locate}>
      ${icons.place()}${locating === 'yes' ? t.issue.locating : position ? t.issue.locateAgain : t.issue.locate}
    </button>
    <span role="status">
      ${
        locating === 'failed'
          ? html`<span class="error">${t.issue.locateFailed}</span>`
          : position
            ? foundView(locale, draft, tree)
            : nothing
      }
    </span>
  </div>`
}

/** What of the position is sent: the point, or the grid alone. */
function foundView({ t, text, number }: Locale, { position, coarse }: Draft, tree: GridTree | undefined) {
  if (!coarse) return html`<span class="chip ok">${t.issue.located(number(Math.round(position?.accuracy ?? 0)))}</span>`
  if (position?.gridId === undefined) return html`<span class="muted">${t.issue.coarsening}</span>`
  const grid = tree?.get(position.gridId)
  if (!grid) return html`<span class="error">${t.issue.coarseFailed}</span>`
  const [, ...path] = tree?.path(grid.id) ?? []
  return html`<span class="chip ok">${path.map(({ name }) => text(name)).join(' › ')}</span>`
}

const coarseBox = ({ t }: Locale, { draft, change }: PlaceFieldOptions) =>
  html`<label class="coarse">
    <input
      id="coarse"
      type="checkbox"
      .checked=${live(draft.coarse)}
      @change=${(event: Event) => change({ coarse: (event.target as HTMLInputElement).checked })}
    />
    <span>${t.issue.coarse}<small class="muted">${t.issue.coarseHint}</small></span>
  </label>`
