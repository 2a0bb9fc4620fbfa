import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import { ariaBool } from '../../aria.ts'
import type { Theme } from '../../client-context.ts'
import { choiceField, fieldGroup, textField } from '../../form-fields.ts'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { addressField } from './address-field.ts'
import { chosenGrid } from '../draft/draft.ts'
import type { Draft } from '../draft/draft.ts'
import { gridField } from './grid-field.ts'
import { pathWords } from './path-words.ts'
import { pinField } from './pin-field.ts'
import type { PinFieldOptions } from './pin-field.ts'
import type { PlaceFinder } from './place-finder.ts'

export interface PlaceFieldOptions {
  finder: PlaceFinder
  client: Client | undefined
  theme: Theme | undefined
  isDisabled: boolean
  draft: Draft
  error: string | undefined
  textError: string | undefined
  change: (patch: Partial<Draft>) => void
  mark: PinFieldOptions['mark']
}

/** Where it is: by an address, by the device's position, on a map, or by a grid of the tree; and in words. */
export function placeField(locale: Locale, options: PlaceFieldOptions): TemplateResult {
  const { t } = locale
  const { draft, error, textError, change } = options
  const label = { address: t.issue.byAddress, point: t.issue.byPosition, pin: t.issue.byPin, grid: t.issue.byGrid }
  const control = { address: byAddress, point: positionControl, pin: onMap, grid: inTree }[draft.placeBy]
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

const byAddress = (locale: Locale, { finder, draft, error }: PlaceFieldOptions) =>
  addressField(locale, {
    ...{ search: finder.search, tree: finder.tree, chosen: draft.address, error },
    choose: finder.chooseAddress,
  })

const onMap = (locale: Locale, { finder, draft, mark }: PlaceFieldOptions) =>
  pinField(locale, { tree: finder.tree, pinMap: finder.pinMap, pin: draft.pin, coarse: draft.coarse, mark })

const inTree = (locale: Locale, { finder, client, theme, isDisabled, draft }: PlaceFieldOptions) =>
  gridField(locale, {
    ...{ tag: finder.treeTag, client, theme, isDisabled, tree: finder.tree },
    ...{ chosen: chosenGrid(draft) ?? '', isTooCoarse: finder.isTooCoarse, choose: finder.chooseGrid },
  })

function positionControl(locale: Locale, { draft, finder }: PlaceFieldOptions) {
  const { t } = locale
  const locating = finder.finder.state
  const { position } = draft
  return html`<div class="position">
    <button type="button" class="button" aria-disabled=${ariaBool(locating === 'yes')} @click=${() => void finder.locate()}>
      ${icons.place()}${locating === 'yes' ? t.issue.locating : position ? t.issue.locateAgain : t.issue.locate}
    </button>
    <span role="status">
      ${
        locating === 'failed'
          ? html`<span class="error">${t.issue.locateFailed}</span>`
          : position
            ? foundView(locale, draft, finder.tree)
            : nothing
      }
    </span>
  </div>`
}

/** What of the position is sent: the point, or the grid alone. */
function foundView(locale: Locale, { position, coarse }: Draft, tree: GridTree | undefined) {
  const { t, number } = locale
  if (!coarse) {
    const words =
      position?.accuracy === undefined ? t.issue.locatedBefore : t.issue.located(number(Math.round(position.accuracy)))
    return html`<span class="chip ok">${words}</span>`
  }
  if (position?.gridId === undefined) return html`<span class="muted">${t.issue.coarsening}</span>`
  const words = pathWords(locale, tree, position.gridId)
  return words ? html`<span class="chip ok">${words}</span>` : html`<span class="error">${t.issue.coarseFailed}</span>`
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
