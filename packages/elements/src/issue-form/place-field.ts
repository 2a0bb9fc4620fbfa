import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { GridTree } from '@wangge/core/grid'
import { ariaBool } from '../aria.ts'
import { choiceField, fieldGroup, selectField, textField } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import type { Draft } from './draft.ts'

export interface PlaceFieldOptions {
  tree: GridTree | undefined
  draft: Draft
  /** Finding the position is under way, or has failed. */
  locating: 'no' | 'yes' | 'failed'
  error: string | undefined
  textError: string | undefined
  change: (patch: Partial<Draft>) => void
  locate: () => void
}

/** Where it is: by community, estate and building, or by the device's position; and in words. */
export function placeField(locale: Locale, options: PlaceFieldOptions): TemplateResult {
  const { t } = locale
  const { draft, error, textError, change } = options
  return html`${choiceField(locale, {
    id: 'placeBy',
    label: t.issue.place,
    choices: [
      { value: 'grid', label: t.issue.byGrid },
      { value: 'point', label: t.issue.byPosition },
    ],
    values: [draft.placeBy],
    onChange: ([by]) => change({ placeBy: by === 'point' ? 'point' : 'grid' }),
  })}
  ${fieldGroup(
    locale,
    { id: 'place', label: draft.placeBy === 'grid' ? t.issue.byGrid : t.issue.byPosition, error },
    draft.placeBy === 'grid' ? gridSelects(locale, options) : positionControl(locale, options),
  )}
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

function positionControl(locale: Locale, { draft, locating, locate }: PlaceFieldOptions) {
  const { t, number } = locale
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
            ? html`<span class="chip ok">${t.issue.located(number(Math.round(position.accuracy)))}</span>`
            : nothing
      }
    </span>
  </div>`
}
