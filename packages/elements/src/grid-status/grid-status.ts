import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Client } from '@wangge/core/client'
import type { GridOutlines, GridRecord, GridStatus } from '@wangge/core/grid/schema'
import { ariaBool } from '../aria.ts'
import { LiveController } from '../controllers/live-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { problem, skeleton, unconnected } from '../panels.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { countWords, figures, MEASURES, staffing, standing, tableView, withheldNote } from './figures.ts'
import { styles } from './grid-status.styles.ts'
import { leafOutline } from './leaf-outline.ts'
import { mapView } from './map-view.ts'
import { drawOutlines } from '../outline-map/outline-map.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'

/** A person went into another grid, by map, table or path. */
export class GridStatusOpenEvent extends Event {
  static readonly type = 'wg-grid-status-open'
  /** Id of the grid that is now shown. */
  readonly gridId: string

  constructor(gridId: string) {
    super(GridStatusOpenEvent.type, { bubbles: true, composed: true })
    this.gridId = gridId
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-grid-status-open': GridStatusOpenEvent
  }
}

/**
 * What goes on in a grid: issues open, reported and closed, and how fully it is staffed, each rate with what it is a
 * share of; a map and a table of the grids below it, to go into. Numbers change by themselves. So few issues that a count
 * would tell of a person are withheld from whoever need not know: a dash, explained once.
 *
 * @element wg-grid-status
 * @attr {string} grid-id - The grid; without it the root.
 * @attr {'map'|'table'} view - How the grids below are shown. Default `map`.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {GridStatusOpenEvent} wg-grid-status-open - A person went into another grid: `gridId`.
 * @csspart base - The ground everything stands on.
 * @csspart figures - The issue counts.
 * @csspart withheld - What a dash in place of a count stands for.
 * @csspart staffing - The staffing rates.
 * @csspart map - The map.
 * @csspart outline - The outline of a grid that has none below it.
 * @csspart table - The table.
 * @csspart as-of - Whether the numbers are live, and when they were current.
 * @cssprop --wg-accent - Colour of what can be done.
 * @cssprop --wg-shade-0 - Fill of a grid without open issues; to `--wg-shade-4` for the most.
 */
export class GridStatusElement extends WgElement {
  static override styles = styles

  /** The grid; empty for the root. Setting it, to the same again too, goes before where the person has gone to. */
  @property({ attribute: 'grid-id' })
  get gridId(): string {
    return this.givenId
  }
  set gridId(id: string | null | undefined) {
    this.givenId = id ?? ''
    this.wanderedTo = ''
    this.activeShape = ''
  }
  /** How the grids below are shown. */
  @property() view: 'map' | 'table' = 'map'

  /** Where the person has gone to from `gridId`. */
  @state() private wanderedTo = ''
  @state() private activeShape = ''
  @state() private announcement = ''

  private readonly grids = new ResourceController(
    this,
    () => [this.connection.client, 'grids'],
    (client: Client) => client.gridTree(),
  )
  private readonly status = new ResourceController(
    this,
    () => [this.connection.client, this.shownId],
    (client: Client, id) => client.gridStatus(id),
  )
  private readonly outlines = new ResourceController(
    this,
    () => [this.connection.client, this.shownId],
    (client: Client, id) => client.gridOutlines(id),
  )
  private readonly line = new LiveController(this, () => this.connection.client)
  private givenId = ''
  private previous: GridStatus | undefined
  /** Measures that changed while the person looked on. */
  private changed = new Set<string>()
  private drawn: { of: GridOutlines; map: OutlineMap | undefined } | undefined

  override willUpdate() {
    this.noteChanges()
  }

  private get shownId(): string {
    const tree = treeOf(this.grids.data)
    return this.wanderedTo || this.givenId || (tree && tree !== 'broken' ? tree.root.id : '')
  }

  /** Root first, the shown grid last; empty while the tree is not known. */
  private get path(): readonly GridRecord[] {
    const tree = treeOf(this.grids.data)
    return tree && tree !== 'broken' && tree.get(this.shownId) ? tree.path(this.shownId) : []
  }

  private get map(): OutlineMap | undefined {
    const of = this.outlines.data
    if (!of) return undefined
    if (this.drawn?.of !== of) this.drawn = { of, map: drawOutlines(of) }
    return this.drawn.map
  }

  private noteChanges() {
    const now = this.status.data
    if (!now || now === this.previous) return
    const { t } = this.locale
    const before = this.previous
    this.previous = now
    this.changed = new Set()
    if (before?.gridId !== now.gridId) {
      this.announcement = ''
      return
    }
    for (const measure of MEASURES) if (before.issues[measure] !== now.issues[measure]) this.changed.add(measure)
    for (const child of now.children) {
      const earlier = before.children.find(({ gridId }) => gridId === child.gridId)
      if (earlier && earlier.issues.open !== child.issues.open) this.changed.add(child.gridId)
    }
    this.announcement = MEASURES.filter((measure) => this.changed.has(measure))
      .map((measure) => t.status.changed(t.status[measure], countWords(this.locale, now.issues[measure])))
      .join(' ')
  }

  private readonly open = async (id: string) => {
    if (id === this.shownId) return
    this.wanderedTo = id
    this.activeShape = ''
    this.dispatchEvent(new GridStatusOpenEvent(id))
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  private retry() {
    void this.grids.refresh()
    void this.status.refresh()
    void this.outlines.refresh()
  }

  override render() {
    return this.ground(html`<section class="card" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { data, snapshot } = this.status
    if (!this.connection.client) return unconnected(locale)
    const error = snapshot.error ?? (this.shownId ? undefined : this.grids.snapshot.error)
    // The heading stays the same node whatever is below it: it may have the focus.
    return html`${this.titleView()}
    ${data ? this.figuresAndMap(data) : error ? problem(locale, error, () => this.retry()) : skeleton(locale, 5)}`
  }

  private figuresAndMap(data: GridStatus) {
    const { locale } = this
    const { snapshot } = this.status
    const isLeaf = data.children.length === 0
    return html`<p class="hidden-visually" role="status" aria-live="polite">${this.announcement}</p>
      <div class="body ${isLeaf ? 'leaf' : ''}">
        <div class="numbers">
          ${figures(locale, data, this.changed)} ${withheldNote(locale, data, 'figures')} ${staffing(locale, data)}
        </div>
        ${isLeaf ? leafOutline(this.map) : this.childGrids(data)}
      </div>
      ${standing(locale, { snapshot, asOf: data.asOf, isLive: this.line.isLive })}`
  }

  private titleView() {
    const { t, text } = this.locale
    const path = this.path
    const shown = path.at(-1)
    return html`<header>
      ${
        path.length > 1
          ? html`<nav aria-label=${t.status.path}>
              <ol>
                ${path
                  .slice(0, -1)
                  .map(
                    ({ id, name }) =>
                      html`<li><button type="button" class="crumb" @click=${() => this.open(id)}>${text(name)}</button></li>`,
                  )}
              </ol>
            </nav>`
          : nothing
      }
      <h2 id="title" tabindex="-1">${shown ? text(shown.name) : t.status.title}</h2>
      ${shown ? html`<span class="chip">${t.levels[shown.level]}</span>` : nothing}
    </header>`
  }

  private childGrids(data: GridStatus) {
    const { t } = this.locale
    return html`<section class="children" aria-labelledby="children">
      <div class="children-head">
        <h3 id="children">${t.status.legend}</h3>
        <div class="switch" role="group" aria-label=${t.status.view}>
          ${(['map', 'table'] as const).map(
            (view) =>
              html`<button type="button" aria-pressed=${ariaBool(this.view === view)} @click=${() => (this.view = view)}>
                ${t.status[view]}
              </button>`,
          )}
        </div>
      </div>
      ${this.view === 'map' ? this.mapPlace(data) : tableView(this.locale, data, this.open)}
      ${withheldNote(this.locale, data, 'grids')}
    </section>`
  }

  private mapPlace(data: GridStatus) {
    const { locale, map } = this
    const { t, text } = locale
    if (this.outlines.pending) return skeleton(locale, 3)
    if (!map) return html`<p class="muted">${t.status.noOutlines}</p>`
    const shown = this.path.at(-1)
    return mapView(locale, {
      map,
      data,
      name: shown ? text(shown.name) : t.status.title,
      active: this.activeShape,
      changed: this.changed,
      open: this.open,
      activate: (id) => (this.activeShape = id),
    })
  }
}
