import type { ReactiveControllerHost } from 'lit'
import type { Client, Snapshot } from '@wangge/core/client'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import type { GridOutlines } from '@wangge/core/grid/schema'
import { selectRows } from '@wangge/core/issue'
import type { Category, CategoryList, IssueBoard, IssueRow } from '@wangge/core/issue/schema'
import type { OrganisationList } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { StaffController } from '../controllers/staff-controller.ts'
import type { Locale } from '../locale.ts'
import { drawOutlines } from '../outline-map/outline-map.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'
import { filterOf } from './board-state.ts'
import type { BoardState } from './board-state.ts'
import { placeName } from './names.ts'

export interface BoardDataOptions {
  client: () => Client | undefined
  locale: () => Locale
  /** What is looked at. */
  state: () => BoardState
}

/** For how many days what has ended stays on the board. */
export const ENDED_DAYS = 30

/** All that the board knows from the server, and what the filter asks for of it. */
export class BoardData {
  readonly staff: StaffController
  private readonly clock: ClockController
  private readonly board: ResourceController<IssueBoard>
  private readonly categoryList: ResourceController<CategoryList>
  private readonly organisationList: ResourceController<OrganisationList>
  private readonly outlines: ResourceController<GridOutlines>
  private readonly options: BoardDataOptions
  private known: { of: IssueBoard; byId: ReadonlyMap<string, IssueRow> } | undefined
  private found: { key: unknown[]; rows: readonly IssueRow[] } | undefined
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

  refresh(): Promise<void> {
    return this.board.refresh()
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

  get organisations(): readonly { id: string; name: string }[] {
    const { text } = this.options.locale()
    return (this.organisationList.data?.organisations ?? []).map(({ id, name }) => ({ id, name: text(name) }))
  }

  /** By id: of all, for whoever is told of all, and of those that lines were given to. */
  get organisationNames(): ReadonlyMap<string, string> {
    const { text } = this.options.locale()
    const told = (this.board.data?.organisations ?? []).map(({ id, name }) => ({ id, name: text(name) }))
    return new Map([...told, ...this.organisations].map(({ id, name }) => [id, name]))
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

  /** All lines, whatever is filtered. */
  get all(): readonly IssueRow[] {
    return this.board.data?.issues ?? []
  }

  get byId(): ReadonlyMap<string, IssueRow> {
    const of = this.board.data
    if (!of) return new Map()
    if (this.known?.of !== of) this.known = { of, byId: new Map(of.issues.map((row) => [row.id, row])) }
    return this.known.byId
  }

  /** What the filter asks for, in order; worked out again when anything of it changes. */
  get rows(): readonly IssueRow[] {
    const { grants, tree, now } = this
    const locale = this.options.locale()
    const filter = filterOf(this.options.state())
    const parts = [this.board.data, grants, this.categoryList.data, tree, locale, Math.floor(now / 60_000)]
    const key = [...parts, ...Object.values(filter)]
    if (this.found?.key.every((part, index) => part === key[index])) return this.found.rows
    const names = new Map(this.categories.map(({ id, name }) => [id, locale.text(name)]))
    const parentOf = new Map(this.categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId]])))
    const wordsOf = ({ categoryId, categoryName, gridPath }: IssueRow) =>
      `${categoryName ? locale.text(categoryName) : (names.get(categoryId) ?? '')} ${placeName(gridPath, { tree, locale })}`
    const rows = selectRows(this.all, filter, { grants, parentOf, wordsOf, now })
    this.found = { key, rows }
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
