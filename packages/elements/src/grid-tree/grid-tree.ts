import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { ifDefined } from 'lit/directives/if-defined.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import { ariaBool } from '../aria.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { blank, freshness, problem, skeleton, unconnected } from '../panels.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { styles } from './grid-tree.styles.ts'
import { typeAhead, visibleRows } from './visible-rows.ts'
import type { TreeRow } from './visible-rows.ts'

/** Most results a search shows. */
const MAX_RESULTS = 50
/** Letters typed within this many milliseconds are one word. */
const TYPE_AHEAD_MS = 700

/** A person chose a grid. */
export class GridTreeSelectEvent extends Event {
  static readonly type = 'wg-grid-tree-select'
  /** The chosen grid. */
  readonly grid: GridRecord
  /** From the root to the chosen grid. */
  readonly path: readonly GridRecord[]

  constructor(grid: GridRecord, path: readonly GridRecord[]) {
    super(GridTreeSelectEvent.type, { bubbles: true, composed: true })
    this.grid = grid
    this.path = path
  }

  /** Id of the chosen grid. */
  get gridId(): string {
    return this.grid.id
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-grid-tree-select': GridTreeSelectEvent
  }
}

/**
 * The district's grids as a tree: 街道 > 社区 > 小区 > 楼栋. Keys as the APG tree pattern has them, type-ahead by name,
 * pinyin or initials, and a search over all grids.
 *
 * @element wg-grid-tree
 * @attr {string} root - Id of the grid at the top; else the whole sub-district.
 * @attr {string} selected - Id of the selected grid; its ancestors are opened.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {GridTreeSelectEvent} wg-grid-tree-select - A person chose a grid: `grid`, `gridId`, `path`.
 * @csspart base - The ground everything stands on.
 * @csspart search - The search field.
 * @csspart tree - The tree.
 * @csspart row - A row of the tree.
 * @csspart results - The search's results.
 * @cssprop --wg-accent - Colour of what is selected and can be done.
 * @cssprop --wg-tree-height - Greatest height of tree and results before they scroll. Default 465px: ten rows and a
 *   half, so that it is seen to go on.
 */
export class GridTreeElement extends WgElement {
  static override styles = styles

  /** Id of the grid at the top; empty for the whole sub-district. */
  @property() root = ''

  /** Id of the selected grid. */
  @property() selected = ''

  @state() private expanded: ReadonlySet<string> = new Set()
  @state() private active = ''
  @state() private query = ''

  private readonly grids = new ResourceController(
    this,
    () => [this.connection.client, 'grids'],
    (client: Client) => client.gridTree(),
  )
  private rows: TreeRow[] = []
  /** The grid at the top, once it was opened. */
  private opened = ''
  private typed = ''
  private typedAt = 0
  private revealed = ''
  /** A revealed grid that has yet to be scrolled to. */
  private toShow = ''

  override willUpdate() {
    const tree = this.tree
    const top = tree && this.topOf(tree)
    if (!tree || !top) return
    if (this.opened !== top.id) this.expanded = new Set([...this.expanded, top.id])
    this.opened = top.id
    if (this.revealed !== this.selected) this.reveal(tree)
    this.rows = visibleRows(tree, top, this.expanded)
    if (!this.rows.some(({ grid }) => grid.id === this.active)) this.active = top.id
  }

  override updated() {
    if (!this.toShow) return
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(this.toShow)}"]`)
    const pane = row?.parentElement
    if (!row || !pane) return
    this.toShow = ''
    // Scrolls the tree and never the host page.
    pane.scrollTop = row.offsetTop - (pane.clientHeight - row.offsetHeight) / 2
  }

  /** Moves the focus to the active row. */
  override focus() {
    this.renderRoot.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus()
  }

  private get tree(): GridTree | undefined {
    const tree = treeOf(this.grids.data)
    return tree === 'broken' ? undefined : tree
  }

  /** Undefined where the page names a grid that there is not. */
  private topOf(tree: GridTree): GridRecord | undefined {
    return this.root ? tree.get(this.root) : tree.root
  }

  /** Opens what is above the selected grid. */
  private reveal(tree: GridTree) {
    if (!this.selected || !tree.get(this.selected)) return
    this.revealed = this.selected
    const above = tree.path(this.selected).slice(0, -1)
    this.expanded = new Set([...this.expanded, ...above.map(({ id }) => id)])
    this.active = this.selected
    this.toShow = this.selected
  }

  private select(id: string) {
    const tree = this.tree
    const grid = tree?.get(id)
    if (!tree || !grid) return
    this.selected = id
    this.revealed = id
    this.active = id
    this.dispatchEvent(new GridTreeSelectEvent(grid, tree.path(id)))
  }

  private toggle(row: TreeRow, open = !row.expanded) {
    if (row.children === 0) return
    const expanded = new Set(this.expanded)
    if (open) expanded.add(row.grid.id)
    else expanded.delete(row.grid.id)
    this.expanded = expanded
  }

  private async moveTo(id: string | undefined) {
    if (!id) return
    this.active = id
    await this.updateComplete
    this.focus()
  }

  private readonly onInput = (event: InputEvent) => {
    // While an input method composes, what is in the field is not yet what is meant.
    if (!event.isComposing) this.query = (event.target as HTMLInputElement).value.trim()
  }

  private readonly onSearchKey = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Escape') this.clearSearch()
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    this.renderRoot.querySelector<HTMLElement>('[part=results] button, [role=treeitem][tabindex="0"]')?.focus()
  }

  private readonly onResultKey = (event: KeyboardEvent) => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('[part=results] button')]
    const at = buttons.indexOf(event.target as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === 'Escape') this.clearSearch()
    if (next === undefined) return
    event.preventDefault()
    const field = this.renderRoot.querySelector<HTMLElement>('input')
    ;(next < 0 ? field : buttons[next])?.focus()
  }

  private clearSearch() {
    const field = this.renderRoot.querySelector('input')
    if (field) field.value = ''
    this.query = ''
    field?.focus()
  }

  private readonly onResult = (id: string) => {
    this.select(id)
    this.revealed = ''
    const field = this.renderRoot.querySelector('input')
    if (field) field.value = ''
    this.query = ''
    void this.moveTo(id)
  }

  private readonly onTreeClick = (event: MouseEvent) => {
    const target = event.target as Element
    const row = this.rowOf(target)
    if (!row) return
    if (target.closest('.twist')) {
      this.toggle(row)
      void this.moveTo(row.grid.id)
    } else {
      this.select(row.grid.id)
      void this.moveTo(row.grid.id)
    }
  }

  private rowOf(target: Element): TreeRow | undefined {
    const id = target.closest<HTMLElement>('[role=treeitem]')?.dataset['id']
    return this.rows.find(({ grid }) => grid.id === id)
  }

  private readonly onTreeKey = (event: KeyboardEvent) => {
    const row = this.rowOf(event.target as Element)
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    if (this.actOn(event.key, row, event.timeStamp)) event.preventDefault()
  }

  /** What a key does on a row; true where it did something. */
  private actOn(key: string, row: TreeRow, at: number): boolean {
    const index = this.rows.indexOf(row)
    switch (key) {
      case 'ArrowDown':
        void this.moveTo(this.rows[index + 1]?.grid.id)
        return true
      case 'ArrowUp':
        void this.moveTo(this.rows[index - 1]?.grid.id)
        return true
      case 'ArrowRight':
        if (row.expanded) void this.moveTo(this.rows[index + 1]?.grid.id)
        else this.toggle(row, true)
        return true
      case 'ArrowLeft':
        if (row.expanded) this.toggle(row, false)
        else void this.moveTo(row.parentId)
        return true
      case 'Home':
        void this.moveTo(this.rows[0]?.grid.id)
        return true
      case 'End':
        void this.moveTo(this.rows.at(-1)?.grid.id)
        return true
      case 'Enter':
      case ' ':
        this.select(row.grid.id)
        return true
      case '*':
        this.expandSiblings(row)
        return true
      default:
        return this.typeTo(key, index, at)
    }
  }

  private expandSiblings(row: TreeRow) {
    const siblings = this.rows.filter(({ parentId, children }) => parentId === row.parentId && children > 0)
    this.expanded = new Set([...this.expanded, ...siblings.map(({ grid }) => grid.id)])
  }

  private typeTo(key: string, from: number, at: number): boolean {
    if ([...key].length !== 1) return false
    this.typed = at - this.typedAt > TYPE_AHEAD_MS ? key : this.typed + key
    this.typedAt = at
    const found = typeAhead(this.rows, from, this.typed)
    if (found !== undefined) void this.moveTo(this.rows[found]?.grid.id)
    return true
  }

  override render() {
    return this.ground(html`<div class="card">${this.content()}</div>`)
  }

  private content() {
    const { locale } = this
    const { t } = locale
    if (!this.connection.client) return unconnected(locale)
    if (this.grids.pending) return skeleton(locale, 6)
    if (!this.grids.data) return problem(locale, this.grids.snapshot.error, () => void this.grids.refresh())
    if (this.grids.data.grids.length === 0) return blank(t.tree.empty)
    const tree = this.tree
    if (!tree) return blank(t.tree.broken, t.tree.brokenHint)
    const top = this.topOf(tree)
    if (!top) return blank(t.tree.empty)
    return html`
      ${this.search()} ${this.query ? this.results(tree, top) : this.treeView()}
      ${this.grids.snapshot.error ? freshness(locale, this.grids.snapshot) : nothing}
    `
  }

  private search() {
    const { t } = this.locale
    return html`<div class="search">
      <label for="search">${t.tree.search}</label>
      <div class="box">
        ${icons.search()}
        <input
          id="search"
          part="search"
          type="search"
          autocomplete="off"
          spellcheck="false"
          placeholder=${t.tree.searchHint}
          @input=${this.onInput}
          @compositionend=${this.onInput}
          @keydown=${this.onSearchKey}
        />
      </div>
    </div>`
  }

  private results(tree: GridTree, top: GridRecord) {
    const { locale } = this
    const { t } = locale
    const pathOf = ({ id }: GridRecord) => tree.path(id)
    const found = tree.search(this.query).filter((grid) => pathOf(grid).includes(top))
    const shown = found.slice(0, MAX_RESULTS)
    if (found.length === 0) return html`<div role="status">${blank(t.tree.noResults(this.query), t.tree.noResultsHint)}</div>`
    return html`
      <p class="small muted" role="status">${t.tree.results(found.length, shown.length)}</p>
      <ul class="scroll" part="results" @keydown=${this.onResultKey}>
        ${repeat(
          shown,
          ({ id }) => id,
          (grid) =>
            html`<li>
              <button type="button" class="result" @click=${() => this.onResult(grid.id)}>
                <span class="name">${locale.text(grid.name)}</span>
                <span class="chip plain">${t.levels[grid.level]}</span>
                <span class="path small muted"
                  >${pathOf(grid)
                    .slice(pathOf(grid).indexOf(top), -1)
                    .map(({ name }) => locale.text(name))
                    .join(' › ')}</span
                >
              </button>
            </li>`,
        )}
      </ul>
    `
  }

  private treeView() {
    const { t } = this.locale
    return html`<ul
      class="scroll"
      part="tree"
      role="tree"
      aria-label=${t.tree.label}
      @click=${this.onTreeClick}
      @keydown=${this.onTreeKey}
    >
      ${repeat(
        this.rows,
        ({ grid }) => grid.id,
        (row) => this.rowView(row),
      )}
    </ul>`
  }

  private rowView({ grid, level, position, siblings, children, expanded }: TreeRow) {
    const { locale } = this
    const name = locale.text(grid.name)
    const count = children > 0 ? locale.t.tree.children(children) : ''
    return html`<li
      part="row"
      role="treeitem"
      class="row"
      data-id=${grid.id}
      aria-label=${count ? `${name} ${count}` : name}
      aria-level=${level}
      aria-posinset=${position}
      aria-setsize=${siblings}
      aria-expanded=${ifDefined(children > 0 ? ariaBool(expanded) : undefined)}
      aria-selected=${ariaBool(grid.id === this.selected)}
      tabindex=${grid.id === this.active ? 0 : -1}
    >
      <span class="twist" aria-hidden="true">${children > 0 ? icons.chevron() : nothing}</span>
      <span class="name">${name}</span>
      ${count ? html`<span class="count small muted">${count}</span>` : nothing}
    </li>`
  }
}
