import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { Theme } from '../../client-context.ts'
import type { LazyTag } from '../../controllers/lazy-tag.ts'
import type { GridTreeSelectEvent } from '../../grid-tree/grid-tree.ts'
import type { Locale } from '../../locale.ts'
import { skeleton } from '../../panels.ts'
import { pathWords } from './path-words.ts'

export interface GridFieldOptions {
  tag: LazyTag
  client: Client | undefined
  theme: Theme | undefined
  isDisabled: boolean
  tree: GridTree | undefined
  /** Id of the grid that is chosen; empty for none. */
  chosen: string
  /** The whole district was chosen, which is no place. */
  isTooCoarse: boolean
  choose: (path: readonly GridRecord[]) => void
}

/** The grids as a tree, to choose the building, or only the estate or the community; and in words what was chosen. */
export function gridField(locale: Locale, options: GridFieldOptions): TemplateResult {
  const { t } = locale
  const { tag } = options
  return html`<div class="grid-field">
    <p class="small muted">${t.issue.gridHint}</p>
    <p role="status" id="grid-chosen">${chosenView(locale, options)}</p>
    ${tag.isHere ? treeView(locale, options) : tag.isFailed ? failedView(locale, tag) : skeleton(locale, 4)}
  </div>`
}

function chosenView(locale: Locale, { tree, chosen, isTooCoarse }: GridFieldOptions) {
  if (isTooCoarse) return html`<span class="error">${locale.t.issue.gridTooCoarse}</span>`
  const words = pathWords(locale, tree, chosen)
  return words ? html`<span class="chip ok">${words}</span>` : ''
}

function treeView({ tag }: Locale, { client, theme, isDisabled, chosen, choose }: GridFieldOptions) {
  const onSelect = (event: GridTreeSelectEvent) => {
    // What the host page is told of is a report and not the way to it.
    event.stopPropagation()
    choose(event.path)
  }
  return html`<wg-grid-tree
    lang=${tag}
    .theme=${theme}
    .client=${client}
    .selected=${live(chosen)}
    .inert=${isDisabled}
    @wg-grid-tree-select=${onSelect}
  ></wg-grid-tree>`
}

const failedView = ({ t }: Locale, tag: LazyTag) =>
  html`<p class="error">${t.issue.gridNoTree}</p>
    <button type="button" class="button" @click=${() => void tag.load()}>${t.retry}</button>`
