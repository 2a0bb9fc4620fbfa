import { html, nothing, svg } from 'lit'
import type { PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import type { GridOutlines, GridRecord, GridStatus } from '@wangge/core/grid/schema'
import type { Position, Rate } from '@wangge/core/schema'
import { ariaBool } from '../aria.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { freshness, problem, skeleton, unconnected } from '../panels.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { styles } from './grid-status.styles.ts'
import { drawOutlines, neighbour, shadeOf } from './outline-map.ts'
import type { OutlineMap, Shape } from './outline-map.ts'

const MEASURES = ['open', 'reportedToday', 'closedWithin7Days'] as const
const RATES = ['full', 'heads', 'dual', 'volunteers'] as const
const DIRECTIONS: Record<string, Position> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

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
 * share of; a map and a table of the grids below it, to go into. Numbers change by themselves.
 *
 * @element wg-grid-status
 * @attr {string} grid-id - The grid; without it the root.
 * @attr {'map'|'table'} view - How the grids below are shown. Default `map`.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {GridStatusOpenEvent} wg-grid-status-open - A person went into another grid: `gridId`.
 * @csspart base - The ground everything stands on.
 * @csspart figures - The issue counts.
 * @csspart staffing - The staffing rates.
 * @csspart map - The map.
 * @csspart table - The table.
 * @csspart as-of - When the numbers were current.
 * @cssprop --wg-accent - Colour of what can be done.
 * @cssprop --wg-shade-0 - Fill of a grid without open issues; to `--wg-shade-4` for the most.
 */
export class GridStatusElement extends WgElement {
  static override styles = styles

  /** The grid; empty for the root. */
  @property({ attribute: 'grid-id' }) gridId = ''
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
  private previous: GridStatus | undefined
  /** Measures that changed while the person looked on. */
  private changed = new Set<string>()
  private drawn: { of: GridOutlines; map: OutlineMap | undefined } | undefined

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('gridId')) this.wanderedTo = ''
    this.noteChanges()
  }

  private get shownId(): string {
    const tree = treeOf(this.grids.data)
    return this.wanderedTo || this.gridId || (tree && tree !== 'broken' ? tree.root.id : '')
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
    const { t, number } = this.locale
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
      .map((measure) => t.status.changed(t.status[measure], number(now.issues[measure])))
      .join(' ')
  }

  private async open(id: string) {
    if (id === this.shownId) return
    this.wanderedTo = id
    this.activeShape = ''
    this.dispatchEvent(new GridStatusOpenEvent(id))
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  private readonly onMapKey = (event: KeyboardEvent) => {
    const id = (event.target as SVGElement).dataset['id']
    const shapes = this.map?.shapes
    if (!id || !shapes) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      void this.open(id)
    }
    const direction = DIRECTIONS[event.key]
    if (!direction) return
    event.preventDefault()
    const next = neighbour(shapes, id, direction)
    if (next) void this.focusShape(next)
  }

  private async focusShape(id: string) {
    this.activeShape = id
    await this.updateComplete
    this.renderRoot.querySelector<SVGElement>('.shape[tabindex="0"]')?.focus()
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
    return html`${this.heading()}
    ${data ? this.figuresAndMap(data) : error ? problem(locale, error, () => this.retry()) : skeleton(locale, 5)}`
  }

  private figuresAndMap(data: GridStatus) {
    const { locale } = this
    const { snapshot } = this.status
    return html`<p class="hidden-visually" role="status" aria-live="polite">${this.announcement}</p>
      <div class="body">
        <div class="numbers">${this.figures(data)} ${this.staffing(data)}</div>
        ${this.childGrids(data)}
      </div>
      <footer>
        ${snapshot.error ? nothing : html`<span class="live small"><i></i>${locale.t.status.live}</span>`}
        ${freshness(locale, snapshot, data.asOf)}
      </footer>`
  }

  private heading() {
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

  private figures({ issues }: GridStatus) {
    const { t, number } = this.locale
    return html`<dl class="figures" part="figures">
      ${MEASURES.map(
        (measure) =>
          html`<div class="figure ${measure}">
            <dt>${t.status[measure]}</dt>
            <dd class=${this.changed.has(measure) ? 'changed' : ''}>
              ${repeat(
                [issues[measure]],
                (value) => value,
                (value) => html`<b>${number(value)}</b>`,
              )}
            </dd>
          </div>`,
      )}
    </dl>`
  }

  private staffing({ staffing }: GridStatus) {
    const { t } = this.locale
    return html`<section class="staffing" part="staffing" aria-labelledby="staffing">
      <h3 id="staffing">${t.status.staffing}</h3>
      <p class="small muted">${t.status.staffingHint}</p>
      <dl>
        ${RATES.map(
          (rate) =>
            html`<div class="rate ${rate}">
              <dt>${t.status[rate]}</dt>
              <dd>${this.share(staffing[rate])}</dd>
              ${this.bar(staffing[rate])}
            </div>`,
        )}
      </dl>
    </section>`
  }

  private share(rate: Rate) {
    const { t, number, percent } = this.locale
    return html`<b>${percent(rate)}</b> <span class="muted small">${t.status.share(number(rate.num), number(rate.den))}</span>`
  }

  private bar({ num, den }: Rate) {
    return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="1" class="rest"></rect>
      <rect width=${den === 0 ? 0 : (num / den) * 100} height="1" class="done"></rect>
    </svg>`
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
      ${this.view === 'map' ? this.mapView(data) : this.tableView(data)}
    </section>`
  }

  private mapView(data: GridStatus) {
    const { locale, map } = this
    const { t, text, number } = locale
    if (this.outlines.pending) return html`<div class="map-place">${skeleton(locale, 3)}</div>`
    if (!map) return html`<p class="muted">${t.status.noOutlines}</p>`
    const open = new Map(data.children.map(({ gridId, issues }) => [gridId, issues.open]))
    const greatest = Math.max(...open.values(), 0)
    const active = map.shapes.some(({ id }) => id === this.activeShape) ? this.activeShape : map.shapes[0]?.id
    const name = text(this.path.at(-1)?.name ?? { zh: t.status.title, en: t.status.title })
    return html`<figure part="map">
      <svg
        class="map"
        viewBox="0 0 ${map.width} ${map.height}"
        role="group"
        aria-label=${t.status.mapLabel(name)}
        aria-describedby="map-keys"
        @keydown=${this.onMapKey}
      >
        ${repeat(
          map.shapes,
          ({ id }) => id,
          (shape) => this.shapeView(shape, open.get(shape.id) ?? data.issues.open, greatest, shape.id === active),
        )}
        <path class="ring" d=${map.shapes.find(({ id }) => id === active)?.path ?? ''}></path>
        <g class="names" aria-hidden="true">${map.shapes.map((shape) => this.nameView(shape, open.get(shape.id), greatest))}</g>
      </svg>
      <figcaption class="small muted">
        <span class="legend" aria-hidden="true">
          ${number(0)}
          <svg viewBox="0 0 5 1" preserveAspectRatio="none">
            ${[0, 1, 2, 3, 4].map((shade) => svg`<rect class="shade-${shade}" x=${shade} width="1" height="1"></rect>`)}
          </svg>
          ${number(Math.max(greatest, 4))}
        </span>
        <span id="map-keys" class="keys">${t.status.mapKeys}</span>
      </figcaption>
    </figure>`
  }

  private shapeView({ id, name, path }: Shape, open: number, greatest: number, isActive: boolean) {
    const { t, text, number } = this.locale
    const label = t.status.region(text(name), number(open))
    return svg`<path
      class="shape shade-${shadeOf(open, greatest)} ${this.changed.has(id) ? 'changed' : ''}"
      d=${path}
      data-id=${id}
      role="button"
      tabindex=${isActive ? 0 : -1}
      aria-label=${label}
      @click=${() => this.open(id)}
      @focus=${() => (this.activeShape = id)}
    ><title>${label}</title></path>`
  }

  private nameView({ name, level, centre: [x, y], width }: Shape, open: number | undefined, greatest: number) {
    const { t, text, number } = this.locale
    // On the map the level goes without saying.
    const words = text(name).replace(new RegExp(`\\s*${t.levels[level]}$`), '') || text(name)
    // About the room a name takes in this drawing's units.
    const needed = [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 25 : 13), 8)
    const on = open !== undefined && shadeOf(open, greatest) === 4 ? 'on-deep' : ''
    if (width < 34) return nothing
    if (width < needed) return svg`<text class="number ${on}" x=${x} y=${y + 8}>${number(open ?? 0)}</text>`
    return svg`<text class=${on} x=${x} y=${y - 4}>${words}</text><text class="number ${on}" x=${x} y=${y + 24}>${number(open ?? 0)}</text>`
  }

  private tableView({ children }: GridStatus) {
    const { t, text, number } = this.locale
    if (children.length === 0) return html`<p class="muted">${t.status.noChildren}</p>`
    return html`<div class="table-place" part="table">
      <table aria-labelledby="children">
        <thead>
          <tr>
            <th scope="col">${t.status.grid}</th>
            ${MEASURES.map((measure) => html`<th scope="col" class="amount">${t.status[measure]}</th>`)}
            <th scope="col" class="amount">${t.status.full}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            children,
            ({ gridId }) => gridId,
            ({ gridId, name, issues, staffing }) =>
              html`<tr>
                <th scope="row">
                  <button type="button" class="go" @click=${() => this.open(gridId)}>${text(name)}${icons.chevron()}</button>
                </th>
                ${MEASURES.map((measure) => html`<td class="amount">${number(issues[measure])}</td>`)}
                <td class="amount">${this.share(staffing.full)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }
}
