import type { ReactiveControllerHost } from 'lit'
import type { Client, Snapshot } from '@wangge/core/client'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import type { GridOutlines } from '@wangge/core/grid/schema'
import { countAll, countRows, MOST_BOARD_PAGES, selectRows } from '@wangge/core/issue'
import type { BoardCounts, Category, CategoryList, IssueBoard, IssueRow } from '@wangge/core/issue/schema'
import { localDate, openOn } from '@wangge/core/roster'
import type { OrganisationList } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { StaffController } from '../controllers/staff-controller.ts'
import type { Locale } from '../locale.ts'
import { drawOutlines } from '../outline-map/outline-map.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'
import { BoardSearch } from './board-search.ts'
import { filterOf } from './board-state.ts'
import type { BoardState } from './board-state.ts'
import { wordsOf } from './names.ts'

export interface BoardDataOptions {
  client: () => Client | undefined
  locale: () => Locale
  /** What is looked at. */
  state: () => BoardState
}

/** For how many days what has ended stays on the board. */
export const ENDED_DAYS = 30

/**
 * How many there are of what is looked at: all are here; so many are here of so many; the server is being asked for them; or it
 * could not be, and those that are here are shown.
 */
export type Found = { state: 'all' | 'asking' | 'missed' } | { state: 'part'; of: number; canAsk: boolean }

/** All that the board knows from the server, and what the filter asks for of it. */
export class BoardData {
  readonly staff: StaffController
  private readonly clock: ClockController
  private readonly board: ResourceController<IssueBoard>
  private readonly search: BoardSearch
  private readonly categoryList: ResourceController<CategoryList>
  private readonly organisationList: ResourceController<OrganisationList>
  private readonly outlines: ResourceController<GridOutlines>
  private readonly options: BoardDataOptions
  private known: { of: readonly unknown[]; byId: ReadonlyMap<string, IssueRow> } | undefined
  private selected: { key: unknown[]; rows: readonly IssueRow[] } | undefined
  private drawn: { of: GridOutlines; map: OutlineMap | undefined } | undefined

  constructor(host: ReactiveControllerHost, options: BoardDataOptions) {
    const { client, state } = options
    this.options = options
    this.clock = new ClockController(host, { everyMs: 60_000 })
    this.staff = new StaffController(host, client)
    this.board = new ResourceController(
      host,
      () => [client(), 'board'],
      (from: Client) => from.issueBoard({ ended: ENDED_DAYS }),
    )
    this.search = new BoardSearch(host, { client, state, isPart: () => this.isPart, ended: ENDED_DAYS })
    this.categoryList = new ResourceController(
      host,
      () => [client(), 'categories'],
      (from: Client) => from.categories(),
    )
    // Only the street is told of all.
    this.organisationList = new ResourceController(
      host,
      () => [client(), this.staff.has('street') ? 'organisations' : ''],
      (from: Client) => from.organisations(),
    )
    this.outlines = new ResourceController(
      host,
      () => [client(), state().view === 'map' ? this.mapRoot : ''],
      (from: Client, id) => from.gridOutlines(id),
    )
  }

  /** How the answer with the lines stands. */
  get snapshot(): Snapshot<IssueBoard> {
    return this.board.snapshot
  }

  /** How the map's outlines stand. */
  get mapSnapshot(): Snapshot<GridOutlines> {
    return this.outlines.snapshot
  }

  async refresh(): Promise<void> {
    await Promise.all([this.board.refresh(), this.search.refresh()])
  }

  /** Whether there is more than the server tells at once. */
  get isPart(): boolean {
    return this.board.data?.more ?? false
  }

  /** As many more of what is looked at. */
  readonly further = () => this.search.further()

  /** Others are looked at, from the first of them on. */
  restart() {
    this.search.restart()
  }

  refreshMap(): Promise<void> {
    return this.outlines.refresh()
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.clock.now
  }

  get tree(): GridTree | undefined {
    return this.staff.tree
  }

  get grants(): readonly Grant[] {
    return this.staff.grants
  }

  get categories(): readonly Category[] {
    return this.categoryList.data?.categories ?? []
  }

  /** Those that something can be given to: none that is closed by now. */
  get organisations(): readonly { id: string; name: string }[] {
    const { text, timeZone } = this.options.locale()
    const open = openOn(this.organisationList.data?.organisations ?? [], localDate(this.now, timeZone))
    return open.map(({ id, name }) => ({ id, name: text(name) }))
  }

  /** By id: of all, for whoever is told of all, and of those that lines were given to. */
  get organisationNames(): ReadonlyMap<string, string> {
    const { text } = this.options.locale()
    const told = (this.board.data?.organisations ?? []).map(({ id, name }) => ({ id, name: text(name) }))
    const all = (this.organisationList.data?.organisations ?? []).map(({ id, name }) => ({ id, name: text(name) }))
    return new Map([...told, ...all].map(({ id, name }) => [id, name]))
  }

  /** Organisations that lines were given to and whose name is known, the person's own first. */
  get asked(): readonly { id: string; name: string }[] {
    const own = this.staff.liaisonOf
    const { tag, t } = this.options.locale()
    const names = this.organisationNames
    const others = [...new Set(this.all.flatMap(({ askedOrgId }) => askedOrgId ?? []))].filter((id) => !own.includes(id))
    return [
      ...own.map((id) => ({ id, name: names.get(id) ?? t.board.ownOrganisation })),
      ...others
        .flatMap((id) => (names.has(id) ? [{ id, name: names.get(id)! }] : []))
        .sort((one, other) => one.name.localeCompare(other.name, tag)),
    ]
  }

  /** All lines that are here, whatever is filtered. */
  get all(): readonly IssueRow[] {
    return [...this.byId.values()]
  }

  get byId(): ReadonlyMap<string, IssueRow> {
    const [first, found] = [this.board.data, this.search.snapshot.data]
    if (this.known?.of[0] !== first || this.known?.of[1] !== found) {
      const byId = new Map((first?.issues ?? []).map((row) => [row.id, row]))
      for (const row of found?.issues ?? []) if (row.version >= (byId.get(row.id)?.version ?? 0)) byId.set(row.id, row)
      this.known = { of: [first, found], byId }
    }
    return this.known!.byId
  }

  /** How many there are of all, whatever is filtered, here and not. */
  get counts(): BoardCounts {
    return this.board.data?.counts ?? countRows(this.board.data?.issues ?? [], this.now)
  }

  /** Where what is looked at comes from: what the server found of it, or else what is here anyway. */
  private get looked(): IssueBoard | undefined {
    return (this.search.isNeeded ? this.search.snapshot.data : undefined) ?? this.board.data
  }

  get found(): Found {
    if (!this.isPart) return { state: 'all' }
    const { data, error } = this.search.isNeeded ? this.search.snapshot : this.board.snapshot
    if (!data) return { state: error ? 'missed' : 'asking' }
    const canAsk = this.search.pagesAsked < MOST_BOARD_PAGES
    return data.more && data.counts ? { state: 'part', of: countAll(data.counts), canAsk } : { state: 'all' }
  }

  /** How many there are of what is looked at, by columns; undefined while that is not known. */
  get foundCounts(): BoardCounts | undefined {
    const { state } = this.found
    if (state === 'all') return countRows(this.rows, this.now)
    return state === 'part' ? this.looked?.counts : undefined
  }

  /** What the filter asks for, in order; worked out again when anything of it changes. */
  get rows(): readonly IssueRow[] {
    const { grants, tree, now } = this
    const locale = this.options.locale()
    const filter = filterOf(this.options.state())
    const { looked } = this
    const parts = [looked, grants, this.categoryList.data, tree, locale, Math.floor(now / 60_000)]
    const key = [...parts, ...Object.values(filter)]
    if (this.selected?.key.every((part, index) => part === key[index])) return this.selected.rows
    const parentOf = new Map(this.categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId]])))
    const names = new Map(this.categories.map(({ id, name }) => [id, name]))
    const rows = selectRows(looked?.issues ?? [], filter, { grants, parentOf, wordsOf: wordsOf({ names, tree }), now })
    this.selected = { key, rows }
    return rows
  }

  /** Roots of where lines may lie, none below another: what an organisation is asked to handle may lie anywhere. */
  get roots(): readonly string[] {
    const { tree, staff } = this
    return tree && staff.liaisonOf.length > 0 ? [tree.root.id] : staff.roots
  }

  /** The grid whose parts the map shows; empty for none. */
  get mapRoot(): string {
    return this.options.state().gridId || this.roots[0] || ''
  }

  get map(): OutlineMap | undefined {
    const of = this.outlines.data
    if (!of) return undefined
    if (this.drawn?.of !== of) this.drawn = { of, map: drawOutlines(of) }
    return this.drawn.map
  }
}
