import { html, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Client } from '@wangge/core/client'
import type { GridTree } from '@wangge/core/grid'
import type { GridOutlines } from '@wangge/core/grid/schema'
import { BOARD_COLUMNS, columnOf, deadlineOf, selectRows } from '@wangge/core/issue'
import type { IssueBoard, IssueRow } from '@wangge/core/issue/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { IdentityController } from '../controllers/identity-controller.ts'
import { LiveController } from '../controllers/live-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { ariaBool } from '../aria.ts'
import { drawOutlines } from '../outline-map/outline-map.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'
import { giveFile } from '../give-file.ts'
import { icons } from '../icons.ts'
import { blank, freshness, notice, problem, skeleton, unconnected } from '../panels.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { conditionsOf, filterOf } from './board-state.ts'
import type { BoardState, BoardView } from './board-state.ts'
import { BulkBar } from './bulk-bar.ts'
import { csvOf } from './csv.ts'
import type { Desk } from './desk.ts'
import { Detail } from './detail.ts'
import { IssueBoardActEvent, IssueBoardViewEvent } from './events.ts'
import { filters } from './filters.ts'
import { commandOf, keysView } from './keys.ts'
import type { BoardCommand } from './keys.ts'
import { styles } from './issue-board.styles.ts'
import { columnView, listView, PAGE } from './list-view.ts'
import type { ListOptions } from './list-view.ts'
import { issueMap } from './map-view.ts'

export { IssueBoardActEvent, IssueBoardViewEvent }
export type { BoardState, BoardView }

/** Another of them is another list, looked at from its top. */
const CONDITIONS = ['gridId', 'category', 'state', 'severity', 'overdue', 'mine', 'text'] as const
const VIEWS: readonly BoardView[] = ['list', 'board', 'map']

/**
 * The issues that staff work on: as a list, in columns by how far they are, or on a map; what presses most comes first. Beside it
 * the issue that is open, with all that happened, photos before and after, and the steps that this person may take in it, one at a
 * time or for many at once. What is looked at is in its properties, so that a page can link to it. Works without a connection on
 * what it has, keeps steps until they are sent, and follows what others do.
 *
 * @element wg-issue-board
 * @attr {'list'|'board'|'map'} view - Way of looking at them.
 * @attr {string} grid-id - Root of the part of the district that is looked at; else all that the person reaches.
 * @attr {string} category - Id of a category of either level.
 * @attr {string} state - A state, or one of the columns `waiting`, `working`, `checking`, `done`.
 * @attr {string} severity - How grave they are.
 * @attr {boolean} overdue - Only what is over its time.
 * @attr {boolean} mine - Only what is in this person's hands.
 * @attr {string} text - Words that are looked for.
 * @attr {string} issue - Id of the issue that is open.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {IssueBoardViewEvent} wg-issue-board-view - The person looks at others, or in another way: `state`, to keep in an address.
 * @fires {IssueBoardActEvent} wg-issue-board-act - A step was taken: `issueId`, `action`.
 * @csspart base - The ground everything stands on.
 * @csspart filters - The conditions.
 * @csspart list - The list, which scrolls.
 * @csspart columns - The columns.
 * @csspart row - A line, or a card.
 * @csspart map - The map.
 * @csspart detail - The issue that is open.
 * @csspart actions - What may be done with it.
 * @csspart step - The step that is being written.
 * @csspart facts - Place, times and clocks.
 * @csspart timeline - What happened.
 * @csspart bulk - What is selected, and steps for all of it.
 * @csspart keys - The keyboard shortcuts.
 * @cssprop --wg-issue-board-height - Height of what scrolls inside; else most of the window.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class IssueBoardElement extends WgElement {
  static override styles = styles

  @property({ reflect: true }) view: BoardView = 'list'
  @property({ attribute: 'grid-id' }) gridId = ''
  @property() category = ''
  @property() state: BoardState['state'] = ''
  @property() severity: BoardState['severity'] = ''
  @property({ type: Boolean }) overdue = false
  @property({ type: Boolean }) mine = false
  @property() text = ''
  /** Id of the issue that is open. */
  @property() issue = ''

  @state() private selected: ReadonlySet<string> = new Set()
  /** Tab goes to its line. */
  @state() private current = ''
  @state() private activeShape = ''
  @state() private isKeysOpen = false
  @state() private isFilterOpen = false
  /** How many lines are drawn, by list. */
  @state() private shown: ReadonlyMap<string, number> = new Map()

  private readonly board = new ResourceController(
    this,
    () => [this.connection.client, 'board'],
    (client: Client) => client.issueBoard(),
  )
  private readonly me = new ResourceController(
    this,
    () => [this.connection.client, 'me'],
    (client: Client) => client.me(),
  )
  private readonly grids = new ResourceController(
    this,
    () => [this.connection.client, 'grids'],
    (client: Client) => client.gridTree(),
  )
  private readonly categories = new ResourceController(
    this,
    () => [this.connection.client, 'categories'],
    (client: Client) => client.categories(),
  )
  /** Only the street is told of all. */
  private readonly organisations = new ResourceController(
    this,
    () => [this.connection.client, this.isStreet ? 'organisations' : ''],
    (client: Client) => client.organisations(),
  )
  private readonly outlines = new ResourceController(
    this,
    () => [this.connection.client, this.view === 'map' ? this.mapRoot : ''],
    (client: Client, id) => client.gridOutlines(id),
  )
  private readonly identity = new IdentityController(this, () => this.connection.client)
  private readonly line = new LiveController(this, () => this.connection.client)
  private readonly outbox = new OutboxController(this, () => this.connection.client)
  private readonly clock = new ClockController(this, { everyMs: 60_000 })
  private readonly desk = this.lend()
  private readonly detail = new Detail(this.desk, {
    issueId: () => this.issue,
    categories: () => this.categories.data?.categories ?? [],
    close: () => this.close(),
  })
  private readonly bulk = new BulkBar(this.desk, {
    selected: () => this.selectedRows,
    release: (ids) => this.select(ids, false),
  })
  private known: { of: IssueBoard; byId: ReadonlyMap<string, IssueRow> } | undefined
  private found: { key: unknown[]; rows: readonly IssueRow[] } | undefined
  private drawn: { of: GridOutlines; map: OutlineMap | undefined } | undefined

  override willUpdate(changed: PropertyValues<this>) {
    const isOther = CONDITIONS.some((name) => changed.has(name))
    if (isOther) this.shown = new Map()
    // What is not shown any more is not acted on either.
    if (this.selected.size > 0) {
      const left = new Set(this.rows.map(({ id }) => id))
      if ([...this.selected].some((id) => !left.has(id))) this.selected = new Set([...this.selected].filter((id) => left.has(id)))
    }
    if (!this.rows.some(({ id }) => id === this.current)) {
      this.current = this.rows.some(({ id }) => id === this.issue) ? this.issue : (this.rows[0]?.id ?? '')
    }
  }

  private get byId(): ReadonlyMap<string, IssueRow> {
    const of = this.board.data
    if (!of) return new Map()
    if (this.known?.of !== of) this.known = { of, byId: new Map(of.issues.map((row) => [row.id, row])) }
    return this.known.byId
  }

  private get tree(): GridTree | undefined {
    const tree = treeOf(this.grids.data)
    return tree === 'broken' ? undefined : tree
  }

  private get isStreet(): boolean {
    return this.me.data?.grants.some(({ role }) => role === 'street') ?? false
  }

  /** Roots of what the person reaches, none below another. */
  private get roots(): readonly string[] {
    const { tree } = this
    const own = [...new Set((this.me.data?.grants ?? []).flatMap(({ gridId }) => (gridId === undefined ? [] : [gridId])))]
    return own.filter((id) => tree?.get(id) && !tree.path(id).some((grid) => grid.id !== id && own.includes(grid.id)))
  }

  private get mapRoot(): string {
    return this.gridId || this.roots[0] || ''
  }

  /** What the filter asks for, in order; worked out again when anything of it changes. */
  private get rows(): readonly IssueRow[] {
    const { grants = [] } = this.me.data ?? {}
    const key = [
      this.board.data,
      this.me.data,
      this.categories.data,
      this.grids.data,
      this.locale,
      Math.floor(this.clock.now / 60_000),
      ...Object.values(filterOf(this.boardState)),
    ]
    if (this.found?.key.every((part, index) => part === key[index])) return this.found.rows
    const parentOf = new Map(
      (this.categories.data?.categories ?? []).flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId]])),
    )
    const wordsOf = ({ categoryId, gridPath }: IssueRow) => `${this.desk.categoryOf(categoryId)} ${this.desk.placeOf(gridPath)}`
    const rows = selectRows(this.board.data?.issues ?? [], filterOf(this.boardState), {
      grants,
      parentOf,
      wordsOf,
      now: this.clock.now,
    })
    this.found = { key, rows }
    return rows
  }

  private get selectedRows(): readonly IssueRow[] {
    const { byId } = this
    return [...this.selected].flatMap((id) => byId.get(id) ?? [])
  }

  private get boardState(): BoardState {
    const { view, gridId, category, state, severity, overdue, mine, text, issue } = this
    return { view, gridId, category, state, severity, overdue, mine, text, issue }
  }

  private get map(): OutlineMap | undefined {
    const of = this.outlines.data
    if (!of) return undefined
    if (this.drawn?.of !== of) this.drawn = { of, map: drawOutlines(of) }
    return this.drawn.map
  }

  /** What the parts work with; read anew each time. */
  private lend(): Desk {
    const of = <T>(get: () => T): PropertyDescriptor => ({ get, enumerable: true })
    const lent: Pick<Desk, 'rowOf' | 'categoryOf' | 'gridName' | 'placeOf' | 'holderOf' | 'stepsOf' | 'open' | 'acted'> = {
      rowOf: (id) => this.byId.get(id),
      categoryOf: (id) => this.categoryName(id),
      gridName: (id) => this.gridName(id),
      placeOf: (gridPath) => this.placeName(gridPath),
      holderOf: (holder) => {
        if (!holder) return ''
        const { t } = this.locale
        const of = holder.gridId === undefined ? this.organisationName(holder.orgId) : this.gridName(holder.gridId)
        return [t.board.roles[holder.role], of].filter(Boolean).join(' · ')
      },
      stepsOf: (issueId) => this.outbox.view.entries.filter(({ kind, subject }) => kind === 'issue-step' && subject === issueId),
      open: (id) => this.open(id),
      acted: (issueId, action) => this.dispatchEvent(new IssueBoardActEvent(issueId, action)),
    }
    return Object.defineProperties(lent, {
      host: of(() => this),
      client: of(() => this.connection.client),
      locale: of(() => this.locale),
      now: of(() => this.clock.now),
      isDurable: of(() => this.outbox.view.durable),
      tree: of(() => this.tree),
      rows: of(() => this.board.data?.issues ?? []),
      organisations: of(() => this.organisationNames),
    }) as Desk
  }

  private categoryName(id: string): string {
    const category = this.categories.data?.categories.find((one) => one.id === id)
    return category ? this.locale.text(category.name) : this.locale.t.board.unknownCategory
  }

  private gridName(id: string): string {
    const grid = this.tree?.get(id)
    return grid ? this.locale.text(grid.name) : ''
  }

  private placeName(gridPath: readonly string[]): string {
    // All is in the district.
    return gridPath
      .slice(gridPath.length > 1 ? 1 : 0)
      .map((id) => this.gridName(id))
      .filter(Boolean)
      .join(' ')
  }

  private get organisationNames(): Desk['organisations'] {
    return (this.organisations.data?.organisations ?? []).map(({ id, name }) => ({ id, name: this.locale.text(name) }))
  }

  private organisationName(id = ''): string {
    return this.organisationNames.find((one) => one.id === id)?.name ?? ''
  }

  /** The person looks elsewhere: the page is told, so that its address can say so. */
  private look(change: Partial<BoardState>) {
    Object.assign(this, change)
    this.dispatchEvent(new IssueBoardViewEvent(this.boardState))
  }

  private open(id: string) {
    this.current = id
    this.look({ issue: id })
    void this.focusAfter('#detail-title')
  }

  private close() {
    const { issue } = this
    this.look({ issue: '' })
    void this.focusAfter(`[data-issue="${CSS.escape(issue)}"]`)
  }

  private select(ids: readonly string[], on: boolean) {
    const next = new Set(this.selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.selected = next
  }

  private async focusAfter(selector: string) {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const command = commandOf(event)
    if (!command) return
    if (command === 'leave' && !this.leave()) return
    event.preventDefault()
    if (command !== 'leave') this.obey(command, event)
  }

  /** The innermost that is open; false where nothing is. */
  private leave(): boolean {
    if (this.isKeysOpen) this.toggleKeys()
    else if (this.detail.isWriting) this.detail.cancel()
    else if (this.bulk.isWriting) this.bulk.cancel()
    else if (this.issue !== '') this.close()
    else if (this.selected.size > 0) this.selected = new Set()
    else return false
    return true
  }

  private obey(command: Exclude<BoardCommand, 'leave'>, event: KeyboardEvent) {
    if (command === 'list' || command === 'board' || command === 'map') this.look({ view: command })
    else if (command === 'search') this.renderRoot.querySelector<HTMLElement>('#text')?.focus()
    else if (command === 'help') this.toggleKeys()
    else if (command === 'select') this.select([this.current], !this.selected.has(this.current))
    else void this.move(command, event)
  }

  /** Along the lines of the list, or of the column, that the focus is in. */
  private async move(command: 'next' | 'previous' | 'first' | 'last', event: KeyboardEvent) {
    const lines = (event.composedPath()[0] as Element).closest<HTMLElement>('.lines')
    const name = lines?.dataset['list'] ?? this.listOf(this.current)
    const rows = this.view === 'board' ? this.rows.filter(({ state }) => columnOf(state) === name) : this.rows
    const at = rows.findIndex(({ id }) => id === this.current)
    const to = { next: at + 1, previous: at - 1, first: 0, last: rows.length - 1 }[command]
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!row) return
    if (to >= this.shownOf(name)) this.showMore(name, to + 1)
    this.current = row.id
    await this.focusAfter(`.what[data-issue="${CSS.escape(row.id)}"]`)
  }

  private listOf(id: string): string {
    const row = this.byId.get(id)
    return this.view === 'board' && row ? columnOf(row.state) : 'list'
  }

  private shownOf(list: string): number {
    return this.shown.get(list) ?? PAGE
  }

  private showMore(list: string, least = 0) {
    this.shown = new Map(this.shown).set(list, Math.max(least, this.shownOf(list) + PAGE))
  }

  private toggleKeys() {
    this.isKeysOpen = !this.isKeysOpen
    void this.focusAfter(this.isKeysOpen ? '#keys-title' : '#keys')
  }

  private readonly onExport = () => {
    const { locale, rows } = this
    const file = new Blob([csvOf(this.desk, rows)], { type: 'text/csv;charset=utf-8' })
    giveFile(file, locale.t.board.exportName(locale.dayKey(this.clock.now)))
  }

  override render() {
    return this.ground(
      html`<section class="card desk" aria-labelledby="title" @keydown=${this.onKey}>${this.content()}</section>`,
    )
  }

  private content() {
    const { locale } = this
    if (!this.connection.client) return unconnected(locale)
    const { data } = this.board
    return html`${this.head()} ${this.isKeysOpen ? keysView(locale, () => this.toggleKeys()) : nothing}
    ${data ? this.work(data) : this.nothingYet()}`
  }

  private head() {
    const { locale } = this
    const { t, number } = locale
    const rows = this.board.data?.issues ?? []
    const late = rows.filter(({ clocks = [] }) => deadlineOf(clocks, this.clock.now)?.tone === 'overdue').length
    const count = (state: (typeof BOARD_COLUMNS)[number]) =>
      html`<li>
        <button
          type="button"
          class="count"
          aria-pressed=${ariaBool(this.state === state)}
          @click=${() => this.look({ state: this.state === state ? '' : state })}
        >
          <b>${number(rows.filter((row) => columnOf(row.state) === state).length)}</b> ${t.board.columns[state]}
        </button>
      </li>`
    return html`<header class="head">
      <h2 id="title" class="title" tabindex="-1">${t.board.title}</h2>
      ${
        this.board.data
          ? html`<ul class="counts" aria-label=${t.board.counts}>
              ${BOARD_COLUMNS.map(count)}
              ${
                late > 0
                  ? html`<li>
                      <button
                        type="button"
                        class="count late"
                        aria-pressed=${ariaBool(this.overdue)}
                        @click=${() => this.look({ overdue: !this.overdue })}
                      >
                        ${icons.alert()}${t.board.overdueCount(number(late))}
                      </button>
                    </li>`
                  : nothing
              }
            </ul>`
          : nothing
      }
      <div class="tools">
        <div class="switch" role="group" aria-label=${t.board.view}>
          ${VIEWS.map(
            (view) =>
              html`<button
                type="button"
                data-view=${view}
                aria-pressed=${ariaBool(this.view === view)}
                @click=${() => this.look({ view })}
              >
                ${t.board.views[view]}
              </button>`,
          )}
        </div>
        <button type="button" class="button" id="export" ?disabled=${!this.board.data} @click=${this.onExport}>
          ${t.board.export}
        </button>
        <button
          type="button"
          class="button quiet"
          id="keys"
          aria-label=${t.board.keys}
          aria-expanded=${ariaBool(this.isKeysOpen)}
          @click=${() => this.toggleKeys()}
        >
          <span aria-hidden="true">?</span>
        </button>
      </div>
    </header>`
  }

  private nothingYet() {
    const { locale } = this
    const { t } = locale
    const { state: who } = this.identity.value
    if (who === 'none') return blank(t.board.signIn, t.board.signInHint)
    if (this.board.snapshot.error) return problem(locale, this.board.snapshot.error, () => void this.board.refresh())
    return skeleton(locale, 7)
  }

  private work(data: IssueBoard) {
    const { locale, rows } = this
    const { t, number } = locale
    const isOpen = this.issue !== ''
    return html`${filters(this.desk, {
        state: this.boardState,
        categories: this.categories.data?.categories ?? [],
        roots: this.roots,
        change: (change) => this.look(change),
        isOpen: this.isFilterOpen,
        toggle: () => (this.isFilterOpen = !this.isFilterOpen),
      })}
      ${data.more ? notice('wait', t.board.truncated) : nothing}
      <div class="status-line small muted">
        <p role="status" id="found">${t.board.found(number(rows.length))}</p>
        ${
          rows.length > 0
            ? html`<button
                type="button"
                class="button quiet"
                id="select-all"
                @click=${() =>
                  this.select(
                    rows.map(({ id }) => id),
                    true,
                  )}
              >
                ${t.board.selectAll}
              </button>`
            : nothing
        }
        <span class="line-state ${this.line.isLive ? 'live' : ''}">${this.line.isLive ? t.board.live : t.board.notLive}</span>
        ${this.board.snapshot.error ? freshness(locale, this.board.snapshot) : nothing}
      </div>
      <div class="work ${this.view} ${isOpen ? 'with-detail' : ''}">
        <div class="main">${this.main(rows)}</div>
        ${isOpen ? this.detail.render() : nothing}
      </div>
      ${this.bulk.render()}`
  }

  private main(rows: readonly IssueRow[]) {
    const { t } = this.locale
    if (this.view === 'map') return this.mapPart(rows)
    if (rows.length === 0) {
      return conditionsOf(this.boardState) > 0
        ? blank(t.board.noneSuch, t.board.noneSuchHint)
        : blank(t.board.none, t.board.noneHint)
    }
    return this.view === 'board' ? columnView(this.desk, this.listOptions(rows)) : listView(this.desk, this.listOptions(rows))
  }

  private listOptions(rows: readonly IssueRow[]): ListOptions {
    return {
      rows,
      shown: (list) => this.shownOf(list),
      showMore: (list) => this.showMore(list),
      rowOptions: ({ id }) => ({
        isSelected: this.selected.has(id),
        isOpen: this.issue === id,
        isCurrent: this.current === id,
        select: (one, on) => this.select([one], on),
      }),
    }
  }

  private mapPart(rows: readonly IssueRow[]) {
    const { locale } = this
    const { error } = this.outlines.snapshot
    if (!this.outlines.data && this.mapRoot !== '') {
      return error ? problem(locale, error, () => void this.outlines.refresh()) : skeleton(locale, 6)
    }
    return html`${issueMap(this.desk, {
      map: this.map,
      rows,
      name: this.gridName(this.mapRoot),
      active: this.activeShape,
      activate: (id) => (this.activeShape = id),
      choose: (gridId) => this.look({ gridId }),
    })}
    ${this.issue === '' ? listView(this.desk, this.listOptions(rows)) : nothing}`
  }
}
