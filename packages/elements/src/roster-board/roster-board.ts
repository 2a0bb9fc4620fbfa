import { adoptStyles, html, nothing } from 'lit'
import type { CSSResult, PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { ifDefined } from 'lit/directives/if-defined.js'
import type { Client } from '@wangge/core/client'
import type { PostKind, RosterWeek } from '@wangge/core/roster/schema'
import { IdentityController } from '../controllers/identity-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { StaffController } from '../controllers/staff-controller.ts'
import { blank, freshness, problem, skeleton, unconnected } from '../panels.ts'
import { WgElement } from '../wg-element.ts'
import type { Board } from './board.ts'
import { BoardAccess } from './board-access.ts'
import { boardTabs } from './board-tabs.ts'
import type { View } from './board-tabs.ts'
import { RosterBoardChangeEvent } from './events.ts'
import { fromLocalInput } from '../local-input.ts'
import { localeFor, TIME_ZONE } from '../locale.ts'
import type { Locale } from '../locale.ts'
import { giveFile } from '../give-file.ts'
import { intersectionGaps } from './intersection-gaps.ts'
import { CorrectionsView } from './corrections-view.ts'
import { HoursView } from './hours-view.ts'
import { moveInGrid } from './week/move-in-grid.ts'
import { lateViews } from './late-views.ts'
import { closedBy, organisationChoice } from './organisation-choice.ts'
import { printTable } from './week/print-table.ts'
import { quotaBar } from './quota-bar.ts'
import { styles } from './roster-board.styles.ts'
import { ShiftDesk } from './shift-desk.ts'
import { SwapsView } from './swaps-view.ts'
import { tabList } from './tabs.ts'
import { weekGrid } from './week/week-grid.ts'
import { weekName, weekNav } from './week/week-nav.ts'
import { addDays, isNameable, mondayOf, NO_FILTER } from './week/week-view.ts'
import type { BoardFilter, BoardPost, BoardSlot } from './week/week-view.ts'

export { RosterBoardChangeEvent }

/**
 * A week of posts and shifts with those who do them, for whoever answers for them: the liaison of an organisation, a community, the
 * street. Shows what lacks and who is in two places, names people by drag, by click and by keys, replaces them, prints, and exports.
 * For liaisons and the street four more views: the quota with how evenly it is shared out, and for the street its plan; who of an
 * organisation signed up for what; swaps to decide; and hours with how corrections stand and certificates. For communities and the
 * street one that has the server plan the week: a draft to be looked at from all sides, mended, tried out and published; one that
 * says who reported in at communities; one of evaluation points with the teams that answer for them; what they recorded over all
 * organisations, to be exported; and corrections of hours to decide. A building's head has none of it, but the shifts of today at their own building, in large letters: the check-in code, who
 * is on it, and whether they have come.
 *
 * @element wg-roster-board
 * @attr {string} org - Id of the organisation whose people are named; else that of the liaison who is signed in.
 * @attr {string} grid-id - Root of the part of the district that is shown; else all that the person reaches.
 * @attr {string} from - A local date in the week that is shown at first; else today.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {RosterBoardChangeEvent} wg-roster-board-change - Somebody was named or taken off: `slotId`, `named`, `removed`.
 * @csspart base - The ground everything stands on.
 * @csspart tabs - The views beside each other.
 * @csspart quota - What is owed and what is named.
 * @csspart matrix - The table, which scrolls.
 * @csspart shift - One shift in it.
 * @csspart panel - The shift that was chosen.
 * @csspart teams - The teams that answer for its evaluation point.
 * @csspart team-people - Who is in a team.
 * @csspart people - Who is on it.
 * @csspart released - Whose seat its call-off ended.
 * @csspart candidates - Whom to name.
 * @csspart chosen - Those who are chosen of them, and what can be done with them at once.
 * @csspart intersections - Intersections that no branch answers for at a time, or several.
 * @csspart call-off - The form that calls shifts off.
 * @csspart plan - The view of planning.
 * @csspart quota-plan - The plan by which organisations owe persons each day.
 * @csspart quota-fairness - How evenly a week is shared out.
 * @csspart roll - How many organisations there are against what was declared.
 * @csspart report-in - Of those registered at communities, who reported in.
 * @csspart points - Evaluation points with the teams that answer for them.
 * @csspart sign-ups - Who of an organisation comes when.
 * @csspart plan-figures - What became of a plan.
 * @csspart lapsed - Seats of an older draft that are nobody's any more.
 * @csspart heat - What is lacking by post and day.
 * @csspart unfilled - Empty seats with their reasons.
 * @csspart code - Its check-in code.
 * @csspart code-window - The same over the whole window.
 * @csspart qr - The picture of the code.
 * @csspart today - The shifts of today at a building.
 * @csspart today-shift - The one of them that is open.
 * @csspart lacking - What records lack that should stand there.
 * @csspart kept-records - What a community or the street recorded, over all organisations.
 * @csspart certificates - What people let the organisation print for them.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class RosterBoardElement extends WgElement {
  static override styles = styles

  /** Id of the organisation whose people are named. */
  @property() org = ''
  /** Root of what is shown. */
  @property({ attribute: 'grid-id' }) gridId = ''
  /** A local date in the week that is shown at first. */
  @property() from = ''

  /** The district's, once a week has told it. */
  @state() private timeZone = TIME_ZONE
  /** Monday of the week. */
  @state() private monday = ''
  @state() private day = ''
  @state() private filter: BoardFilter = NO_FILTER
  @state() private view: View = 'week'
  @state() private current = ''
  @state() private ofOrg = ''
  @state() private isQuotaOpen = false
  @state() private isCallingOff = false
  @state() private openKinds: ReadonlySet<PostKind> = new Set()

  /** Until somebody does something here: the device may take another day for today than the server, whose clock comes with its answers. */
  private followsToday = true

  private readonly week = new ResourceController(
    this,
    () => [this.connection.client, this.seesWeek ? `${this.monday} ${this.gridId}` : ''],
    (client: Client) => client.rosterWeek({ from: this.monday, ...(this.gridId && { gridId: this.gridId }) }),
  )
  private readonly quota = new ResourceController(
    this,
    () => [this.connection.client, this.access.decides ? this.monday : ''],
    (client: Client, from) => client.quota({ from, to: addDays(from, 7) }),
  )
  private readonly cover = new ResourceController(
    this,
    () => [
      this.connection.client,
      this.access.overseesGrids && this.view === 'week' ? `${this.monday} ${this.timeZone} ${this.gridId}` : '',
    ],
    (client: Client) => {
      const [from, to] = [this.monday, addDays(this.monday, 7)].map((date) => fromLocalInput(`${date}T00:00`, this.timeZone)!)
      return client.intersectionCover({ from: from!, to: to!, ...(this.gridId && { gridId: this.gridId }) })
    },
  )
  private readonly staff = new StaffController(this, () => this.connection.client)
  private readonly access = new BoardAccess(this.staff)
  private readonly identity = new IdentityController(this, () => this.connection.client)
  private readonly lateStyles: CSSResult[] = []
  private readonly board = this.lend()
  private readonly desk = new ShiftDesk(this.board)
  private readonly late = lateViews(this.board, {
    dress: (own) => this.dress(own),
    isShown: (view) => this.shown === view,
    isStreet: () => this.staff.has('street'),
    isKeptShown: () => this.view === 'hours' && this.hours.isOfAll,
  })
  private readonly swaps = new SwapsView(this.board, () => this.view === 'swaps')
  private readonly hours = new HoursView(this.board, {
    isShown: () => this.view === 'hours',
    kept: () => this.late.kept.render(),
  })
  private readonly corrections = new CorrectionsView(this.board, () => this.view === 'corrections')

  constructor() {
    super()
    const stay = () => (this.followsToday = false)
    // Before whatever the act does: an update may come between two listeners, and would go back to today.
    for (const act of ['click', 'keydown', 'input', 'drop']) this.addEventListener(act, stay, { capture: true })
  }

  protected override get locale(): Locale {
    return localeFor(super.locale.language, this.timeZone)
  }

  override willUpdate(changed: PropertyValues<this>) {
    this.timeZone = this.week.data?.timeZone ?? this.timeZone
    if (this.monday === '' || changed.has('from')) {
      this.followsToday = !/^\d{4}-\d\d-\d\d$/.test(this.from)
      this.goTo(this.followsToday ? this.today : this.from)
    } else if (this.followsToday && this.day !== this.today) this.goTo(this.today)
    const slots = this.week.data?.slots ?? []
    if (!slots.some(({ id }) => id === this.current))
      this.current = slots.find(({ date }) => date === this.day)?.id ?? slots[0]?.id ?? ''
  }

  /** Adds a view's own styles to the element's. */
  private dress(own: CSSResult) {
    this.lateStyles.push(own)
    adoptStyles(this.renderRoot as ShadowRoot, [...RosterBoardElement.elementStyles, ...this.lateStyles])
  }

  /** By the server's clock, as far as it is known here. */
  private now(): number {
    return this.connection.client?.now() ?? Date.now()
  }

  private get today(): string {
    return this.locale.dayKey(this.now())
  }

  private goTo(date: string) {
    this.monday = mondayOf(date)
    this.day = date
    this.isCallingOff = false
    this.desk.close()
  }

  /** Whose people are named: the page's choice, the liaison's own, or what was chosen from the list. */
  private get organisation(): string {
    return this.org || this.ofOrg || (this.staff.liaisonOf.length === 1 ? this.staff.liaisonOf[0]! : '')
  }

  /** Not asked for before it is known who is there. */
  private get seesWeek(): boolean {
    return this.monday !== '' && this.staff.isKnown && !this.access.isHeadOnly
  }

  private get shown(): View {
    return this.access.isHeadOnly ? 'today' : this.view
  }

  private isNameable(slot: BoardSlot): boolean {
    return isNameable(slot, { now: this.now(), reliefMinutes: this.week.data?.reliefMinutes })
  }

  /** Shifts are called off by whoever plans them, up to their start. */
  private mayCallOff(slot: BoardSlot): boolean {
    if (slot.cancelled || Date.parse(slot.startsAt) <= this.now()) return false
    return this.access.mayPlan(this.postOf(slot)?.gridId ?? '')
  }

  /** Of whichever week: it opens once that is there. */
  private onOpenShift(slotId: string, startsAt: string) {
    const open = () => {
      this.view = 'week'
      this.goTo(this.locale.dayKey(Date.parse(startsAt)))
      this.desk.open(slotId)
    }
    void this.show(open, '#tab-week')
  }

  private readonly onCallOff = (slotId?: string) => {
    this.isCallingOff = true
    this.late.callOff.when((part) => part.open(slotId))
  }

  /** What the parts work with; read anew each time. */
  private lend(): Board {
    const of = <T>(get: () => T): PropertyDescriptor => ({ get, enumerable: true })
    const lent: Pick<
      Board,
      | 'host'
      | 'now'
      | 'runs'
      | 'mayCallOff'
      | 'isNameable'
      | 'callOff'
      | 'openShift'
      | 'chooseOrganisation'
      | 'refreshWeek'
      | 'slotOf'
      | 'postOf'
      | 'placeOf'
      | 'organisationsOn'
      | 'closedBy'
      | 'show'
      | 'changed'
    > = {
      host: this,
      now: () => this.now(),
      runs: (slot) => this.access.runs(slot),
      mayCallOff: (slot) => this.mayCallOff(slot),
      isNameable: (slot) => this.isNameable(slot),
      callOff: (slotId) => this.onCallOff(slotId),
      openShift: (slotId, startsAt) => this.onOpenShift(slotId, startsAt),
      chooseOrganisation: (id) => (this.ofOrg = id),
      refreshWeek: () => this.week.refresh(),
      slotOf: (id) => this.slotOf(id),
      postOf: (slot) => this.postOf(slot),
      placeOf: (gridId) => this.placeOf(gridId),
      organisationsOn: (date) => this.organisationsOn(date),
      closedBy: (date) => closedBy({ week: this.week.data, quota: this.quota.data }, { orgId: this.organisation, date }),
      show: (change, focus) => this.show(change, focus),
      changed: (slotId, people) => this.dispatchEvent(new RosterBoardChangeEvent(slotId, people)),
    }
    return Object.defineProperties(lent, {
      client: of(() => this.connection.client),
      locale: of(() => this.locale),
      today: of(() => this.today),
      organisation: of(() => this.organisation),
      decides: of(() => this.access.decides),
      seesTeams: of(() => this.access.seesTeams),
      week: of(() => this.week.data),
      monday: of(() => this.monday),
      gridId: of(() => this.gridId),
      plans: of(() => this.access.plans),
      keepsRecords: of(() => this.access.keepsRecords),
      keepsAll: of(() => this.access.recordedGrids === 'all'),
      keptCommunities: of(() => this.access.keptCommunities.map(({ id, name }) => ({ id, name: this.locale.text(name) }))),
    }) as Board
  }

  private organisationsOn(date: string | undefined): { id: string; name: string }[] {
    if (this.org) return []
    const { week, quota, staff } = this
    return organisationChoice(this.locale, { week: week.data, quota: quota.data, own: staff.liaisonOf, date })
  }

  private slotOf(id: string): BoardSlot | undefined {
    return this.week.data?.slots.find((slot) => slot.id === id)
  }

  private postOf({ postId }: BoardSlot): BoardPost | undefined {
    return this.week.data?.posts.find(({ id }) => id === postId)
  }

  private readonly placeOf = (gridId: string): string => {
    const path = this.staff.tree?.path(gridId) ?? []
    return path
      .slice(1, 3)
      .map(({ name }) => this.locale.text(name))
      .join(' ')
  }

  private readonly namesOf = ({ name, gridId }: BoardPost): string => `${name.zh} ${name.en} ${this.placeOf(gridId)}`

  private async show(change: () => void, focus: string) {
    change()
    this.requestUpdate()
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(focus)?.focus()
  }

  private readonly onChoose = (slotId: string) => {
    const open = () => {
      this.desk.open(slotId)
      this.current = slotId
      this.day = this.slotOf(slotId)?.date ?? this.day
    }
    void this.show(open, '#panel-title')
  }

  private readonly onClose = () => {
    const from = this.desk.chosen
    void this.show(() => this.desk.close(), `[data-slot="${CSS.escape(from)}"]`)
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const to = moveInGrid(this.renderRoot, event)
    if (!to) return
    event.preventDefault()
    this.current = to.dataset['slot'] ?? this.current
    to.focus()
  }

  private readonly onDrop = (slotId: string, personId: string) => {
    this.current = slotId
    this.desk.name(slotId, personId)
  }

  private readonly onPrint = () => {
    const table = this.renderRoot.querySelector('table')
    if (table) printTable(table, this.weekTitle)
  }

  private get weekTitle(): string {
    return `${this.locale.t.roster.title} ${weekName(this.locale, this.monday)}`
  }

  private readonly onExport = () =>
    void this.desk.act(async (client) => {
      const file = await client.rosterWorkbook({ from: this.monday, ...(this.gridId && { gridId: this.gridId }) })
      giveFile(file, `${this.weekTitle}.xlsx`)
    })

  override render() {
    return this.ground(html`<section class="card board" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { t } = locale
    if (!this.connection.client) return unconnected(locale)
    const tabs = boardTabs(locale, this.access, this.swaps.waiting)
    const isTabbed = tabs.length > 1 && !this.access.isHeadOnly
    return html`<header class="head">
        <h2 id="title" class="title" tabindex="-1">${this.access.isHeadOnly ? t.roster.today.title : t.roster.title}</h2>
        ${isTabbed ? tabList(t.roster.views, tabs, this.view, (id) => (this.view = id as View)) : nothing}
      </header>
      <div
        id="view"
        class="view"
        role=${ifDefined(isTabbed ? ('tabpanel' as const) : undefined)}
        aria-labelledby=${isTabbed ? `tab-${this.view}` : nothing}
      >
        ${this.tab()}
      </div>`
  }

  private tab() {
    const { shown, late } = this
    if (shown === 'plan' || shown === 'quota' || shown === 'report-in')
      return html`<div class="head">${this.weekNav()}</div>
        ${late[shown].render()}`
    if (shown === 'today' || shown === 'points' || shown === 'sign-ups') return late[shown].render()
    if (shown === 'swaps') return this.swaps.render()
    if (shown === 'corrections') return this.corrections.render()
    return shown === 'hours' ? this.hours.render() : this.weekTab()
  }

  private weekTab() {
    const { locale } = this
    const { t } = locale
    const { data } = this.week
    const toggle = () => (this.isQuotaOpen = !this.isQuotaOpen)
    return html`<div class="head">
        ${this.weekNav()}
        <div class="tools">
          ${
            this.access.plans.length > 0
              ? html`<button type="button" id="call-off-open" class="button" ?disabled=${!data} @click=${() => this.onCallOff()}>
                  ${t.roster.callOff.open}
                </button>`
              : nothing
          }
          <button type="button" class="button" ?disabled=${!data} @click=${this.onPrint}>${t.roster.print}</button>
          <button type="button" class="button" ?disabled=${!data || this.desk.busy} @click=${this.onExport}>
            ${t.roster.export}
          </button>
        </div>
      </div>
      ${this.quota.data ? quotaBar(locale, this.quota.data, { open: this.isQuotaOpen, toggle }) : nothing}
      ${this.cover.data ? intersectionGaps(locale, this.cover.data) : nothing}
      ${data && this.isCallingOff ? this.late.callOff.render() : nothing} ${data ? this.weekView(data) : this.nothingYet()}`
  }

  private nothingYet() {
    const { locale } = this
    const { t } = locale
    const { state: who } = this.identity.value
    if (who === 'none') return blank(t.roster.signIn, t.roster.signInHint)
    if (this.week.snapshot.error) return problem(locale, this.week.snapshot.error, () => void this.week.refresh())
    return skeleton(locale, 6)
  }

  private weekNav() {
    const { monday, today } = this
    return weekNav(this.locale, { monday, today, goTo: (date) => this.goTo(date) })
  }

  private weekView(week: RosterWeek) {
    const { locale, filter, namesOf, day, current, desk, openKinds } = this
    const { t } = locale
    const fresh = freshness(locale, this.week.snapshot, week.asOf)
    if (week.slots.length === 0) return html`${desk.refused(week)}${blank(t.roster.none, t.roster.noneHint)}${fresh}`
    const slot = this.slotOf(desk.chosen)
    const post = slot && this.postOf(slot)
    return html`${desk.refused(week)}
    ${weekGrid(locale, {
      week,
      filter,
      changeFilter: (next) => (this.filter = next),
      namesOf,
      cells: {
        ...{ day, current, chosen: desk.chosen, openKinds },
        isNameable: (slot) => this.isNameable(slot),
        placeOf: this.placeOf,
        choose: this.onChoose,
        showDay: (date) => (this.day = date),
        openKind: (kind) => (this.openKinds = new Set([...this.openKinds, kind])),
        onKey: this.onKey,
        drop: this.onDrop,
      },
      panel: slot && post ? desk.view(week, slot, post, this.onClose) : undefined,
    })}
    ${fresh}`
  }
}
