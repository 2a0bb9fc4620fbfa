import { html, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { countAll } from '@wangge/core/issue'
import { IdentityController } from '../controllers/identity-controller.ts'
import { LiveController } from '../controllers/live-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { blank, problem, skeleton, unconnected } from '../panels.ts'
import { WgElement } from '../wg-element.ts'
import { BoardData, ENDED_DAYS } from './board-data.ts'
import { conditionsOf } from './board-state.ts'
import type { BoardState, BoardView } from './board-state.ts'
import { BulkBar } from './bulk-bar.ts'
import { Detail } from './detail.ts'
import { IssueBoardActEvent, IssueBoardViewEvent } from './events.ts'
import { FilePart } from './file-part.ts'
import { categoryChoice, filters, gridChoice } from './filters.ts'
import { head } from './head.ts'
import { styles } from './issue-board.styles.ts'
import { commandOf, keysView } from './keys.ts'
import type { BoardCommand } from './keys.ts'
import { lendDesk } from './lend-desk.ts'
import { LineWalk } from './line-walk.ts'
import { columnView, listView } from './list-view.ts'
import type { ListOptions } from './list-view.ts'
import { issueMap } from './map-view.ts'
import { RatesPart } from './rates-part.ts'
import { Selection } from './selection.ts'
import { furtherView, statusLine } from './status-line.ts'

export { IssueBoardActEvent, IssueBoardViewEvent }
export type { BoardState, BoardView }

/** Another of them is another list, looked at from its top. */
const CONDITIONS = ['gridId', 'org', 'category', 'state', 'severity', 'overdue', 'mine', 'unpublished', 'text'] as const

/**
 * The issues that staff work on: as a list, in columns by how far they are, or on a map, what presses most first; or what became
 * of those of a time, in rates. Beside it
 * the issue that is open, with all that happened, photos before and after, and the steps that this person may take in it, one at a
 * time or for many at once. What is looked at is in its properties, so that a page can link to it. Works without a connection on
 * what it has, keeps steps until they are sent, and follows what others do.
 *
 * @element wg-issue-board
 * @attr {'list'|'board'|'map'|'rates'} view - Way of looking at them.
 * @attr {string} grid-id - Root of the part of the district that is looked at; else all that the person reaches.
 * @attr {string} org - Id of the organisation that was asked to handle them.
 * @attr {string} category - Id of a category of either level.
 * @attr {string} state - A state, or one of the columns `waiting`, `working`, `checking`, `done`.
 * @attr {string} severity - How grave they are.
 * @attr {boolean} overdue - Only what is over its time.
 * @attr {boolean} mine - Only what is in this person's hands.
 * @attr {boolean} unpublished - Only what somebody has to look at before others see it.
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
 * @csspart rates - What became of the issues of a time.
 * @csspart detail - The issue that is open.
 * @csspart actions - What may be done with it.
 * @csspart step - The step that is being written.
 * @csspart facts - Place, times and clocks.
 * @csspart timeline - What happened.
 * @csspart bulk - What is selected, and steps for all of it.
 * @csspart files - What is found, to be taken along as a file.
 * @csspart keys - The keyboard shortcuts.
 * @cssprop --wg-issue-board-height - Height of what scrolls inside; else most of the window.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class IssueBoardElement extends WgElement {
  static override styles = styles

  @property({ reflect: true }) view: BoardView = 'list'
  @property({ attribute: 'grid-id' }) gridId = ''
  /** Id of the organisation that was asked to handle them. */
  @property() org = ''
  @property() category = ''
  @property() state: BoardState['state'] = ''
  @property() severity: BoardState['severity'] = ''
  @property({ type: Boolean }) overdue = false
  @property({ type: Boolean }) mine = false
  @property({ type: Boolean }) unpublished = false
  @property() text = ''
  /** Id of the issue that is open. */
  @property() issue = ''

  @state() private activeShape = ''
  @state() private isKeysOpen = false
  @state() private isFilterOpen = false

  private readonly data = new BoardData(this, {
    client: () => this.connection.client,
    locale: () => this.locale,
    state: () => this.boardState,
  })
  private readonly identity = new IdentityController(this, () => this.connection.client)
  private readonly line = new LiveController(this, () => this.connection.client)
  private readonly desk = lendDesk(this.data, {
    host: this,
    client: () => this.connection.client,
    locale: () => this.locale,
    outbox: new OutboxController(this, () => this.connection.client),
    open: (id) => this.open(id),
    acted: (issueId, action) => this.dispatchEvent(new IssueBoardActEvent(issueId, action)),
  })
  private readonly selection = new Selection(this)
  private readonly walk = new LineWalk(this.desk, { view: () => this.view, rows: () => this.data.rows })
  private readonly detail = new Detail(this.desk, {
    issueId: () => this.issue,
    categories: () => this.data.categories,
    close: () => this.close(),
  })
  private readonly files = new FilePart(this.desk, {
    state: () => this.boardState,
    count: () => this.data.foundCounts && countAll(this.data.foundCounts),
    ended: ENDED_DAYS,
  })
  private readonly rates = new RatesPart(this.desk, { state: () => this.boardState, change: (change) => this.look(change) })
  private readonly bulk = new BulkBar(this.desk, {
    selected: () => [...this.selection.ids].flatMap((id) => this.data.byId.get(id) ?? []),
    release: (ids) => this.selection.set(ids, false),
  })

  override willUpdate(changed: PropertyValues<this>) {
    if (CONDITIONS.some((name) => changed.has(name))) {
      this.walk.restart()
      this.data.restart()
    }
    const { rows } = this.data
    this.selection.keepOnly(rows)
    this.walk.settle(rows, this.issue)
  }

  /** Rates are of places: an organisation's liaison has none. */
  private get answersForGrids(): boolean {
    return this.data.staff.roots.length > 0
  }

  private get boardState(): BoardState {
    const { view, gridId, org, category, state, severity, overdue, mine, unpublished, text, issue } = this
    return { view, gridId, org, category, state, severity, overdue, mine, unpublished, text, issue }
  }

  /** The person looks elsewhere: the page is told, so that its address can say so. */
  private readonly look = (change: Partial<BoardState>) => {
    Object.assign(this, change)
    this.dispatchEvent(new IssueBoardViewEvent(this.boardState))
  }

  private open(id: string) {
    this.walk.current = id
    this.look({ issue: id })
    void this.focusAfter('#detail-title')
  }

  private close() {
    const { issue } = this
    this.look({ issue: '' })
    void this.focusAfter(`[data-issue="${CSS.escape(issue)}"]`)
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
    else if (this.files.isOpen) this.files.toggle()
    else if (this.detail.isWriting) this.detail.cancel()
    else if (this.bulk.isWriting) this.bulk.cancel()
    else if (this.issue !== '') this.close()
    else if (this.selection.ids.size > 0) this.selection.set(this.selection.ids, false)
    else return false
    return true
  }

  private obey(command: Exclude<BoardCommand, 'leave'>, event: KeyboardEvent) {
    if (command === 'list' || command === 'board' || command === 'map') this.look({ view: command })
    else if (command === 'rates') this.look({ view: this.answersForGrids ? command : this.view })
    else if (command === 'search') this.renderRoot.querySelector<HTMLElement>('#text')?.focus()
    else if (command === 'help') this.toggleKeys()
    else if (command === 'select') this.selection.toggle(this.walk.current)
    else void this.walk.step(command, event)
  }

  private readonly toggleKeys = () => {
    this.isKeysOpen = !this.isKeysOpen
    void this.focusAfter(this.isKeysOpen ? '#keys-title' : '#keys')
  }

  override render() {
    return this.ground(
      html`<section class="card desk" aria-labelledby="title" @keydown=${this.onKey}>${this.content()}</section>`,
    )
  }

  private content() {
    const { locale, data } = this
    if (!this.connection.client) return unconnected(locale)
    const { data: board } = data.snapshot
    return html`${head(this.desk, {
      state: this.boardState,
      change: this.look,
      isKnown: board !== undefined,
      answersForGrids: this.answersForGrids,
      files: this.files.button(board !== undefined),
      areKeysOpen: this.isKeysOpen,
      toggleKeys: this.toggleKeys,
    })}
    ${this.isKeysOpen ? keysView(locale, this.toggleKeys) : nothing} ${this.files.render()}
    ${board ? this.work() : this.nothingYet()}`
  }

  private nothingYet() {
    const { locale, data } = this
    const { t } = locale
    if (this.identity.value.state === 'none') return blank(t.board.signIn, t.board.signInHint)
    if (data.snapshot.error) return problem(locale, data.snapshot.error, () => void data.refresh())
    return skeleton(locale, 7)
  }

  private work() {
    const isOpen = this.issue !== ''
    if (this.view === 'rates') {
      const place = { state: this.boardState, categories: this.data.categories, roots: this.data.roots, change: this.look }
      return this.rates.render([gridChoice(this.desk, place), categoryChoice(this.desk, place)])
    }
    return html`${filters(this.desk, {
        state: this.boardState,
        categories: this.data.categories,
        roots: this.data.roots,
        asked: this.data.asked,
        change: this.look,
        isOpen: this.isFilterOpen,
        toggle: () => (this.isFilterOpen = !this.isFilterOpen),
      })}
      ${statusLine(this.desk, this.data, { isLive: this.line.isLive, selectAll: this.selectAll })}
      <div class="work ${this.view} ${isOpen ? 'with-detail' : ''}">
        <div class="main">${this.main()} ${furtherView(this.desk, this.data)}</div>
        ${isOpen ? this.detail.render() : nothing}
      </div>
      ${this.bulk.render()}`
  }

  private readonly selectAll = () =>
    this.selection.set(
      this.data.rows.map(({ id }) => id),
      true,
    )

  private main() {
    const { t } = this.locale
    const { rows } = this.data
    if (this.view === 'map') return this.mapPart()
    if (rows.length === 0) {
      if (this.data.found.state === 'asking') return skeleton(this.locale, 6)
      return conditionsOf(this.boardState) > 0
        ? blank(t.board.noneSuch, t.board.noneSuchHint)
        : blank(t.board.none, t.board.noneHint)
    }
    return this.view === 'board' ? columnView(this.desk, this.listOptions()) : listView(this.desk, this.listOptions())
  }

  private listOptions(): ListOptions {
    return {
      rows: this.data.rows,
      counts: this.data.foundCounts,
      shown: (list) => this.walk.shownOf(list),
      showMore: (list) => this.walk.showMore(list),
      rowOptions: ({ id }) => ({
        isSelected: this.selection.ids.has(id),
        isOpen: this.issue === id,
        isCurrent: this.walk.current === id,
        select: (one, on) => this.selection.set([one], on),
      }),
    }
  }

  private mapPart() {
    const { locale, data } = this
    const { data: outlines, error } = data.mapSnapshot
    if (!outlines && data.mapRoot !== '') {
      return error ? problem(locale, error, () => void data.refreshMap()) : skeleton(locale, 6)
    }
    return html`${issueMap(this.desk, {
      map: data.map,
      rows: data.rows,
      name: this.desk.gridName(data.mapRoot),
      active: this.activeShape,
      activate: (id) => (this.activeShape = id),
      choose: (gridId) => this.look({ gridId }),
    })}
    ${this.issue === '' ? listView(this.desk, this.listOptions()) : nothing}`
  }
}
