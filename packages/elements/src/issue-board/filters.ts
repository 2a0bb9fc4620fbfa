import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { BOARD_COLUMNS, columnOf } from '@wangge/core/issue'
import type { Category, IssueState, Severity } from '@wangge/core/issue/schema'
import type { GridRecord } from '@wangge/core/grid/schema'
import { live } from 'lit/directives/live.js'
import { ariaBool } from '../aria.ts'
import type { BoardState } from './board-state.ts'
import { conditionsOf } from './board-state.ts'
import type { Desk } from './desk.ts'
import { unpublishedToggle } from './publication-view.ts'

const SEVERITIES: readonly Severity[] = ['emergency', 'major', 'prominent', 'general', 'simple']
const STATES: readonly IssueState[] = [
  'submitted',
  'accepted',
  'returned',
  'reopened',
  'dispatched',
  'handling',
  'escalated',
  'suspended',
  'resolved',
  'verified',
  'closed',
  'rejected',
  'merged',
]

export interface FilterOptions {
  state: BoardState
  categories: readonly Category[]
  /** Grids that the person reaches, none below another. */
  roots: readonly string[]
  /** Organisations that any of them were given to. */
  asked: readonly { id: string; name: string }[]
  change: (change: Partial<BoardState>) => void
  /** Where there is little room, whether all conditions are shown. */
  isOpen: boolean
  toggle: () => void
}

/** Which issues are looked at. */
export function filters(desk: Desk, options: FilterOptions): TemplateResult {
  const { locale } = desk
  const { board } = locale.t
  const { state, change } = options
  const toggle = (name: 'overdue' | 'mine', label: string) =>
    html`<button
      type="button"
      class="toggle"
      aria-pressed=${ariaBool(state[name])}
      @click=${() => change(name === 'mine' ? { mine: !state.mine } : { overdue: !state.overdue })}
    >
      ${label}
    </button>`
  const set = conditionsOf({ ...state, text: '' })
  return html`<div class="filters ${options.isOpen ? 'all' : ''}" part="filters" role="group" aria-label=${board.conditions}>
    <div class="field find">
      <label for="text" class="hidden-visually">${board.find}</label>
      <input
        id="text"
        type="search"
        autocomplete="off"
        placeholder=${board.findHint}
        .value=${live(state.text)}
        @input=${(event: InputEvent) => change({ text: (event.target as HTMLInputElement).value })}
      />
    </div>
    <button type="button" class="button fold" aria-expanded=${ariaBool(options.isOpen)} @click=${options.toggle}>
      ${set > 0 ? board.conditionsSet(locale.number(set)) : board.conditions}
    </button>
    ${gridChoice(desk, options)}
    ${
      options.asked.length > 0 || state.org !== ''
        ? choice('org', board.askedOf, state.org, organisationChoices(desk, options), (org) => change({ org }))
        : nothing
    }
    ${categoryChoice(desk, options)}
    ${choice('state', board.state, state.state, stateChoices(desk, options), (value) => change({ state: value as BoardState['state'] }))}
    ${choice('severity', board.severity, state.severity, severityChoices(desk, options), (value) =>
      change({ severity: value as BoardState['severity'] }),
    )}
    <div class="toggles folded">
      ${toggle('overdue', board.overdue)} ${toggle('mine', board.mine)} ${unpublishedToggle(desk, state, change)}
      ${
        conditionsOf(state) > 0
          ? html`<button
              type="button"
              class="button quiet"
              id="clear"
              @click=${() => change({ gridId: '', org: '', category: '', state: '', severity: '', overdue: false, mine: false, unpublished: false, text: '' })}
            >
              ${board.clear}
            </button>`
          : nothing
      }
    </div>
  </div>`
}

type PlaceOptions = Pick<FilterOptions, 'state' | 'categories' | 'roots' | 'change'>

export const gridChoice = (desk: Desk, options: PlaceOptions) =>
  choice('grid', desk.locale.t.board.grid, options.state.gridId, gridChoices(desk, options), (gridId) =>
    options.change({ gridId }),
  )

export const categoryChoice = (desk: Desk, options: PlaceOptions) =>
  choice('category', desk.locale.t.board.category, options.state.category, categoryChoices(desk, options), (category) =>
    options.change({ category }),
  )

const choice = (id: string, label: string, value: string, options: unknown, onChange: (value: string) => void) =>
  html`<div class="field folded">
    <label for=${id} class="hidden-visually">${label}</label>
    <select
      id=${id}
      class=${value === '' ? '' : 'set'}
      .value=${live(value)}
      @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value)}
    >
      ${options}
    </select>
  </div>`

const option = (value: string, label: string, chosen: string) =>
  html`<option value=${value} ?selected=${value === chosen}>${label}</option>`

/** The chosen grid, those above it and those below: one step down or any up at a time. */
function gridChoices({ tree, locale }: Desk, { state: { gridId }, roots }: PlaceOptions) {
  const { board } = locale.t
  const name = (grid: GridRecord) => locale.text(grid.name)
  const all = option('', board.wholeArea, gridId)
  if (!tree) return all
  const path = gridId === '' ? [] : tree.path(gridId)
  const from = path.findIndex(({ id }) => roots.includes(id))
  const above = path.slice(Math.max(0, from), -1).filter(({ id }) => !(roots.length === 1 && roots[0] === id))
  const below =
    gridId === ''
      ? roots.length === 1
        ? tree.children(roots[0]!)
        : roots.flatMap((id) => tree.get(id) ?? [])
      : tree.children(gridId)
  return html`${all} ${above.map((grid) => option(grid.id, board.up(name(grid)), gridId))}
  ${path.slice(-1).map((grid) => option(grid.id, name(grid), gridId))}
  ${below.map((grid) => option(grid.id, `${gridId === '' ? '' : '\u3000'}${name(grid)}`, gridId))}`
}

function organisationChoices({ locale }: Desk, { state: { org }, asked }: FilterOptions) {
  const { board } = locale.t
  const isKnown = org === '' || asked.some(({ id }) => id === org)
  return html`${option('', board.anyOrganisation, org)} ${isKnown ? nothing : option(org, org, org)}
  ${asked.map(({ id, name }) => option(id, name, org))}`
}

function categoryChoices({ locale }: Desk, { state: { category }, categories }: PlaceOptions) {
  const { text, t } = locale
  const first = categories.filter(({ parentId }) => parentId === undefined)
  return html`${option('', t.board.anyCategory, category)}
  ${first.map(
    ({ id, name }) =>
      html`<optgroup label=${text(name)}>
        ${option(id, t.board.allOf(text(name)), category)}
        ${categories.filter(({ parentId }) => parentId === id).map((one) => option(one.id, text(one.name), category))}
      </optgroup>`,
  )}`
}

function stateChoices({ locale }: Desk, { state: { state } }: FilterOptions) {
  const { board } = locale.t
  return html`${option('', board.anyState, state)}
  ${BOARD_COLUMNS.map(
    (column) =>
      html`<optgroup label=${board.columns[column]}>
        ${option(column, board.allOf(board.columns[column]), state)}
        ${STATES.filter((one) => columnOf(one) === column).map((one) => option(one, board.states[one], state))}
      </optgroup>`,
  )}`
}

function severityChoices({ locale }: Desk, { state: { severity } }: FilterOptions) {
  const { board } = locale.t
  return html`${option('', board.anySeverity, severity)} ${SEVERITIES.map((one) => option(one, board.severities[one], severity))}`
}
